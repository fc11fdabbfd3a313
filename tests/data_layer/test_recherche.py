"""The search forgives what a hurried hand does: accents, half words, one wrong letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.catalogue import glossaire, restitutions
from data_layer.recherche import (
    GenreTrouvaille,
    Trouvaille,
    chercher,
    mots_demandes,
    ressemblance,
)
from geodata.texte import mots, sans_accent
from geodata.zones import zones_administratives
from tests.data_layer.contexte_faits import CONTEXTE, DM

TOUT = 10_000
TITRES = tuple(
    [r.titre for r in restitutions()]
    + [m.libelle for r in restitutions() for m in r.mesures if m.cle in r.unites]
    + [t.terme for t in glossaire()]
)
LETTRES = "abcdefghijklmnopqrstuvwxyz"


def trouver(texte: str, limite: int = TOUT) -> tuple[Trouvaille, ...]:
    assert DM is not None and CONTEXTE.noeuds is not None
    produits = [(DM, CONTEXTE.noeuds)]
    return chercher(texte, restitutions(), glossaire(), zones_administratives(), limite, produits)


def titres(texte: str) -> set[str]:
    return {t.titre for t in trouver(texte)}


@st.composite
def mot_d_un_titre(draw: st.DrawFn, longueur: int = 1) -> tuple[str, str]:
    titre = draw(st.sampled_from([t for t in TITRES if any(len(m) >= longueur for m in mots(t))]))
    return titre, draw(st.sampled_from([m for m in mots(titre) if len(m) >= longueur]))


@st.composite
def mot_avec_une_faute(draw: st.DrawFn) -> tuple[str, str]:
    titre, mot = draw(mot_d_un_titre(longueur=5))
    place = draw(st.integers(0, len(mot) - 2))
    lettre = draw(st.sampled_from(LETTRES))
    fautes = (
        mot[:place] + lettre + mot[place + 1 :],
        mot[:place] + mot[place + 1 :],
        mot[:place] + lettre + mot[place:],
        mot[:place] + mot[place + 1] + mot[place] + mot[place + 2 :],
    )
    return titre, draw(st.sampled_from(fautes))


@given(mot_d_un_titre(), st.data())
def test_tout_debut_de_mot_trouve_le_titre(cas: tuple[str, str], data: st.DataObject) -> None:
    titre, mot = cas
    debut = mot[: data.draw(st.integers(1, len(mot)))]
    assert titre in titres(debut)


@given(mot_avec_une_faute())
def test_une_faute_dans_un_mot_de_cinq_lettres_est_pardonnee(cas: tuple[str, str]) -> None:
    titre, fautif = cas
    assert titre in titres(fautif)


@given(st.sampled_from(TITRES))
def test_les_accents_et_la_casse_ne_comptent_pas(titre: str) -> None:
    assert trouver(titre) == trouver(sans_accent(titre)) == trouver(titre.upper())


@settings(max_examples=200)
@given(st.text(max_size=150), st.integers(-1, 6))
def test_rien_ne_leve_et_la_limite_tient(texte: str, limite: int) -> None:
    par_genre = [t.genre for t in trouver(texte, limite)]
    assert all(par_genre.count(g) <= max(limite, 0) for g in GenreTrouvaille)
    assert par_genre == sorted(par_genre, key=list(GenreTrouvaille).index)


@pytest.mark.parametrize("texte", ["", "   ", "'’-", "…", "\x00"])
def test_un_texte_sans_mot_ne_trouve_rien(texte: str) -> None:
    assert trouver(texte) == ()


def test_les_mots_creux_ne_comptent_que_seuls() -> None:
    assert mots_demandes("la durée de séjour") == ("duree", "sejour")
    assert mots_demandes("de la") == ("de", "la")


@pytest.mark.parametrize("texte", ["meuse", "activité mco meuse", "Meuse activite", "dep-55"])
def test_une_zone_mene_a_la_restitution_sur_cette_zone(texte: str) -> None:
    zones = [t for t in trouver(texte, 3) if t.genre is GenreTrouvaille.ZONE]
    assert zones[0].titre == "Activité MCO, Meuse"
    assert zones[0].href == "/r/activite-mco?zone=dep-55"


def test_un_indicateur_mene_a_la_restitution_sur_cette_unite() -> None:
    premier = next(t for t in trouver("dms") if t.genre is GenreTrouvaille.INDICATEUR)
    assert premier.href == "/r/activite-mco?unite=dms"


def test_un_terme_mene_a_son_entree() -> None:
    premier = next(t for t in trouver("secret statistque") if t.genre is GenreTrouvaille.TERME)
    assert premier.href == "/glossaire#secret-statistique"


def test_le_nom_de_la_restitution_ne_suffit_pas_a_trouver_tous_ses_indicateurs() -> None:
    genres = [t.genre for t in trouver("activité mco par établissement")]
    assert genres[0] is GenreTrouvaille.RESTITUTION
    assert genres.count(GenreTrouvaille.INDICATEUR) <= 1


@pytest.mark.parametrize(
    ("texte", "titre", "detail", "noeud"),
    [
        ("pembrolizumab", "Pembrolizumab", "Substance (ATC 5) L01XC18", "atc-L01XC18"),
        ("pembrolizumb", "Pembrolizumab", "Substance (ATC 5) L01XC18", "atc-L01XC18"),
        ("L01XC18", "Pembrolizumab", "Substance (ATC 5) L01XC18", "atc-L01XC18"),
        ("030102", "Implants orthopédiques", "Sous-chapitre 030102", "lpp-030102"),
        ("pacemaker", "Stimulateurs cardiaques", "Sous-chapitre 030401", "lpp-030401"),
    ],
)
def test_un_produit_mene_a_la_restitution_sur_ce_produit(
    texte: str, titre: str, detail: str, noeud: str
) -> None:
    premier = trouver(texte, 5)[0]
    assert premier.genre is GenreTrouvaille.PRODUIT
    assert (premier.titre, premier.href) == (titre, f"/r/dm-medicaments?noeud={noeud}")
    assert premier.detail.startswith(f"{detail}, ")


@pytest.mark.parametrize("texte", ["{}", "LPP {}", "ucd {}", "code {}", "Code LPP n° {}"])
@pytest.mark.parametrize("genre", ["lpp", "ucd"])
def test_un_code_lpp_ou_ucd_ne_trouve_que_son_produit(texte: str, genre: str) -> None:
    assert CONTEXTE.noeuds is not None
    tous = [CONTEXTE.noeuds.par_numero(i) for i in range(len(CONTEXTE.noeuds))]
    noeud = next(
        n for n in tous if n.code[:3] == genre and n.code_court.isdigit() and len(n.code_court) == 7
    )
    trouves = trouver(texte.format(noeud.code_court))
    assert [t.href for t in trouves] == [f"/r/dm-medicaments?noeud={noeud.code}"]


def test_les_produits_viennent_apres_les_restitutions_et_les_indicateurs() -> None:
    genres = [t.genre for t in trouver("médicament", 5)]
    assert genres[0] is GenreTrouvaille.RESTITUTION
    assert 1 <= genres.count(GenreTrouvaille.PRODUIT) <= 5
    ordre = list(GenreTrouvaille)
    assert ordre.index(GenreTrouvaille.INDICATEUR) < ordre.index(GenreTrouvaille.PRODUIT)


@pytest.mark.parametrize("texte", ["meuse", "paris", "dep-55", "activité mco meuse", "me", "brest"])
def test_une_zone_ne_se_lit_pas_comme_un_produit(texte: str) -> None:
    """« Meuse » looks like « muscle »: a product that only looks alike gives way."""
    assert not [t for t in trouver(texte, 5) if t.genre is GenreTrouvaille.PRODUIT]


def test_une_requete_vaine_rend_une_liste_vide() -> None:
    assert trouver("zzzzzz") == ()


@pytest.mark.parametrize(
    ("demande", "mot", "trouve"),
    [
        ("sejour", "sejours", True),
        ("sejuor", "sejour", True),
        ("hospitalsaton", "hospitalisation", True),
        ("hospitlai", "hospitalisation", True),
        ("chat", "char", False),
        ("2020", "20201", True),
        ("20210", "20201", False),
        ("meuse", "marne", False),
    ],
)
def test_ressemblance(demande: str, mot: str, trouve: bool) -> None:
    assert (ressemblance(demande, mot) > 0) is trouve
