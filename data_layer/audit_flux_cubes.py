"""Whether the cubes that answer are the sums of the facts whose keys were audited."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from data_layer.disclosure import PREMIER
from data_layer.flux.modele import JEU
from data_layer.warehouse import parquet

_SOMMES = f"sum(sejours)::BIGINT, sum(unites)::BIGINT, (sum(cle::HUGEINT) % {PREMIER})::BIGINT"
_HAUT = "coalesce(h.noeud, f.noeud)"
_CUBES: Mapping[str, tuple[str, str, str, str]] = {
    "lieux": (_HAUT, "f.residence, f.site", "residence, site", ""),
    "strates": (
        *(_HAUT, "r.bv, r.tds, r.departement, r.region, f.strate"),
        *("bv, tds, departement, region, strate", "bassins"),
    ),
    "feuilles": (
        *("f.noeud", "r.tds, r.departement, r.region, f.site"),
        *("tds, departement, region, site", "parts_de_territoires"),
    ),
}
"""By cube: the node and the columns of the facts that it sums by, its own, the table of its zones."""
_NUMEROS = {"bassins": "bassin", "parts_de_territoires": "territoire"}


def ecarts(dossier: Path, annee: int, noeuds: tuple[int, int]) -> int:
    """How many rows of the cubes of a year are not what the facts add up to, or the other way round.

    Of the nodes between two numbers. Stays, units and keys are compared, by zone, site, activity and stratum.
    """

    def lire(nom: str) -> str:
        return f"read_parquet({parquet.litteral(str(dossier / f'{nom}.parquet'))})"

    entre = f"noeud BETWEEN {noeuds[0]} AND {noeuds[1]}"
    total = 0
    with parquet.connexion() as con:
        con.execute("SET threads = 1")
        for cube, (noeud, des_faits, siennes, zones) in _CUBES.items():
            attendues = (
                f"SELECT {noeud}, f.type, {des_faits}, {_SOMMES} FROM {lire(f'{JEU}.{annee}')} f "
                f"JOIN {lire('residences')} r USING (residence) LEFT JOIN {lire('noeuds')} h "
                f"ON h.profondeur = 2 AND f.noeud BETWEEN h.noeud AND h.fin WHERE f.{entre} GROUP BY ALL"
            )
            jointure = f"JOIN {lire(zones)} USING ({_NUMEROS[zones]})" if zones else ""
            dites = (
                f"SELECT noeud, type, {siennes}, {_SOMMES} FROM {lire(f'cube_{cube}.{annee}')} "
                f"{jointure} WHERE {entre} GROUP BY ALL"
            )
            lu = con.execute(
                f"WITH a AS ({attendues}), d AS ({dites}) SELECT count(*) FROM "
                "((FROM a EXCEPT ALL FROM d) UNION ALL (FROM d EXCEPT ALL FROM a))"
            ).fetchone()
            total += int(lu[0]) if lu else 0
    return total
