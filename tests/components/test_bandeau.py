"""The banner: what a control does to the selection, and what a forged value does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.bandeau import bandeau, lire_empreintes
from components.bandeau_zones import adresse_du_panier, options_zone
from components.choix import appliquer, valeurs
from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Vue
from data_layer.selection import Contexte, Periode, Selection, par_defaut
from geodata.zones import zones_administratives
from tests.fabrique.contexte import contexte_dm

CONTEXTE = Contexte(zones_administratives(), Periode(2015, 2024))
DEPART = par_defaut(restitution("activite-mco"), CONTEXTE)
DM = par_defaut(restitution("dm-medicaments"), contexte_dm())


def _apres(cle: str, valeur: Any, selection: Selection = DEPART) -> Selection:
    contexte = CONTEXTE if selection.slug == "activite-mco" else contexte_dm()
    return appliquer(selection, cle, valeur, contexte)


@pytest.mark.parametrize(
    ("cle", "valeur", "attribut", "attendu"),
    [
        ("zone", "reg-11", "zone", "reg-11"),
        ("vs", "dep-55", "vs", ("dep-55",)),
        ("rangees", "etablissement", "niveau", "etablissement"),
        ("rangees", "categorie", "par", "categorie"),
        ("unite", "dms", "unite", "dms"),
        ("lecture", "evol", "lecture", "evol"),
        ("fin", 2019, "periode", Periode(2019, 2019)),
        ("debut", 2020, "periode", Periode(2020, 2024)),
        ("categorie", ["clcc", "ch"], "filtres", (("categorie", ("ch", "clcc")),)),
        ("secteur", ["public", "prive"], "filtres", ()),
    ],
)
def test_un_choix_change_une_chose(cle: str, valeur: Any, attribut: str, attendu: Any) -> None:
    assert getattr(_apres(cle, valeur), attribut) == attendu


def test_une_suite_d_annees_garde_son_debut_et_se_referme() -> None:
    suite = _apres("debut", 2018)
    assert _apres("fin", 2021, suite).periode == Periode(2018, 2021)
    assert _apres("fin", 2016, suite).periode == Periode(2016, 2016)
    assert _apres("debut", None, suite).periode == Periode(2024, 2024)


@pytest.mark.parametrize(
    ("depart", "cle", "valeur", "mois"),
    [
        (Periode(2021, 2021, (1, 6)), "annee", 2019, Periode(2019, 2019, (1, 6))),
        (Periode(2020, 2020, (3, 11)), "annee", 2021, Periode(2021, 2021, (3, 6))),
        (Periode(2020, 2020, (9, 12)), "annee", 2021, Periode(2021, 2021, (6, 6))),
        (Periode(2020, 2020, (2, 5)), "premier", 9, Periode(2020, 2020, (9, 9))),
        (Periode(2020, 2020, (7, 12)), "dernier", 2, Periode(2020, 2020, (2, 2))),
        (Periode(2020, 2020, (7, 12)), "dernier", 10, Periode(2020, 2020, (7, 10))),
        (Periode(2021, 2021, (1, 6)), "dernier", 7, Periode(2021, 2021, (1, 6))),
        (Periode(2021, 2021, (1, 6)), "annee", 2022, Periode(2021, 2021, (1, 6))),
        (Periode(2021, 2021, (2, 6)), "premier", True, Periode(2021, 2021, (2, 6))),
    ],
)
def test_les_mois_restent_dans_ceux_de_l_annee(
    depart: Periode, cle: str, valeur: Any, mois: Periode
) -> None:
    assert _apres(cle, valeur, DM.avec(periode=depart)).periode == mois


@pytest.mark.parametrize(
    ("noeud", "cle", "valeur", "attribut", "attendu"),
    [
        ("med", "liste", "les-atu", "filtres", (("liste", ("les-atu",)),)),
        ("med", "liste", "les", "filtres", ()),
        ("dm", "liste", "atu", "filtres", ()),
        ("", "champ", "ssr", "filtres", (("champ", ("ssr",)),)),
        ("dm", "champ", "had", "filtres", ()),
        ("", "champ", ["had"], "filtres", ()),
        ("dm", "unite", "patients", "unite", "sejours"),
        ("med", "unite", "patients", "unite", "patients"),
        ("med", "rangees", "atc3", "niveau", "atc3"),
        ("med", "rangees", "atc3", "par", "classification"),
        ("med", "rangees", "chapitre", "par", "zone"),
        ("med", "rangees", "indication", "par", "indication"),
        ("dm", "rangees", "indication", "par", "zone"),
        ("dm", "rangees", "classification", "par", "zone"),
        ("", "pour", "habitants", "pour", "habitants"),
        ("", "perimetre", "constant", "perimetre", ""),
        ("", "classe", ["plus-20m"], "filtres", (("classe", ("plus-20m",)),)),
    ],
)
def test_ce_qui_n_a_pas_de_sens_n_est_pas_choisi(
    noeud: str, cle: str, valeur: Any, attribut: str, attendu: Any
) -> None:
    assert getattr(_apres(cle, valeur, DM.choisir_noeud(noeud)), attribut) == attendu


def test_le_perimetre_se_choisit_dans_la_vue_de_cinq_ans() -> None:
    constant = _apres("perimetre", "constant", DM.avec(vue=Vue.ANNEES))
    assert constant.perimetre == "constant"
    assert _apres("perimetre", "variable", constant).perimetre == ""


QUELCONQUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5)),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from([*valeurs(DEPART), "inconnue", ""]), QUELCONQUES)
def test_une_valeur_forgee_ne_change_rien_ou_reste_permise(cle: str, valeur: Any) -> None:
    apres = _apres(cle, valeur)
    assert apres.zone == "fr"
    assert CONTEXTE.etendue.debut <= apres.periode.debut <= apres.periode.fin <= 2024
    assert apres.unite in apres.restitution.unites


CONNUES = [
    *("les-atu", "ssr", "patients", "indication", "ucd", "chapitre", "habitants", "constant"),
    *(1, 7, 2021),
]


@given(
    st.sampled_from(["", "med", "dm", "lpp-0301"]),
    st.sampled_from([*valeurs(DM), "noeud", "inconnue"]),
    QUELCONQUES | st.sampled_from(CONNUES),
)
def test_sous_chaque_noeud_seul_l_offert_se_choisit(noeud: str, cle: str, valeur: Any) -> None:
    apres = _apres(cle, valeur, DM.choisir_noeud(noeud))
    offre = apres.offre
    assert apres.noeud == noeud
    assert apres.unite in offre.unites
    assert apres.par in offre.natures
    assert {c for c, _ in apres.filtres} <= {d.cle for d in offre.filtres}
    assert apres.periode.mois is not None
    assert apres.periode.mois[1] <= contexte_dm().mois_de(apres.periode.fin)
    # What a control shows of a selection changes nothing when it comes back.
    for rendue, montree in valeurs(apres).items():
        assert _apres(rendue, montree, apres) == apres


@pytest.mark.parametrize("texte", ["ile de fr", "ÎLE-DE", "meus", "55", "savoi", "guadelupe"])
def test_les_zones_se_trouvent_en_tapant(texte: str) -> None:
    attendues = {"ile": "reg-11", "ÎLE": "reg-11", "meu": "dep-55", "55": "dep-55"}
    attendues |= {"sav": "dep-73", "gua": "reg-01"}
    options = options_zone(texte, "dep-2A", CONTEXTE.zones)
    codes = [o["value"] for o in options]
    assert attendues[texte[:3]] in codes
    # What was found answers what was typed; the chosen zone is there for its name, and does not.
    assert all(texte in o["search"] for o in options[:-1])
    assert codes[-1] == "dep-2A"
    assert texte not in options[-1]["search"]


def test_un_territoire_dit_ce_qu_il_est_et_ou() -> None:
    zones = contexte_dm().zones
    dits = [(o["label"], o["title"]) for o in options_zone("lorraine", None, zones)]
    assert ("TDS Lorraine", "Territoire de santé · 44T01 · Grand Est") in dits
    assert options_zone("coeur", None, zones)[0]["title"] == "GHT · 44G01 · Grand Est"
    verdun = options_zone("verdun", None, zones)[0]
    assert (verdun["label"], verdun["title"]) == (
        "CH de Verdun",
        "Établissement · 550000001 · Meuse",
    )


def test_un_panier_choisi_dit_son_nom() -> None:
    choisie = options_zone("", f"pan-{'a' * 16}", contexte_dm().zones)[0]
    assert (choisie["label"], choisie["title"]) == ("Nos voisins", "Panier")


def test_le_lien_du_panier_ramene_a_la_vue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.bandeau_zones.adresse", lambda s: f"/r/x?zone={s.zone}")
    assert adresse_du_panier(DM) == "/panier?retour=%2Fr%2Fx%3Fzone%3Dfr"
    panier = f"pan-{'a' * 16}"
    assert f"panier={panier}" in adresse_du_panier(DM.prendre(panier))


def _ids(noeud: Any) -> list[Any]:
    if isinstance(noeud, list | tuple):
        return [i for n in noeud for i in _ids(n)]
    enfants = getattr(noeud, "children", None)
    propre = [noeud.id] if getattr(noeud, "id", None) is not None else []
    return propre + (_ids(enfants) if enfants is not None else [])


@pytest.mark.parametrize("noeud", ["", "dm", "med"])
def test_le_bandeau_est_construit_une_fois_pour_toutes(
    monkeypatch: pytest.MonkeyPatch, noeud: str
) -> None:
    """Every control that any node may need is there, offered or not."""
    monkeypatch.setattr("components.bandeau_zones.adresse", lambda s: "/r/dm-medicaments")
    ids = _ids(bandeau(DM.choisir_noeud(noeud), contexte_dm(), ""))
    cles = {i["cle"] for i in ids if isinstance(i, dict) and i["type"] in ("choix", "choix-zone")}
    assert cles == set(valeurs(DM))


@pytest.mark.parametrize("texte", [None, 3, "", "{", "[1]", '"a"', "[" * 5000])
def test_des_empreintes_forgees_ne_disent_rien(texte: Any) -> None:
    assert lire_empreintes(texte) == {}
