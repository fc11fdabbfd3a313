"""Protecting a champ and a year of flows: keys of atoms by stages of cycles, then of rows by stratum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.modulo import PREMIER
from data_layer.secret import flux_famille as famille
from data_layer.secret.flux_axes import ENSEMBLE, AxesFlux
from data_layer.secret.flux_forets import equilibrer
from data_layer.secret.flux_petits import a_cacher
from data_layer.secret.flux_protecteur import Protecteur
from data_layer.secret.flux_systeme import Codes, Entiers, Faits, Groupe, Logiques, R, Systeme

_STRATES = 8
_DES_TAUX = ("bv", "tds", "departement", "region", "france")


@dataclass(frozen=True, eq=False, slots=True)
class Protege:
    """What a champ and a year hide: masks by group-by, key of each row.

    taux: rates by zone shown with their count, and those that are not though it is. mondes: cycles by stage.
    petits: shown cells of which masked ones count under 11 together. imposees: cells printed elsewhere that
    are masked.
    """

    systeme: Systeme
    masques: Mapping[Groupe, Logiques]
    cles: Entiers
    taux: Mapping[str, tuple[int, int]]
    mondes: Mapping[str, int]
    petits: int
    imposees: int


def proteger(
    f: Faits,
    axes: AxesFlux,
    champ: str,
    imposees: Sequence[famille.Imposee] = (),
    graine: int = 0,
) -> Protege:
    """Draw the key of every row. Raises AssertionError when a count of 1 to 10 would be shown."""
    types = {
        "type": np.arange(5, dtype=np.int32),
        "hc-hp": np.array([0, *(ENSEMBLE[t] for t in (1, 2, 3, 4))], dtype=np.int32),
    }
    s = _systeme(f, (axes.residences, axes.lieux, axes.noeuds, types), champ)
    cheres = famille.imposer(s, axes, imposees)
    p = Protecteur(s, famille.fines(champ)[-1], np.random.default_rng(graine), cheres)
    p.proteger()
    rows = _par_strate(s, p.cles, p.zones)
    masques = _verifier(s, rows)
    petits = sum(len(cellules) for _, cellules in a_cacher(s))
    perdues = sum(int((masques[c.groupe] & la).sum()) for c, la in cheres)
    sorties = np.empty_like(rows)
    sorties[s.ordre] = rows
    return Protege(s, masques, sorties, _taux(s, rows), p.mondes, petits, perdues)


def _systeme(f: Faits, niveaux: tuple[Mapping[str, Codes], ...], champ: str) -> Systeme:
    presents = [
        {n: codes[np.unique(v)] for n, codes in axe.items()}
        for axe, v in zip(niveaux, (f.residence, f.site, f.noeud, f.type), strict=True)
    ]
    return Systeme(f, niveaux, famille.distincts(famille.groupes(champ), presents))


def _verifier(s: Systeme, rows: Entiers) -> dict[Groupe, Logiques]:
    """Masks from keys of rows alone. Raises AssertionError when a count of 1 to 10 is told."""
    masques = {}
    cles = s.cles(modulo.sommer(rows, _atomes(s), len(s)))
    for c in s.cellules:
        masques[c.groupe] = cles(c.groupe).reshape(-1) != 0
        if (c.sensibles & ~masques[c.groupe]).any():
            raise AssertionError(f"a count of 1 to {SEUIL} of {c.groupe} is told")
    return masques


def _atomes(s: Systeme) -> Entiers:
    """The atom of each row, in the order of the system."""
    return np.repeat(np.arange(len(s)), np.diff(np.append(s.debuts, len(s.sejours))))


def _par_strate(s: Systeme, des_atomes: Entiers, zones: Mapping[str, Entiers]) -> Entiers:
    """Keys of rows that add up to those of atoms, all of one stratum in each zone and node where they can.

    Where a zone's total is told, so is then each of its strata, and its rates with them. ``zones``: number
    of the zone of each residence. What a small zone cannot do, a larger one that holds it does, by atoms of
    those that could not and by a few more of many strata.
    """
    atome, strate = _atomes(s), s.faits.strate[s.ordre]
    cles = np.zeros(len(s.sejours), dtype=np.int64)
    cles[s.debuts] = des_atomes
    nombre = np.bincount(atome, minlength=len(s))
    acte = s.table(1, "2", "type")
    de_acte = acte.de[s.actes]
    commune = int(np.argmax(np.bincount(strate, minlength=_STRATES)))
    au_pole = np.zeros(len(s), dtype=bool)
    au_pole[atome[strate == commune]] = True
    faux = np.ones(len(cles), dtype=bool)
    for niveau in ("bassin", "partie", "region", "france"):
        groupe = (zones[niveau][s.residences] * acte.nombre + de_acte)[atome]
        g = np.unique(groupe, return_inverse=True)[1]
        une = g * _STRATES + strate
        for elargie in (False, True):
            sommes = modulo.sommer(cles, une, (int(g.max(initial=-1)) + 1) * _STRATES)
            besoin = (sommes[une] != 0) & (strate != commune)
            rates = _de_groupes(g, besoin)
            libres = faux & rates
            if elargie:
                libres |= _souples(une, besoin & au_pole[atome], atome, (faux, nombre[atome]))
            qui = np.flatnonzero(libres)
            cles[qui] = _reunir(cles[qui], une[qui], atome[qui], sommes, commune)
        sommes = modulo.sommer(cles, une, len(sommes))
        faux = _de_groupes(g, (sommes[une] != 0) & (strate != commune))
    return cles


def _de_groupes(g: Entiers, rows: Logiques) -> Logiques:
    """Rows of the groups that some rows are of."""
    ici = np.zeros(int(g.max(initial=-1)) + 1, dtype=bool)
    ici[g[rows]] = True
    return ici[g]


def _reunir(cles: Entiers, une: Entiers, atome: Entiers, soldes: Entiers, commune: int) -> Entiers:
    """Keys of the same atoms, with those of each group in the common stratum where atoms join it to it.

    ``soldes``: of each group and stratum, other rows included.
    """
    noeuds, un = np.unique(une, return_inverse=True)
    atomes, autre = np.unique(atome, return_inverse=True)
    n = len(noeuds)
    graphe = coo_array((np.ones(len(un)), (un, n + autre)), shape=(n + len(atomes),) * 2)
    composante = connected_components(graphe, directed=False)[1][:n]
    ordre = np.lexsort((noeuds % _STRATES != commune, composante))
    poles = ordre[np.append(True, np.diff(composante[ordre]) != 0)[: len(ordre)]]
    ecarts = soldes[noeuds]
    sommes = modulo.sommer(ecarts, composante, n + len(atomes))
    ecarts[poles] = (ecarts[poles] - sommes[composante[poles]]) % PREMIER
    nombre = np.bincount(autre).astype(np.float64)
    return np.asarray((cles + equilibrer(un, autre, ecarts, nombre)) % PREMIER)


def _souples(
    une: Entiers, rates: Logiques, atome: Entiers, prefere: tuple[Logiques, Entiers]
) -> Logiques:
    """Rows of atoms that join strata to the common one: one of each group and stratum of ``rates``.

    ``prefere``: whether a smaller zone of each row does not add up anyway, then how many strata its atom has,
    which counts first.
    """
    rows = np.flatnonzero(rates)
    ordre = rows[np.lexsort((*(p[rows] for p in prefere), une[rows]))]
    derniers = ordre[np.append(np.diff(une[ordre]) != 0, True)[: len(ordre)]]
    return np.asarray(np.isin(atome, atome[derniers]))


def _taux(s: Systeme, rows: Entiers) -> dict[str, tuple[int, int]]:
    """Rates of shown consumption: those whose every stratum no world changes, and the others."""
    comptes = {}
    atome = _atomes(s)
    strate = s.faits.strate[s.ordre]
    for niveau in _DES_TAUX:
        zone = s.codes[R][niveau][s.residences].astype(np.int64)
        dits = tus = 0
        for p in ("1", "2"):
            for t in ("type", "hc-hp"):
                acte = s.table(1, p, t)
                cle = (zone * acte.nombre + acte.de[s.actes])[atome]
                cellules, de = np.unique(cle, return_inverse=True)
                par = modulo.sommer(rows, de * _STRATES + strate, len(cellules) * _STRATES).reshape(
                    -1, _STRATES
                )
                total = modulo.sommer(rows, de, len(cellules))
                n = np.bincount(de, s.sejours)
                montrees = (total == 0) & (n > SEUIL)
                nuls = (par == 0).all(axis=1)
                dits += int((montrees & nuls).sum())
                tus += int((montrees & ~nuls).sum())
        comptes[niveau] = dits, tus
    return comptes
