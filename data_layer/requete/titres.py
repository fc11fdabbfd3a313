"""Titles that repeat every choice in force, so that a result read alone still says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from data_layer.catalogue.schema import Format, Lecture, LigneZone, Vue
from data_layer.selection import LIBELLES_PERIMETRE, LIBELLES_POUR, Noeud, Noeuds, Selection
from geodata.zones import Genre, Zone

# Zones that are a set of establishments, not a ground.
_ENSEMBLES = {Genre.GHT: "GHT", Genre.PANIER: "panier"}
_PLURIELS = {
    "region": "par région",
    "departement": "par département",
    "tds": "par territoire de santé",
    "ght": "par GHT",
    "bv": "par bassin de vie",
    "pmsi": "par code géographique PMSI",
    "commune": "par commune",
    "etablissement": "par établissement",
    "site": "par établissement géographique",
}


def repartition(selection: Selection) -> str:
    """``par département``, ``par catégorie``, ``par sous-chapitre``…"""
    restitution = selection.restitution
    if (dimension := restitution.dimension(selection.par)) is not None:
        return f"par {dimension.libelle.lower()}"
    if (referentiel := restitution.referentiel(selection.par)) is not None:
        return referentiel.par
    arbre = restitution.classification
    niveau = arbre.niveau(selection.niveau) if arbre else None
    return niveau.par if niveau else _PLURIELS[selection.niveau]


def titre(selection: Selection, zones: tuple[Zone, ...], noeuds: Noeuds | None = None) -> str:
    """What, where, when: the heading of the page and of every file."""
    lieux = " et ".join(z.libelle for z in zones)
    noeud = noeuds.get(selection.noeud) if noeuds and selection.noeud else None
    quoi = noeud_dit(noeud) if noeud else selection.restitution.titre_resultat
    return f"{quoi}, {lieux}, {selection.periode.libelle}"


def noeud_dit(noeud: Noeud) -> str:
    """``Implants orthopédiques (030102)``; families have no code of the field."""
    return f"{noeud.libelle} ({noeud.code_court})" if noeud.code_court else noeud.libelle


def sous_titre(selection: Selection) -> str:
    """Every other choice in force: measure, breakdown, reading, filters; one that keeps all is none."""
    annees = selection.vue is Vue.ANNEES
    quoi = "avec les années précédentes" if annees else repartition(selection)
    morceaux = [selection.offre.mesure(selection.unite).libelle, quoi]
    if selection.rapportee:
        morceaux.append(LIBELLES_POUR[selection.pour].lower())
    if selection.lecture is not Lecture.TOTAL:
        morceaux.append(_evolution(selection))
    for dimension in selection.offre.filtres:
        codes = selection.filtre_en_vigueur(dimension.cle) if dimension.dite else ()
        noms = [dimension.sans_nom(v.libelle) for v in dimension.valeurs if v.code in codes]
        if noms:
            morceaux.append(f"{dimension.libelle.lower()} : {', '.join(noms)}")
    if selection.perimetre:
        morceaux.append(LIBELLES_PERIMETRE[selection.perimetre].lower())
    return " · ".join(morceaux)


def _evolution(selection: Selection) -> str:
    """``évolution en % par rapport à 2021-2022``; that of a percentage says it is no difference."""
    avant = selection.periode.decaler(-1).libelle
    if selection.periode.mois is None:
        avant = avant.replace(" à ", "-")
    if selection.lecture is Lecture.EVOL_VAL:
        comment = "en valeur"
    elif selection.offre.mesure(selection.unite).format is Format.POURCENT:
        comment = "en valeur relative (%)"
    else:
        comment = "en %"
    return f"évolution {comment} par rapport à {avant}"


def titre_bloc(selection: Selection, zones: tuple[Zone, ...]) -> str:
    """The name of the main block, as a table caption says it."""
    return f"{selection.offre.mesure(selection.unite).libelle} {repartition(selection)}"


def sens_ligne(selection: Selection, dans: Sequence[Zone] = ()) -> str:
    """The sentences that say what one row means. ``dans``: the zones that rows are listed under."""
    restitution = selection.restitution
    if selection.vue is Vue.ANNEES:
        return "Une ligne est une année ; ses chiffres sont ceux des mêmes mois de chaque année."
    if (dimension := restitution.dimension(selection.par)) is not None:
        return dimension.ligne
    if (referentiel := restitution.referentiel(selection.par)) is not None:
        return referentiel.ligne
    arbre = restitution.classification
    niveau = arbre.niveau(selection.niveau) if arbre else None
    if niveau is not None:
        return niveau.ligne
    ligne = next(x for x in restitution.lignes_zone if x.niveau == selection.niveau)
    dit = _sens_de_zone(ligne, [z.genre for z in dans])
    return f"{dit} {ligne.taux}" if selection.rapportee and ligne.taux else dit


def _sens_de_zone(ligne: LigneZone, genres: Sequence[Genre]) -> str:
    """Under a GHT or a basket, a row that is a ground counts their establishments alone."""
    ensembles = [_ENSEMBLES[g] for g in dict.fromkeys(genres) if g in _ENSEMBLES]
    if not ensembles or not ligne.partie:
        return ligne.sens
    if all(g in _ENSEMBLES for g in genres):
        return ligne.partie.format(ensemble=" ou ".join(f"du {e}" for e in ensembles))
    return (
        f"{ligne.sens} Sous le {ensembles[0]}, seuls comptent les établissements du {ensembles[0]}."
    )
