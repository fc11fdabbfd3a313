"""Counts of persons equal sets counted one by one; the second order of the facts holds the same rows."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_layer.catalogue.schema import Cube, Personnes
from data_layer.faits import par_etab, personnes
from data_layer.faits.construction import SCHEMA_FAITS
from data_layer.requete.faits import Forme, QuestionFaits
from data_layer.requete.faits_personnes import repondent, sur_comptes, sur_presences
from data_layer.warehouse import parquet

DECLAREES = Personnes(noeud="med", profondeurs=(1, 2), champ=(0,), liste=(0,))
# noeud, fin, profondeur, code: devices 1..2, drugs 3..8 in two classes.
NOEUDS = [
    *[(0, 8, 0, "tout"), (1, 2, 1, "dm"), (2, 2, 2, "lpp-01"), (3, 8, 1, "med")],
    *[
        (4, 5, 2, "atc-A"),
        (5, 5, 3, "ucd-1"),
        (6, 8, 2, "atc-B"),
        (7, 7, 3, "ucd-2"),
        (8, 8, 3, "ucd-3"),
    ],
]
# Territory t2 cuts département A, and crosses the edge of région 01.
ETABS = [
    *[(1, "01", "A", "g1", "t1", "f1"), (2, "01", "A", None, "t2", "f2")],
    *[(3, "01", "B", "g2", "t1", "f3"), (4, "02", "C", "g3", "t2", "f4")],
]
COLONNES_ETABS = ("etab", "region", "departement", "ght", "tds", "finess")
PARENT = {5: 4, 7: 6, 8: 6}


def _lignes() -> list[dict[str, Any]]:
    hasard = random.Random(5)
    return [
        {
            **dict.fromkeys(SCHEMA_FAITS, 0),
            "annee": hasard.choice((2020, 2021)),
            "mois": hasard.randint(1, 12),
            "etab": hasard.randint(1, 4),
            "champ": hasard.choice((0, 0, 0, 1)),
            "liste": hasard.choice((0, 0, 1)),
            "sejour": i,
            # Some come once, others to several places.
            "patient": hasard.choice((hasard.randint(1, 60), hasard.randint(61, 2000))),
            "noeud": hasard.choice((2, 5, 7, 8)),
        }
        for i in range(1500)
    ]


class Ecrit:
    """The rows as given, and the folder that was written from them."""

    def __init__(self, dossier: Path) -> None:
        self.dossier, self.lignes = dossier, _lignes()
        with parquet.connexion() as con:
            self._tables(con)
            faits = {}
            for annee in (2020, 2021):
                fichier = dossier / f"faits.{annee}.parquet"
                parquet.ecrire(con, f"SELECT * FROM faits WHERE annee = {annee}", fichier)
                faits[annee] = [fichier]
            par_etab.ecrire(con, dossier, faits)
            personnes.ecrire(con, dossier, faits, DECLAREES)
            self.restes = con.execute("SHOW TABLES").fetchall()

    def _tables(self, con: duckdb.DuckDBPyConnection) -> None:
        colonnes = ", ".join(f"{c} {g}" for c, g in SCHEMA_FAITS.items())
        con.execute(f"CREATE TABLE faits ({colonnes})")
        places = ", ".join("?" * len(SCHEMA_FAITS))
        con.executemany(
            f"INSERT INTO faits VALUES ({places})", [list(x.values()) for x in self.lignes]
        )
        for table, lignes, noms in (
            ("noeuds", NOEUDS, ("noeud", "fin", "profondeur", "code")),
            ("etablissements", ETABS, COLONNES_ETABS),
        ):
            valeurs = ", ".join(
                "(" + ", ".join("NULL" if v is None else repr(v) for v in x) + ")" for x in lignes
            )
            parquet.ecrire(
                con,
                f"FROM (VALUES {valeurs}) AS t ({', '.join(noms)})",
                self.dossier / f"{table}.parquet",
            )

    def lire(self, table: str) -> list[dict[str, Any]]:
        lus = duckdb.sql(f"FROM read_parquet('{self.dossier}/{table}.*')")
        return [dict(zip(lus.columns, x, strict=True)) for x in lus.fetchall()]


@pytest.fixture(scope="module")
def ecrit(tmp_path_factory: pytest.TempPathFactory) -> Ecrit:
    return Ecrit(tmp_path_factory.mktemp("personnes"))


@pytest.mark.parametrize(("premier", "dernier"), [(1, 12), (1, 6), (4, 4), (3, 9), (12, 12)])
def test_any_run_of_months_is_a_sum(ecrit: Ecrit, premier: int, dernier: int) -> None:
    """For every zone of every level and every node, nothing more and nothing less."""
    vrais: dict[Any, set[int]] = defaultdict(set)
    zones = {e[0]: dict(zip(COLONNES_ETABS, e, strict=True)) for e in ETABS}
    for x in ecrit.lignes:
        if x["noeud"] < 5 or x["champ"] or x["liste"] or not premier <= x["mois"] <= dernier:
            continue
        for niveau in personnes.NIVEAUX:
            code = (zones[x["etab"]][niveau] or "") if niveau else ""
            for profondeur, noeud in ((1, 3), (2, PARENT[x["noeud"]])):
                vrais[x["annee"], niveau, code, profondeur, noeud].add(x["patient"])
    lus: dict[Any, int] = defaultdict(int)
    for x in ecrit.lire("personnes"):
        if premier <= x["mois"] <= dernier and x["avant"] < premier:
            cle = (x["annee"], x["niveau"], x["code"], x["profondeur"], x["noeud"])
            lus[cle] += x["patients"]
    assert lus == {cle: len(patients) for cle, patients in vrais.items()}


@pytest.mark.parametrize(("premier", "dernier"), [(1, 12), (2, 5), (7, 7)])
@pytest.mark.parametrize("gardes", [{1, 3}, {2}, {1, 2, 3, 4}])
@pytest.mark.parametrize("listes", [{0}, {0, 1}])
def test_lone_and_shared_persons_make_all_of_them(
    ecrit: Ecrit, premier: int, dernier: int, gardes: set[int], listes: set[int]
) -> None:
    """Sums of those who come to one place, and the others counted distinct, whatever is kept."""
    mois = range(premier, dernier + 1)
    vrais, ici = defaultdict(set), defaultdict(set)
    for x in ecrit.lignes:
        if x["noeud"] >= 5 and x["mois"] in mois and x["liste"] in listes and x["etab"] in gardes:
            for noeud in (3, PARENT[x["noeud"]]):
                vrais[x["annee"], noeud].add(x["patient"])
                lieu = (x["etab"], x["champ"], x["liste"])
                ici[x["annee"], noeud, *lieu].add(x["patient"])
    seuls: dict[Any, int] = defaultdict(int)
    tous: dict[Any, int] = defaultdict(int)
    autres = defaultdict(set)
    for x in ecrit.lire("presences"):
        dedans = x["mois"] in mois and x["avant"] < premier
        if dedans and x["etab"] in gardes and x["liste"] in listes:
            seuls[x["annee"], x["noeud"]] += x["seuls"]
            tous[x["annee"], x["noeud"], x["etab"], x["champ"], x["liste"]] += x["patients"]
    for x in ecrit.lire("plusieurs"):
        dedans = any(x["venues"] >> (m - 1) & 1 for m in mois)
        if dedans and x["etab"] in gardes and x["liste"] in listes:
            autres[x["annee"], x["noeud"]].add(x["patient"])
    assert {c: seuls[c] + len(autres[c]) for c in vrais} == {c: len(v) for c, v in vrais.items()}
    assert tous == {c: len(v) for c, v in ici.items()}
    assert any(autres.values()) and any(seuls.values())
    assert sum(map(len, autres.values())) and sum(seuls.values())


def _repondre(ecrit: Ecrit, question: QuestionFaits) -> dict[str, float]:
    """The persons of each zone of a question, by the tables that the house would ask."""
    with duckdb.connect() as con:
        for table in ("personnes", "presences", "plusieurs", "etablissements"):
            con.execute(f"CREATE VIEW {table} AS FROM read_parquet('{ecrit.dossier}/{table}.*')")
        if repondent(question, DECLAREES):
            requete = sur_comptes(question, "personnes", "etablissements")
        else:
            forme = Forme(
                vue="",
                etablissements="etablissements",
                arbre="",
                cube=Cube(cle="zone_1", profondeur=1),
                groupe=question.groupe,
                profondeur=1,
                annees=1,
                sur_fait=(("champ", 1), ("liste", 1)),
                sur_etablissement=tuple((c, len(v)) for c, v in question.sur_etablissement),
                suffixe="",
                avec_etabs=False,
            )
            requete = sur_presences(question, forme, "presences", "plusieurs")
        return {code or "": n for _, code, n in con.execute(*requete).fetchall()}


@pytest.mark.parametrize("autour", ["region", "departement", "tds", "ght"])
@pytest.mark.parametrize("niveau", COLONNES_ETABS[1:])
def test_persons_of_zones_within_a_zone_are_those_of_their_common_places(
    ecrit: Ecrit, niveau: str, autour: str
) -> None:
    """A département cut by two territories has, in each, the persons of its establishments there alone."""
    zones = {e[0]: dict(zip(COLONNES_ETABS, e, strict=True)) for e in ETABS}
    for dans in sorted({z[autour] for z in zones.values() if z[autour]}):
        vrais: dict[str, set[int]] = defaultdict(set)
        for x in ecrit.lignes:
            zone = zones[x["etab"]]
            garde = x["annee"] == 2020 and 2 <= x["mois"] <= 9 and not x["champ"] and not x["liste"]
            if garde and x["noeud"] >= 5 and zone[autour] == dans:
                vrais[zone[niveau] or ""].add(x["patient"])
        question = QuestionFaits(
            groupe=f"zone:{niveau}",
            annees=(2020,),
            mois=(2, 9),
            profondeur=1,
            noeuds=(3, 8),
            sur_fait=(("champ", (0,)), ("liste", (0,))),
            sur_etablissement=((autour, (dans,)),),
            patients=True,
        )
        assert _repondre(ecrit, question) == {c: len(v) for c, v in vrais.items()}


def test_files_have_the_schema_said_and_nothing_is_left_behind(ecrit: Ecrit) -> None:
    for table, dit in personnes.SCHEMAS.items():
        _, schema = parquet.lire_pied(ecrit.dossier / f"{table}.2020.parquet")
        assert [*schema.items()] == [*dit.items()]
    assert ecrit.restes == [("faits",)]


def test_the_second_order_holds_the_same_rows(ecrit: Ecrit) -> None:
    lus = ecrit.lire("par_etab")
    assert [*lus[0]] == [*par_etab.SCHEMA] == [c for c in SCHEMA_FAITS if c != "sejour"]
    ordre = [(x["annee"], x["etab"], x["noeud"]) for x in lus]
    assert ordre == sorted(ordre)
    donnees = ([x[c] for c in par_etab.SCHEMA] for x in ecrit.lignes)
    assert sorted([*x.values()] for x in lus) == sorted(donnees)
