"""The banner: what a control does to the selection, and what a forged value does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.bandeau import options_zone
from components.choix import appliquer, valeurs
from data_layer.catalogue import restitution
from data_layer.selection import Contexte, Periode, par_defaut
from geodata.zones import zones_administratives

CONTEXTE = Contexte(zones_administratives(), Periode(2015, 2024))
DEPART = par_defaut(restitution("activite-mco"), CONTEXTE)


def _apres(cle, valeur, selection=DEPART):
    return appliquer(selection, cle, valeur, CONTEXTE)


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
def test_un_choix_change_une_chose(cle, valeur, attribut, attendu):
    assert getattr(_apres(cle, valeur), attribut) == attendu


def test_une_suite_d_annees_garde_son_debut_et_se_referme():
    suite = _apres("debut", 2018)
    assert _apres("fin", 2021, suite).periode == Periode(2018, 2021)
    assert _apres("fin", 2016, suite).periode == Periode(2016, 2016)
    assert _apres("debut", None, suite).periode == Periode(2024, 2024)


QUELCONQUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5)),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@given(st.sampled_from([*valeurs(DEPART), "inconnue", ""]), QUELCONQUES)
def test_une_valeur_forgee_ne_change_rien_ou_reste_permise(cle, valeur):
    apres = _apres(cle, valeur)
    assert apres.zone == "fr"
    assert CONTEXTE.etendue.debut <= apres.periode.debut <= apres.periode.fin <= 2024
    assert apres.unite in apres.restitution.unites


@pytest.mark.parametrize("texte", ["ile de fr", "ÎLE-DE", "meus", "55", "savoi", "guadelupe"])
def test_les_zones_se_trouvent_en_tapant(texte):
    attendues = {"ile": "reg-11", "ÎLE": "reg-11", "meu": "dep-55", "55": "dep-55"}
    attendues |= {"sav": "dep-73", "gua": "reg-01"}
    options = options_zone(texte, "dep-2A", CONTEXTE.zones)
    codes = [o["value"] for o in options]
    assert attendues[texte[:3]] in codes
    # What was found answers what was typed; the chosen zone is there for its name, and does not.
    assert all(texte in o["search"] for o in options[:-1])
    assert codes[-1] == "dep-2A"
    assert texte not in options[-1]["search"]
