"""The demonstration of flows: what the contract says, and what a gravity model must look like."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from data_layer.demo import flux_annee, flux_publication
from data_layer.demo.etablissements import cle_luhn
from data_layer.demo.flux_calibration import marge_ssr
from data_layer.demo.flux_volumes import ANNEES
from data_layer.flux.modele import CHAMPS, FAITS, STRATES, TABLES
from data_layer.warehouse import verifier
from data_layer.warehouse.parquet import lire_pied, sha256_fichier
from geodata.codes import codes_geographiques
from geodata.contours import ContoursAbsents
from geodata.referentiel import departement_du_finess

pytestmark = pytest.mark.timeout(600)
CONSTRUITES = (2014, 2019, 2020, 2021)


@cache
def faits() -> Path:
    """The facts of a few years and the small tables, written once for all the tests of flows."""
    dossier = Path(tempfile.mkdtemp(prefix="flux-", dir=_racine()))
    flux_publication.ecrire_faits(dossier, annees=CONSTRUITES)
    return dossier


@cache
def _racine() -> Path:
    from geodata.chemins import dossier_var  # the folder of this run of the tests, removed with it

    dossier_var().mkdir(parents=True, exist_ok=True)
    return dossier_var()


def ouvrir(dossier: Path) -> duckdb.DuckDBPyConnection:
    """A connection with facts, tables, and ``cellules``: facts with places and codes of depths 1 and 2."""
    con = duckdb.connect()
    con.execute(f"CREATE VIEW flux AS FROM read_parquet('{dossier}/flux.*.parquet')")
    for nom in TABLES:
        con.execute(f"CREATE VIEW {nom} AS FROM read_parquet('{dossier}/{nom}.parquet')")
    con.execute(
        """CREATE TABLE feuilles AS SELECT f.noeud, c.code AS champ, g.code AS groupe FROM noeuds f
        JOIN noeuds c ON c.profondeur = 1 AND f.noeud BETWEEN c.noeud AND c.fin
        JOIN noeuds g ON g.profondeur = 2 AND f.noeud BETWEEN g.noeud AND g.fin"""
    )
    con.execute(
        """CREATE VIEW cellules AS
        SELECT f.*, r.departement AS chez, r.region AS region_chez, r.tds AS tds_chez,
            s.finess, s.categorie, s.secteur, s.statut, s.departement AS ou, n.champ, n.groupe,
            2 * 6371 * asin(sqrt(pow(sin(radians(s.latitude - r.latitude) / 2), 2)
                + cos(radians(s.latitude)) * cos(radians(r.latitude))
                * pow(sin(radians(s.longitude - r.longitude) / 2), 2))) AS km
        FROM flux f JOIN residences r USING (residence) JOIN sites s USING (site)
        JOIN feuilles n USING (noeud)"""
    )
    return con


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with ouvrir(faits()) as con:
        yield con


@pytest.fixture
def codes() -> None:
    """Skip what needs PMSI codes when ``make geodata`` could not be run."""
    try:
        codes_geographiques()
    except ContoursAbsents:
        pytest.skip("pas de codes géographiques : lancez « make geodata »")


def _un(con: duckdb.DuckDBPyConnection, requete: str) -> float:
    ligne = con.execute(requete).fetchone()
    assert ligne is not None
    return float(ligne[0])


def test_each_file_has_the_columns_of_the_contract() -> None:
    attendus = {f"flux.{annee}.parquet": FAITS for annee in CONSTRUITES}
    attendus |= {f"{nom}.parquet": schema for nom, schema in TABLES.items()}
    presents = {f.name: lire_pied(f)[1] for f in faits().iterdir()}
    assert {nom: list(s.items()) for nom, s in presents.items()} == {
        nom: list(s.items()) for nom, s in attendus.items()
    }


def test_rows_are_whole_sorted_and_never_empty(con: duckdb.DuckDBPyConnection) -> None:
    cle = "noeud, type, residence, site, strate"
    for annee in CONSTRUITES:
        fichier = f"read_parquet('{faits()}/flux.{annee}.parquet', file_row_number=true)"
        desordre = _un(
            con,
            f"""SELECT count(*) FROM (SELECT ({cle}) AS cle, lag(({cle})) OVER (ORDER BY file_row_number)
            AS avant FROM {fichier}) WHERE avant >= cle""",
        )
        assert desordre == 0
        assert _un(con, f"SELECT count(*) FROM {fichier} WHERE annee <> {annee}") == 0
    assert _un(con, "SELECT count(*) FROM flux WHERE sejours < 1 OR unites < sejours") == 0
    assert _un(con, f"SELECT count(*) FROM flux WHERE strate NOT BETWEEN 0 AND {STRATES - 1}") == 0
    assert _un(con, "SELECT count(*) FROM cellules WHERE champ = 'mco' AND unites <> sejours") == 0


def test_rows_stand_on_leaves_of_champs_which_have_the_year_and_the_type(
    con: duckdb.DuckDBPyConnection,
) -> None:
    assert _un(con, "SELECT count(*) FROM flux JOIN noeuds USING (noeud) WHERE noeud <> fin") == 0
    vus: dict[int, set[str]] = {}
    for annee, champ in con.execute("SELECT DISTINCT annee, champ FROM cellules").fetchall():
        vus.setdefault(annee, set()).add(champ)
    assert vus == {a: {c for c in CHAMPS if a in ANNEES[c]} for a in CONSTRUITES}
    types = set(con.execute("SELECT DISTINCT champ, type FROM cellules").fetchall())
    assert types == {
        ("mco", 1), ("mco", 2), ("mco", 3), ("had", 1), ("ssr", 1), ("ssr", 2), ("psy", 1),
        ("psy", 2), ("psy", 4),
    }  # fmt: skip


def test_nodes_are_in_preorder(con: duckdb.DuckDBPyConnection) -> None:
    noeuds = con.execute(
        "SELECT noeud, fin, profondeur, libelle, parent FROM noeuds ORDER BY noeud"
    ).fetchall()
    assert [n[0] for n in noeuds] == list(range(len(noeuds)))
    for numero, fin, profondeur, libelle, parent in noeuds:
        assert libelle
        assert all(n[2] > profondeur for n in noeuds[numero + 1 : fin + 1])
        assert fin + 1 == len(noeuds) or noeuds[fin + 1][2] <= profondeur
        if parent is not None:
            assert parent < numero <= fin <= noeuds[parent][1]
            assert noeuds[parent][2] == profondeur - 1
    codes = [c for (c,) in con.execute("SELECT code FROM noeuds WHERE profondeur = 1").fetchall()]
    assert codes == list(CHAMPS)


def test_small_tables_are_whole(con: duckdb.DuckDBPyConnection) -> None:
    for table, cle in (("residences", "residence"), ("sites", "site")):
        lus = [x for (x,) in con.execute(f"SELECT {cle} FROM {table}").fetchall()]
        assert lus == list(range(1, len(lus) + 1))
        colonne = "code" if table == "residences" else "fig"
        ordre = con.execute(f"SELECT region, departement, {colonne} FROM {table}").fetchall()
        assert ordre == sorted(set(ordre))
    for genre in ("bv", "tds"):
        assert (
            _un(
                con,
                f"""SELECT count(*) FROM residences r WHERE NOT EXISTS (FROM zonages z WHERE z.genre =
                '{genre}' AND z.code = r.{genre} AND list_contains(z.departements, r.departement))""",
            )
            == 0
        )
    attendues = _un(con, "SELECT count(*) FROM residences") * STRATES * 8
    assert _un(con, "SELECT count(*) FROM populations WHERE personnes >= 0") == attendues
    habitants = _un(con, "SELECT sum(personnes) FROM populations WHERE annee = 2021")
    assert 67e6 < habitants < 68.5e6
    nul = "SELECT count(*) FROM sites WHERE longitude IS NULL OR secteur NOT IN ('daf', 'oqn')"
    assert _un(con, nul) == 0


def test_invented_numbers_are_impossible_and_the_eleven_are_as_printed(
    con: duckdb.DuckDBPyConnection,
) -> None:
    reels = {e.finess: e.nom for e in marge_ssr().etablissements}
    lus = con.execute("SELECT fig, finess, raison_sociale, departement FROM sites").fetchall()
    assert {f: nom for _, f, nom, _ in lus if f in reels} == reels
    assert len({fig for fig, *_ in lus}) == len(lus)
    for fig, finess, _, departement in lus:
        assert departement_du_finess(fig) == departement
        assert int(fig[-1]) != cle_luhn(fig[:-1])
        assert finess in reels or int(finess[-1]) != cle_luhn(finess[:-1])
    plusieurs = con.execute(
        "SELECT categorie, max(n) FROM (SELECT categorie, finess, count(*) n FROM sites "
        "GROUP BY 1, 2) GROUP BY 1"
    ).fetchall()
    assert dict(plusieurs)["chr"] == 3


def test_volumes_are_those_of_france(con: duckdb.DuckDBPyConnection) -> None:
    def unites(champ: str, annee: int, types: str) -> float:
        return _un(
            con,
            f"SELECT sum(unites) FROM cellules WHERE champ = '{champ}' AND annee = {annee} "
            f"AND type IN ({types})",
        )

    assert unites("mco", 2019, "1, 2") == pytest.approx(17e6, rel=0.04)
    assert unites("mco", 2019, "3") == pytest.approx(12e6, rel=0.04)
    assert unites("ssr", 2019, "1, 2") == pytest.approx(34e6, rel=0.08)
    assert unites("had", 2014, "1") == pytest.approx(4.48e6, rel=0.01)
    assert unites("had", 2021, "1") == pytest.approx(6e6, rel=0.03)
    assert unites("psy", 2019, "1") == pytest.approx(18e6, rel=0.05)
    assert unites("psy", 2019, "4") == pytest.approx(20e6, rel=0.08)
    for champ in ("mco", "ssr", "psy"):  # the dip of 2020
        assert unites(champ, 2020, "1, 2") < 0.93 * unites(champ, 2019, "1, 2")


@pytest.mark.usefixtures("codes")
def test_distances_and_leaks_are_plausible(con: duckdb.DuckDBPyConnection) -> None:
    lus = con.execute(
        """SELECT champ, quantile_cont(km, 0.5), sum(sejours) FILTER (chez = ou) / sum(sejours)
        FROM cellules WHERE annee = 2021 GROUP BY champ"""
    ).fetchall()
    for champ, mediane, dans_le_departement in lus:
        assert 8 < mediane < 35, champ
        assert 0.6 < dans_le_departement < 0.9, champ
    outre_mer = con.execute(
        """SELECT sum(sejours) FILTER (ou LIKE '97%') / sum(sejours) FROM cellules
        WHERE annee = 2021 AND chez LIKE '97%' AND champ = 'mco'"""
    ).fetchone()
    assert outre_mer is not None and 0.94 < outre_mer[0] < 0.995
    partis = con.execute(
        """SELECT DISTINCT categorie FROM cellules WHERE champ = 'mco' AND chez LIKE '97%'
        AND ou NOT LIKE '97%' AND km > 3000"""
    ).fetchall()
    assert {c for (c,) in partis} <= {"chr", "clcc"}


@pytest.mark.usefixtures("codes")
def test_university_hospitals_and_cancer_centres_draw_from_farther(
    con: duckdb.DuckDBPyConnection,
) -> None:
    loin = dict(
        con.execute(
            """SELECT categorie, sum(km * sejours) / sum(sejours) FROM cellules
            WHERE champ = 'mco' AND annee = 2021 AND km < 400 GROUP BY categorie"""
        ).fetchall()
    )
    assert loin["chr"] > 1.2 * loin["ch"]
    assert loin["clcc"] > 1.2 * loin["ebnl"]
    # A CHU treats more people of other départements than a CH does.
    dehors = dict(
        con.execute(
            """SELECT categorie, sum(sejours) FILTER (chez <> ou) / sum(sejours) FROM cellules
            WHERE champ = 'mco' AND annee = 2021 AND chez NOT LIKE '97%' GROUP BY categorie"""
        ).fetchall()
    )
    assert dehors["chr"] > dehors["ch"]


@pytest.mark.usefixtures("codes")
def test_small_flows_are_there_and_are_few_in_mco(con: duckdb.DuckDBPyConnection) -> None:
    petites = dict(
        con.execute(
            """SELECT champ, avg((n <= 10)::INT) FROM (SELECT champ, residence, finess, groupe,
            sum(sejours) AS n FROM cellules WHERE annee = 2021 AND type IN (1, 2) GROUP BY ALL) GROUP BY 1"""
        ).fetchall()
    )
    assert 0.005 < petites["mco"] < 0.1
    assert all(petites["mco"] < petites[champ] < 0.98 for champ in ("had", "ssr", "psy"))


def test_without_geography_it_is_made_all_the_same_and_twice_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "vide"))
    empreintes = []
    for rang in range(2):
        dossier = tmp_path / str(rang)
        dossier.mkdir()
        rapport = flux_publication.ecrire_faits(dossier, annees=(2014, 2021))
        assert rapport["geographie"] == "departements"
        empreintes.append({f.name: sha256_fichier(f) for f in dossier.iterdir()})
    assert empreintes[0] == empreintes[1]


def test_a_year_is_the_same_drawn_alone() -> None:
    lignes = dict(flux_annee.lignes(flux_annee.modele(), 2014))["had"]
    noms = ("residence", "site", "noeud", "strate", "unites")
    types = ", ".join(f"{nom}::{FAITS[nom]}" for nom in noms)
    fichier = faits() / "flux.2014.parquet"
    with duckdb.connect() as con:
        con.register("lot", lignes)
        lues, redites = (
            con.execute(f"SELECT sum(hash({colonnes})), count(*) FROM {source}").fetchall()
            for colonnes, source in (
                (", ".join(noms), f"read_parquet('{fichier}')"),
                (types, "lot"),
            )
        )
    assert lues == redites


def test_it_is_published_whole_at_its_only_scale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    annees = (2014, 2021)
    release = flux_publication.publier_demo(3, annees=annees)
    jeu = release.jeux["flux"]
    assert jeu.synthetique and jeu.rapport["echelle"] == 1
    assert jeu.lignes == jeu.rapport["lignes"] > 0
    assert set(flux_publication.schemas(annees)) <= set(jeu.schema)
    assert jeu.millesime == "2014-2021" and set(jeu.rapport["annees"]) == {"2014", "2021"}
    assert not verifier(release)
