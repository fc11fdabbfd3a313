"""Boxes of atoms, wherever they are looked for: what they start from, what they leave as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from data_layer.disclosure.lignes_d_atomes import Demande, Lignes
from data_layer.disclosure.treillis import Groupement
from data_layer.secret import recherche
from data_layer.secret.axes import LIEU, MOMENT, OFFRE, PRODUIT, SANS_CROISEMENT

from .deux_etages import ZONES, au_hasard

Entiers = NDArray[np.int64]
GRAINES = range(30)
GARDEES = 12


@dataclass(frozen=True, eq=False)
class Atomes:
    lignes: Lignes
    annuels: list[Groupement]

    def demande(self, groupement: int) -> Demande:
        """Every atom, to be hidden in its cell of a group-by; nothing is masked yet."""
        n = len(self.lignes)
        masque = np.zeros(len(self.lignes.systeme), dtype=bool)
        return Demande(np.arange(n), np.full(n, groupement), np.zeros(n, np.int64), masque)

    def sommes(self, boites: Entiers, g: Groupement) -> list[dict[int, int]]:
        """What each box adds to the cells of a group-by, published or not."""
        codes = self.lignes.treillis.cle(g, self.lignes.valeurs)[boites]
        signes = self.lignes.signes(boites.shape[1].bit_length() - 1).tolist()
        toutes = []
        for coins in codes.tolist():
            somme: dict[int, int] = {}
            for cellule, signe in zip(coins, signes, strict=True):
                somme[cellule] = somme.get(cellule, 0) + signe
            toutes.append(somme)
        return toutes

    def laisse(self, boites: Entiers, g: Groupement) -> bool:
        return not any(any(somme.values()) for somme in self.sommes(boites, g))

    def change(self, boites: Entiers, groupement: int) -> bool:
        """Whether each box changes the cell of its first corner."""
        g = self.lignes.groupements[groupement]
        premieres = self.lignes.treillis.cle(g, self.lignes.valeurs)[boites[:, 0]].tolist()
        return all(s[c] != 0 for s, c in zip(self.sommes(boites, g), premieres, strict=True))


def atomes(graine: int) -> Atomes:
    c = au_hasard(graine, "rares").composer(ZONES)
    annuels = [g for g in c.propres if g[MOMENT] == "annee"]
    return Atomes(recherche.lignes(c.treillis, c.fin, list(c.propres), c.systeme, annuels), annuels)


def _groupement(lieu: str, produit: str, temps: str) -> Groupement:
    return (lieu, produit, "champ", "liste", temps, SANS_CROISEMENT)


def _partent(qui: Entiers, boites: Entiers) -> bool:
    """Boxes start from the atom asked for, and their corners exist."""
    return bool((boites[:, 0] == qui).all() and (boites >= 0).all())


def test_boxes_along_two_axes_leave_what_does_not_see_both() -> None:
    vues = 0
    for graine in GRAINES:
        a = atomes(graine)
        partout = a.lignes.groupements.index(a.lignes.fin) if a.lignes.fin in a.annuels else 0
        d = a.demande(partout)
        voisins = [a.lignes.voisins_de((axe,), d, 10) for axe in (LIEU, PRODUIT)]
        qui, boites = a.lignes.assembler(d.atomes, voisins, GARDEES)
        assert _partent(qui, boites)
        assert a.laisse(boites, _groupement("france", "7", a.lignes.fin[MOMENT]))
        assert a.laisse(boites, _groupement("etablissement", "0", a.lignes.fin[MOMENT]))
        assert a.change(boites, partout)
        vues += len(qui)
    assert vues > 50


def test_months_of_their_own() -> None:
    """Over the year each product and each établissement keeps its total; the cell asked for does not."""
    vues = ailleurs = 0
    for graine in GRAINES:
        a = atomes(graine)
        libres = recherche.libres(a.lignes, a.annuels)
        if libres is None:
            continue
        mois = a.lignes.codes(MOMENT)
        for k in range(len(a.lignes.groupements)):
            for qui, boites in libres.boites(a.demande(k), GARDEES):
                assert (boites >= 0).all()
                cellules = a.lignes.cellules(k, np.stack([boites[:, 0], qui]))
                assert (cellules[0] == cellules[1]).all()  # perhaps from another month of it
                assert a.laisse(boites, _groupement("france", "7", "annee"))
                assert a.laisse(boites, _groupement("etablissement", "0", "annee"))
                assert a.change(boites, k)
                vues += len(qui)
                ailleurs += int((mois[boites] != mois[boites[:, :1]]).any(axis=1).sum())
    assert vues > 1_000
    assert ailleurs > 100  # in one month, none of these exists


def test_exchanges_of_two_months_leave_the_year() -> None:
    vues = 0
    for graine in GRAINES:
        a = atomes(graine)
        libres = recherche.libres(a.lignes, a.annuels)
        if libres is None:
            continue
        for k, g in enumerate(a.lignes.groupements):
            qui, boites = libres.echanger(a.demande(k), GARDEES)
            assert g[MOMENT] != "annee" or not len(qui)  # no month leaves its year
            assert _partent(qui, boites)
            assert a.laisse(boites, _groupement("etablissement", "7", "annee"))
            assert a.laisse(boites, _groupement("france", "0", a.lignes.fin[MOMENT]))
            assert a.change(boites, k)
            vues += len(qui)
    assert vues > 200


def test_losanges_leave_departements_and_kinds() -> None:
    vues = 0
    for graine in range(60):
        a = atomes(graine)
        if "etablissement" not in a.lignes.fin:
            continue
        k = a.lignes.groupements.index(
            next(g for g in a.annuels if g[:2] == ("etablissement", "7"))
        )
        for qui, boites in recherche.losanges(a.lignes).boites(a.demande(k), GARDEES):
            assert _partent(qui, boites)
            for niveau in ("departement", OFFRE):
                assert a.laisse(boites, _groupement(niveau, "7", a.lignes.fin[MOMENT]))
            assert a.change(boites, k)
            vues += len(qui)
    assert vues > 20


def test_neighbours_are_those_of_a_basket_each_once() -> None:
    for graine in GRAINES:
        a = atomes(graine)
        voisins = a.lignes.voisins
        for direction in voisins.paniers:
            qui, autres, loin = voisins.autour(direction, np.arange(len(a.lignes)))
            assert len(set(zip(qui.tolist(), autres.tolist(), strict=True))) == len(qui)
            assert (loin >= 1).all()
            for axe in range(a.lignes.axes):
                if axe not in direction:  # off the direction, what neighbours have is the same
                    codes = a.lignes.codes(axe)
                    assert (codes[qui] == codes[autres]).all()


@pytest.mark.parametrize("pleine", [False, True])
def test_what_shows_its_zeros_keeps_one_at_least(pleine: bool) -> None:
    """A group-by whose zeros are shown leaves its cells one; without any, a corner may lose all it has."""
    for graine in GRAINES:
        c = au_hasard(graine, "petits").composer(ZONES)
        annuels = [g for g in c.propres if g[MOMENT] == "annee"]
        lignes = recherche.lignes(
            c.treillis, c.fin, list(c.propres), c.systeme, annuels if pleine else []
        )
        if not pleine:
            assert (lignes.effectifs == lignes.entiers).all()
            continue
        for g in annuels:
            ensembles = c.systeme.cellules[g].trouver(c.treillis.cle(g, lignes.valeurs))
            assert (lignes.effectifs <= c.systeme.effectifs[ensembles] - 1).all()


def test_months_without_their_year_are_refused() -> None:
    a = next(a for a in map(atomes, GRAINES) if a.lignes.fin[MOMENT] != "annee")
    mensuel = next(g for g in a.lignes.groupements if g[MOMENT] != "annee")
    sans = [g for g in a.annuels if g[:2] != mensuel[:2]]
    with pytest.raises(ValueError, match="over the year too"):
        recherche.libres(a.lignes, sans)
