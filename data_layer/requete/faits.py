"""A question asked of a fact dataset, the cube that answers it, and its SQL.

Every count is a sum: the builder designates one row for each (stay, node), see ``data_layer.faits``. A
cube answers when it holds the depth, the places and the crossing of the question; what none holds is not
published, and facts only count persons under a crossing. SQL is compiled once per shape and cached; values
are always bound.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from data_layer.catalogue.schema import Cube
from data_layer.disclosure import BITS_BAS, PREMIER
from data_layer.disclosure.gate import SEUIL

_PEU = 100
Membres = Literal["annee", "partie"]
Filtre = tuple[str, tuple[str | int, ...]]
"""A column and the values kept."""


@dataclass(frozen=True, slots=True)
class QuestionFaits:
    """Sums by ``groupe`` over months of one or several years.

    groupe: ``zone:<column of etablissements>``, ``attribut:<same>``, ``noeud``, ``champ``, ``annee``,
    ``mois`` (year and month), or a crossing (``diagnostic``, ``ghm``, ``indication``). profondeur: depth
    at which stays are counted. noeuds: first and last number of the subtree. sur_fait, sur_etablissement:
    filters. liste: whether one list alone is kept. etabs: establishments kept, None for all. patients:
    whether persons are counted. bornes: between which establishments all of them are, when that is known;
    changes nothing but what is read.
    """

    groupe: str
    annees: tuple[int, ...]
    mois: tuple[int, int]
    profondeur: int
    noeuds: tuple[int, int]
    sur_fait: tuple[Filtre, ...] = ()
    sur_etablissement: tuple[Filtre, ...] = ()
    liste: bool = False
    etabs: tuple[int, ...] | None = None
    patients: bool = False
    bornes: tuple[int, int] | None = None

    @property
    def croisement(self) -> str | None:
        return self.groupe if self.groupe in ("diagnostic", "ghm", "indication") else None


@dataclass(frozen=True, slots=True)
class Forme:
    """What the SQL text depends on. ``cube``: None when persons are counted on the facts."""

    vue: str
    etablissements: str
    arbre: str
    cube: Cube | None
    groupe: str
    profondeur: int
    annees: int
    sur_fait: tuple[tuple[str, int], ...]
    sur_etablissement: tuple[tuple[str, int], ...]
    suffixe: str
    avec_etabs: bool
    avec_bornes: bool = False
    cles: tuple[tuple[int, str], ...] = ()
    """Year -> the stage whose keys say what may be shown; none on facts, which no question is shown from."""
    membres: Membres | None = None
    """Whether rows add up what each establishment shows, over whole years or parts of them."""


def cube_pour(
    question: QuestionFaits, famille: Sequence[Cube], du_lieu: Collection[str]
) -> Cube | None:
    """The published cube that answers a question, persons apart; None when nothing published does.

    ``du_lieu``: what is known of the places of cubes that do not tell establishments.
    """
    colonnes = {colonne for colonne, _ in question.sur_etablissement}
    genre, _, colonne = question.groupe.partition(":")
    if genre in ("zone", "attribut"):
        colonnes.add(colonne)
    au_lieu = question.etabs is None and colonnes <= set(du_lieu)
    for cube in famille:
        if cube.croisement != question.croisement:
            continue
        # An indication belongs to one product: counted by product, it is counted at every depth.
        if cube.profondeur != question.profondeur and cube.croisement != "indication":
            continue
        if cube.lieu == "etab" or au_lieu:
            return cube
    return None


def etroite(question: QuestionFaits) -> bool:
    """Whether a question stays in one place smaller than a région, or in few establishments."""
    if question.etabs is not None:
        return len(question.etabs) <= _PEU
    return lieu_etroit(question) is not None


def lieu_etroit(question: QuestionFaits) -> tuple[str, str | int] | None:
    """The column and the code of the place smaller than a région that a question stays in."""
    for colonne, gardees in question.sur_etablissement:
        if colonne in ("departement", "tds", "ght", "finess") and len(gardees) == 1:
            return colonne, gardees[0]
    return None


def annees_lues(question: QuestionFaits) -> frozenset[int]:
    """Years of discharge that a question reads: what is administered in December may leave in January."""
    suivantes = question.mois[1] == 12
    return frozenset(a + n for a in question.annees for n in ((0, 1) if suivantes else (0,)))


def suffixe(question: QuestionFaits) -> str:
    """Which designation counts stays: of an indication, of one list, or of all."""
    if question.groupe == "indication":
        return "_i"
    return "_l" if question.liste else ""


def parametres(question: QuestionFaits, membres: Membres | None) -> list[object]:
    """Values in the order of the placeholders of :func:`compiler`."""
    premier, dernier = question.mois
    suite = [premier, *question.annees, premier, dernier, *valeurs(question)]
    return [*suite, *question.annees, *valeurs(question)] if membres == "partie" else suite


def valeurs(question: QuestionFaits) -> list[object]:
    """Values in the order of the placeholders of :func:`conditions`."""
    suite: list[object] = [*question.noeuds]
    for _, gardees in (*question.sur_fait, *question.sur_etablissement):
        suite += gardees
    if question.etabs is not None:
        suite.append(list(question.etabs))
    return [*suite, *(question.bornes or ())]


@lru_cache(maxsize=512)
def compiler(forme: Forme) -> str:
    """The DuckDB SQL of a shape: year ``a``, group ``g``, sums, protecting counts and keys, as doubles."""
    s = forme.suffixe
    sommes = _sommes(f"f.sejours{s}", f"f.nombre{s}", _present(forme)) + _cles(forme)
    temps = f"f.annee IN ({_places(forme.annees)}) AND f.mois BETWEEN ? AND ?"
    etab = ", f.etab" if forme.membres else ""
    texte = (
        f'SELECT f.annee AS a, {groupe(forme)} AS g{etab}, {sommes} FROM "{forme.vue}" f '
        f"{jointures(forme)} WHERE {temps} AND {conditions(forme)} GROUP BY a, g{etab}"
    )
    return _des_membres(forme, texte) if forme.membres else texte


def _des_membres(forme: Forme, texte: str) -> str:
    """Sums over the members that are shown, how many these are and how many are not, on each axis of time.

    In a part of a year what is empty is masked too: members are those of the year.
    """
    partie = forme.membres == "partie"
    montres = {}
    for axe, compte in (("s", "sejours_distincts"), ("a", "sejours_administration")):
        nul = f"cle_{axe}_haute = 0 AND cle_{axe}_basse = 0 AND {compte} > {SEUIL}"
        montres[axe] = f"({nul})" if partie else f"({compte} = 0 OR {nul})"
    sommes = [
        f"coalesce(sum({nom}) FILTER (WHERE {montres[axe]}), 0)::DOUBLE AS {nom}"
        for nom, axe in (*((n, "s") for n in _DE_SORTIE), *((n, "a") for n in _D_ADMINISTRATION))
    ]
    membres = "any_value(p.membres)" if partie else "count(*)"
    for axe, montre in montres.items():
        vus = f"count(*) FILTER (WHERE {montre})"
        sommes += [
            f"{vus}::DOUBLE AS montres_{axe}",
            f"({membres} - {vus})::DOUBLE AS masques_{axe}",
        ]
    presents = ""
    if partie:
        g = "NULL" if forme.groupe == "mois" else groupe(forme)
        presents = (
            f"JOIN (SELECT f.annee AS a, {g} AS g, count(DISTINCT f.etab) AS membres "
            f'FROM "{forme.vue}" f {jointures(forme)} WHERE f.annee IN ({_places(forme.annees)}) '
            f"AND {conditions(forme)} GROUP BY a, g) p ON m.a = p.a"
            f"{'' if forme.groupe == 'mois' else ' AND m.g IS NOT DISTINCT FROM p.g'}"
        )
    return f"SELECT m.a, m.g, {', '.join(sommes)} FROM ({texte}) m {presents} GROUP BY m.a, m.g"


def _present(forme: Forme) -> str:
    """What a row says of days of a run: those of its first month, then who was not there before in the year.

    Months asked one by one are each a run of its own, the first one of which is not asked.
    """
    s = forme.suffixe
    if forme.groupe == "mois":
        return f"CASE WHEN ? > 0 THEN f.adm{s} END"
    return f"CASE WHEN f.mois = ? THEN f.adm{s} ELSE f.deb{s} END"


_DE_SORTIE = ("sejours", "sejours_distincts", "montant", "ecart")
_D_ADMINISTRATION = ("consommation", "sejours_administration")


def _sommes(sejours: str, nombre: str, present: str) -> str:
    termes = {
        "sejours": sejours,
        "sejours_distincts": nombre,
        "montant": "f.montant",
        "ecart": "f.ecart",
        "consommation": "f.unites",
        "sejours_administration": present,
    }
    return ", ".join(f"coalesce(sum({t}), 0)::DOUBLE AS {nom}" for nom, t in termes.items())


def _cles(forme: Forme) -> str:
    """The two parts of the sum of keys of each group, on both axes of time."""
    textes = []
    for axe in ("s", "a") if forme.cles else ():
        des_etages = dict.fromkeys(etage for _, etage in forme.cles)
        if len(des_etages) == 1:
            cle = f"f.cle_{next(iter(des_etages))}_{axe}"
        else:
            cas = " ".join(f"WHEN {annee} THEN f.cle_{etage}_{axe}" for annee, etage in forme.cles)
            cle = f"CASE f.annee {cas} END"
        # A sum without rows is that of nothing: 0.
        reste = f"coalesce(sum({cle}) % {PREMIER}, 0)::BIGINT"
        textes.append(f", ({reste} >> {BITS_BAS})::DOUBLE AS cle_{axe}_haute")
        textes.append(f", ({reste} & {(1 << BITS_BAS) - 1})::DOUBLE AS cle_{axe}_basse")
    return "".join(textes)


def groupe(forme: Forme) -> str:
    """What rows are grouped by: the column ``g``."""
    genre, _, colonne = forme.groupe.partition(":")
    if genre in ("zone", "attribut"):
        return f"e.{colonne}"
    if genre == "noeud" and forme.cube is None:
        return "h.ancetre"
    if genre == "mois":
        return "f.annee::INTEGER * 100 + f.mois"
    return f"f.{genre}"


def _lie(forme: Forme) -> bool:
    """Whether establishments are needed beside the facts."""
    return bool(forme.sur_etablissement) or forme.groupe.startswith(("zone:", "attribut:"))


def jointures(forme: Forme) -> str:
    """What is read beside the rows: their establishments or places, the ancestors of their nodes."""
    lieu = forme.cube.lieu if forme.cube else "etab"
    textes = []
    if _lie(forme):
        textes.append(f'JOIN "{forme.etablissements}" e ON f.{lieu} = e.{lieu}')
    if forme.groupe == "noeud" and forme.cube is None:
        textes.append(
            f'JOIN (SELECT b.noeud AS feuille, h.noeud AS ancetre FROM "{forme.arbre}" b '
            f'JOIN "{forme.arbre}" h ON b.noeud BETWEEN h.noeud AND h.fin '
            f"WHERE h.profondeur = {forme.profondeur}) h ON f.noeud = h.feuille"
        )
    return " ".join(textes)


def conditions(forme: Forme) -> str:
    """What rows must be, their moment apart."""
    textes = ["f.noeud BETWEEN ? AND ?"]
    textes += [f"f.{c} IN ({_places(n)})" for c, n in forme.sur_fait]
    textes += [f"e.{c} IN ({_places(n)})" for c, n in forme.sur_etablissement]
    if forme.avec_etabs:
        textes.append("f.etab IN (SELECT unnest(?::SMALLINT[]))")
    if forme.avec_bornes:
        textes.append("f.etab BETWEEN ? AND ?")
    return " AND ".join(textes)


def _places(nombre: int) -> str:
    return ", ".join("?" * nombre)
