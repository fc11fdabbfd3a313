"""Small flows by chance, and the cells of the family counted the slow way, from the contract."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from data_layer.flux.modele import FAITS

Entiers = NDArray[np.int64]
_RESIDENCES = ("code", "bv", "tds", "departement", "region", "france")
_LIEUX = "fig fin departement tds region genre departement*genre region*genre france".split()
_ZONES = ("tds", "departement", "region")
_PROCHES = ("fin", "fig", "departement", "tds")
Groupe = tuple[str, str, int, str]


def famille(fine: int = 1) -> set[Groupe]:
    """The group-bys that are published, written again: residence, place, depth, types."""
    f: set[Groupe] = set()
    for t in ("type", "hc-hp"):
        f |= {(r, "france", p, t) for r in (*_ZONES, "france") for p in (1, 2)}
        f |= {("bv", "france", p, t) for p in range(1, fine + 1)}
        f |= {(r, "france", 3, t) for r in ("region", "france")}
        f |= {("france", lieu, p, t) for lieu in _LIEUX[:-1] for p in (1, 2)}
        f |= {
            (r, lieu, p, t) for r in _ZONES for lieu in ("fin", "fig", "genre", r) for p in (1, 2)
        }
    f |= {(r, lieu, 3, "hc-hp") for r in ("region", "france") for lieu in ("fin", "genre")}
    lieux = ("france", "fin", "fig", "departement", "region")
    return f | {("code", lieu, p, "hc-hp") for lieu in lieux for p in range(1, fine + 1)}


@dataclass(frozen=True)
class Monde:
    """Rows (residence, site, leaf, type, stratum, stays), one column each, and where places are.

    residences, sites: by number, the names of what holds each at each level.
    """

    lignes: Entiers
    residences: dict[int, dict[str, str]]
    sites: dict[int, dict[str, str]]
    feuilles: int
    domaines: int

    def noeud(self, feuille: int) -> int:
        return 2 + feuille // self._par() * (self._par() + 1) + 1 + feuille % self._par()

    def _par(self) -> int:
        return self.feuilles // self.domaines

    def activite(self, feuille: int, profondeur: int) -> str:
        if profondeur == 1:
            return "champ"
        return f"d{feuille // self._par()}" if profondeur == 2 else f"f{feuille}"

    def cellules(self) -> list[tuple[Groupe, tuple[str, ...], Entiers]]:
        """Every cell of the family that is not empty: its group-by, its name, its rows (r) in 0/1."""
        trouvees = []
        for g in sorted(famille()):
            noms = [self._nom(g, ligne) for ligne in self.lignes]
            for nom in sorted(set(noms)):
                trouvees.append((g, nom, np.array([n == nom for n in noms], dtype=np.int64)))
        return trouvees

    def _nom(self, g: Groupe, ligne: Entiers) -> tuple[str, ...]:
        c, e, feuille, t = (int(v) for v in ligne[:4])
        types = str(t) if g[3] == "type" or t > 2 else "1+2"
        lieu = self.sites[e][g[1]]
        loin = self.sites[e]["region"] != self.residences[c]["region"]
        if g[0] != "france" and g[1] in _PROCHES and loin:
            lieu = f"loin {self.sites[e]['region']}"
        return self.residences[c][g[0]], lieu, self.activite(feuille, g[2]), types

    def ecrire(self, dossier: Path, annee: int = 2020) -> None:
        """A build as the contract says, as far as protection reads it."""
        con = duckdb.connect(config={"threads": 1})
        rangs = {
            "residences": (self.residences, "code bv tds departement region".split()),
            "sites": (
                self.sites,
                "fig finess departement tds region secteur statut categorie".split(),
            ),
        }
        for table, (contenu, colonnes) in rangs.items():
            numero = table[:-1]
            con.execute(
                f"CREATE TABLE {table} ({numero} SMALLINT, {' VARCHAR, '.join(colonnes)} VARCHAR)"
            )
            for n, ligne in contenu.items():
                con.execute(
                    f"INSERT INTO {table} VALUES ({', '.join('?' * (len(colonnes) + 1))})",
                    [n, *(ligne[c] for c in colonnes)],
                )
        par = self._par()
        noeuds = [(0, 1 + self.domaines * (par + 1), 0, "", None)]
        noeuds.append((1, noeuds[0][1], 1, "ssr", 0))
        for d in range(self.domaines):
            haut = 2 + d * (par + 1)
            noeuds.append((haut, haut + par, 2, f"d{d}", 1))
            noeuds += [(haut + 1 + i, haut + 1 + i, 3, f"f{d * par + i}", haut) for i in range(par)]
        con.execute(
            "CREATE TABLE noeuds (noeud SMALLINT, fin SMALLINT, profondeur TINYINT, code VARCHAR, "
            "parent SMALLINT)"
        )
        con.executemany("INSERT INTO noeuds VALUES (?, ?, ?, ?, ?)", noeuds)
        for table in ("residences", "sites", "noeuds"):
            con.execute(f"COPY {table} TO '{dossier / table}.parquet' (FORMAT parquet)")
        c, e, f, t, s, n = self.lignes.T
        con.register(
            "lot",
            {
                "annee": np.full(len(c), annee),
                "residence": c,
                "site": e,
                "noeud": np.array([self.noeud(int(x)) for x in f]),
                "type": t,
                "strate": s,
                "sejours": n,
                "unites": n * 3,
            },
        )
        colonnes = ", ".join(f'"{nom}"::{genre} AS "{nom}"' for nom, genre in FAITS.items())
        con.execute(
            f'COPY (SELECT {colonnes} FROM lot ORDER BY noeud, "type", residence, site, strate) '
            f"TO '{dossier}/flux.{annee}.parquet' (FORMAT parquet)"
        )


def au_hasard(graine: int, codes: int = 7, sites: int = 5, lignes: int = 60) -> Monde:
    """Flows by chance: nested zones, a bassin across two départements, one in two counts under 11."""
    rng = np.random.default_rng(graine)
    residences = {}
    for i in range(1, codes + 1):
        dep = int(rng.integers(3))
        residences[i] = {
            "code": f"c{i}",
            "bv": f"b{int(rng.integers(3))}",
            "tds": f"t{dep if rng.random() < 0.7 else dep // 2}",
            "departement": f"d{dep}",
            "region": f"r{dep // 2}",
            "france": "fr",
        }
        residences[i]["tds"] = f"{residences[i]['region']}{residences[i]['tds']}"
    lieux = {i: _site(rng, i, sites) for i in range(1, sites + 1)}
    tirees = {}
    for _ in range(lignes):
        cle = (
            int(rng.integers(1, codes + 1)),
            int(rng.integers(1, sites + 1)),
            int(rng.integers(4)),
            int(rng.integers(1, 3)),
            int(rng.integers(3)),
        )
        tirees[cle] = int(rng.integers(1, 8) if rng.random() < 0.5 else rng.integers(8, 60))
    return Monde(np.array([(*k, n) for k, n in tirees.items()]), residences, lieux, 4, 2)


def _site(rng: np.random.Generator, i: int, sites: int) -> dict[str, str]:
    dep, genre = int(rng.integers(3)), int(rng.integers(2))
    entite = i if rng.random() < 0.7 else max(1, i - 1)
    return {
        "fig": f"e{i}",
        "fin": f"j{entite}",
        "finess": f"j{entite}",
        "departement": f"d{dep}",
        "tds": f"r{dep // 2}t{dep}",
        "region": f"r{dep // 2}",
        "secteur": "daf",
        "statut": f"s{genre}",
        "categorie": "ch",
        "genre": f"g{genre}",
        "departement*genre": f"d{dep}g{genre}",
        "region*genre": f"r{dep // 2}g{genre}",
        "france": "fr",
    }
