"""The typed question that the engine understands, and its SQL.

A question has a *shape* (which columns, how many values per filter) and *values*. SQL is compiled once
per shape through sqlglot and cached; values are always bound, never written into the text. A reading
against the year before is the same question asked of another period: row groups are pruned by year, so
two narrow scans cost what one wide scan would, and the SQL stays readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp, select

from data_layer.catalogue.schema import Mesure, NatureMesure
from data_layer.selection.periode import Periode

Filtre = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Forme:
    """What the SQL text depends on.

    ``groupes``: columns; ``effectifs``: count columns; ``moyennes``: (column, weight column);
    ``filtres``: column and how many values it takes.
    """

    vue: str
    groupes: tuple[str, ...]
    effectifs: tuple[str, ...]
    moyennes: tuple[tuple[str, str], ...]
    filtres: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Sums of ``mesures`` by ``groupes`` over ``periode``, on the rows that pass ``filtres``."""

    vue: str
    groupes: tuple[str, ...]
    mesures: tuple[Mesure, ...]
    periode: Periode
    filtres: tuple[Filtre, ...] = ()

    @property
    def forme(self) -> Forme:
        effectifs = tuple(m.cle for m in self.mesures if m.nature is NatureMesure.EFFECTIF)
        moyennes = tuple((m.cle, m.poids) for m in self.mesures if m.poids)
        filtres = tuple((colonne, len(valeurs)) for colonne, valeurs in self.filtres)
        return Forme(self.vue, self.groupes, effectifs, moyennes, filtres)

    @property
    def sql(self) -> str:
        return compiler(self.forme)

    @property
    def parametres(self) -> tuple[object, ...]:
        """Values in the order of the placeholders of :func:`compiler`."""
        valeurs = [v for _, codes in self.filtres for v in codes]
        return (self.periode.debut, self.periode.fin, *valeurs)


def _nombre(nom: str, agregat: exp.Expr, condition: exp.Expr | None = None) -> exp.Expr:
    """An aggregate as a double (DuckDB sums integers as 128 bits, which numpy cannot hold)."""
    if condition is not None:
        agregat = exp.Filter(this=agregat, expression=exp.Where(this=condition))
    return exp.alias_(exp.cast(agregat, "DOUBLE"), nom)


def _effectif(m: str) -> list[exp.Expr]:
    """Public bounds of a count, and how many rows publish it, mask it, or never sent it."""
    statut, compte = exp.column(f"{m}_statut"), exp.Count(this=exp.Star())
    return [
        _nombre(f"{m}_bas", exp.Sum(this=exp.column(f"{m}_plancher"))),
        _nombre(f"{m}_haut", exp.Sum(this=exp.column(f"{m}_plafond"))),
        _nombre(f"{m}_publies", compte.copy(), statut.eq(0)),
        _nombre(f"{m}_masques", compte.copy(), statut.eq(1)),
        _nombre(f"{m}_absents", compte.copy(), statut.eq(2)),
    ]


def _moyenne(m: str, poids: str) -> list[exp.Expr]:
    connue = exp.column(m).is_(exp.Null()).not_()
    return [
        _nombre(f"{m}_produit", exp.Sum(this=exp.column(m) * exp.column(poids))),
        _nombre(f"{m}_poids", exp.Sum(this=exp.column(poids)), connue),
        _nombre(f"{m}_manquantes", exp.Count(this=exp.Star()), exp.column(m).is_(exp.Null())),
    ]


@lru_cache(maxsize=512)
def compiler(forme: Forme) -> str:
    """The DuckDB SQL of a shape, with ``?`` placeholders: period first, then filters."""
    groupes = [exp.column(g) for g in forme.groupes]
    colonnes: list[exp.Expr] = [*groupes]
    for m in forme.effectifs:
        colonnes += _effectif(m)
    for m, poids in forme.moyennes:
        colonnes += _moyenne(m, poids)
    # A period that the source leaves empty (NULL) is not known to be whole: month 0.
    mois = exp.func("COALESCE", exp.column("mois"), exp.Literal.number(0))
    colonnes.append(_nombre("mois_min", exp.Min(this=mois)))
    colonnes.append(_nombre("incomplets", exp.Count(this=exp.Star()), mois.copy() < 12))
    requete = select(*colonnes).from_(exp.table_(forme.vue, quoted=True))
    periode = exp.column("annee").between(exp.Placeholder(), exp.Placeholder())
    requete = requete.where(periode, copy=False)
    for colonne, nombre in forme.filtres:
        places = [exp.Placeholder() for _ in range(nombre)]
        requete = requete.where(exp.column(colonne).isin(*places), copy=False)
    return (requete.group_by(*groupes, copy=False) if groupes else requete).sql(dialect="duckdb")
