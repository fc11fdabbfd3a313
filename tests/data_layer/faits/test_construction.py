"""What is written: fact files, and cubes equal to sets counted one by one in Python."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from data_layer.catalogue.schema import Cube
from data_layer.faits.construction import SCHEMA_FAITS, construire, schemas_attendus
from data_layer.faits.modele import COLONNES, Arbre, Lot
from data_layer.warehouse import parquet

from .petits import LIEU_DE_ETAB, arbre_du_contrat, lot, melanger

Ligne = dict[str, Any]

FAMILLE = [
    *(Cube(cle=f"zone_{d}", profondeur=d) for d in range(8)),
    *(
        Cube(cle=f"{croisement}_{d}", profondeur=d, lieu="lieu", croisement=croisement)
        for croisement in ("diagnostic", "ghm", "indication")
        for d in (1, 3, 7)
    ),
]
CUBES = pytest.mark.parametrize("cube", FAMILLE, ids=lambda cube: cube.cle)


class Construit:
    """A small build: two years, the second in two lots, and its rows as they were given."""

    def __init__(self, dossier: Path) -> None:
        rng = np.random.default_rng(11)
        self.dossier = dossier
        self.arbre = arbre_du_contrat(rng, 24)
        self.lots = [
            lot(rng, self.arbre, 2020, range(120)),
            lot(rng, self.arbre, 2021, range(120, 200)),
            lot(rng, self.arbre, 2021, range(200, 260)),
        ]
        self.progres: list[int] = []
        self.bilan = construire(
            dossier, "faits", self.lots, self.arbre, FAMILLE, LIEU_DE_ETAB, self.progres.append
        )
        self.donnees = [ligne for un_lot in self.lots for ligne in _lignes(un_lot, self.arbre)]

    def lire(self, motif: str) -> list[Ligne]:
        """Return the rows of the files of a table."""
        con = duckdb.connect()
        resultat = con.execute(f"SELECT * FROM read_parquet('{self.dossier}/{motif}')")
        noms = [colonne[0] for colonne in resultat.description]
        return [dict(zip(noms, ligne, strict=True)) for ligne in resultat.fetchall()]


def _lignes(un_lot: Lot, arbre: Arbre) -> list[Ligne]:
    lignes = []
    for valeurs in zip(*(un_lot.colonnes[c].tolist() for c in COLONNES), strict=True):
        ligne = {"annee": un_lot.annee, **dict(zip(COLONNES, valeurs, strict=True))}
        ligne["lieu"] = int(LIEU_DE_ETAB[ligne["etab"]])
        ligne["chemin"] = [ligne["noeud"]] * 8
        noeud = ligne["noeud"]
        while noeud >= 0:
            ligne["chemin"][arbre.profondeur[noeud]] = int(noeud)
            noeud = arbre.parent[noeud]
        lignes.append(ligne)
    return lignes


@pytest.fixture(scope="module")
def construit(tmp_path_factory: pytest.TempPathFactory) -> Construit:
    return Construit(tmp_path_factory.mktemp("faits"))


def test_files_parts_and_report(construit: Construit) -> None:
    attendus = {f"faits.{p}.parquet" for p in ("2020", "2021", "2021.2")}
    attendus |= {f"cube_{cube.cle}.{a}.parquet" for cube in FAMILLE for a in (2020, 2021)}
    assert {chemin.name for chemin in construit.dossier.iterdir()} == attendus
    lignes = [len(un_lot.colonnes["sejour"]) for un_lot in construit.lots]
    assert construit.progres == lignes
    assert construit.bilan == {
        "lignes": sum(lignes),
        "sejours": 260,
        "parties": ["2020", "2021", "2021.2"],
        "cubes": {cube.cle: len(construit.lire(f"cube_{cube.cle}.*")) for cube in FAMILLE},
    }


def test_facts_are_what_was_given_in_their_order_and_types(construit: Construit) -> None:
    for annee, parties in ((2020, ["2020"]), (2021, ["2021", "2021.2"])):
        lues: list[Ligne] = []
        for partie in parties:
            chemin = construit.dossier / f"faits.{partie}.parquet"
            assert list(parquet.lire_pied(chemin)[1].items()) == list(SCHEMA_FAITS.items())
            lues += construit.lire(chemin.name)
        # Over the whole year, whatever the lots it came in.
        ordre = [(x["annee"], x["noeud"], x["etab"], x["sejour"]) for x in lues]
        assert ordre == sorted(ordre)
        cles = ["annee", *COLONNES]
        assert sorted([x[c] for c in cles] for x in lues) == sorted(
            [x[c] for c in cles] for x in construit.donnees if x["annee"] == annee
        )


def test_nodes_are_in_one_file_of_their_year(construit: Construit) -> None:
    noeuds = [
        {x["noeud"] for x in construit.lire(f"faits.{p}.parquet")} for p in ("2021", "2021.2")
    ]
    assert all(noeuds)
    assert not noeuds[0] & noeuds[1]


def test_the_schema_is_the_one_of_the_contract() -> None:
    masques = "rep rep_l rep_i adm adm_l adm_i deb deb_l deb_i".split()
    assert list(SCHEMA_FAITS) == ["annee", *COLONNES, *masques]
    assert SCHEMA_FAITS["annee"] == "SMALLINT"
    assert {SCHEMA_FAITS[masque] for masque in masques} == {"UTINYINT"}


def test_files_have_the_schemas_foretold(construit: Construit) -> None:
    attendus = schemas_attendus("faits", FAMILLE, construit.bilan["parties"])
    lus = {c.name: parquet.lire_pied(c)[1] for c in construit.dossier.iterdir()}
    assert {nom: [*s.items()] for nom, s in lus.items()} == {
        nom: [*s.items()] for nom, s in attendus.items()
    }
    compact = {"SMALLINT", "TINYINT", "INTEGER", "BIGINT"}
    assert all(set(s.values()) <= compact for nom, s in lus.items() if nom.startswith("cube_"))
    assert [*lus["cube_indication_1.2021.parquet"]] == (
        "annee mois lieu champ liste noeud indication sejours_i nombre_i montant ecart unites adm_i deb_i"
    ).split()
    assert [*lus["cube_zone_3.2021.parquet"]] == (
        "annee mois etab champ liste noeud sejours sejours_l nombre nombre_l montant ecart unites "
        "adm adm_l deb deb_l"
    ).split()


@CUBES
def test_cubes_are_in_order_with_one_row_a_cell(construit: Construit, cube: Cube) -> None:
    chemin = construit.dossier / f"cube_{cube.cle}.2021.parquet"
    lues = construit.lire(chemin.name)
    cles = [(x["annee"], x["noeud"], x[cube.lieu], x["mois"]) for x in lues]
    assert cles == sorted(cles)
    cles_entieres = ["annee", "noeud", cube.lieu, "mois", "champ", "liste"]
    cles_entieres += [cube.croisement] if cube.croisement else []
    assert len({tuple(x[c] for c in cles_entieres) for x in lues}) == len(lues)


def _sommes(lignes: list[Ligne], cles: list[str], sommes: list[str]) -> dict[Any, list[int]]:
    """Sum by keys; what is 0 everywhere is left out."""
    resultat: dict[Any, list[int]] = defaultdict(lambda: [0] * len(sommes))
    for ligne in lignes:
        total = resultat[tuple(ligne[c] for c in cles)]
        for i, nom in enumerate(sommes):
            total[i] += ligne[nom]
    return {cle: total for cle, total in resultat.items() if any(total)}


def _au_noeud(ligne: Ligne, cube: Cube, administration: bool) -> Ligne:
    """Return a fact row as a cube sees it, at the month of one axis."""
    temps = {"annee": ligne["annee_adm"], "mois": ligne["mois_adm"]} if administration else {}
    return {**ligne, **temps, "noeud": ligne["chemin"][cube.profondeur]}


@CUBES
def test_amounts_and_units_are_summed_on_their_axis(construit: Construit, cube: Cube) -> None:
    lues = construit.lire(f"cube_{cube.cle}.*")
    cles = ["annee", "mois", cube.lieu, "champ", "liste", "noeud"]
    cles += [cube.croisement] if cube.croisement else []
    for administration, mesures in ((False, ["montant", "ecart"]), (True, ["unites"])):
        vues = [_au_noeud(ligne, cube, administration) for ligne in construit.donnees]
        assert _sommes(lues, cles, mesures) == _sommes(vues, cles, mesures)


def _distincts(vues: list[Ligne], cles: list[str], pese: bool = False) -> dict[Any, list[int]]:
    """Distinct stays by keys, or what they stand for (``pese``): the truth, from sets."""
    ensembles: dict[Any, set[tuple[int, int]]] = defaultdict(set)
    for ligne in vues:
        ensembles[tuple(ligne[c] for c in cles)].add((ligne["sejour"], ligne["poids"]))
    return {
        cle: [sum(poids if pese else 1 for _, poids in sejours)]
        for cle, sejours in ensembles.items()
    }


def _comptes(cube: Cube) -> Mapping[str, list[str]]:
    """Suffix of the counts -> what the cell says besides time, place, champ and node."""
    if cube.croisement == "indication":
        return {"_i": ["indication"]}
    du_sejour = [cube.croisement] if cube.croisement else []
    return {"": du_sejour, "_l": [*du_sejour, "liste"]}


@CUBES
def test_stays_are_distinct_on_each_axis(construit: Construit, cube: Cube) -> None:
    lues = construit.lire(f"cube_{cube.cle}.*")
    for suffixe, autres in _comptes(cube).items():
        cles = ["annee", "mois", cube.lieu, "champ", "noeud", *autres]
        comptes = ((False, "sejours", True), (False, "nombre", False), (True, "adm", False))
        for administration, compte, pese in comptes:
            vues = [_au_noeud(ligne, cube, administration) for ligne in construit.donnees]
            sommes = _sommes(lues, cles, [f"{compte}{suffixe}"])
            assert sommes == _distincts(vues, cles, pese), compte


@CUBES
def test_stays_of_a_run_of_months(construit: Construit, cube: Cube) -> None:
    """adm of the first month, and deb of those after, give the stays administered in a run."""
    lues = construit.lire(f"cube_{cube.cle}.*")
    vues = [_au_noeud(ligne, cube, True) for ligne in construit.donnees]
    for suffixe, autres in _comptes(cube).items():
        cles = ["annee", cube.lieu, "champ", "noeud", *autres]
        for debut, fin in ((1, 12), (1, 6), (3, 3), (5, 9), (11, 12)):
            du_premier = [
                {**x, "n": x[f"adm{suffixe}" if x["mois"] == debut else f"deb{suffixe}"]}
                for x in lues
                if debut <= x["mois"] <= fin
            ]
            dedans = [x for x in vues if debut <= x["mois"] <= fin]
            assert _sommes(du_premier, cles, ["n"]) == _distincts(dedans, cles)


def _empreintes(dossier: Path) -> dict[str, str]:
    return {c.name: hashlib.sha256(c.read_bytes()).hexdigest() for c in dossier.iterdir()}


def test_same_rows_same_bytes_in_any_order(tmp_path: Path) -> None:
    """Large enough for several row groups and both threads."""
    rng = np.random.default_rng(2)
    arbre = arbre_du_contrat(rng, 60)
    un_lot = lot(rng, arbre, 2020, range(60_000))
    empreintes = []
    for essai, donne in enumerate((un_lot, un_lot, melanger(rng, un_lot))):
        dossier = tmp_path / str(essai)
        dossier.mkdir()
        famille = [FAMILLE[7], FAMILLE[-1]]
        construire(dossier, "faits", [donne], arbre, famille, LIEU_DE_ETAB, int)
        empreintes.append(_empreintes(dossier))
    assert empreintes[0] == empreintes[1] == empreintes[2]
