"""Printed rates of HAD and days of SSR (workshop EMOIS 2022), found again in the facts of flows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from data_layer import warehouse
from tests.data_layer.demo.test_flux import ouvrir

pytestmark = pytest.mark.timeout(600)

# slide: Taux de recours HAD (days, 2014): code, crude, standardised, indice régional, indice national, days.
HAD_2014 = [
    ("01S0000001", "Territoire Centre", "253.49", "318.34", "1.02", "4.72", 81_214),
    ("01S0000002", "Territoire Sud Basse-Terre", "263.53", "284.80", "0.92", "4.22", 21_854),
    ("02S0000001", "Martinique", "41.63", "45.50", "1.00", "0.67", 16_167),
    ("03S0000001", "Guyane", "214.89", "523.67", "0.99", "7.76", 51_499),
    ("04S0000001", "Réunion Nord-Est", "83.88", "147.27", "1.00", "2.18", 27_004),
    ("04S0000002", "Réunion Ouest", "88.84", "171.52", "1.16", "2.54", 18_883),
]
# slide: Activité - parts de marché SSR (Centre-Val de Loire, hc): days and shares of 2020 and 2021.
SSR_LIGNES = [
    (("daf", "public"), 586_452, 552_242, "47.8", "46.4"),
    (("daf", "public", "ch"), 520_046, 486_847, "42.3", "40.9"),
    (("daf", "public", "chr"), 65_077, 62_751, "5.3", "5.3"),
    (("daf", "public", "autre-public"), 1_329, 2_644, "0.1", "0.2"),
    (("daf", "pnl"), 262_162, 261_438, "21.3", "22.0"),
    (("daf", "pnl", "clcc"), 158, 415, "0.0", "0.0"),
    (("daf", "pnl", "ebnl"), 262_004, 261_023, "21.3", "21.9"),
    (("oqn", "prive"), 378_390, 373_900, "30.8", "31.4"),
    (("oqn", "pnl"), 1_108, 2_669, "0.1", "0.2"),
    ((), 1_228_112, 1_190_249, "100.0", "100.0"),
]
SSR_ETABLISSEMENTS = [
    ("410000418", 43_477, 52_062, "3.5", "4.4"),
    ("450000286", 39_843, 43_374, "3.2", "3.6"),
    ("360000046", 36_957, 36_102, "3.0", "3.0"),
    ("410000087", 40_786, 34_462, "3.3", "2.9"),
    ("360000053", 31_208, 30_711, "2.5", "2.6"),
    ("180000028", 35_097, 29_736, "2.9", "2.5"),
    ("370000481", 28_649, 29_288, "2.3", "2.5"),
    ("450013081", 32_508, 29_148, "2.6", "2.4"),
    ("370000374", 26_944, 27_912, "2.2", "2.3"),
    ("280000266", 25_555, 26_585, "2.1", "2.2"),
    ("180000051", 27_443, 26_281, "2.2", "2.2"),
]

Comptes = dict[tuple[str, int], tuple[int, int]]
"""(territoire, stratum) -> (days, inhabitants) of 2014."""


def _imprime(valeur: Fraction, decimales: int) -> str:
    exact = Decimal(valeur.numerator) / Decimal(valeur.denominator)
    return str(exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP))


@pytest.fixture(scope="module")
def con(entrepot: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The release that every test serves: its years are those of which figures were published."""
    release = warehouse.release_courante()
    assert release is not None
    with ouvrir(release.jeux["flux"].chemin) as con:
        yield con


@pytest.fixture(scope="module")
def comptes(con: duckdb.DuckDBPyConnection) -> Comptes:
    jours = con.execute(
        """SELECT tds_chez, strate, sum(unites) FROM cellules
        WHERE champ = 'had' AND annee = 2014 GROUP BY 1, 2"""
    ).fetchall()
    personnes = con.execute(
        """SELECT tds, strate, sum(personnes) FROM populations JOIN residences USING (residence)
        WHERE annee = 2014 GROUP BY 1, 2"""
    ).fetchall()
    de = {(tds, strate): int(n) for tds, strate, n in jours}
    return {(tds, s): (de.get((tds, s), 0), int(n)) for tds, s, n in personnes}


def _somme(comptes: Comptes, strate: int | None, prefixe: str = "") -> tuple[int, int]:
    pris = [v for (t, s), v in comptes.items() if t.startswith(prefixe) and strate in (None, s)]
    return sum(j for j, _ in pris), sum(p for _, p in pris)


def _standardise(comptes: Comptes, prefixe: str) -> Fraction:
    """Days per 1,000 had the place the ages and sexes of France; one whose code is longer is a territoire."""
    france = _somme(comptes, None)[1]
    total = Fraction(0)
    for strate in range(8):
        jours, personnes = _somme(comptes, strate, prefixe)
        total += Fraction(_somme(comptes, strate)[1], france) * Fraction(jours, personnes)
    return 1000 * total


@pytest.mark.parametrize("ligne", HAD_2014, ids=lambda ligne: str(ligne[0]))
def test_had_2014(
    ligne: tuple[str, str, str, str, str, str, int],
    comptes: Comptes,
    con: duckdb.DuckDBPyConnection,
) -> None:
    code, libelle, brut, standardise, regional, national, journees = ligne
    jours, personnes = _somme(comptes, None, code)
    assert jours == journees
    assert _imprime(Fraction(1000 * jours, personnes), 2) == brut
    taux = _standardise(comptes, code)
    assert _imprime(taux, 2) == standardise
    # Territoires of a région all begin with its code and an S.
    assert _imprime(taux / _standardise(comptes, f"{code[:2]}S"), 2) == regional
    france = Fraction(1000 * _somme(comptes, None)[0], _somme(comptes, None)[1])
    assert _standardise(comptes, "") == france
    assert _imprime(taux / france, 2) == national
    nom = con.execute("SELECT libelle FROM zonages WHERE genre = 'tds' AND code = ?", [code])
    assert nom.fetchone() == (libelle,)


def test_no_stratum_of_these_rates_is_too_small_for_its_digits(
    con: duckdb.DuckDBPyConnection,
) -> None:
    codes = ", ".join(f"'{x[0]}'" for x in HAD_2014)
    lus = con.execute(
        f"""SELECT tds_chez, strate, sum(sejours) FROM cellules
        WHERE champ = 'had' AND annee = 2014 AND tds_chez IN ({codes}) GROUP BY ALL"""
    ).fetchall()
    assert len(lus) == 8 * len(HAD_2014)
    assert min(n for *_, n in lus) > 10


def test_each_resident_of_the_regions_lies_in_a_territoire_of_it(
    con: duckdb.DuckDBPyConnection,
) -> None:
    lus = con.execute(
        "SELECT DISTINCT region, tds FROM residences WHERE region IN ('01', '02', '03', '04')"
    ).fetchall()
    assert all(tds.startswith(f"{region}S") for region, tds in lus)
    assert {tds for _, tds in lus} == {x[0] for x in HAD_2014} | {"03S0000002", "04S0000003"}


def _ssr(con: duckdb.DuckDBPyConnection, colonne: str, annee: int) -> list[tuple[str, int, int]]:
    return [
        (cle, int(jours), int(sejours))
        for cle, jours, sejours in con.execute(
            f"""SELECT {colonne}, sum(unites), sum(sejours) FROM cellules WHERE champ = 'ssr'
            AND type = 1 AND region_chez = '24' AND annee = {annee} GROUP BY 1 ORDER BY 2 DESC, 1"""
        ).fetchall()
    ]


@pytest.mark.parametrize("rang", [0, 1], ids=["2020", "2021"])
def test_ssr_by_secteur_statut_and_categorie(rang: int, con: duckdb.DuckDBPyConnection) -> None:
    lus = _ssr(con, "secteur || ' ' || statut || ' ' || categorie", 2020 + rang)
    total = sum(jours for _, jours, _ in lus)
    for genre, *imprimes in SSR_LIGNES:
        jours = sum(j for cle, j, _ in lus if tuple(cle.split())[: len(genre)] == genre)
        assert jours == imprimes[rang], genre
        assert _imprime(Fraction(100 * jours, total), 1) == imprimes[2 + rang], genre
    assert min(sejours for *_, sejours in lus) >= 11  # none of these lines may need a mask
    assert len(lus) == 7


@pytest.mark.parametrize("rang", [0, 1], ids=["2020", "2021"])
def test_ssr_by_establishment(rang: int, con: duckdb.DuckDBPyConnection) -> None:
    lus = _ssr(con, "finess", 2020 + rang)
    total = sum(jours for _, jours, _ in lus)
    jours_de = {finess: jours for finess, jours, _ in lus}
    for finess, *imprimes in SSR_ETABLISSEMENTS:
        assert jours_de[finess] == imprimes[rang]
        assert _imprime(Fraction(100 * jours_de[finess], total), 1) == imprimes[2 + rang]
    if rang == 1:
        assert [f for f, *_ in lus[:11]] == [f for f, *_ in SSR_ETABLISSEMENTS]
    assert len(lus) > 40  # many others make the rest


def test_ssr_stays_are_of_a_likely_length(con: duckdb.DuckDBPyConnection) -> None:
    for annee in (2020, 2021):
        for cle, jours, sejours in _ssr(con, "secteur || statut || categorie", annee):
            assert 8 < jours / sejours < 70, (annee, cle)
        for finess, jours, sejours in _ssr(con, "finess", annee)[:60]:
            assert 15 < jours / sejours < 60, (annee, finess)
