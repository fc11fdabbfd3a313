"""The margins of calibration.yaml, to the unit, on the rows of the demonstration at scale 1.

The rows of the three years with margins are drawn once (some seconds) and counted by plain SQL, with
distinct stays: neither masks nor cubes are needed here. tests/published goes through the whole house.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml

from data_layer.demo import calibrage, dm_medicaments
from data_layer.demo.nomenclature import nomenclature

CHIFFRES: dict[str, Any] = yaml.safe_load(
    Path(calibrage.__file__).with_name("calibration.yaml").read_text(encoding="utf-8")
)
DM = CHIFFRES["dispositifs"]
TEXTES = ("famille", "sous-chapitre", "diagnostic", "ghm", "departement", "region")


@pytest.fixture(scope="session")
def faits() -> Iterator[duckdb.DuckDBPyConnection]:
    """MCO rows discharged from 2019 to 2021, with the codes margins speak of."""
    generateur = dm_medicaments.generateur()
    n = nomenclature()
    famille = np.array([noeud.code for noeud in n.noeuds])[n.arbre.ancetres()[1]]
    sous_chapitre = np.array([noeud.code for noeud in n.noeuds])[n.arbre.ancetres()[4]]
    diagnostics = np.array(["", *(d.code for d in n.diagnostics)])
    ghms = np.array(["", *(g.code for g in n.ghms)])
    departement = generateur.cadre.departement.astype(str)
    region = generateur.cadre.region.astype(str)
    with duckdb.connect() as con:
        for lot in generateur.lots():
            if lot.annee < 2019:
                break
            c = lot.colonnes
            rang = c["etab"].astype(np.int64) - 1
            table = {
                nom: c[nom]
                for nom in (
                    *("mois", "annee_adm", "sejour", "poids"),
                    *("liste", "unites", "montant", "ecart"),
                )
            } | {
                "champ": c["champ"],
                "annee": np.full(len(rang), lot.annee),
                "famille": famille[c["noeud"]],
                "sous-chapitre": sous_chapitre[c["noeud"]],
                "diagnostic": diagnostics[c["diagnostic"]],
                "ghm": ghms[c["ghm"]],
                "departement": departement[rang],
                "region": region[rang],
            }
            con.register("lot", table)
            verbe = "INSERT INTO f" if lot.annee < 2021 else "CREATE TABLE f AS"
            # DuckDB takes an array of texts for an ENUM of its own.
            textes = ", ".join(f'"{nom}"::VARCHAR AS "{nom}"' for nom in TEXTES)
            con.execute(f"{verbe} SELECT * REPLACE ({textes}) FROM lot WHERE champ = 0")
        yield con


def _mesures(con: duckdb.DuckDBPyConnection, par: str, ou: str, annee: int) -> dict[str, Any]:
    """Return code -> (stays, units, amount, difference) for the discharges, or units, of a year."""
    sejours = con.execute(
        f"""SELECT cle, sum(poids), sum(montant), sum(ecart) FROM (
              SELECT {par} AS cle, any_value(poids) AS poids, sum(montant) AS montant, sum(ecart) AS ecart
              FROM f WHERE annee = {annee} AND {ou} GROUP BY cle, sejour) GROUP BY cle"""
    ).fetchall()
    unites = dict(
        con.execute(
            f"SELECT {par}, sum(unites) FROM f WHERE annee_adm = {annee} AND {ou} GROUP BY 1"
        ).fetchall()
    )
    return {cle: (s, unites[cle], m, e) for cle, s, m, e in sejours}


@pytest.fixture(scope="session")
def dispositifs(faits: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    return {a: _mesures(faits, "region", "famille = 'dm'", a) for a in (2019, 2020)}


def test_everything_in_the_first_half_of_2021(faits: duckdb.DuckDBPyConnection) -> None:
    lignes = CHIFFRES["ensemble"]["lignes"]
    regions = _mesures(faits, "region", "mois <= 6", 2021)
    obtenu = {f"reg-{code}": [s, m, e] for code, (s, _, m, e) in regions.items()}
    france = [sum(v[i] for v in obtenu.values()) for i in range(3)]
    assert france == lignes["fr"]
    imprimees = [zone for zone in lignes if zone != "fr"]
    assert {zone: obtenu[zone] for zone in imprimees} == {zone: lignes[zone] for zone in imprimees}
    ordre = sorted(obtenu, key=lambda zone: -obtenu[zone][0])
    assert ordre[: len(imprimees)] == imprimees
    assert len(obtenu) == 18


@pytest.mark.parametrize("region", ["11", "32"])
def test_devices_of_2020_and_of_the_year_before(
    dispositifs: dict[int, dict[str, Any]], region: str
) -> None:
    apres, avant = dispositifs[2020][region], dispositifs[2019][region]
    assert list(apres) == DM["total"][region]
    assert [n - a for n, a in zip(apres, avant, strict=True)] == DM["evolution_valeur"][region]
    pourcents = [
        str((Decimal(100) * (n - a) / a).quantize(Decimal("0.01"), ROUND_HALF_UP))
        for n, a in zip(map(int, apres), map(int, avant), strict=True)
    ]
    assert pourcents == DM["evolution_pourcent"][region]


@pytest.mark.parametrize("region", ["11", "32"])
@pytest.mark.parametrize("lecture", ["total", "evolution_pourcent", "evolution_valeur"])
def test_ranks_among_regions(
    dispositifs: dict[int, dict[str, Any]], region: str, lecture: str
) -> None:
    rangs = []
    for mesure in (0, 1):
        valeurs = {}
        for code, ligne in dispositifs[2020].items():
            n, a = int(ligne[mesure]), int(dispositifs[2019][code][mesure])
            formes = {"total": n, "evolution_valeur": n - a, "evolution_pourcent": (n - a) / a}
            valeurs[code] = formes[lecture]
        rangs.append(1 + sum(v > valeurs[region] for v in valeurs.values()))
        assert len(valeurs) == 18
    assert rangs == DM["rangs"][lecture][region]


@pytest.mark.parametrize(
    ("axe", "region"),
    [
        (axe, region)
        for axe, t in CHIFFRES["ventilations"].items()
        for region in t
        if len(region) < 3
    ],
)
def test_breakdowns_of_2020(faits: duckdb.DuckDBPyConnection, axe: str, region: str) -> None:
    table = CHIFFRES["ventilations"][axe]
    obtenu = _mesures(faits, f'"{axe}"', f"famille = 'dm' AND region = '{region}'", 2020)
    for code, attendu in table[region].items():
        assert list(obtenu[code][1:])[: len(attendu)] == attendu, code
    if region == "11":  # the order printed is that of the first zone
        ordre = sorted(obtenu, key=lambda code: -obtenu[code][1])
        assert ordre[: len(table[region])] == list(table[region])


def test_no_year_without_margins_stands_apart(faits: duckdb.DuckDBPyConnection) -> None:
    """Euros by stay of devices move by a few percent a year, months do not jump at a new year."""
    cout = dict(
        faits.execute(
            "SELECT annee, sum(montant) / count(DISTINCT sejour) FROM f WHERE famille = 'dm' GROUP BY 1"
        ).fetchall()
    )
    assert cout[2021] == pytest.approx(cout[2020], rel=0.05)
    assert cout[2019] == pytest.approx(cout[2020], rel=0.05)


MENES = {
    "24": ["37", "45"],
    "27": ["21", "25"],
    "28": ["76", "14"],
    "32": ["59", "62"],
    "44": ["67"],
    "52": ["44", "49"],
    "53": ["35", "29"],
    "75": ["33"],
    "76": ["31", "34"],
    "84": ["69", "38"],
    "93": ["13", "06"],
}
"""The départements which lead each région, in either order when there are two."""


@pytest.mark.parametrize("region", MENES)
@pytest.mark.parametrize(("annee", "ou"), [(2020, "famille = 'dm'"), (2021, "TRUE")])
def test_each_region_is_led_by_its_great_hospitals(
    faits: duckdb.DuckDBPyConnection, region: str, annee: int, ou: str
) -> None:
    obtenu = _mesures(faits, "departement", f"{ou} AND region = '{region}'", annee)
    ordre = sorted(obtenu, key=lambda code: -obtenu[code][0])
    assert set(ordre[: len(MENES[region])]) == set(MENES[region])


def test_the_small_come_after_the_large(faits: duckdb.DuckDBPyConnection) -> None:
    for annee, ou in ((2020, "famille = 'dm'"), (2021, "TRUE")):
        obtenu = _mesures(faits, "departement", ou, annee)
        sejours = {code: int(ligne[0]) for code, ligne in obtenu.items()}
        for grand, petit in (("59", "62"), ("63", "15"), ("69", "07"), ("54", "55"), ("13", "05")):
            assert sejours[grand] > 1.5 * sejours[petit]
        assert len(sejours) == 101
        derniers = sorted(sejours, key=lambda code: sejours[code])[:15]
        assert {"48", "23", "976"} <= set(derniers)


def test_invented_margins_look_like_counts() -> None:
    nombres = [n for ligne in CHIFFRES["inventees"].values() for n in ligne]
    assert not [n for n in nombres if n % 10 == 0]
    assert len({n % 100 for n in nombres}) > len(nombres) / 2


def test_no_departement_has_a_unit_price_of_its_own(faits: duckdb.DuckDBPyConnection) -> None:
    """Dear devices go to large hospitals: no small département lives on heart valves."""
    lignes = _mesures(faits, "departement", "famille = 'dm'", 2020)
    prix = {code: m / u for code, (_, u, m, _) in lignes.items()}
    assert 200 < min(prix.values()) < max(prix.values()) < 1_200


def test_early_access_is_a_small_part_of_drugs(faits: duckdb.DuckDBPyConnection) -> None:
    def part(annee: int) -> float:
        (valeur,) = faits.execute(
            f"""SELECT sum(montant) FILTER (liste = 1) / sum(montant) FROM f
                WHERE annee = {annee} AND famille = 'med'"""
        ).fetchone() or (1.0,)
        return float(valeur)

    assert 0.02 < part(2021) < part(2019) < 0.08


@pytest.mark.parametrize(
    ("annee", "ou"),
    [
        (2021, "mois <= 6"),
        (2020, "famille = 'dm'"),
        (2019, "famille = 'dm'"),
        (2019, "famille = 'med'"),
    ],
)
def test_regions_without_printed_lines_do_not_look_alike(
    faits: duckdb.DuckDBPyConnection, annee: int, ou: str
) -> None:
    """Euros by stay, and the share of the difference: what nobody printed is not one figure for all."""
    lignes = _mesures(faits, "region", ou, annee)
    autres = sorted(set(lignes) - {"11", "32", "84", "75", "76", "93"})
    par_sejour = np.array([lignes[r][2] / lignes[r][0] for r in autres], dtype=float)
    taux = np.array([lignes[r][3] / lignes[r][2] for r in autres], dtype=float)
    for valeurs, bas in ((par_sejour, 0.02), (taux, 0.03)):
        ecarts = valeurs / valeurs.mean() - 1
        assert bas < ecarts.std() < 0.15
        assert np.abs(ecarts).max() < 0.4
        # No four of them within one in two hundred.
        tries = np.sort(ecarts)
        assert (tries[3:] - tries[:-3]).min() > 0.001
