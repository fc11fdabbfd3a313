"""The finest atoms of a year: establishment, product, champ, list and month; worlds told in them.

Stages look at some axes and not at others. The worlds of each are told at once in these atoms, so that what
one stage leaves as it is, no other sees changed: who moves from a month to another takes the same product of
the same establishment along.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from data_layer.disclosure.lignes_d_atomes import Lignes
from data_layer.disclosure.mondes import Mondes
from data_layer.disclosure.systeme import Logiques, Reels
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.secret.axes import MOMENT, SANS_CROISEMENT
from data_layer.secret.heritage import Trace

FIN: Groupement = ("etablissement", "7", "champ", "liste", "mois", SANS_CROISEMENT)


@dataclass(eq=False)
class Details:
    """valeurs: of each axis at each finest atom (f, 6). n: stays (f). quoi: a code, but for the month (f)."""

    valeurs: Entiers
    n: Reels
    quoi: Entiers = field(init=False)

    def __post_init__(self) -> None:
        sans_mois = np.delete(self.valeurs, MOMENT, axis=1)
        self.quoi = np.unique(sans_mois, axis=0, return_inverse=True)[1].reshape(-1)


@dataclass(eq=False)
class Portes:
    """The finest atoms in each atom of a stage: which wholes of the year two atoms have in common."""

    lignes: Lignes
    details: Details
    _ordre: Entiers = field(init=False)
    _debuts: Entiers = field(init=False)
    _quoi: csr_array = field(init=False)

    def __post_init__(self) -> None:
        d, lignes = self.details, self.lignes
        cles = lignes.treillis.cle(lignes.fin, list(d.valeurs.T))
        dans = np.searchsorted(lignes.cles, cles)
        self._ordre = np.argsort(dans, kind="stable")
        self._debuts = np.searchsorted(dans[self._ordre], np.arange(len(lignes) + 1))
        forme = (len(lignes), int(d.quoi.max(initial=0)) + 1)
        self._quoi = csr_array((np.ones(len(dans), dtype=np.int64), (dans, d.quoi)), shape=forme)

    def communs(self, a: Entiers, b: Entiers) -> Logiques:
        """Whether atoms of two arrays hold the same establishment, product, champ and list."""
        uniques, rang = np.unique(np.stack([a, b]), axis=1, return_inverse=True)
        trouves = (self._quoi[uniques[0]] * self._quoi[uniques[1]]).sum(axis=1) > 0
        return np.asarray(trouves)[rang.reshape(-1)]

    def tracer(self, mondes: Mondes, depuis: int) -> list[Trace]:
        """The worlds found by the stage, those after the first ``depuis``, in finest atoms."""
        return [
            self._tracer(mondes.coins[k], mondes.signes[k], int(mondes.tirages[k]))
            for k in range(depuis, len(mondes))
        ]

    def _tracer(self, coins: Entiers, signes: Entiers, tirage: int) -> Trace:
        coins, signes = coins[signes != 0], signes[signes != 0]
        d, lignes = self.details, self.lignes
        dedans = [self._ordre[self._debuts[c] : self._debuts[c + 1]] for c in coins.tolist()]
        # Corners that differ by their months only move one thing.
        autres = [lignes.codes(axe)[coins] for axe in range(lignes.axes) if axe != MOMENT]
        groupes = np.unique(np.stack(autres), axis=1, return_inverse=True)[1].reshape(-1)
        for groupe in np.unique(groupes).tolist():
            membres = np.flatnonzero(groupes == groupe).tolist()
            dedans = self._restreindre(dedans, membres, d.quoi)
        periodes = lignes.codes(MOMENT)[coins]
        for periode in np.unique(periodes).tolist():
            membres = np.flatnonzero(periodes == periode).tolist()
            dedans = self._restreindre(dedans, membres, d.valeurs[:, MOMENT])
        choisis = [int(x[np.argmax(d.n[x])]) for x in dedans]
        return Trace(d.valeurs[choisis].copy(), [FIN] * len(coins), signes, tirage)

    def _restreindre(
        self, dedans: list[Entiers], membres: list[int], codes: Entiers
    ) -> list[Entiers]:
        """Keep in some corners the code that all of them have, the one that leaves them most stays."""
        n = self.details.n
        communs = set(codes[dedans[membres[0]]].tolist())
        for i in membres[1:]:
            communs &= set(codes[dedans[i]].tolist())
        if not communs:
            return dedans
        jeu = {
            c: min(float(n[dedans[i][codes[dedans[i]] == c]].max()) for i in membres)
            for c in communs
        }
        choisi = max(sorted(communs), key=lambda c: jeu[c])
        return [x[codes[x] == choisi] if i in membres else x for i, x in enumerate(dedans)]


def lire_details(con: duckdb.DuckDBPyConnection, lignes: str, compte: str) -> Details:
    """Read the finest atoms of a year; ``lignes``: its rows at the last depth, ``compte`` what they count."""
    lus = con.execute(
        f"SELECT lieu, noeud, champ, liste, mois, croise, sum({compte})::DOUBLE AS n FROM ({lignes}) "
        "GROUP BY ALL ORDER BY ALL"
    ).fetchnumpy()
    colonnes = [lus[c] for c in ("lieu", "noeud", "champ", "liste", "mois", "croise")]
    valeurs = np.stack([np.asarray(c, dtype=np.int64) for c in colonnes], axis=1)
    return Details(valeurs, np.asarray(lus["n"], dtype=np.float64))
