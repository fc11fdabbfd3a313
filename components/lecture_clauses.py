"""Clauses on the main lines, for the reading note."""

from __future__ import annotations

from collections.abc import Sequence

from components import francais
from components.formats import arrondir, mise, nombre, part
from components.lecture_mesures import ecrit, fait, nom_mesure, se_fait
from components.lecture_zones import au_complet, nationale, qui, rappel, total_dit
from data_layer.catalogue.schema import Lecture
from data_layer.result import Cellule, Colonne, Ligne, Resultat, Statut
from geodata.zones import Genre, Zone


def constat(resultat: Resultat, tete: Ligne) -> str:
    """Return the clause of one main line that is shown."""
    colonne, cellule, zone = _lus(resultat, tete)
    acteur = qui(resultat, zone)
    if resultat.selection.lecture is Lecture.TOTAL:
        return _total(colonne, cellule, acteur, zone)
    assert cellule.valeur is not None
    if arrondir(cellule.valeur, mise(colonne).decimales).is_zero():
        verbe = "n'a pas varié"
    else:
        sens = "augmenté" if cellule.valeur > 0 else "diminué"
        verbe = f"a {sens} {francais.elide('de', ecrit(cellule, colonne, signe=False))}"
    # « L'âge moyen des établissements » would be the age of the establishments.
    if not colonne.mesure.est_volume:
        return f"{nom_mesure(colonne)} {verbe} pour {acteur}"
    return f"{nom_mesure(colonne)} {francais.contracte(acteur)} {verbe}"


def _total(colonne: Colonne, cellule: Cellule, acteur: str, zone: Zone) -> str:
    valeur = ecrit(cellule, colonne)
    if not se_fait(colonne):
        return f"{nom_mesure(colonne)} est {francais.elide('de', valeur)} pour {acteur}"
    return f"{acteur} {fait(colonne, valeur, seul=zone.genre is Genre.ETABLISSEMENT)}"


def comparaison(resultat: Resultat, tetes: Sequence[Ligne]) -> str:
    """Return the clause of several main lines, all shown, in their order."""
    premiere, *autres = tetes
    if resultat.selection.lecture is Lecture.TOTAL:
        suite = [
            f"contre {_valeur_courte(resultat, t)} pour {_autre(resultat, premiere, t)}"
            for t in autres
        ]
        return f"{constat(resultat, premiere)}, {' et '.join(suite)}"
    colonne, _, zone = _lus(resultat, premiere)
    valeurs = [f"{_de_valeur(resultat, premiere)} pour {qui(resultat, zone)}"]
    valeurs += [f"{_de_valeur(resultat, t)} pour {_autre(resultat, premiere, t)}" for t in autres]
    mesure = francais.contracte(nom_mesure(colonne))
    return f"l'évolution {mesure} est {francais.enumere(valeurs)}"


def _valeur_courte(resultat: Resultat, tete: Ligne) -> str:
    """The value of a compared line: the unit of a count was just said."""
    colonne, cellule, _ = _lus(resultat, tete)
    if not se_fait(colonne):
        return ecrit(cellule, colonne)
    reserve = "au moins " if cellule.statut is Statut.AU_MOINS else ""
    return reserve + nombre(cellule.valeur, colonne)


def _de_valeur(resultat: Resultat, tete: Ligne) -> str:
    colonne, cellule, _ = _lus(resultat, tete)
    return francais.elide("de", ecrit(cellule, colonne))


def aucune_valeur(resultat: Resultat, tetes: Sequence[Ligne]) -> str:
    """Return the clause of main lines that show nothing, all with the same status."""
    premiere, *autres = tetes
    colonne, cellule, zone = _lus(resultat, premiere)
    acteurs = [qui(resultat, zone), *(_autre(resultat, premiere, t) for t in autres)]
    mesure, pour = nom_mesure(colonne), " et pour ".join(acteurs)
    total = resultat.selection.lecture is Lecture.TOTAL
    if not total:
        mesure = f"l'évolution {francais.contracte(mesure)}"
    if cellule.statut is Statut.NON_TRANSMIS:
        seul = zone.genre is Genre.ETABLISSEMENT and not autres
        verbe = "n'a" if seul else "n'ont"
        return f"{francais.enumere(acteurs)} {verbe} pas transmis de quoi établir {mesure}"
    if cellule.statut is Statut.SANS_OBJET:
        return f"{mesure} est sans objet pour {pour}"
    if total:
        return f"le secret statistique ne permet pas de montrer {mesure} pour {pour}"
    # What is known too roughly to be compared may be secret, or may not have been sent.
    pourquoi = "le secret statistique ou des données non transmises ne permettent pas"
    return f"{pourquoi} de montrer {mesure} pour {pour}"


def part_de_france(resultat: Resultat) -> str:
    """Return « , soit 12,3 % de la France » when the zone is one of the rows of all France."""
    if len(resultat.zones) > 1 or not nationale(resultat):
        return ""
    for ligne in resultat.bloc.lignes():
        cellule = ligne.cellules[resultat.bloc.meneuse]
        if ligne.marque == 0 and cellule.part:
            return f", soit {part_du_total(resultat, ligne)}"
    return ""


def part_du_total(resultat: Resultat, ligne: Ligne) -> str:
    """Return « environ 45,2 % du total », of a row that has a share; hedged beside a lower bound."""
    cellule = ligne.cellules[resultat.bloc.meneuse]
    assert cellule.part is not None
    exact = cellule.statut is Statut.OK and au_complet(resultat, ligne.groupe)
    return f"{_fraction(cellule.part, exact=exact)} {total_dit(resultat)}"


def _fraction(valeur: float, *, exact: bool) -> str:
    if 0 < valeur < 0.0005:
        return f"moins de {part(0.001, 1)}"
    return ("" if exact else "environ ") + part(valeur, 1)


def _autre(resultat: Resultat, premiere: Ligne, tete: Ligne) -> str:
    return rappel(resultat, _lus(resultat, premiere)[2], _lus(resultat, tete)[2])


def _lus(resultat: Resultat, tete: Ligne) -> tuple[Colonne, Cellule, Zone]:
    bloc = resultat.bloc
    return bloc.colonne(bloc.meneuse), tete.cellules[bloc.meneuse], resultat.zones[tete.groupe]
