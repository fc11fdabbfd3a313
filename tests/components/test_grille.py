"""The table of a result: columns, rows, order, search text, what is read back from the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from components import formats
from components.tables.grille import (
    MOULE,
    SUITE,
    action_demandee,
    grille,
    retouches,
    tri_demande,
)
from components.tables.preparation import LIGNES_SANS_DEFILER
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat
from tests import fabrique
from tests.fabrique import cas_faits, pieces


def _trouver(composant: Any, identifiant: str) -> Any:
    trouve = next((c for c in composant._traverse() if getattr(c, "id", "") == identifiant), None)
    assert trouve is not None
    return trouve


def _ag(resultat: Resultat) -> Any:
    return _trouver(grille(resultat), "grille")


def _cadre(resultat: Resultat) -> Any:
    arbre: Any = grille(resultat)
    return arbre.children[1]


def _colonnes(resultat: Resultat) -> dict[str, dict[str, Any]]:
    """The leaf columns by id."""
    trouvees = {}
    for colonne in _ag(resultat).columnDefs:
        for feuille in colonne.get("children", [colonne]):
            trouvees[feuille["colId"]] = feuille
    return trouvees


def _entete(colonne: dict[str, Any]) -> Any:
    return colonne["headerComponentParams"]["innerHeaderComponentParams"]


def _tetes(resultat: Resultat) -> Any:
    return _ag(resultat).dashGridOptions["pinnedTopRowData"]


def test_main_lines_are_pinned_and_marked() -> None:
    tetes = _tetes(fabrique.deux_zones())
    assert [(t["l"], t["m"]) for t in tetes] == [("Île-de-France", 0), ("Hauts-de-France", 1)]
    assert all("a" not in t for t in tetes)


def test_rows_come_in_the_order_of_the_result_with_their_texts() -> None:
    rangees = _ag(fabrique.une_zone()).rowData
    assert [r["l"] for r in rangees] == ["Paris", "Hauts-de-Seine", "Val-d'Oise"]
    valeur = rangees[0]["sejours"]
    assert valeur[:3] == [1_060_247.0, formats.nombre(1_060_247), formats.part(0.452)]
    assert rangees[0]["seances"] == [1200.0, formats.nombre(1200)]


def test_bars_share_one_round_scale_which_they_say() -> None:
    resultat = fabrique.une_zone()
    assert _ag(resultat).rowData[0]["sejours"][3] == pytest.approx(0.452 / 0.5)
    contexte = _ag(resultat).dashGridOptions["context"]
    assert contexte["trait"] == "Trait plein\u202f: 50\u202f% du total"


def test_rank_names_its_measure_and_is_no_sort_key() -> None:
    rang = _colonnes(fabrique.une_zone())["rang"]
    assert rang["headerName"] == "Rang (séjours)"
    assert rang["sortable"] is False
    assert "comparator" not in rang


def test_header_carries_unit_and_default_sort() -> None:
    colonnes = _colonnes(fabrique.une_zone())
    assert _entete(colonnes["dms"]) == {"nom": "DMS", "sous": "jours"}
    assert colonnes["sejours"]["sort"] == "desc"
    assert colonnes["seances"]["sort"] is None


@pytest.mark.parametrize(
    ("tri", "cle", "sens"),
    [("libelle", "libelle", "asc"), ("-seances", "seances", "desc"), ("dms", "dms", "asc")],
)
def test_header_shows_the_sort_of_the_address(tri: str, cle: str, sens: str) -> None:
    resultat = fabrique.une_zone()
    resultat = replace(resultat, selection=replace(resultat.selection, tri=tri))
    triees = {c: d["sort"] for c, d in _colonnes(resultat).items() if d.get("sort")}
    assert triees == {cle: sens}


def test_every_status_is_said_in_words_and_carries_no_hidden_number() -> None:
    resultat = fabrique.tous_statuts()
    par_nom = {r["l"]: r["sejours"] for r in _ag(resultat).rowData}
    assert len(par_nom["CH ok"]) == 2
    assert par_nom["CH masque"] == [None, formats.MASQUE_COURT, None, None, "masque", "masqué"]
    assert par_nom["CH non_transmis"][-1] == "non transmis"
    assert par_nom["CH au_moins"][-1] == f"au moins {formats.nombre(1100)}"
    mots = _ag(resultat).dashGridOptions["context"]["statuts"]
    assert {v[4] for v in par_nom.values() if len(v) > 2} <= set(mots)


def test_incomplete_years_are_marked_and_explained() -> None:
    arbre: Any = grille(fabrique.tous_statuts())
    assert _trouver(arbre, "grille").rowData[0]["n"] == "données de janvier à juin seulement"
    legendes = [c for c in arbre._traverse() if getattr(c, "className", "") == "grille-legende"]
    assert [c.children for c in legendes] == ["† ligne avec une remarque"]
    assert all("n" not in r for r in _ag(fabrique.une_zone()).rowData)


def test_actions_follow_what_a_row_is() -> None:
    assert {r["a"] for r in _ag(fabrique.une_zone()).rowData} == {"pcd"}
    assert {r["a"] for r in _ag(fabrique.tous_statuts()).rowData} == {"pc"}
    assert all("a" not in r for r in _ag(fabrique.par_categorie()).rowData)
    assert "detail" not in _colonnes(fabrique.tous_statuts())
    assert "actions" not in _colonnes(fabrique.par_categorie())


def test_a_chosen_zone_is_not_offered_as_itself() -> None:
    lignes = [
        fabrique.ligne(z[4:], z, {"sejours": 5e5 - i}, cible=z, zone=z, rang=i + 1, marque=marque)
        for i, (z, marque) in enumerate([("reg-11", 0), ("reg-32", 1), ("reg-44", None)])
    ]
    bloc = fabrique.bloc(lignes, niveau="region", mesures=[fabrique.colonne("sejours")])
    rangees = _ag(fabrique.resultat(bloc, choix=fabrique.selection(("reg-11", "reg-32")))).rowData
    assert [r["a"] for r in rangees] == ["d", "pd", "pcd"]


def test_two_zones_pair_columns_under_their_measure() -> None:
    resultat = fabrique.par_categorie()
    defs = _ag(resultat).columnDefs
    assert [d["headerName"] for d in defs][:2] == ["Catégorie", "Séjours (hors séances)"]
    paire = defs[1]["children"]
    assert [c["colId"] for c in paire] == ["sejours@0", "sejours@1"]
    assert [_entete(c)["zone"] for c in paire] == ["principale", "comparee"]
    assert _entete(paire[0])["avant"] == "Séjours (hors séances)"
    assert [c["sort"] for c in paire] == ["desc", None]
    assert _tetes(resultat)[0]["sejours@1"][0] == 1_400_000.0


def test_rows_under_two_zones_say_which_one() -> None:
    rangees = _ag(fabrique.deux_zones()).rowData
    assert [(r["g"], r["e"]) for r in rangees[2:4]] == [
        (0, "Île-de-France"),
        (1, "Hauts-de-France"),
    ]
    assert all("e" not in r for r in _ag(fabrique.une_zone()).rowData)


def _par_ghm(noms: list[str], *zones: str) -> Resultat:
    choix = cas_faits.choix(zones, par="ghm")
    mesures = {m.cle: m for m in choix.offre.colonnes(choix.restitution, "sejours")}
    lignes = [
        fabrique.ligne(f"{i}", nom, dict.fromkeys(mesures, 10.0), zone=z, groupe=g)
        for g, z in enumerate(zones)
        for i, nom in enumerate(noms)
    ]
    colonnes = [pieces.colonne(m) for m in mesures.values()]
    return cas_faits.resultat(choix, fabrique.bloc(lignes, nature="ghm", mesures=colonnes))


def test_a_name_of_three_lines_has_a_higher_row_and_no_name_is_cut() -> None:
    court, long = "Prothèses de genou", "Prothèses de hanche pour traumatismes récents, niveau 1"
    tres_long = (
        "Prothèses de hanche pour des affections autres que des traumatismes récents, niveau 1"
    )
    une = _par_ghm([court, long], "reg-11")
    assert ["h" in r for r in _ag(une).rowData] == [False, False]
    deux = _par_ghm([court, long], "reg-11", "reg-32")
    assert _colonnes(deux)["libelle"]["width"] < _colonnes(une)["libelle"]["width"]
    base = _ag(deux).dashGridOptions["rowHeight"]
    assert [r.get("h", base) > base for r in _ag(deux).rowData] == [False, True]
    assert _cadre(deux).style["minHeight"] > _cadre(une).style["minHeight"]
    larges = _par_ghm([court, tres_long], "reg-11", "reg-32")
    assert _colonnes(larges)["libelle"]["width"] == _colonnes(une)["libelle"]["width"]


def test_a_measure_over_narrow_columns_has_its_short_name() -> None:
    groupes = _ag(_par_ghm(["Genou"], "reg-11", "reg-32")).columnDefs[1:5]
    assert [g["headerName"] for g in groupes] == [
        "Séjours et séances", "Montant remboursé (€)", "ETI (€)", "€ moyen / séjour"
    ]  # fmt: skip
    assert groupes[2]["headerTooltip"] == "Écart TIPS indemnisable (ETI) (€)"


def test_search_text_is_without_accents_and_holds_the_code() -> None:
    rangees = _ag(fabrique.une_zone()).rowData
    assert rangees[2]["q"] == "val d oise 95"
    assert [r["o"] for r in rangees] == [1, 0, 2]


def test_row_ids_are_unique() -> None:
    for resultat in (fabrique.deux_zones(), fabrique.par_categorie(), fabrique.hostile()):
        ag = _ag(resultat)
        cles = [r["cle"] for r in [*ag.rowData, *ag.dashGridOptions["pinnedTopRowData"]]]
        assert len(set(cles)) == len(cles)


def test_short_tables_keep_their_room_and_long_ones_scroll() -> None:
    courte = _cadre(fabrique.une_zone())
    assert courte.style["minHeight"] > 4 * 48
    lignes = [
        fabrique.ligne(str(i), f"Ligne {i}", {"sejours": 100.0 + i})
        for i in range(LIGNES_SANS_DEFILER + 1)
    ]
    longue = fabrique.resultat(fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")]))
    assert _cadre(longue).style is None
    assert _ag(longue).dashGridOptions["domLayout"] == "normal"


def test_columns_fit_their_longest_text() -> None:
    etroite = _colonnes(fabrique.une_zone())["dms"]["minWidth"]
    assert _colonnes(fabrique.une_zone())["sejours"]["minWidth"] >= etroite
    lignes = [fabrique.ligne("1", "x", {"sejours": 123_456_789_012.0})]
    large = fabrique.resultat(fabrique.bloc(lignes, mesures=[fabrique.colonne("sejours")]))
    assert _colonnes(large)["sejours"]["minWidth"] > etroite + 40


@pytest.mark.parametrize("lecture", [Lecture.EVOL, Lecture.EVOL_VAL])
def test_evolutions_have_signs_and_no_bar(lecture: Lecture) -> None:
    valeurs = [r["sejours"] for r in _ag(fabrique.lecture_evolution(lecture)).rowData]
    assert all(len(v) == 2 for v in valeurs)
    assert valeurs[0][1].startswith("+")


def test_nothing_runs_code_and_nothing_breaks_on_empty_or_hostile() -> None:
    for resultat in (fabrique.vide(), fabrique.hostile(), fabrique.avec_evolution()):
        ag = _ag(resultat)
        assert not getattr(ag, "dangerously_allow_code", False)
        json.dumps(ag.rowData)
    assert grille(fabrique.avec_evolution(), "evolution") is not None


def test_actions_are_read_with_distrust() -> None:
    assert action_demandee({"value": {"action": "prendre", "cible": "reg-11"}}) == (
        "prendre",
        "reg-11",
    )
    forges: tuple[Any, ...] = (
        None,
        [],
        {},
        {"value": "prendre"},
        {"value": {"action": "effacer", "cible": "fr"}},
        {"value": {"action": ["prendre"], "cible": "fr"}},
        {"value": {"action": "prendre", "cible": 11}},
        {"value": {"action": "prendre", "cible": "x" * 500}},
    )
    assert [action_demandee(f) for f in forges] == [None] * len(forges)


def test_sorts_are_read_with_distrust_and_the_default_is_empty() -> None:
    choix = fabrique.selection()
    assert tri_demande({"data": {"tri": "-seances"}}, choix) == "-seances"
    assert tri_demande({"data": {"tri": "libelle"}}, choix) == "libelle"
    assert tri_demande({"data": {"tri": "-sejours"}}, choix) == ""
    donnees: list[Any] = [None, {"tri": 3}, {"tri": ["libelle"]}, {"tri": "--sejours"}, {"tri": ""}]
    assert [tri_demande({"data": d}, choix) for d in donnees] == [None] * len(donnees)
    assert tri_demande(None, choix) is None


def _suite(resultat: Resultat, moule: str = "courte-48") -> Any:
    changees = dict(retouches(resultat, moule, "1") or [])
    return json.loads(changees[SUITE]["value"])


def test_a_standing_grid_is_told_what_a_new_one_is() -> None:
    for resultat in (fabrique.une_zone(), fabrique.deux_zones(), fabrique.par_categorie()):
        ag, suite = _ag(resultat), _suite(resultat)
        assert suite["lignes"] == json.loads(json.dumps(ag.rowData))
        assert suite["colonnes"] == json.loads(json.dumps(ag.columnDefs))
        options = ag.dashGridOptions
        assert suite["tetes"] == json.loads(json.dumps(options["pinnedTopRowData"]))
        assert suite["contexte"] == json.loads(json.dumps(options["context"]))


def test_a_grid_that_scrolls_otherwise_is_built_anew() -> None:
    resultat = fabrique.une_zone()
    arbre: Any = grille(resultat)
    assert arbre.id == {"type": MOULE, "cle": "courte-48"}
    assert retouches(resultat, "courte-48", "1") is not None
    for autre in ("haute-48", "courte-54", "", None, ["courte-48"]):
        assert retouches(resultat, autre, "1") is None


def test_the_same_answer_twice_is_seen_twice() -> None:
    premiere, seconde = (dict(retouches(fabrique.une_zone(), "courte-48", j) or []) for j in "12")
    assert premiere[SUITE] != seconde[SUITE]


def test_a_search_is_about_rows_of_one_kind() -> None:
    une, deux = fabrique.une_zone(), fabrique.par_categorie()
    triee = replace(une, selection=replace(une.selection, tri="libelle"))
    assert _suite(une)["contexte"]["sujet"] == _suite(triee)["contexte"]["sujet"]
    assert _suite(une)["contexte"]["sujet"] != _suite(deux)["contexte"]["sujet"]
    # The order is declared with the columns: a standing grid takes it from there.
    assert _suite(une)["contexte"]["empreinte"] != _suite(triee)["contexte"]["empreinte"]


def test_what_incomplete_years_mean_follows_the_rows() -> None:
    cachee = {
        nom: dict(retouches(r, m, "1") or [])["grille-legende"]["hidden"]
        for nom, r, m in (
            ("une", fabrique.une_zone(), "courte-48"),
            ("toutes", fabrique.tous_statuts(), "courte-48"),
        )
    }
    assert cachee == {"une": True, "toutes": False}
