"""The portrait of a territory: its derivations, its order, and what it says when something is missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from dash import html

import data_layer
from components.adresses import adresse
from components.portrait import panneaux, parties
from components.portrait.croisee import flux_de
from components.portrait.declaration import CHAMPS, CHAPITRES, PANNEAUX, QUESTIONS
from components.portrait.demande import (
    Reponses,
    SansReponse,
    demander,
    deriver,
    lire,
)
from components.portrait.liens import adresse_portrait, bouton_portrait
from components.portrait.parties import Demande, preparer
from data_layer.result import Bloc, Resultat, Statut
from data_layer.statuts import RANG_STATUT
from pages import portrait, routeur
from tests.pages.arbre import composants, fautes_de_typographie, liens, noeuds, texte

ZONES = ("fr", "reg-24", "dep-37", "tds-24T01")
DEUX = "zone=dep-37&vs=dep-41&periode=2021"


@pytest.fixture(scope="module")
def reponses(ouverture: data_layer.Ouverture) -> Reponses:
    return demander(lire(DEUX, ouverture).selection, ouverture, QUESTIONS)


def _montee(requete: str) -> Any:
    """The page as a reader has it: each part asked as its place asks it, inert parts in their places."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (portrait, parties):
            patch.setattr(module, "detacher", lambda contenu: {})
        page = portrait.page(requete)
        for place in composants(page, "portrait-partie"):
            magasin, tenue = place.children
            tenue.children = preparer(Demande.recue(magasin.data))
        return page


@pytest.mark.parametrize("zone", ZONES)
def test_chaque_derivation_est_lue_sans_avis(ouverture: data_layer.Ouverture, zone: str) -> None:
    vs = "reg-53" if zone == "fr" else "fr"
    base = lire(f"zone={zone}&vs={vs}&periode=2020", ouverture)
    assert base.avis == ()
    lues = demander(base.selection, ouverture, QUESTIONS)
    for question in QUESTIONS.values():
        resultat = lues.lues[question.cle]
        assert isinstance(resultat, Resultat), (question.cle, resultat)
        choix = resultat.selection
        assert choix.slug == question.slug
        assert choix.periode.fin == 2020
        assert choix.noeud == dict(question.choix).get("noeud", "mco")
        assert choix.vs == ((vs,) if question.comparee else ())
        assert choix.zone == zone or (question.de and choix.zone.startswith("fin-"))
        assert choix.panneau is None, "le lien mène à la restitution entière"
        # The way to the whole restitution says the same choices, and is read back without a notice.
        requete = adresse(choix).partition("?")[2]
        assert data_layer.lire(question.slug, requete, None, ouverture).selection == choix


def test_les_panneaux_ne_demandent_que_ce_qui_est_declare() -> None:
    assert {q for p in PANNEAUX for q in p.questions} <= QUESTIONS.keys()
    assert len({p.cle for p in PANNEAUX}) == len(PANNEAUX)
    assert {p.forme for p in PANNEAUX} == panneaux._FORMES.keys()


def test_toutes_les_reponses_sont_d_une_mise_a_jour(reponses: Reponses) -> None:
    versions = {r.provenance.version for r in reponses.lues.values() if isinstance(r, Resultat)}
    assert len(versions) == 1


def test_la_page_suit_l_ordre_declare_et_ses_titres_s_emboitent(
    ouverture: data_layer.Ouverture,
) -> None:
    page = _montee(DEUX)
    ids = [n.id for n in noeuds(page) if isinstance(n, html.Section)]
    attendus = [i for c in CHAPITRES for i in (c.cle, *(p.cle for p in c.panneaux))]
    assert ids == attendus
    niveaux = [
        int(type(n).__name__[1])
        for n in noeuds(page)
        if type(n).__name__ in ("H1", "H2", "H3", "H4")
    ]
    assert niveaux[0] == 1 and niveaux.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(niveaux))
    assert "Indre-et-Loire et Loir-et-Cher" in texte(page)
    # Maps are those of every page: their words are looked at where they are made.
    cartes = set(fautes_de_typographie(composants(page, "mosaique")))
    assert set(fautes_de_typographie(page)) <= cartes
    for chapitre in CHAPITRES:
        assert f"#{chapitre.cle}" in liens(page)


def test_la_route_mene_a_la_page(ouverture: data_layer.Ouverture) -> None:
    page = routeur.page("/portrait", f"?{DEUX}")
    (titre,) = [n for n in noeuds(page) if isinstance(n, html.Data)]
    assert "Portrait de territoire" in titre.value


@pytest.mark.parametrize(
    ("zone", "dit"),
    [
        ("dep-99", "Quelle zone vouliez-vous"),
        ("rien", "Quelle zone vouliez-vous"),
        ("bv-99999", "Quelle zone vouliez-vous"),
        ("bv-37002", "ne sont pas publiés pour un bassin de vie"),
        ("fin-370000008", "ne sont pas publiés pour un établissement"),
    ],
)
def test_une_zone_refusee_offre_un_choix_et_ne_devient_pas_la_france(
    ouverture: data_layer.Ouverture, zone: str, dit: str
) -> None:
    page = portrait.page(f"zone={zone}&periode=2021")
    assert dit in texte(page)
    assert "Parts de marché »" not in texte(page), "la page ne parle que d'elle"
    assert not composants(page, "portrait-chapitre")
    assert any(h.startswith("/portrait?zone=") and "periode=2021" in h for h in liens(page))


def test_une_annee_inconnue_le_dit_et_montre_la_derniere(ouverture: data_layer.Ouverture) -> None:
    page = _montee("zone=dep-37&periode=2035")
    assert "2035" in texte(composants(page, "avis")[0])
    assert "Année 2021" in texte(page)


def test_une_cle_d_une_autre_page_le_dit(ouverture: data_layer.Ouverture) -> None:
    lu = lire("zone=dep-37&noeud=ssr&truc=1", ouverture)
    assert [a.cle for a in lu.avis] == ["noeud", "truc"]
    assert not lu.bloque and lu.selection.noeud == "mco"
    assert lire("zone=dep-37&vs=", ouverture).avis == (), "un champ vide du formulaire ne dit rien"
    assert lire("zone=dep-37&zone=dep-41", ouverture).bloque


def test_un_panneau_en_echec_laisse_les_autres(
    ouverture: data_layer.Ouverture, monkeypatch: pytest.MonkeyPatch
) -> None:
    vraie = data_layer.query

    def casse(selection: Any, *reste: Any, **options: Any) -> Resultat:
        if selection.slug == "analyse-croisee":
            raise RuntimeError("panne d'essai")
        return vraie(selection, *reste, **options)

    monkeypatch.setattr(data_layer, "query", casse)
    page = _montee(DEUX)
    par_cle = {n.id: n for n in noeuds(page) if isinstance(n, html.Section)}
    assert "n'a pas pu être affichée" in texte(par_cle["croisee"])
    assert "panne d'essai" not in texte(page)
    (bouton,) = [n for n in noeuds(par_cle["croisee"]) if isinstance(n, html.Button)]
    assert getattr(bouton, "data-reprendre") == "flux", "réessayer redemande ce chapitre seul"
    assert "au-dessus" in texte(par_cle["recours"]) or "comparable" in texte(par_cle["recours"])


def test_une_seule_question_en_echec_laisse_les_lignes_des_autres(reponses: Reponses) -> None:
    lues = {**reponses.lues, "taux-had": SansReponse("HAD non connue en 2021.")}
    panneau = next(p for p in PANNEAUX if p.cle == "recours")
    corps = panneaux._corps(panneau, replace(reponses, lues=lues), _zone(reponses))
    assert "HAD non connue en 2021." in texte(corps)
    rangees = [n for n in noeuds(corps) if isinstance(n, html.Tr)]
    assert len(rangees) == 1 + 2 * (len(CHAMPS) - 1)


def _zone(reponses: Reponses) -> Any:
    return reponses.de("taux-mco").zones[0]


def _masquer(bloc: Bloc) -> Bloc:
    masque = RANG_STATUT[Statut.MASQUE]
    cellules = {
        cle: replace(
            c, valeurs=np.full(len(bloc), np.nan), statuts=np.full(len(bloc), masque, np.int8)
        )
        for cle, c in bloc.cellules.items()
    }
    tetes = tuple(
        replace(
            t,
            cellules={
                k: replace(c, valeur=None, statut=Statut.MASQUE) for k, c in t.cellules.items()
            },
        )
        for t in bloc.tetes
    )
    return replace(bloc, cellules=cellules, tetes=tetes, rangs=(None,) * len(bloc))


@pytest.mark.parametrize("cle", [p.cle for p in PANNEAUX if p.forme not in panneaux._VIVANTES])
def test_un_panneau_tout_masque_le_dit_et_ne_montre_aucun_chiffre(
    reponses: Reponses, cle: str
) -> None:
    panneau = next(p for p in PANNEAUX if p.cle == cle)
    lues: dict[str, Resultat | Exception] = {}
    for nom in panneau.questions:
        lue = reponses.de(nom)
        lues[nom] = replace(lue, blocs={k: _masquer(b) for k, b in lue.blocs.items()})
    corps = panneaux._corps(panneau, replace(reponses, lues=lues), _zone(reponses))
    dit = texte(corps)
    assert "masqué" in dit
    cases = "".join(texte(n) for n in noeuds(corps) if isinstance(n, html.Td))
    assert not any(c.isdigit() for c in cases), cases
    for barre in composants(corps, "portrait-barre"):
        assert "width:0.0%" in barre.children.style
    assert not composants(corps, "portrait-point"), "rien n'est dessiné de ce qui est masqué"


def test_les_destinations_sont_celles_de_la_matrice(reponses: Reponses) -> None:
    resultat, zone = reponses.de("croisee-mco"), _zone(reponses)
    partis = flux_de(resultat, zone, vers=True)
    valeurs = [li.cellules["volume"].valeur for _, li in partis]
    montrees = [v for v in valeurs if v is not None]
    assert montrees == sorted(montrees, reverse=True) and montrees
    assert valeurs[: len(montrees)] == montrees, "les flux masqués viennent après"
    assert all(v is None or v >= 11 for v in valeurs)
    assert all(li.code.startswith("37|") and li.code != "37|37" for _, li in partis)
    venus = flux_de(resultat, zone, vers=False)
    assert venus and all(li.code.endswith("|37") and li.code != "37|37" for _, li in venus)
    tete = resultat.bloc.tetes[0].cellules
    dehors = (tete["consommation"].valeur or 0) * (tete["fuite"].valeur or 0) / 100
    assert sum(montrees) <= dehors + 0.5


def test_le_recrutement_est_celui_du_premier_etablissement(
    reponses: Reponses, ouverture: data_layer.Ouverture
) -> None:
    premier = next(
        li for li in reponses.de("parts-mco").bloc.lignes() if li.groupe == 0 and li.rang == 1
    )
    assert reponses.de("recrutement-mco").selection.zone == premier.cible
    lue = reponses.de("parts-mco")
    muette = replace(lue, blocs={k: _masquer(b) for k, b in lue.blocs.items()})
    with pytest.raises(SansReponse, match="Aucun établissement"):
        deriver(reponses.selection, QUESTIONS["recrutement-mco"], ouverture, muette)


@pytest.mark.parametrize(
    ("slug", "requete", "attendue"),
    [
        (
            "cartographie",
            "zone=dep-37&vs=dep-41&periode=2020&indicateur=pole",
            "/portrait?zone=dep-37&vs=dep-41&periode=2020",
        ),
        ("taux-de-recours", "zone=tds-24T01&noeud=ssr", "/portrait?zone=tds-24T01&periode=2021"),
        ("taux-de-recours", "zone=bv-37002", None),
        ("cartographie", "zone=fin-370000008", None),
    ],
)
def test_le_lien_vers_le_portrait(
    ouverture: data_layer.Ouverture, slug: str, requete: str, attendue: str | None
) -> None:
    choix = data_layer.lire(slug, requete, None, ouverture).selection
    assert adresse_portrait(choix) == attendue
    bouton = bouton_portrait(choix)
    assert (bouton is None) == (attendue is None)
    if attendue:
        assert lire(attendue.partition("?")[2], ouverture).avis == ()
