"""The grammar of a fact dataset: nodes, breakdowns, months, filters with a default."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data_layer.catalogue.schema import Vue
from data_layer.selection import ecrire, lire
from tests.data_layer.contexte_faits import (
    CLES,
    CODE,
    CONTEXTE,
    DM,
    NOEUDS,
    ZONES,
    selections,
    tient,
)


@given(selections())
def test_une_adresse_rouvre_exactement_la_selection(choisie):
    adresse = ecrire(choisie, CONTEXTE)
    lu = lire(DM, adresse, CONTEXTE)
    assert lu.avis == ()
    assert lu.selection == choisie
    assert ecrire(lu.selection, CONTEXTE) == adresse


@settings(max_examples=40)
@given(selections())
def test_une_adresse_ne_dit_que_ce_qui_differe(choisie):
    """Whatever key an address holds, leaving it out opens another view."""
    paires = [p for p in ecrire(choisie, CONTEXTE).split("&") if p]
    for i in range(len(paires)):
        sans = lire(DM, "&".join(paires[:i] + paires[i + 1 :]), CONTEXTE)
        assert sans.selection != choisie, paires[i]


VALEURS = {
    "zone": [*ZONES[:40], "reg-99", "", "pan-0123456789abcdef"],
    "vs": ["reg-11", "reg-11,reg-32", "dep-00", ""],
    "noeud": [*NOEUDS, "lpp-99", "tout", "atc-l01"],
    "par": [*DM.natures, "couleur"],
    "niveau": [*DM.niveaux, "titre", "ucd", "famille", "commune"],
    "periode": ["2020", "2021", "2021-07", "2020-03..2020-05", "2019-11..2020-02", "2015"],
    "champ": ["mco", "had", "mco-had", "ssr", "mco,had", "psy"],
    "liste": ["les", "atu", "les-atu", "ssr"],
    "statut": ["public", "public,prive", "public,espic,prive", "autre"],
    "categorie": ["chr", "chr,ch", "zut"],
    "classe": ["1m-5m", "plus-20m,1m-5m"],
    "lecture": ["total", "evol", "evol_val", "x"],
    "unite": ["sejours", "consommation", "patients", "montant", "lits"],
    "pour": ["habitants", "lits", ""],
    "perimetre": ["constant", "courant"],
    "vue": [*map(str, Vue), "son"],
    "tri": ["taux", "-taux", "libelle", "ecart", "-montant_patient", "hasard"],
    "maj": ["", "2026-01-01-abc"],
    "v": ["1", "2"],
}
adresses = st.lists(
    st.sampled_from(sorted(VALEURS)).flatmap(
        lambda c: st.sampled_from(VALEURS[c]).map(lambda v: f"{c}={v}")
    ),
    unique_by=lambda p: p.partition("=")[0],
).map("&".join)


@settings(max_examples=200)
@given(adresses)
def test_ce_qui_est_lu_s_ecrit_et_se_relit_sans_avis(adresse):
    """Right and wrong values mixed in any order: what is kept of them holds together."""
    lu = lire(DM, adresse, CONTEXTE)
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)
    if lu.selection.zone is None:
        return
    relu = lire(DM, ecrire(lu.selection, CONTEXTE), CONTEXTE)
    assert relu.avis == ()
    assert relu.selection == lu.selection
    tient(lu.selection)


@given(st.text(max_size=300))
@example("noeud=%ff%fe&niveau=%00")
@example("periode=2021-00..2021-99")
@example("periode=" + "9" * 1500)
@example("periode=²⁰²⁰")
@example("champ=,,,&liste=,&par=&niveau=&tri=-")
@example("noeud=lpp-" + "0" * 1500)
def test_lire_ne_leve_jamais(texte):
    lu = lire(DM, texte, CONTEXTE)
    assert lu.selection.restitution is DM
    assert all(a.message and len(a.message) < 1_000 for a in lu.avis)


@given(st.sampled_from(CLES), st.text())
def test_une_valeur_quelconque_ne_leve_jamais(cle, valeur):
    lire(DM, f"{cle}={quote(valeur, errors='surrogatepass')}", CONTEXTE)


INDICATIONS = "Les indications ne sont connues que pour les médicaments, en MCO et en HAD."


@pytest.mark.parametrize(
    ("requete", "cle", "bloque", "attendu"),
    [
        ("noeud=lpp-99", "noeud", True, "n'est pas dans la classification"),
        ("noeud=tout", "noeud", True, "n'est pas dans la classification"),
        ("liste=atu", "liste", False, "n'existe que pour les médicaments, en MCO et en HAD"),
        ("noeud=dm&liste=atu", "liste", False, "n'existe que pour les médicaments"),
        ("noeud=med&champ=ssr&liste=atu", "liste", False, "en MCO et en HAD"),
        ("noeud=dm&champ=had", "champ", False, "Les dispositifs médicaux n'existent qu'en MCO"),
        ("unite=patients", "unite", False, "patients"),
        (
            "noeud=dm&unite=patients",
            "unite",
            False,
            "Les patients ne se comptent que pour les médicaments.",
        ),
        ("unite=consommation", "unite", False, "consommation"),
        ("par=diagnostic", "par", False, "diagnostic"),
        ("noeud=dm&par=indication", "par", False, INDICATIONS),
        ("noeud=med&champ=ssr&par=ghm", "par", False, "Les GHM ne sont connus qu'en MCO."),
        ("noeud=med&champ=had&par=ghm", "par", False, "Les GHM ne sont connus qu'en MCO."),
        ("noeud=med&champ=ssr&par=indication", "par", False, INDICATIONS),
        (f"noeud={CODE}&par=classification", "par", False, "classification"),
        ("noeud=dm&par=classification&niveau=atc1", "niveau", False, "atc1"),
        ("noeud=lpp-030102&par=classification&niveau=titre", "niveau", False, "titre"),
        ("niveau=sous-chapitre", "niveau", False, "sous-chapitre"),
        ("periode=2015", "periode", False, "2021-01..2021-06"),
        ("periode=2021-07", "periode", False, "2021-01..2021-06"),
        ("periode=2019-11..2020-02", "periode", False, "2019-11..2020-02"),
        ("periode=2019..2020", "periode", False, "2019..2020"),
        ("perimetre=constant", "perimetre", False, "Cinq ans"),
        ("pour=lits", "pour", False, "lits"),
        ("tri=taux", "tri", False, "taux"),
        ("noeud=med&tri=-consommation", "tri", False, "consommation"),
    ],
)
def test_chaque_faute_a_son_avis(requete, cle, bloque, attendu):
    lu = lire(DM, requete, CONTEXTE)
    assert [a.cle for a in lu.avis] == [cle]
    assert attendu in lu.avis[0].message
    assert lu.bloque is bloque


@pytest.mark.parametrize(
    ("longue", "courte"),
    [
        ("periode=2021-01..2021-06&champ=mco&unite=sejours&vue=tableau&lecture=total", ""),
        ("periode=2021", ""),
        ("noeud=med&champ=mco&liste=les&par=zone&niveau=region", "noeud=med"),
        ("noeud=dm&par=classification&niveau=titre", "noeud=dm&par=classification"),
        ("par=classification&niveau=famille", "par=classification"),
        ("zone=reg-11&niveau=departement&periode=2020", "zone=reg-11&periode=2020-01..2020-12"),
        ("statut=public,espic,prive", ""),
        ("vue=annees&perimetre=constant", "perimetre=constant&vue=annees"),
        ("periode=2020-03..2020-03", "periode=2020-03"),
        ("noeud=med&unite=patients&tri=-patients", "noeud=med&unite=patients"),
        ("pour=habitants&tri=-taux", "pour=habitants"),
    ],
)
def test_une_vue_a_une_seule_adresse(longue, courte):
    lu = lire(DM, longue, CONTEXTE)
    assert lu.avis == ()
    assert ecrire(lu.selection, CONTEXTE) == courte


@pytest.mark.parametrize(
    ("ecrit", "lu"), [("atc-l01xc18", "atc-L01XC18"), ("LPP-0301", "lpp-0301"), ("Dm", "dm")]
)
def test_un_code_se_lit_quelles_que_soient_ses_capitales(ecrit, lu):
    trouve = lire(DM, f"noeud={ecrit}", CONTEXTE)
    assert trouve.avis == ()
    assert trouve.selection.noeud == lu
    assert ecrire(trouve.selection, CONTEXTE) == f"noeud={lu}"


def test_un_produit_inconnu_ne_se_dit_qu_une_fois():
    """What depends on the product cannot be wrong before there is one."""
    requete = "noeud=zz&par=ghm&niveau=ucd&unite=patients&liste=atu&champ=had&tri=-patients"
    avis = lire(DM, requete, CONTEXTE).avis
    assert [a.cle for a in avis] == ["noeud"]
    assert "En attendant" not in avis[0].message
    # What does not depend on it still is.
    avec_vue = lire(DM, f"{requete}&vue=hologramme&zone=reg-99", CONTEXTE).avis
    assert {a.cle for a in avec_vue} == {"noeud", "vue", "zone"}


def test_la_seule_valeur_qui_reste_va_de_soi():
    lu = lire(DM, "noeud=dm&champ=mco", CONTEXTE)
    assert lu.avis == ()
    assert ecrire(lu.selection, CONTEXTE) == "noeud=dm"
