"""What may be asked under a node of the classification and a champ: nothing else is offered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from data_layer.catalogue.schema import RACINE, Dimension, Mesure, Restitution, Valeur
from geodata.codes import population_anterieure


@dataclass(frozen=True, slots=True)
class Offre:
    """Measures in the words of the place, and the filters and breakdowns that mean something.

    ``famille``: code of depth 1 of the classification, or ``tout``. ``filtres`` keep only the values
    that are offered, and are left out when one value alone remains.
    """

    famille: str
    champ: str
    mesures: tuple[Mesure, ...]
    unites: tuple[str, ...]
    filtres: tuple[Dimension, ...]
    natures: tuple[str, ...]

    def mesure(self, cle: str) -> Mesure:
        return next(m for m in self.mesures if m.cle == cle)

    def colonnes(self, restitution: Restitution, unite: str) -> tuple[Mesure, ...]:
        """The measures shown beside a leading one, those offered here."""
        cles = restitution.colonnes_de(unite)
        offertes = {m.cle: m for m in self.mesures}
        return tuple(offertes[c] for c in cles if c in offertes)

    def permis(self, cle: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        """Among the values chosen on a dimension, those still offered."""
        dimension = next((d for d in self.filtres if d.cle == cle), None)
        if dimension is None:
            return ()
        offerts = {v.code for v in dimension.valeurs}
        return tuple(c for c in codes if c in offerts)


def offre(restitution: Restitution, noeud: str, champ: tuple[str, ...]) -> Offre:
    """What a restitution offers under a node and the champ chosen (its default when none is)."""
    arbre = restitution.classification
    famille = arbre.famille_de(noeud) if arbre else RACINE
    dimension = restitution.menante
    choisi = champ[0] if champ else (dimension.defaut or "" if dimension else "")
    profondeur = arbre.profondeur_de(noeud) if arbre else 0
    divisible = bool(arbre and arbre.niveaux_sous(noeud))
    return _offre(restitution, famille, choisi, profondeur, divisible, acquis(restitution))


def acquis(restitution: Restitution) -> frozenset[str]:
    """What is there of what values of a restitution may ask for (``Valeur.exige``)."""
    voulus = {v.exige for d in restitution.filtres for v in d.valeurs if v.exige}
    return frozenset(v for v in voulus if v == "population-anterieure" and population_anterieure())


def presentes(restitution: Restitution, dimension: Dimension) -> tuple[Valeur, ...]:
    """The values of a dimension that may be asked somewhere: what they ask for is there."""
    presents = acquis(restitution)
    return tuple(v for v in dimension.valeurs if not v.exige or v.exige in presents)


@lru_cache(maxsize=256)
def _offre(
    restitution: Restitution,
    famille: str,
    champ: str,
    profondeur: int,
    divisible: bool,
    presents: frozenset[str],
) -> Offre:
    mesures = tuple(
        m.dans(famille, champ)
        for m in restitution.mesures
        if m.quand.vaut(famille, champ) and (m.jusqu_a is None or profondeur <= m.jusqu_a)
    )
    cles = {m.cle for m in mesures}
    filtres = tuple(
        d
        for dimension in restitution.filtres
        if dimension.quand.vaut(famille, champ)
        and len((d := _reduite(dimension, famille, presents)).valeurs) > 1
    )
    exclues = {r.cle for r in restitution.referentiels if not r.quand.vaut(famille, champ)}
    if not divisible:
        exclues.add("classification")
    return Offre(
        famille,
        champ,
        mesures,
        tuple(u for u in restitution.unites if u in cles),
        filtres,
        tuple(n for n in restitution.natures if n not in exclues),
    )


def _reduite(dimension: Dimension, famille: str, presents: frozenset[str]) -> Dimension:
    """The dimension with the values offered under a family, what they ask for being there."""
    valeurs = tuple(
        v
        for v in dimension.valeurs
        if v.quand.vaut(famille, "") and (not v.exige or v.exige in presents)
    )
    if len(valeurs) == len(dimension.valeurs):
        return dimension
    return dimension.model_copy(update={"valeurs": valeurs})
