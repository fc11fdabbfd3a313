"""Cubes are plain sums of the facts: stays, units and keys modulo 2^61 - 1, told apart by every zoning."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import pytest

from data_layer.flux import cubes
from tests.data_layer.flux.oracle_base import PREMIER, Base
from tests.fabrique import petit_flux

ZONAGES = {
    "lieux": ("residence",),
    "strates": ("bv", "tds", "departement", "region"),
    "feuilles": ("tds", "departement", "region"),
}


def _lire(fichier, colonnes="*"):
    with duckdb.connect() as con:
        return con.execute(f"SELECT {colonnes} FROM read_parquet(?)", [str(fichier)]).fetchall()


@pytest.fixture(scope="module")
def dossier(tmp_path_factory, deux_mondes):
    dossier = tmp_path_factory.mktemp("cubes")
    petit_flux.ecrire(dossier, deux_mondes[0])
    return dossier


@pytest.fixture(scope="module")
def lue(dossier):
    tables = ("residences", "sites", "zonages", "noeuds", "populations")
    fichiers = {t: [dossier / f"{t}.parquet"] for t in tables}
    return Base(fichiers | {"flux": sorted(dossier.glob("flux.*.parquet"))})


def _haut(base, noeud):
    """The node of depth 2 above a leaf, or the leaf where it is one."""
    return next(base.numeros[c] for c in base.chemin(noeud) if base.profondeurs[c] == 2)


def _attendu(base, nom, annee):
    sommes = defaultdict(lambda: [0, 0, 0])
    for noeud, type_, r, s, strate, sejours, unites, cle in base.faits[annee]:
        zones = tuple(r if z == "residence" else base.residences[r][z] for z in ZONAGES[nom])
        reste = {"lieux": s, "strates": strate, "feuilles": s}[nom]
        n = noeud if nom == "feuilles" else _haut(base, noeud)
        somme = sommes[n, type_, zones, reste]
        somme[0] += sejours
        somme[1] += unites
        somme[2] = (somme[2] + cle) % PREMIER
    return dict(sommes)


@pytest.mark.parametrize("annee", petit_flux.ANNEES)
@pytest.mark.parametrize("nom", ZONAGES)
def test_un_cube_est_une_somme(dossier, lue, nom, annee):
    table, numero = {
        "strates": ("bassins", "bassin"),
        "feuilles": ("parts_de_territoires", "territoire"),
    }.get(nom, (None, None))
    colonnes = cubes.CUBES[nom]
    lignes = _lire(
        dossier / f"cube_{nom}.{annee}.parquet",
        f"annee, {', '.join(colonnes)}, sejours, unites, cle",
    )
    zones = {n: (n,) for n in lue.residences}
    if table:
        lues = _lire(dossier / f"{table}.parquet", f"{numero}, {', '.join(ZONAGES[nom])}")
        zones = {n: tuple(reste) for n, *reste in lues}
    trouve = {(n, t, zones[z], x): [s, u, c] for _, n, t, z, x, s, u, c in lignes}
    assert len(trouve) == len(lignes) and {a for a, *_ in lignes} == {annee}
    assert trouve == _attendu(lue, nom, annee)
    cles = [ligne[1:5] for ligne in lignes]
    assert cles == sorted(cles)
    assert any(c for *_, c in lignes) or annee == petit_flux.ANNEES[0]


def test_une_feuille_de_profondeur_deux_se_tient_lieu(lue):
    assert {_haut(lue, n) for n in (3, 4, 5, 7, 10, 11, 13)} == {2, 5, 7, 9, 13}


def test_un_bassin_a_cheval_compte_dans_ses_deux_departements(dossier, lue):
    lus = {tuple(r) for r in _lire(dossier / "bassins.parquet", "bv, departement")}
    assert {("37002", "37"), ("37002", "41")} <= lus


def test_les_fichiers_sont_ceux_que_les_schemas_disent(dossier):
    for nom, colonnes in cubes.schemas(list(petit_flux.ANNEES)).items():
        lues = _lire(dossier / nom, "*")
        assert lues, nom
        with duckdb.connect() as con:
            dites = con.execute(
                "DESCRIBE SELECT * FROM read_parquet(?)", [str(dossier / nom)]
            ).fetchall()
        assert {c: t for c, t, *_ in dites} == dict(colonnes), nom
