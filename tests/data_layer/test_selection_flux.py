"""The grammar of flows: four restitutions, kinds of zone, years of a champ, a second year, the root."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_layer.catalogue import restitution
from data_layer.flux.zones import zones_du_flux
from data_layer.selection import Contexte, Noeud, Noeuds, Periode, ecrire, lire
from geodata.zones import zones_administratives
from tests.fabrique import petit_flux

SLUGS = ("taux-de-recours", "parts-de-marche", "analyse-croisee", "cartographie")
R = {slug: restitution(slug) for slug in SLUGS}


@cache
def contexte() -> Contexte:
    """The small dataset, without a release: HAD from 2018, the other champs from 2019."""
    tables = petit_flux.fabriquer().tables

    def lues(table: str, colonnes: str):
        return list(zip(*(tables[table][c] for c in colonnes.split(", ")), strict=True))

    codes = {n: code for n, _, _, code, *_ in petit_flux.NOEUDS}
    noeuds = Noeuds(
        Noeud(n, fin, p, code, libelle, None if parent is None else codes[parent])
        for n, fin, p, code, _, libelle, parent in petit_flux.NOEUDS
    )
    annees = {c: Periode(petit_flux.PREMIERE.get(c, 2019), 2021) for c in ("mco", "ssr", "psy")}
    return Contexte(
        zones_administratives().avec(zones_du_flux(lues)),
        Periode(2018, 2021),
        12,
        noeuds,
        annees | {"had": Periode(2018, 2021)},
    )


ZONES = (
    *("fr", "reg-24", "reg-53", "dep-37", "tds-53T02", "bv-37002", "pmsi-37010"),
    *("fin-370000008", "fig-37000009", "reg-99", "ght-84G01", "pan-0123456789abcdef", ""),
)
VALEURS = {
    "zone": ZONES,
    "vs": (*ZONES, "reg-24,reg-53"),
    "noeud": (*(x[3] for x in petit_flux.NOEUDS if x[3]), "tout", "dm", "rac-99Z99", "MCO", ""),
    "par": ("zone", "classification", "statut", "couleur"),
    "niveau": (
        *("region", "departement", "tds", "bv", "pmsi", "etablissement", "site", "commune"),
        *("champ", "domaine", "racine", "mpp", "cm", "gn", "categorie"),
    ),
    "periode": ("2021", "2019", "2018", "2014", "2020..2021", "2021-03", "x"),
    "vs_periode": ("2021", "2019", "2018", "2014", "x"),
    "type": ("hc-hp", "hc", "hp", "seances", "actes", "hc,hp", "1", "zut"),
    "indicateur": ("consommation", "production", "recrutement", "pole", "densite", "nuage"),
    "cercles": ("oui", "non", "peut-etre"),
    "liens": ("oui", "non"),
    "face": ("non", "production", "x"),
    "seuil": ("11", "25", "10", "1", "-1"),
    "lecture": ("total", "evol", "evol_val", "x"),
    "unite": tuple(sorted({u for r in R.values() for u in r.unites} | {"lits"})),
    "vue": ("tableau", "carte", "graphique", "annees", "son"),
    "tri": ("libelle", "-libelle", "volume", "-fuite", "part", "taux_brut", "hasard"),
    "maj": ("", "2026-01-01-abc"),
    "v": ("1", "2"),
}
adresses = st.lists(
    st.sampled_from(sorted(VALEURS)).flatmap(
        lambda c: st.sampled_from(VALEURS[c]).map(lambda v: f"{c}={v}")
    ),
    unique_by=lambda p: p.partition("=")[0],
).map("&".join)
slugs = st.sampled_from(SLUGS)


@settings(max_examples=400)
@given(slugs, adresses)
def test_ce_qui_est_lu_s_ecrit_et_se_relit_sans_avis(slug, adresse):
    """Right and wrong values in any order: what is kept of them is a selection that has one address."""
    lu = lire(R[slug], adresse, contexte())
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)
    if lu.selection.zone is None:
        return
    ecrite = ecrire(lu.selection, contexte())
    relu = lire(R[slug], ecrite, contexte())
    if any(a.cle == "noeud" for a in lu.avis) and not lu.selection.noeud:
        return
    assert relu.avis == (), ecrite
    assert relu.selection == lu.selection
    assert ecrire(relu.selection, contexte()) == ecrite


@given(slugs, st.sampled_from(sorted(VALEURS)), st.text())
def test_une_valeur_forgee_ne_leve_jamais(slug, cle, valeur):
    lire(R[slug], f"{cle}={quote(valeur, errors='surrogatepass')}", contexte())


@given(slugs, st.text(max_size=300))
def test_lire_ne_leve_jamais(slug, texte):
    assert lire(R[slug], texte, contexte()).selection.restitution is R[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_tout_n_est_permis_qu_ou_la_racine_se_demande(slug):
    lu = lire(R[slug], "noeud=tout", contexte())
    if R[slug].racine:
        assert lu.avis == () and lu.selection.noeud == ""
        assert ecrire(lu.selection, contexte()) == "noeud=tout"
    else:
        assert lu.bloque and lu.avis[0].cle == "noeud"
        assert {c.valeur for c in lu.avis[0].choix} >= {"mco", "had", "ssr", "psy"}


@pytest.mark.parametrize(
    ("slug", "zone", "choix"),
    [
        ("taux-de-recours", "fin-370000008", {"dep-37", "tds-24T01", "reg-24", "fr"}),
        ("taux-de-recours", "pmsi-37010", {"bv-37000", "dep-37", "tds-24T01", "reg-24", "fr"}),
        ("parts-de-marche", "bv-37000", {"dep-37", "reg-24", "fr"}),
        ("parts-de-marche", "fig-37000009", {"dep-37", "tds-24T01", "reg-24", "fr"}),
        ("analyse-croisee", "bv-37000", {"dep-37", "reg-24", "fr"}),
        ("analyse-croisee", "pmsi-37010", {"dep-37", "tds-24T01", "reg-24", "fr"}),
    ],
)
@pytest.mark.parametrize("cle", ["zone", "vs"])
def test_un_genre_de_zone_refuse_propose_ce_qui_l_entoure(slug, zone, choix, cle):
    """The refusal names the zone and offers those around it that may be asked, and each is taken."""
    lu = lire(R[slug], f"{cle}={zone}", contexte())
    (avis,) = lu.avis
    assert avis.cle == cle and avis.bloquant
    assert contexte().zones.get(zone).libelle in avis.message
    assert {c.valeur for c in avis.choix} == choix
    for c in choix - ({"fr"} if cle == "vs" else set()):
        assert lire(R[slug], f"{cle}={c}", contexte()).avis == ()


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    ("requete", "cle"),
    [
        ("noeud=dm", "noeud"),
        ("noeud=rac-99Z99", "noeud"),
        ("periode=2018", "periode"),
        ("noeud=ssr&periode=2018", "periode"),
        ("noeud=had&periode=2017", "periode"),
        ("periode=2020..2021", "periode"),
        ("type=actes", "type"),
        ("noeud=psy&type=seances", "type"),
        ("noeud=had&type=hc", "type"),
        ("type=hc-hp,seances", "type"),
        ("perimetre=constant", "perimetre"),
        ("pour=habitants", "pour"),
    ],
)
def test_chaque_faute_a_son_avis(slug, requete, cle):
    lu = lire(R[slug], requete, contexte())
    assert [a.cle for a in lu.avis] == [cle]
    assert lu.bloque is (cle == "noeud")


@pytest.mark.parametrize("slug", SLUGS)
def test_un_champ_garde_ses_annees(slug):
    lu = lire(R[slug], "periode=2018&noeud=had", contexte())
    assert lu.avis == () and lu.selection.periode == Periode(2018, 2018)
    assert ecrire(lu.selection, contexte()) == "noeud=had&periode=2018"
    avis = lire(R[slug], "periode=2018", contexte()).avis[0]
    assert "de 2019 à 2021" in avis.message
    assert [c.valeur for c in avis.choix] == ["2021", "2020", "2019"]


def test_la_seconde_annee_ne_se_choisit_que_sur_la_carte():
    for slug in SLUGS:
        lu = lire(R[slug], "vs_periode=2019", contexte())
        if R[slug].deux_annees:
            assert lu.avis == () and lu.selection.vs_periode == Periode(2019, 2019)
            assert ecrire(lu.selection, contexte()) == "vs_periode=2019"
        else:
            assert [a.cle for a in lu.avis] == ["vs_periode"]
    carte = R["cartographie"]
    assert lire(carte, "vs_periode=2021", contexte()).selection.vs_periode is None
    (avis,) = lire(carte, "vs_periode=2018", contexte()).avis
    assert avis.cle == "vs_periode" and [c.valeur for c in avis.choix] == ["2021", "2020", "2019"]


def test_changer_de_champ_garde_une_annee_qui_existe():
    had = lire(R["taux-de-recours"], "noeud=had&periode=2018", contexte()).selection
    adresse = ecrire(had.avec(noeud="mco"), contexte())
    assert lire(R["taux-de-recours"], adresse, contexte()).avis == ()


def test_choisir_l_annee_d_en_face_ne_laisse_pas_deux_fois_la_meme():
    carte = lire(R["cartographie"], "vs_periode=2019", contexte()).selection
    suite = carte.avec(periode=Periode(2019, 2019))
    assert lire(R["cartographie"], ecrire(suite, contexte()), contexte()).selection == suite


def test_les_deux_cartes_se_relisent():
    lu = lire(
        R["cartographie"], "zone=reg-24&vs=reg-53&vs_periode=2020&face=production", contexte()
    )
    assert lu.avis == ()
    assert lire(
        R["cartographie"], ecrire(lu.selection, contexte()), contexte()
    ).selection == replace(lu.selection)
