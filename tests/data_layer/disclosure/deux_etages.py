"""Zones and a crossing by chance, as a build has them, and what an attacker works out of both together.

Counts are drawn for établissement x product x month x value of the crossing, and add up over all of these.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from data_layer.catalogue.publication import Etage
from data_layer.disclosure.systeme import composer
from data_layer.disclosure.treillis import Axe, Groupement, Treillis
from data_layer.faits.modele import Arbre
from data_layer.secret import etapes, famille
from data_layer.secret.axes import CROISE, OFFRE, SANS_CROISEMENT, TEMPS, Axes, debut_de
from data_layer.secret.etapes import Composee, Etape

from .familles import Table
from .oracle import echelonner, reduire

Entiers = NDArray[np.int64]
Genre = Literal["meles", "petits", "pleins", "rares", "lies"]
"""What counts are like. ``pleins``: none is 0; ``lies``: rare, and nearly one value a product."""
GENRES: tuple[Genre, ...] = get_args(Genre)
ZONES = Etage(cle="zones", groupements=(), tables=())
CROISEMENT = Etage(cle="diagnostic", croisement="diagnostic", groupements=(), tables=())
_POIDS = {"france": 6000.0, "region": 600.0, "departement": 60.0, "ght": 3.0, "etablissement": 1.0}
_FIN = "etablissement"
_SANS_ARBRE = Arbre(np.zeros(1, np.int16), np.zeros(1, np.int8), np.full(1, -1, np.int16))


@dataclass(frozen=True, eq=False)
class Donnees:
    """Counts (établissements, products, months 1..12, values), axes, published group-bys of both stages.

    tus: products that the crossing does not hold, as it has no indication for a device (products).
    """

    comptes: Entiers
    axes: Axes
    produits: Axe
    zones: tuple[Groupement, ...]
    croises: tuple[Groupement, ...]
    tus: NDArray[np.bool_]

    def composer(self, etage: Etage) -> Composee:
        """What :func:`etapes.composer_etape` reads in cubes."""
        croise = etage is not ZONES
        axes = (
            self.axes.lieux if croise else self.axes.etabs,
            self.produits,
            Axe("champ", {"champ": np.array([0])}),
            Axe("liste", {"liste": np.array([0])}),
            Axe("temps", {t: debut_de(t, 12) for t in TEMPS}),
            Axe("croisement", _valeurs(self.comptes.shape[3] if croise else 1)),
        )
        treillis = Treillis(axes)
        table = self._croisee(treillis) if croise else self._des_zones(treillis)
        propres = {g: _poids(g) for g in (self.croises if croise else self.zones)}
        fin = famille.plus_fin(propres, treillis)
        return Composee(table, treillis, propres, fin, composer(table, propres, fin))

    def _des_zones(self, treillis: Treillis) -> Table:
        comptes = self.comptes.sum(axis=3)
        e, p, m = np.nonzero(comptes)
        zeros = np.zeros_like(e)
        return Table(treillis, (e + 1, p, zeros, zeros, m, zeros), comptes[e, p, m].astype(float))

    def _croisee(self, treillis: Treillis) -> Table:
        lieux = self.axes.lieu_de_etab[1:]
        comptes = np.zeros((int(lieux.max()) + 1, *np.array(self.comptes.shape)[[1, 3]]), np.int64)
        np.add.at(comptes, lieux, self.comptes.sum(axis=2))
        comptes[:, self.tus] = 0
        i, p, v = np.nonzero(comptes)
        zeros = np.zeros_like(i)
        return Table(treillis, (i, p, zeros, zeros, zeros + 1, v), comptes[i, p, v].astype(float))

    def proteger(self) -> list[Etape]:
        return etapes.proteger([ZONES, CROISEMENT], self.composer, self.axes, 2021)


def au_hasard(graine: int, genre: Genre) -> Donnees:
    """Draw data of a kind."""
    rng = np.random.default_rng(graine)
    etabs, lieux, lieu_de_etab = _lieux(rng, int(rng.integers(1, 9)))
    produits = _produits(rng, int(rng.integers(8, 15) if genre == "lies" else rng.integers(1, 9)))
    mois = rng.choice(np.arange(1, 13), int(rng.integers(1, 4)), replace=False)
    n_v = int(rng.integers(1, 5))
    noeuds = produits.niveaux["5"]
    tires = _comptes(rng, (len(lieu_de_etab) - 1, len(noeuds), len(mois), n_v), genre)
    if genre == "lies":
        siennes = rng.integers(0, n_v, int(noeuds.max()) + 1)[noeuds]
        ailleurs = (np.arange(n_v) != siennes[:, None]) & (rng.random((len(noeuds), n_v)) < 0.97)
        tires = np.where(ailleurs[:, None, :], 0, tires)
    tires.flat[rng.integers(tires.size)] += 1  # never empty
    comptes = np.zeros((*tires.shape[:2], 13, n_v), dtype=np.int64)
    comptes[:, :, mois] = tires
    tus = (rng.random(int(noeuds.max()) + 1) < 0.3)[noeuds] & bool(rng.random() < 0.3)
    if not comptes[:, ~tus].any():
        tus[:] = False
    axes = Axes(etabs, lieux, lieu_de_etab, _SANS_ARBRE, 12, {})
    return Donnees(comptes, axes, produits, _zones(rng), _croises(rng), tus)


def _comptes(rng: np.random.Generator, forme: Sequence[int], genre: Genre) -> Entiers:
    """Counts of 0, of 1 to 10, or more; most are 0 or under 4 where they are rare."""
    if genre in ("rares", "lies"):
        zeros = 0.8 if genre == "rares" else rng.uniform(0.5, 0.95)
        return np.where(rng.random(forme) < zeros, 0, rng.geometric(0.3, forme))
    if genre == "petits":
        return rng.integers(0, 4, forme)
    sorte = rng.choice(3, size=forme, p=rng.dirichlet([2.0, 2.0, 2.0]))
    if genre == "pleins":
        sorte = np.maximum(sorte, 1)
    petits, grands = rng.integers(1, 11, forme), rng.integers(11, 60, forme)
    return np.select([sorte == 1, sorte == 2], [petits, grands], 0)


def _valeurs(n: int) -> dict[str, Entiers]:
    return {SANS_CROISEMENT: np.zeros(n, np.int64), CROISE: np.arange(n)}


def _lieux(rng: np.random.Generator, n: int) -> tuple[Axe, Axe, Entiers]:
    """Places of établissements; kinds and GHT cut départements. Entry 0 is unused."""
    departement = np.sort(rng.integers(1, 4, n))
    colonnes = {
        "france": np.zeros(n, np.int64),
        "region": (departement + 1) // 2,
        "departement": departement,
        "ght": rng.integers(1, 4, n),
        OFFRE: rng.integers(1, 3, n),
    }
    lieux, de = np.unique(np.stack(list(colonnes.values())), axis=1, return_inverse=True)
    niveaux = {c: np.concatenate([[0], lieux[i]]) for i, c in enumerate(colonnes)}
    des_etabs = {c: np.concatenate([[0], v]) for c, v in colonnes.items()}
    des_etabs["etablissement"] = np.arange(n + 1)
    lieu_de_etab = np.concatenate([[0], de.reshape(-1) + 1])
    return Axe("lieu", des_etabs), Axe("lieu", niveaux), lieu_de_etab


def _produits(rng: np.random.Generator, n: int) -> Axe:
    cinq = np.unique(np.sort(rng.integers(0, n, n)), return_inverse=True)[1].reshape(-1)
    un = np.sort(rng.integers(0, 2, n))[cinq]
    niveaux = {"0": cinq * 0, **dict.fromkeys("1234", un), "5": cinq, "6": cinq, "7": np.arange(n)}
    return Axe("produit", {p: v.astype(np.int64) for p, v in niveaux.items()})


def _poids(g: Groupement) -> float:
    return float(_POIDS[g[0]] * 3.0 ** (7 - int(g[1])) * (1.0 if g[4] == "annee" else 0.3))


def _zones(rng: np.random.Generator) -> tuple[Groupement, ...]:
    """Group-bys of the year, all of them for établissements; parts of the year for some of those."""
    part = rng.choice([0.2, 0.85])  # the fewer, the more a crossing has to ask for
    annuels = [x for x in product(_POIDS, "0157") if x[0] == _FIN or rng.random() < part]
    fins = product([x for x in annuels if x[1] in "01"], ("semestre", "trimestre", "mois"))
    tires = [
        *((*x, "annee") for x in annuels),
        *((*x, t) for x, t in fins if rng.random() < 0.2),
    ]
    return tuple((z, p, "champ", "liste", t, SANS_CROISEMENT) for z, p, t in tires)


def _croises(rng: np.random.Generator) -> tuple[Groupement, ...]:
    tires = [x for x in product(("france", "region", "departement"), "15") if rng.random() < 0.85]
    tires.append(("departement", "5"))
    return tuple(dict.fromkeys((z, p, "champ", "liste", "annee", CROISE) for z, p in tires))


@dataclass(frozen=True, eq=False)
class VueDouble:
    """Cells of all stages over the atoms of the zones, then those of each crossing, 0/1.

    liens: what a place and a product hold over the year, in the atoms of the zones less in a crossing.
    """

    cellules: Entiers
    comptes: NDArray[np.float64]
    masquees: NDArray[np.bool_]
    cles: Entiers
    liens: Entiers

    def dits(self, cibles: Entiers) -> NDArray[np.bool_]:
        """Whether targets are combinations of what both stages show."""
        base = echelonner(np.concatenate([self.liens, self.cellules[~self.masquees]]))
        return np.asarray(~reduire(base, cibles).any(axis=1))


def vue_double(protegees: Sequence[Etape]) -> VueDouble:
    """The zones, then any number of crossings."""
    tailles = [len(e.cache.lignes) for e in protegees]
    debuts = np.cumsum([0, *tailles]).tolist()
    cellules, comptes, masquees, cles = [], [], [], []
    liens = [np.zeros((0, debuts[-1]), dtype=np.int64)]
    for etape, debut in zip(protegees, debuts, strict=False):
        s, atomes = etape.cache.systeme, etape.cache.lignes
        for g in etape.propres:
            ici = s.cellules[g]
            lignes = np.zeros((len(ici.cles), debuts[-1]), dtype=np.int64)
            places = np.searchsorted(ici.cles, etape.treillis.cle(g, atomes.valeurs))
            lignes[places, debut + np.arange(len(atomes))] = 1
            cellules.append(lignes)
            comptes.append(s.effectifs[ici.ensembles])
            masquees.append(etape.cache.masque[ici.ensembles])
            cles.append(etape.cache.cles[ici.ensembles])
        if debut:
            lies = _liens(protegees[0], etape)
            lignes = np.zeros((len(lies), debuts[-1]), dtype=np.int64)
            lignes[:, : tailles[0]] = lies[:, : tailles[0]]
            lignes[:, debut : debut + len(atomes)] = lies[:, tailles[0] :]
            liens.append(lignes)
    return VueDouble(*(np.concatenate(x) for x in (cellules, comptes, masquees, cles, liens)))


def largeurs(etape: Etape, assez: float = 4.0) -> NDArray[np.float64]:
    """Width of what each masked count of 1 to 10 of a stage may be; ``assez`` or more as it was met.

    Over the year what is not 0 is known to be one at least; a month that is masked may be 0.
    """
    vue, vrai = vue_double([etape]), etape.cache.lignes.entiers
    pleines = np.concatenate(
        [np.full(len(etape.cache.systeme.cellules[g].cles), g[4] == "annee") for g in etape.propres]
    )
    montrees = np.unique(vue.cellules[~vue.masquees], axis=0)
    masquees = np.unique(vue.cellules[vue.masquees & pleines], axis=0)
    cibles = np.unique(vue.cellules[vue.masquees & (vue.comptes <= 10)], axis=0)
    contraintes: dict[str, Any] = {}
    if len(masquees):
        contraintes |= {"A_ub": -masquees, "b_ub": -np.ones(len(masquees))}
    if len(montrees):
        contraintes |= {"A_eq": montrees, "b_eq": montrees @ vrai}
    bas = cibles @ vrai
    haut = bas.copy()
    for i, cible in enumerate(cibles):
        for sens in (1, -1):
            if haut[i] - bas[i] < assez:
                borne = (0.0, 10.0 * (vrai.sum() + 10))
                trouve = linprog(sens * cible, **contraintes, bounds=borne, method="highs")
                assert trouve.status == 0, trouve.message
                # Any world that fits moves every cell: most need no program of their own.
                bas = np.minimum(bas, cibles @ trouve.x)
                haut = np.maximum(haut, cibles @ trouve.x)
    return haut - bas


def _liens(zones: Etape, croisee: Etape) -> Entiers:
    """What each place and product of a crossing holds, in the atoms of the zones less in its own."""
    tout = (*croisee.fin[:5], SANS_CROISEMENT)
    des_zones, des_croises = (_tuples(e, tout) for e in (zones, croisee))
    liens = [
        [*(int(z == m) for z in des_zones), *(-int(c == m) for c in des_croises)]
        for m in dict.fromkeys(des_croises)
    ]
    return np.array(liens, dtype=np.int64)


def _tuples(etape: Etape, g: Groupement) -> list[tuple[int, ...]]:
    """The cell of each atom under a group-by, told by the codes of its axes."""
    colonnes = [
        axe.niveaux[n][v].tolist()
        for axe, n, v in zip(etape.treillis.axes, g, etape.cache.lignes.valeurs, strict=True)
    ]
    return list(zip(*colonnes, strict=True))


def de_chaque_lieu(etape: Etape, g: Groupement) -> Mapping[tuple[int, ...], int]:
    """The sum of the keys of the atoms of each cell of a group-by, published or not."""
    sommes: dict[tuple[int, ...], int] = {}
    for cellule, cle in zip(_tuples(etape, g), etape.cache.des_atomes.tolist(), strict=True):
        sommes[cellule] = sommes.get(cellule, 0) + cle
    return sommes
