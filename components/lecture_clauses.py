"""Clauses on the main lines, for the reading note."""

from __future__ import annotations

from collections.abc import Sequence

from components import francais
from components.formats import FINE, arrondir, mise, nombre, part
from data_layer.catalogue.schema import Format, Lecture, NatureMesure
from data_layer.result import Cellule, Colonne, Ligne, Resultat, Statut
from data_layer.selection.modele import Selection
from geodata.zones import Genre, Zone


def quand(selection: Selection) -> str:
    """Return « en 2024 », « de 2015 à 2024 », « entre 2023 et 2024 » under an evolution."""
    periode = selection.periode
    if selection.lecture is Lecture.TOTAL:
        return f"en {periode.debut}" if periode.annees == 1 else f"de {periode.libelle}"
    avant = periode.decaler(-1)
    if periode.annees == 1:
        return f"entre {avant.debut} et {periode.debut}"
    return f"de {periode.libelle}, par rapport à la période de {avant.libelle}"


def nom_mesure(colonne: Colonne) -> str:
    """Return « le nombre de séjours (hors séances) », « l'âge moyen »."""
    m = colonne.mesure
    if m.nature is NatureMesure.EFFECTIF and m.format is not Format.MONTANT:
        return francais.elide("le nombre de", francais.minuscule(m.libelle))
    return francais.avec_article(m.libelle)


def ecrit(cellule: Cellule, colonne: Colonne, *, signe: bool | None = None) -> str:
    """Return a shown value as a sentence says it: « au moins 1 234 », « environ 5,13 jours »."""
    assert cellule.valeur is not None
    valeur = cellule.valeur if signe is None else abs(cellule.valeur)
    texte = nombre(valeur, colonne, signe=signe)
    if not mise(colonne).suffixe:
        texte += f"{francais.NBSP}{_unite(colonne, valeur)}"
    reserve = {Statut.AU_MOINS: "au moins ", Statut.APPROCHE: "environ "}
    return reserve.get(cellule.statut, "") + texte


def _unite(colonne: Colonne, valeur: float) -> str:
    m = colonne.mesure
    if m.nature is NatureMesure.EFFECTIF and not colonne.signe:
        # The label says more than the unit (« séjours (hors séances) »); its first word agrees.
        premier, *suite = francais.minuscule(m.libelle).split(" ")
        return " ".join([francais.accorde(premier, valeur), *suite])
    return francais.accorde(colonne.unite, valeur)


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
    if colonne.mesure.nature is NatureMesure.MOYENNE:
        return f"{nom_mesure(colonne)} {verbe} pour {acteur}"
    return f"{nom_mesure(colonne)} {francais.contracte(acteur)} {verbe}"


def _total(colonne: Colonne, cellule: Cellule, acteur: str, zone: Zone) -> str:
    valeur = ecrit(cellule, colonne)
    if colonne.mesure.nature is NatureMesure.MOYENNE:
        return f"{nom_mesure(colonne)} est {francais.elide('de', valeur)} pour {acteur}"
    seul = zone.genre is Genre.ETABLISSEMENT
    if colonne.format is Format.MONTANT:
        verbe = "totalise" if seul else "totalisent"
        return f"{acteur} {verbe} {valeur} ({francais.minuscule(colonne.mesure.libelle)})"
    return f"{acteur} {'a' if seul else 'ont'} réalisé {valeur}"


def comparaison(resultat: Resultat, tetes: Sequence[Ligne]) -> str:
    """Return the clause of several main lines, all shown, in their order."""
    premiere, *autres = tetes
    if resultat.selection.lecture is Lecture.TOTAL:
        suite = [
            f"contre {_valeur_courte(resultat, t)} pour {_rappel(resultat, premiere, t)}"
            for t in autres
        ]
        return f"{constat(resultat, premiere)}, {' et '.join(suite)}"
    colonne, _, zone = _lus(resultat, premiere)
    valeurs = [f"{_de_valeur(resultat, premiere)} pour {qui(resultat, zone)}"]
    valeurs += [f"{_de_valeur(resultat, t)} pour {_rappel(resultat, premiere, t)}" for t in autres]
    mesure = francais.contracte(nom_mesure(colonne))
    return f"l'évolution {mesure} est {francais.enumere(valeurs)}"


def _valeur_courte(resultat: Resultat, tete: Ligne) -> str:
    """The value of a compared line: the unit of a count was just said."""
    colonne, cellule, _ = _lus(resultat, tete)
    if colonne.mesure.nature is NatureMesure.MOYENNE:
        return ecrit(cellule, colonne)
    reserve = "au moins " if cellule.statut is Statut.AU_MOINS else ""
    return reserve + nombre(cellule.valeur, colonne)


def _de_valeur(resultat: Resultat, tete: Ligne) -> str:
    colonne, cellule, _ = _lus(resultat, tete)
    return francais.elide("de", ecrit(cellule, colonne))


def aucune_valeur(resultat: Resultat, tete: Ligne) -> str:
    """Return the clause of a main line that shows nothing, by its status."""
    colonne, cellule, zone = _lus(resultat, tete)
    acteur, mesure = qui(resultat, zone), nom_mesure(colonne)
    if resultat.selection.lecture is not Lecture.TOTAL:
        mesure = f"l'évolution {francais.contracte(mesure)}"
    if cellule.statut is Statut.NON_TRANSMIS:
        verbe = "n'a" if zone.genre is Genre.ETABLISSEMENT else "n'ont"
        return f"{acteur} {verbe} pas transmis de quoi établir {mesure}"
    if cellule.statut is Statut.SANS_OBJET:
        return f"{mesure} est sans objet pour {acteur}"
    return f"le secret statistique ne permet pas de montrer {mesure} pour {acteur}"


def part_de_france(resultat: Resultat) -> str:
    """Return « , soit 12,3 % de la France » when the zone is one of the rows of all France."""
    for ligne in resultat.bloc.lignes():
        cellule = ligne.cellules[resultat.bloc.meneuse]
        if ligne.marque == 0 and len(resultat.zones) == 1 and cellule.part is not None:
            environ = "" if cellule.statut is Statut.OK else "environ "
            return f", soit {environ}{part(cellule.part, 1)} de la France"
    return ""


def qui(resultat: Resultat, zone: Zone) -> str:
    """Return whose figures these are: « les établissements de la Meuse », « « CH X » »."""
    filtres = _filtres(resultat.selection)
    if zone.genre is Genre.ETABLISSEMENT:
        return francais.cite(zone.libelle) + filtres
    return f"les établissements {_de(zone)}{filtres}"


def _rappel(resultat: Resultat, premiere: Ligne, tete: Ligne) -> str:
    zone = _lus(resultat, tete)[2]
    if Genre.ETABLISSEMENT in (zone.genre, _lus(resultat, premiere)[2].genre):
        return qui(resultat, zone)
    return f"ceux {_de(zone)}"


def _de(zone: Zone) -> str:
    return "de France" if zone.genre is Genre.FRANCE else francais.de(zone)


def _filtres(selection: Selection) -> str:
    """The filters in force, in parentheses: a sentence quoted alone must stay true."""
    dits = []
    for dimension in selection.restitution.filtres:
        codes = selection.filtre(dimension.cle)
        noms = [v.libelle for v in dimension.valeurs if v.code in codes]
        if noms:
            dits.append(f"{francais.minuscule(dimension.libelle)}{FINE}: {francais.enumere(noms)}")
    return f" ({f'{FINE}; '.join(dits)})" if dits else ""


def _lus(resultat: Resultat, tete: Ligne) -> tuple[Colonne, Cellule, Zone]:
    bloc = resultat.bloc
    return bloc.colonne(bloc.meneuse), tete.cellules[bloc.meneuse], resultat.zones[tete.groupe]
