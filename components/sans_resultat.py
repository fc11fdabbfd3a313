"""What a page says when its choices give nothing to show, or a main line that is masked.

Decided on statuses only: what a masked cell holds is unknown here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from dash.development.base_component import Component

from components import etats, francais
from components.adresses import adresse
from components.etat import Issue
from components.lecture_clauses import aucune_valeur
from components.lecture_quand import quand
from components.lecture_zones import filtres_dits
from components.refus import lignes_absentes
from data_layer.catalogue.schema import Lecture
from data_layer.result import STATUTS, Resultat, Statut
from data_layer.selection import Contexte, Periode, Selection
from geodata.zones import Genre


def sans_resultat(resultat: Resultat, contexte: Contexte) -> Component | None:
    """Return the state that stands for the whole view, None when there is something to show."""
    # A refusal says why there is no row, and what to choose.
    if not _rien(resultat) or lignes_absentes(resultat):
        return None
    selection = resultat.selection
    trop_tot = selection.periode.debut <= contexte.etendue.debut
    evolution = selection.lecture is not Lecture.TOTAL
    if not evolution or (not len(resultat.bloc) and not trop_tot):
        return etats.vide(_aucun(resultat), list(_elargir(selection, contexte)))
    pourquoi = _sans_evolution(resultat, contexte)
    return etats.vide(pourquoi, list(_autres_lectures(selection, contexte)))


def avis_masque(resultat: Resultat, contexte: Contexte) -> Component | None:
    """Return the notice for main lines that are all masked: why, and what can be asked instead."""
    bloc, selection = resultat.bloc, resultat.selection
    if {t.cellules[bloc.meneuse].statut for t in bloc.tetes} != {Statut.MASQUE}:
        return None
    dit = aucune_valeur(resultat, bloc.tetes)
    texte = (
        f"{dit[:1].upper()}{dit[1:]}\u202f: un effectif de 1 à 10, ou ce qui permettrait d'en "
        f"déduire un, n'est jamais montré. Demandez {_remede(selection)}."
    )
    issues = []
    longue = _plus_longue(selection.periode, contexte)
    if selection.periode != longue and selection.restitution.cumul:
        # The whole span has no year before it: its evolution would have no meaning.
        totale = selection.avec(periode=longue, lecture=Lecture.TOTAL)
        issues.append(Issue(f"Total de {longue.libelle}", adresse(totale)))
    issues.extend(_au_dessus(selection, contexte))
    return etats.notice("Valeur masquée", texte, choix=issues)


def _remede(selection: Selection) -> str:
    cumul = selection.restitution.cumul
    return "une période plus longue ou une zone plus grande" if cumul else "une zone plus grande"


def _rien(resultat: Resultat) -> bool:
    """Whether the leading measure says nothing: in no row, and in main lines nothing but zeros."""
    bloc = resultat.bloc
    lignes = {STATUTS[s] for s in bloc.cellules[bloc.meneuse].statuts} if len(bloc) else set()
    tetes = [t.cellules[bloc.meneuse] for t in bloc.tetes]
    nulles = all(c.statut is Statut.SANS_OBJET or (not len(bloc) and c.valeur == 0) for c in tetes)
    return bloc.nature != "annee" and nulles and lignes <= {Statut.SANS_OBJET}


def _aucun(resultat: Resultat) -> str:
    selection, zones = resultat.selection, resultat.zones
    filtres, date = filtres_dits(selection), quand(selection)
    if all(z.genre is Genre.ETABLISSEMENT for z in zones):
        noms = francais.enumere([francais.cite(z.libelle) for z in zones])
        return f"Aucune activité connue de {noms} {date}{filtres}."
    lieux = " ni ".join(francais.lieu(z) for z in zones)
    flux = selection.restitution.flux is not None
    quoi = "Aucune prise en charge connue" if flux else "Aucun établissement"
    return f"{quoi} {lieux} {date}{filtres}."


def _sans_evolution(resultat: Resultat, contexte: Contexte) -> str:
    selection, debut = resultat.selection, contexte.etendue.debut
    if selection.periode.debut <= debut:
        return (
            f"Pas d'évolution pour {selection.periode.libelle}\u202f: "
            f"les données commencent en {debut}."
        )
    avant = selection.periode.decaler(-1).libelle
    return (
        f"Pas d'évolution pour {selection.periode.libelle}\u202f: rien à quoi comparer en {avant}"
        f"{filtres_dits(selection)}."
    )


def _autres_lectures(selection: Selection, contexte: Contexte) -> Iterator[Issue]:
    """The nearest period that has a year before it, then the total of the same period."""
    premiere = contexte.etendue.debut + 1
    if selection.periode.debut < premiere <= contexte.etendue.fin:
        mois = selection.periode.mois
        fin = premiere if mois else max(premiere, selection.periode.fin)
        periode = Periode(premiere, fin, mois)
        proche = selection.avec(periode=periode)
        yield Issue(f"Évolution de {periode.libelle}", adresse(proche))
    total = selection.avec(lecture=Lecture.TOTAL)
    yield Issue(f"Total de {selection.periode.libelle}", adresse(total))


def _elargir(selection: Selection, contexte: Contexte) -> Iterator[Issue]:
    """The same without its filters, the product or the zone around with them, else a longer period."""
    if selection.filtres:
        tout = selection.avec(filtres=())
        noms = [d.tous for d in selection.offre.filtres if selection.filtre(d.cle)]
        libelle = francais.enumere(noms)
        yield Issue(libelle[:1].upper() + libelle[1:], adresse(tout))
    yield from _produit_au_dessus(selection, contexte)
    yield from _au_dessus(selection, contexte)
    # Filters may be what no year answers: other years are offered without them only.
    longue = _plus_longue(selection.periode, contexte)
    if not selection.filtres and selection.periode != longue and selection.restitution.cumul:
        yield Issue(f"Période {longue.libelle}", adresse(selection.avec(periode=longue)))


def _plus_longue(periode: Periode, contexte: Contexte) -> Periode:
    """All the years of the data, or all the months of the year."""
    if periode.mois is None:
        return contexte.etendue
    return periode.avec_mois(1, contexte.mois_de(periode.fin))


def _produit_au_dessus(selection: Selection, contexte: Contexte) -> Iterator[Issue]:
    """The node that holds the one chosen."""
    chemin = contexte.noeuds.chemin(selection.noeud) if contexte.noeuds else ()
    if len(chemin) > 1:
        yield Issue(chemin[-2].libelle, adresse(selection.choisir_noeud(chemin[-2].code)))


def _au_dessus(selection: Selection, contexte: Contexte) -> Iterator[Issue]:
    """The zone that holds the main one, with the same choices."""
    zone = contexte.zones.get(selection.zone) if selection.zone else None
    parent = contexte.zones.get(zone.parents[0]) if zone and zone.parents else None
    if parent is not None:
        yield Issue(parent.libelle, adresse(selection.avec(zone=parent.id)))
