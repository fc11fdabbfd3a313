"""What each list of the banner offers under a node, a champ, a year and a view."""

from __future__ import annotations

import pytest

from components.bandeau_champs import options
from components.choix_offerts import Offert, offerts
from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Vue
from data_layer.selection import Contexte, Periode, Selection, par_defaut
from geodata.zones import zones_administratives
from tests.fabrique.contexte import contexte_dm

DM = par_defaut(restitution("dm-medicaments"), contexte_dm())
MCO = Contexte(zones_administratives(), Periode(2015, 2024))


def _offerts(selection: Selection) -> dict[str, Offert]:
    return dict(offerts(selection, contexte_dm()))


def _codes(offert: Offert) -> list[str | int]:
    return [o.valeur for o in offert.options]


@pytest.mark.parametrize(
    ("noeud", "champ", "caches"),
    [
        ("", "", {"liste", "perimetre"}),
        ("dm", "", {"champ", "liste", "perimetre"}),
        ("lpp-030102", "", {"champ", "liste", "perimetre"}),
        ("med", "", {"perimetre"}),
        ("med", "ssr", {"liste", "perimetre"}),
    ],
)
def test_un_filtre_ne_se_montre_que_la_ou_il_a_un_sens(
    noeud: str, champ: str, caches: set[str]
) -> None:
    selection = DM.choisir_noeud(noeud)
    if champ:
        selection = selection.filtrer("champ", (champ,))
    assert {cle for cle, o in _offerts(selection).items() if o.cache} == caches


def test_le_perimetre_et_les_habitants_suivent_la_vue_et_les_lignes() -> None:
    assert not _offerts(DM.avec(vue=Vue.ANNEES))["perimetre"].cache
    assert _offerts(DM.avec(niveau="etablissement"))["pour"].cache
    assert not _offerts(DM.avec(niveau="ght"))["pour"].cache


@pytest.mark.parametrize(
    ("noeud", "attendues"),
    [
        ("", ["famille"]),
        ("lpp-0301", ["sous-chapitre", "paragraphe", "code", "diagnostic", "ghm"]),
        ("atc-L01XC02", ["ucd", "diagnostic", "ghm", "indication"]),
        ("lpp-3107916", ["diagnostic", "ghm"]),
    ],
)
def test_les_lignes_offertes_suivent_le_noeud(noeud: str, attendues: list[str]) -> None:
    rangees = _offerts(DM.choisir_noeud(noeud))["rangees"]
    assert _codes(rangees) == [*DM.restitution.niveaux, *attendues]
    # A line above the first of each group, and nowhere else.
    separees = [o.valeur for o in rangees.options if o.separe]
    assert separees[0] == attendues[0]
    assert len(separees) == 1 + ("diagnostic" in attendues[1:])


def test_les_unites_sont_dites_dans_les_mots_du_noeud() -> None:
    def dites(noeud: str) -> list[str]:
        return [o.libelle for o in _offerts(DM.choisir_noeud(noeud))["unite"].options]

    assert dites("dm") == ["Séjours et séances", "Consommation LPP", "Montant remboursé"]
    assert dites("med")[1:3] == ["Consommation UCD", "Patients"]


def test_les_mois_sont_ceux_de_l_annee_choisie() -> None:
    assert _codes(_offerts(DM)["dernier"]) == [1, 2, 3, 4, 5, 6]
    passee = DM.avec(periode=Periode(2020, 2020, (1, 6)))
    assert len(_codes(_offerts(passee)["premier"])) == 12
    notes = {o.valeur: o.note for o in _offerts(passee)["annee"].options}
    assert notes.pop(2021) == "en cours, jusqu'en juin"
    assert set(notes.values()) == {""}


def test_les_annees_seules_restent_celles_d_avant() -> None:
    mco = offerts(par_defaut(restitution("activite-mco"), MCO), MCO)
    assert list(mco) == ["fin", "debut", "rangees", "unite", "lecture", "categorie", "secteur"]
    assert all(o["label"] == str(o["value"]) for o in options(mco["fin"]))


def test_une_empreinte_change_avec_ce_qui_est_offert() -> None:
    avant, apres = _offerts(DM), _offerts(DM.choisir_noeud("med"))
    changes = {cle for cle in avant if avant[cle].empreinte != apres[cle].empreinte}
    assert changes == {"rangees", "unite", "liste"}
    assert avant == _offerts(DM)
