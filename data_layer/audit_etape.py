"""The audit of one stage as served: what is told, how wide the rest stays, what is masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data_layer.audit_bornes import Bornes, Voisinage, borner
from data_layer.audit_releve import Logiques, Releve, nom
from data_layer.disclosure.gate import SEUIL
from data_layer.secret.axes import LIEU, PRODUIT
from data_layer.secret.source import AxeTemps

_EXEMPLES = 5
_GRAINE = 18171026


@dataclass(frozen=True, slots=True)
class Compte:
    """Cells of a level: how many, of 1 to 10, masked, and what they count in stays."""

    cellules: int = 0
    primaires: int = 0
    masquees: int = 0
    effectif: float = 0.0
    effectif_masque: float = 0.0

    def __add__(self, autre: Compte) -> Compte:
        return Compte(
            self.cellules + autre.cellules,
            self.primaires + autre.primaires,
            self.masquees + autre.masquees,
            self.effectif + autre.effectif,
            self.effectif_masque + autre.effectif_masque,
        )


@dataclass(frozen=True, slots=True)
class Constat:
    """What the audit of a stage of a year found.

    dites: cells of 1 to 10 that nothing proves hidden; montrees: those shown as they are. contredites:
    shown sets on which keys do not add up to 0, so that they prove nothing. exemples: some of the first two,
    in words. discordances: sets of rows that one group-by shows and another masks. recoupements: shown parts
    of a product that share 1 to 10 stays. niveaux: counts by (place, depth).
    """

    annee: int
    axe: AxeTemps
    etage: str
    dites: int
    montrees: int
    contredites: int
    exemples: tuple[str, ...]
    discordances: int
    recoupements: int
    bornes: tuple[Bornes, ...]
    niveaux: dict[tuple[str, str], Compte]


def constater(releve: Releve, annee: int, axe: AxeTemps, echantillon: int) -> Constat:
    """Audit a stage; ``echantillon``: how many masked cells of 1 to 10 are bounded by linear programs.

    None are on the axis whose counts are not answered.
    """
    s, masque = releve.composee.systeme, releve.masque
    sensibles = s.publie & (s.effectifs <= SEUIL)
    dits = _dits(releve, sensibles)
    montres = sensibles & ~masque
    voisinage = Voisinage(s, masque)
    hasard = np.random.default_rng([_GRAINE, annee, *axe.encode(), *releve.etage.cle.encode()])
    propres = np.zeros(len(s), dtype=bool)
    for g in releve.composee.propres:
        propres[s.cellules[g].ensembles] = True
    candidats = np.flatnonzero(sensibles & masque & propres & ~dits)
    choisis = hasard.permutation(candidats)[: echantillon if s.comptes_dits else 0]
    return Constat(
        annee,
        axe,
        releve.etage.cle,
        int(dits.sum()),
        int(montres.sum()),
        int((~masque & (releve.cles != 0)).sum()),
        _exemples(releve, dits | montres),
        _discordances(releve),
        _recoupements(releve),
        tuple(borner(voisinage, int(e)) for e in choisis),
        _niveaux(releve),
    )


def _dits(releve: Releve, sensibles: Logiques) -> Logiques:
    """Masked sets of 1 to 10 whose key is 0, as is that of any combination of what is shown (m).

    Keys of atoms that add up to 0 over all shown sets are a proof, whoever drew them and however: they do
    over each combination of these, so that a set over which they do not is none.
    """
    return np.asarray(sensibles & releve.masque & (releve.cles == 0))


def _exemples(releve: Releve, ensembles: Logiques) -> tuple[str, ...]:
    phrases = []
    s = releve.composee.systeme
    for g, cellules in s.cellules.items():
        if g in releve.statuts:
            ici = cellules.cles[ensembles[cellules.ensembles]].tolist()
            phrases += [f"{nom(g)}, cellule {code}" for code in ici[:_EXEMPLES]]
    return tuple(phrases[:_EXEMPLES])


def _discordances(releve: Releve) -> int:
    s = releve.composee.systeme
    montrees, cachees = np.zeros(len(s), dtype=bool), np.zeros(len(s), dtype=bool)
    for g, statuts in releve.statuts.items():
        ensembles = s.cellules[g].ensembles
        montrees[ensembles[statuts.montrees]] = True
        cachees[ensembles[~statuts.montrees]] = True
    return int((montrees & cachees).sum())


def _recoupements(releve: Releve) -> int:
    """Relations of shown sets under a shown parent that share 1 to 10 stays."""
    s = releve.composee.systeme
    if not len(s.parents) or not s.comptes_dits:
        return 0
    masques = np.add.reduceat(releve.masque[s.membres].astype(np.int64), s.debuts[:-1])
    visibles = (masques == 0) & ~releve.masque[s.parents]
    return int((visibles & (s.exces >= 1) & (s.exces <= SEUIL)).sum())


def _niveaux(releve: Releve) -> dict[tuple[str, str], Compte]:
    niveaux: dict[tuple[str, str], Compte] = {}
    for g in releve.composee.propres:
        statuts = releve.statuts[g]
        n, masquees = statuts.comptes, ~statuts.montrees
        compte = Compte(
            len(n),
            int((n <= SEUIL).sum()),
            int(masquees.sum()),
            float(n.sum()),
            float(n[masquees].sum()),
        )
        cle = (g[LIEU], g[PRODUIT])
        niveaux[cle] = niveaux.get(cle, Compte()) + compte
    return niveaux


def deductibles(constats: Sequence[Constat]) -> int:
    """Cells of 1 to 10 that are shown or not proved hidden, sets that void proofs, overlaps of 1 to 10."""
    return sum(c.dites + c.montrees + c.contredites + c.recoupements for c in constats)
