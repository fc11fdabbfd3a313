"""Counting persons: from the counts that a dataset publishes where they answer, else on the facts.

See :mod:`data_layer.faits.personnes` for what is counted once and for all: one zone of one level, one node, a
run of months, under one champ and one list; and :mod:`data_layer.faits.presences` for other filters.
"""

from __future__ import annotations

from data_layer.catalogue.schema import Personnes
from data_layer.faits.personnes import NIVEAUX
from data_layer.requete import faits
from data_layer.requete.faits import QuestionFaits

_NIVEAUX = tuple(niveau for niveau in NIVEAUX if niveau)
# Zones that always lie whole in one of another level. A territory does not have to: it may cut a
# département or cross the edge of a région; a GHT has only some establishments of its départements.
_DEDANS = {("departement", "region")} | {("finess", autour) for autour in _NIVEAUX}

Requete = tuple[str, list[object]]


def repondent(question: QuestionFaits, declarees: Personnes) -> bool:
    """Whether the published counts answer a question."""
    gardes = {colonne: set(valeurs) for colonne, valeurs in question.sur_fait}
    if gardes != {"champ": set(declarees.champ), "liste": set(declarees.liste)}:
        return False
    if question.etabs is not None or question.profondeur not in declarees.profondeurs:
        return False
    zone = _zone(question)
    if len(question.sur_etablissement) > (zone is not None):
        return False
    genre, _, niveau = question.groupe.partition(":")
    if genre == "zone":
        return zone is None or niveau == zone[0] or (niveau, zone[0]) in _DEDANS
    return question.groupe in ("noeud", "annee", "mois")


def sur_comptes(question: QuestionFaits, vue: str, etablissements: str) -> Requete:
    """The SQL over the published counts, and its values: columns ``a``, ``g`` and ``patients``."""
    genre, _, colonne = question.groupe.partition(":")
    zone = _zone(question)
    niveau, dans, codes = zone[0] if zone else "", "code = ?", [zone[1] if zone else ""]
    if genre == "zone":
        niveau, dans = colonne, "TRUE"
        if zone is None:
            codes = []
        else:
            dans = f'code IN (SELECT {colonne} FROM "{etablissements}" WHERE {zone[0]} = ?)'
    groupes = {
        "zone": "code",
        "noeud": "noeud",
        "annee": "annee",
        "mois": "annee::INTEGER * 100 + mois",
    }
    premier, dernier = question.mois
    # Months one by one are each a run of its own: whoever comes in it counts.
    valeurs: list[object] = [*question.annees, premier, dernier]
    nouveaux = "TRUE"
    if question.groupe != "mois":
        nouveaux = "avant < ?"
        valeurs.append(premier)
    sql = (
        f"SELECT annee AS a, {groupes[genre]} AS g, sum(patients)::DOUBLE AS patients "
        f'FROM "{vue}" WHERE annee IN ({_places(len(question.annees))}) AND mois BETWEEN ? AND ? '
        f"AND {nouveaux} AND niveau = ? AND profondeur = ? AND noeud BETWEEN ? AND ? AND {dans} "
        "GROUP BY a, g"
    )
    return sql, [*valeurs, niveau, question.profondeur, *question.noeuds, *codes]


def presences_repondent(question: QuestionFaits, declarees: Personnes | None) -> bool:
    """Whether persons counted by establishment answer a question: any filter, no crossing."""
    return (
        declarees is not None
        and question.croisement is None
        and question.profondeur in declarees.profondeurs
    )


def sur_presences(
    question: QuestionFaits, forme: faits.Forme, presences: str, plusieurs: str
) -> Requete:
    """The SQL over the persons of establishments, and its values: columns ``a``, ``g`` and ``patients``.

    Those who come to one place alone are summed; the others are counted distinct, unless each group is one
    place. ``forme``: that of the cube which answers the rest.
    """
    premier, dernier = question.mois
    par_mois, separees = question.groupe == "mois", _chacun_chez_soi(question)
    ou, suite = faits.conditions(forme), faits.valeurs(question)
    temps = f"f.annee IN ({_places(len(question.annees))}) AND f.profondeur = {question.profondeur}"
    groupe, jointures = faits.groupe(forme), faits.jointures(forme)
    sommes = (
        f"SELECT f.annee AS a, {groupe} AS g, sum(f.{'patients' if separees else 'seuls'}) AS n "
        f'FROM "{presences}" f {jointures} WHERE {temps} AND f.mois BETWEEN ? AND ? '
        f"{'' if par_mois else 'AND f.avant < ?'} AND {ou} GROUP BY a, g"
    )
    valeurs = [*question.annees, premier, dernier, *([] if par_mois else [premier]), *suite]
    if not separees:
        # One month at a time, whoever comes in it; else whoever comes in any of them.
        source = f'"{plusieurs}" f'
        if par_mois:
            source = (
                f'(SELECT f.*, m.mois FROM "{plusieurs}" f JOIN '
                f"(SELECT unnest(range({premier}, {dernier + 1})) AS mois) m "
                "ON f.venues >> (m.mois - 1)::SMALLINT & 1 = 1) f"
            )
        retenus = sum(1 << (mois - 1) for mois in range(premier, dernier + 1))
        sommes += (
            f" UNION ALL SELECT f.annee, {groupe} AS g, count(DISTINCT f.patient) "
            f"FROM {source} {jointures} WHERE {temps} AND f.venues & {retenus} <> 0 AND {ou} "
            "GROUP BY f.annee, g"
        )
        valeurs += [*question.annees, *suite]
    return f"SELECT a, g, sum(n)::DOUBLE AS patients FROM ({sommes}) GROUP BY a, g", valeurs


def _chacun_chez_soi(question: QuestionFaits) -> bool:
    """Whether each row of the answer is one establishment, under one champ and one list."""
    gardes = {colonne: len(gardees) for colonne, gardees in question.sur_fait}
    un_seul = any(c == "finess" and len(v) == 1 for c, v in question.sur_etablissement)
    return gardes == {"champ": 1, "liste": 1} and (un_seul or question.groupe == "zone:finess")


def sur_faits(question: QuestionFaits, forme: faits.Forme) -> Requete:
    """The SQL over the facts, and its values: columns ``a``, ``g`` and ``patients``."""
    groupe = "f.annee" if question.groupe == "annee" else faits.groupe(forme)
    sql = (
        f"SELECT f.annee AS a, {groupe} AS g, "
        f"count(DISTINCT f.patient)::DOUBLE AS patients "
        f'FROM "{forme.vue}" f {faits.jointures(forme)} '
        f"WHERE f.annee IN ({_places(len(question.annees))}) AND f.mois BETWEEN ? AND ? "
        f"AND {faits.conditions(forme)} GROUP BY a, g"
    )
    return sql, [*question.annees, *question.mois, *faits.valeurs(question)]


def _zone(question: QuestionFaits) -> tuple[str, str | int] | None:
    """The zone that a question stays in: the level and the code of its one condition."""
    for colonne, valeurs in question.sur_etablissement:
        if colonne in _NIVEAUX and len(valeurs) == 1:
            return colonne, valeurs[0]
    return None


def _places(nombre: int) -> str:
    return ", ".join("?" * nombre)
