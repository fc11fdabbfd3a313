"""Keys of rows from those of atoms: strata that add up where a total is told, for rates with it.

The key of an atom may lie on any of its rows, one a stratum of age and sex. Where a zone and a node of
activity tell their total, rates standardised on age and sex are told too if each stratum adds up to 0.
Activities come first (``_par_activite``), then all of a champ (``_par_champ``), at the cost of a few of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from data_layer.disclosure import modulo
from data_layer.disclosure.modulo import PREMIER
from data_layer.flux.modele import STRATES
from data_layer.secret.flux_forets import equilibrer
from data_layer.secret.flux_systeme import Entiers, Logiques, R, Reels, Systeme


def par_strate(
    s: Systeme, des_atomes: Entiers, zones: Mapping[str, Entiers], atome: Entiers
) -> Entiers:
    """Return keys of rows that add up to those of atoms, and each stratum to 0 where it can.

    ``zones``: number of the zone of each residence; ``atome``: of each row.
    """
    strate = s.faits.strate[s.ordre]
    cles = np.zeros(len(atome), dtype=np.int64)
    cles[s.debuts] = des_atomes
    _par_activite(s, cles, zones, atome, strate)
    _par_champ(s, cles, des_atomes, zones, atome, strate)
    return cles


def _par_activite(
    s: Systeme, cles: Entiers, zones: Mapping[str, Entiers], atome: Entiers, strate: Entiers
) -> None:
    """Change keys of rows in place: all of one stratum in each zone and node where they can.

    What a small zone cannot do, a larger one that holds it does, by atoms of those that could not and by a
    few more of many strata.
    """
    nombre = np.bincount(atome, minlength=len(s))
    acte = s.table(1, "2", "type")
    de_acte = acte.de[s.actes]
    commune = int(np.argmax(np.bincount(strate, minlength=STRATES)))
    au_pole = np.zeros(len(s), dtype=bool)
    au_pole[atome[strate == commune]] = True
    faux = np.ones(len(cles), dtype=bool)
    for niveau in ("bassin", "partie", "region", "france"):
        groupe = (zones[niveau][s.residences] * acte.nombre + de_acte)[atome]
        g = np.unique(groupe, return_inverse=True)[1]
        une = g * STRATES + strate
        for elargie in (False, True):
            sommes = modulo.sommer(cles, une, (int(g.max(initial=-1)) + 1) * STRATES)
            besoin = (sommes[une] != 0) & (strate != commune)
            rates = _de_groupes(g, besoin)
            libres = faux & rates
            if elargie:
                libres |= _souples(une, besoin & au_pole[atome], atome, (faux, nombre[atome]))
            qui = np.flatnonzero(libres)
            cles[qui] = _reunir(cles[qui], une[qui], atome[qui], sommes, commune)
        sommes = modulo.sommer(cles, une, len(sommes))
        faux = _de_groupes(g, (sommes[une] != 0) & (strate != commune))


def _par_champ(
    s: Systeme,
    cles: Entiers,
    des_atomes: Entiers,
    zones: Mapping[str, Entiers],
    atome: Entiers,
    strate: Entiers,
) -> None:
    """Change keys of rows in place: strata of a champ add up too, where its total is told.

    Each level is balanced within what larger ones tell: activities of the country for départements and
    régions, of the territoire for bassins. First by activities that a zone fails anyway, which costs
    nothing, then by all of those zones that still fail: what is lost is some of their activities.
    """
    activite = s.table(1, "2", "type").de[s.actes].astype(np.int64)
    n = int(activite.max(initial=-1)) + 1
    departement = s.codes[R]["departement"].astype(np.int64)[s.residences]
    region, france, partie, bassin = (
        zones[z][s.residences] for z in ("region", "france", "partie", "bassin")
    )
    champ = s.table(1, "1", "type").de[s.actes].astype(np.int64)
    poids = _perdants(cles, departement, activite, atome, strate)
    for emboitees, cadre in (
        ((departement, region, france), activite),
        ((region, france), activite),
        ((bassin, partie), partie * n + activite),
    ):
        lots = _lots(des_atomes, emboitees, champ)[atome]
        for cases in ((emboitees[0] * n + activite)[atome], lots):
            g = np.unique(cases, return_inverse=True)[1]
            libres = _de_groupes(g, _fausses(cles, g * STRATES + strate))
            _deplacer(cles, (lots, cadre[atome], poids[activite[atome]]), (atome, strate), libres)


def _deplacer(
    cles: Entiers,
    cadre: tuple[Entiers, Entiers, Reels],
    rows: tuple[Entiers, Entiers],
    libres: Logiques,
) -> None:
    """Move keys between strata of an atom, in place: those of each lot add up, those of each act stay.

    cadre: lot, act and its weight (the heaviest is what others go through), rows: atom and stratum, of each
    row. libres: rows that may move. The rarest stratum goes first, to the commonest of its atom.
    """
    lots, actes, poids = cadre
    atome, strate = rows
    combien = np.bincount(strate, minlength=STRATES)
    rang = np.argsort(np.argsort(combien, kind="stable"))
    ordre = np.lexsort((rang[strate], atome))
    pole = ordre[np.append(np.diff(atome[ordre]) != 0, True)]
    seuls = pole[atome] == np.arange(len(cles))
    total = int(lots.max(initial=0)) + 1
    for rare in np.argsort(combien, kind="stable")[:-1].tolist():
        ponts = np.flatnonzero(libres & (strate == rare) & ~seuls)
        vers = pole[atome[ponts]]
        soldes = modulo.sommer(cles, np.where(strate == rare, lots, 0), total)
        noeuds, un = np.unique(lots[ponts], return_inverse=True)
        _, premiers, autre = np.unique(
            actes[ponts] * STRATES + strate[vers], return_index=True, return_inverse=True
        )
        ecarts = _laisser(un, autre, soldes[noeuds], np.bincount(un))
        ajouts = equilibrer(un, autre, ecarts, poids[ponts[premiers]])
        cles[ponts] = (cles[ponts] + ajouts) % PREMIER
        cles[vers] = (cles[vers] - ajouts) % PREMIER


def _fausses(cles: Entiers, une: Entiers) -> Logiques:
    """Rows of groups whose keys do not add up to 0."""
    return np.asarray(modulo.sommer(cles, une, int(une.max(initial=-1)) + 1)[une] != 0)


def _lots(des_atomes: Entiers, zones: Sequence[Entiers], acte: Entiers) -> Entiers:
    """Number, from 1, of the smallest zone that tells the total of each atom and of those left with it."""
    lots = np.zeros(len(acte), dtype=np.int64)
    reste = np.arange(len(acte))
    for zone in zones:
        cle = zone[reste] * (int(acte.max(initial=0)) + 1) + acte[reste]
        _, g = np.unique(cle, return_inverse=True)
        n = int(g.max(initial=-1)) + 1
        dit = (modulo.sommer(des_atomes[reste], g, n) == 0)[g]
        lots[reste] = int(lots.max(initial=0)) + 1 + g
        reste = reste[~dit]
    return lots


def _perdants(
    cles: Entiers, zone: Entiers, activite: Entiers, atome: Entiers, strate: Entiers
) -> Reels:
    """Of each activity, the share of zones where its strata do not add up."""
    n = int(activite.max(initial=-1)) + 1
    _, premiers, g = np.unique(zone * n + activite, return_index=True, return_inverse=True)
    sommes = modulo.sommer(cles, g[atome] * STRATES + strate, len(premiers) * STRATES)
    faux = (sommes.reshape(-1, STRATES) != 0).sum(axis=1) > 1
    sienne = activite[premiers]
    return np.asarray(
        np.bincount(sienne, faux, n) / np.maximum(np.bincount(sienne, minlength=n), 1)
    )


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
    _, autre = np.unique(atome, return_inverse=True)
    ecarts = _laisser(un, autre, soldes[noeuds], noeuds % STRATES != commune)
    nombre = np.bincount(autre).astype(np.float64)
    return np.asarray((cles + equilibrer(un, autre, ecarts, nombre)) % PREMIER)


def _laisser(un: Entiers, autre: Entiers, soldes: Entiers, rang: NDArray[np.generic]) -> Entiers:
    """Keys of nodes of a side without what edges cannot make up for, left to one of each component.

    ``rang``: of each node; the least is left with it.
    """
    n = len(soldes)
    m = n + int(autre.max(initial=-1)) + 1
    graphe = coo_array((np.ones(len(un)), (un, n + autre)), shape=(m, m))
    composante = connected_components(graphe, directed=False)[1][:n]
    ordre = np.lexsort((rang, composante))
    poles = ordre[np.append(True, np.diff(composante[ordre]) != 0)[:n]]
    ecarts = soldes.copy()
    sommes = modulo.sommer(ecarts, composante, m)
    ecarts[poles] = (ecarts[poles] - sommes[composante[poles]]) % PREMIER
    return ecarts


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
