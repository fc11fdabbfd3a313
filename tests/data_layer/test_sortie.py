"""The Parquet of a result holds what the result holds, typed, and says where it comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from data_layer import en_parquet
from data_layer.result import Bloc, Resultat, Statut
from tests import fabrique

ADRESSE = "https://exemple.invalid/r/activite-mco?zone=reg-11&l='apostrophe"
TYPES = {
    "total": "BOOLEAN",
    "zone_choisie": "VARCHAR",
    "zone_choisie_libelle": "VARCHAR",
    "zone": "VARCHAR",
    "code": "VARCHAR",
    "libelle": "VARCHAR",
    "rang": "INTEGER",
    "sejours": "DOUBLE",
    "sejours_statut": "VARCHAR",
    "sejours_part": "DOUBLE",
    "remarques": "VARCHAR",
}


def _lire(dossier: Path, octets: bytes) -> tuple[dict[str, str], list[dict[str, Any]]]:
    chemin = dossier / "r.parquet"
    chemin.write_bytes(octets)
    with duckdb.connect() as con:
        fichier = f"read_parquet('{chemin}')"
        types = {n: t for n, t, *_ in con.execute(f"DESCRIBE SELECT * FROM {fichier}").fetchall()}
        lues = con.execute(f"SELECT * FROM {fichier}").fetchall()
    return types, [dict(zip(types, ligne, strict=True)) for ligne in lues]


def _verifier(lues: list[dict[str, Any]], resultat: Resultat, bloc: Bloc) -> None:
    tetes = () if bloc.nature == "annee" else bloc.tetes
    attendues = [*tetes, *bloc.lignes()]
    assert [x["total"] for x in lues] == [True] * len(tetes) + [False] * len(bloc)
    for lue, ligne in zip(lues, attendues, strict=True):
        assert (lue["code"], lue["libelle"], lue["rang"]) == (
            ligne.code,
            ligne.libelle,
            ligne.rang,
        )
        assert lue["zone_choisie"] == resultat.zones[ligne.groupe].id
        for cle, cellule in ligne.cellules.items():
            assert lue[cle] == cellule.valeur
            assert lue[f"{cle}_statut"] == cellule.statut
            assert lue.get(f"{cle}_part") == cellule.part


@pytest.mark.parametrize(
    "cas",
    [
        fabrique.une_zone,
        fabrique.deux_zones,
        fabrique.par_categorie,
        fabrique.tous_statuts,
        fabrique.avec_evolution,
        fabrique.lecture_evolution,
        fabrique.vide,
        fabrique.hostile,
    ],
)
def test_le_fichier_redit_chaque_bloc(cas: Any, tmp_path: Path) -> None:
    resultat = cas()
    for bloc in resultat.blocs.values():
        _, lues = _lire(tmp_path, en_parquet(resultat, bloc))
        _verifier(lues, resultat, bloc)


def test_les_colonnes_sont_typees(tmp_path: Path) -> None:
    types, _ = _lire(tmp_path, en_parquet(fabrique.une_zone()))
    assert TYPES.items() <= types.items()
    # Even where there is no row, or nothing but masked cells, to tell a type from.
    types, lues = _lire(tmp_path, en_parquet(fabrique.vide()))
    assert lues == []
    assert types["sejours"] == "DOUBLE" and types["libelle"] == "VARCHAR"


def test_ce_qui_est_masque_est_absent(tmp_path: Path) -> None:
    _, lues = _lire(tmp_path, en_parquet(fabrique.tous_statuts()))
    par_statut = {x["sejours_statut"]: x for x in lues if not x["total"]}
    for statut in (Statut.MASQUE, Statut.NON_TRANSMIS, Statut.SANS_OBJET):
        assert par_statut[statut]["sejours"] is None
        assert par_statut[statut].get("sejours_part") is None
    assert par_statut[Statut.AU_MOINS]["sejours"] == 1100.0


def test_le_pied_dit_d_ou_viennent_les_chiffres(tmp_path: Path) -> None:
    resultat = fabrique.hostile()
    chemin = tmp_path / "r.parquet"
    chemin.write_bytes(en_parquet(resultat, adresse=ADRESSE))
    with duckdb.connect() as con:
        requete = f"SELECT key, value FROM parquet_kv_metadata('{chemin}')"
        dits = {cle.decode(): v.decode() for cle, v in con.execute(requete).fetchall()}
    p = resultat.provenance
    assert dits["adresse"] == ADRESSE
    assert (dits["source"], dits["publication"], dits["licence"]) == (
        p.source,
        p.version,
        p.licence,
    )
    assert (dits["synthetique"], dits["titre"]) == ("oui", resultat.titre)
    assert fabrique.mco().mesure("dms").definition in dits["colonne.dms"]


def test_meme_resultat_memes_octets() -> None:
    resultat = fabrique.tous_statuts()
    assert en_parquet(resultat, adresse=ADRESSE) == en_parquet(resultat, adresse=ADRESSE)
