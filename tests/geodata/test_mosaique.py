"""The map of communes: what is written reads back as the very polygons, and every commune is there."""

from __future__ import annotations

import gzip
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import duckdb
import numpy as np
import pytest
import shapely

from geodata import decoupages
from geodata.build import mosaique as ecriture
from geodata.chemins import dossier_geodata
from geodata.mosaique import (
    NIVEAUX,
    Mosaique,
    decoder,
    mosaique_comprimee,
    mosaique_disponible,
    repertoire,
    unites,
)

_FINESSE = ecriture.Finesse(12, 100.0, 60.0)


@pytest.fixture
def mosaique_batie(geographie: None) -> None:
    if not mosaique_disponible():
        pytest.skip("pas de mosaïque : lancez « make geodata »")


def _polygones(lue: Mosaique) -> dict[int, Any]:
    """Each commune rebuilt from the arcs that have it on a side, by number."""
    lignes: dict[int, list[Any]] = defaultdict(list)
    for k, (gauche, droite) in enumerate(zip(lue.gauche, lue.droite, strict=True)):
        ligne = shapely.linestrings(lue.points[lue.bornes[k] : lue.bornes[k + 1]])
        for numero in {int(gauche), int(droite)} - {0}:
            lignes[numero].append(ligne)
    return {n: shapely.build_area(shapely.union_all(ls)) for n, ls in lignes.items()}


def _carre(x: float, y: float, cote: float = 0.1) -> Any:
    return shapely.box(x, y, x + cote, y + cote)


def _petite() -> tuple[list[str], np.ndarray]:
    """Two neighbours, a third with a hole that a fourth fills, and an island of the first."""
    trou = _carre(0.33, 45.03, 0.04)
    formes = [
        shapely.multipolygons([_carre(0.1, 45), _carre(0.5, 45.3, 0.02)]),
        _carre(0.2, 45),
        shapely.difference(_carre(0.3, 45), trou),
        trou,
    ]
    return ["01", "01", "02", "02"], np.array(formes, dtype=object)


def test_ce_qui_est_ecrit_se_relit_a_l_identique() -> None:
    departements, formes = _petite()
    lue = decoder(ecriture.encoder(departements, formes, _FINESSE))
    attendues = ecriture.quantifier(formes, _FINESSE, outre_mer=False)
    relues = _polygones(lue)
    assert sorted(relues) == [1, 2, 3, 4]
    for numero, attendue in enumerate(attendues, start=1):
        assert shapely.equals(relues[numero], attendue)
    assert [(d["code"], d["premier"]) for d in lue.entete["departements"]] == [("01", 1), ("02", 3)]


def test_une_frontiere_n_est_ecrite_qu_une_fois_chaque_commune_a_sa_gauche() -> None:
    departements, formes = _petite()
    lue = decoder(ecriture.encoder(departements, formes, _FINESSE))
    paires = list(zip(lue.gauche.tolist(), lue.droite.tolist(), strict=True))
    assert (2, 3) in paires and (3, 2) not in paires
    assert paires.count((3, 4)) == 1
    # Walked on the ground, what is to the left turns counter-clockwise: y goes south here.
    k = next(i for i, p in enumerate(paires) if p == (1, 0) and _fermee(lue, i))
    assert shapely.is_ccw(shapely.linearrings(_points(lue, k) * [1, -1]))


def _points(lue: Mosaique, k: int) -> Any:
    return lue.points[lue.bornes[k] : lue.bornes[k + 1]]


def _fermee(lue: Mosaique, k: int) -> bool:
    points = _points(lue, k)
    return bool((points[0] == points[-1]).all())


def test_ce_qui_est_replie_sur_une_frontiere_n_y_met_pas_d_arc() -> None:
    plate = shapely.Polygon([(10, 0), (10, 20), (10, 20), (10, 0)])
    gauche = shapely.orient_polygons(shapely.Polygon([(0, 0), (10, 0), (10, 20), (0, 20)]))
    droite = shapely.orient_polygons(shapely.Polygon([(10, 0), (20, 0), (20, 20), (10, 20)]))
    arcs = list(ecriture.arcs_de([gauche, droite, plate]))
    assert 3 not in {n for a in arcs for n in (a.gauche, a.droite)}
    (commun,) = [a for a in arcs if (a.gauche, a.droite) == (1, 2)]
    assert {commun.points[0], commun.points[-1]} == {(10, 0), (10, 20)}


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_chaque_commune_a_une_place(mosaique_batie: None, niveau: str) -> None:
    lue = decoder(gzip.decompress(mosaique_comprimee(niveau)))
    n = len(repertoire().codes)
    aires = np.zeros(n + 1)
    debut, fin = lue.points[:-1].astype(float), lue.points[1:].astype(float)
    croix = np.concatenate(([0.0], np.cumsum(debut[:, 0] * fin[:, 1] - fin[:, 0] * debut[:, 1])))
    arcs = -(croix[lue.bornes[1:] - 1] - croix[lue.bornes[:-1]]) / 2
    np.add.at(aires, lue.gauche, arcs)
    np.add.at(aires, lue.droite, -arcs)
    assert lue.entete["communes"] == n
    sans_place = [c for c, a in zip(repertoire().codes, aires[1:], strict=True) if a <= 0]
    assert not sans_place


def test_les_communes_sont_dans_l_ordre_de_leurs_codes(mosaique_batie: None) -> None:
    codes = repertoire().codes
    assert list(codes) == sorted(set(codes)) and len(codes) > 34_000
    lue = decoder(gzip.decompress(mosaique_comprimee("large")))
    for dep in lue.entete["departements"]:
        assert codes[dep["premier"] - 1].startswith(dep["code"])
    assert len(lue.entete["departements"]) == 101
    assert [t["cle"] for t in lue.entete["territoires"]][1:] == ["971", "972", "973", "974", "976"]


def test_un_departement_vrai_se_relit_a_l_identique(geographie: None) -> None:
    fichier = str(dossier_geodata() / "communes.parquet")
    lus = duckdb.execute(
        "SELECT code, geometry FROM read_parquet(?) WHERE departement = '29' ORDER BY code",
        [fichier],
    ).fetchall()
    formes = np.array(shapely.from_wkb([bytes(forme) for _, forme in lus]), dtype=object)
    finesse = ecriture.FINESSES["fin"]
    relues = _polygones(decoder(ecriture.encoder(["29"] * len(lus), formes, finesse)))
    attendues = ecriture.quantifier(formes, finesse, outre_mer=False)
    ecarts = [
        code
        for numero, ((code, _), attendue) in enumerate(zip(lus, attendues, strict=True), start=1)
        if shapely.area(shapely.symmetric_difference(relues[numero], attendue.buffer(0))) > 0
    ]
    assert not ecarts


def test_l_ecriture_met_les_communes_en_ordre(tmp_path: Any) -> None:
    departements, formes = _petite()
    melange = [2, 0, 3, 1]
    communes = SimpleNamespace(
        codes=[["01001", "01002", "02001", "02002"][i] for i in melange],
        noms=["abcd"[i] for i in melange],
        departements=[departements[i] for i in melange],
    )
    ecriture.ecrire(tmp_path, communes, formes[melange])  # type: ignore[arg-type]
    attendu = ecriture.encoder(departements, formes, ecriture.FINESSES["large"])
    assert gzip.decompress((tmp_path / "mosaique-large.bin.gz").read_bytes()) == attendu


def test_l_unite_de_chaque_commune(mosaique_batie: None) -> None:
    codes = repertoire().codes
    lues = unites({codes[0]: 2, codes[-1]: 1})
    assert (lues[0], lues[-1], int(lues.sum())) == (2, 1, 3)
    decoupage, octets = decoupages.composer("essai", [("A", "Un", codes[:2])], "v1")
    assert decoupage.adresse == "/geodata/decoupage-essai.json?v=v1"
    assert b'"unites":[1,1,0' in gzip.decompress(octets)
    assert len(decoupages.epci()) > 1_000
    assert decoupages.inscrit("departement").numeros()["2A"] == 29
    with pytest.raises(ValueError, match="canton"):
        decoupages.inscrit("canton")
