"""The reading note of flows: whose consumption it is, where it is treated, and against what it is read.

Residents are those who consume and establishments those who produce: neither is said of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from components import francais
from components.formats import FINE, arrondir, cellule, mise, nombre
from components.lecture_carte import note_de_carte
from components.lecture_croisee import clauses_croisees
from components.lecture_mesures import RELATIVE, est_relative, nom_mesure
from components.lecture_parts import clauses_parts
from components.lecture_produits import noeud_choisi
from components.lecture_quand import quand
from components.lecture_taux import clauses_taux
from components.lecture_zones import filtres_dits
from data_layer.catalogue.schema import Flux, Lecture
from data_layer.result import Ligne, Resultat, Statut

_CLAUSES: Mapping[Flux, Callable[[Resultat], list[str]]] = {
    Flux.TAUX: clauses_taux,
    Flux.PARTS: clauses_parts,
    Flux.CROISEE: clauses_croisees,
}


def note_des_flux(resultat: Resultat) -> str:
    """Return « Lecture : en 2021, en MCO (…), les habitants du Centre-Val de Loire ont … »."""
    flux = resultat.selection.restitution.flux
    assert flux is not None
    if flux is Flux.CARTE:
        return note_de_carte(
            resultat, "" if resultat.selection.hors_activite else f"{activite(resultat)}, "
        )
    if not resultat.bloc.tetes:
        return f"Lecture{FINE}: aucune ligne ne répond à ces choix."
    selection = resultat.selection
    evolution = selection.lecture is not Lecture.TOTAL and flux is not Flux.PARTS
    clauses = _evolutions(resultat) if evolution else _CLAUSES[flux](resultat)
    moment = quand(selection) if evolution else f"en {selection.periode.fin}"
    texte = f"{FINE}; ".join(c for c in clauses if c)
    return f"Lecture{FINE}: {moment}, {activite(resultat)}, {texte}."


def activite(resultat: Resultat) -> str:
    """Return « en MCO (type de prise en charge : …) », « tous champs ensemble », « en HAD, pour « … » »."""
    selection = resultat.selection
    arbre, noeud = selection.restitution.classification, selection.noeud
    # Those of a map are about how it is drawn.
    filtres = "" if selection.restitution.flux is Flux.CARTE else filtres_dits(selection)
    if not noeud or arbre is None:
        return f"tous champs ensemble{filtres}"
    champ = next((f for f in arbre.familles if f.cle == arbre.famille_de(noeud)), None)
    ou = f"en {champ.libelle}" if champ else "tous champs ensemble"
    if champ is not None and champ.cle == noeud:
        return f"{ou}{filtres}"
    code = noeud.partition("-")[2]
    nom = noeud_choisi(resultat).removesuffix(f" ({code})")
    return f"{ou}{filtres}, pour {francais.cite(nom)}"


def _evolutions(resultat: Resultat) -> list[str]:
    """« le taux de recours standardisé a augmenté de 4,4 % pour les habitants de … »."""
    return [_evolution(resultat, tete) for tete in resultat.bloc.tetes]


def _evolution(resultat: Resultat, tete: Ligne) -> str:
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    lue, zone = tete.cellules[colonne.cle], resultat.zones[tete.groupe]
    quoi = nom_mesure(colonne)
    if lue.valeur is None:
        if lue.statut is Statut.MASQUE:
            return f"le secret statistique ne permet pas de montrer l'évolution pour {francais.sujet(zone)}"
        return f"l'évolution est sans objet pour {francais.sujet(zone)}"
    if arrondir(lue.valeur, mise(colonne).decimales).is_zero():
        return f"{quoi} n'a pas varié pour {francais.sujet(zone)}"
    sens = "augmenté" if lue.valeur > 0 else "diminué"
    texte = nombre(abs(lue.valeur), colonne, signe=False)
    unite = "" if mise(colonne).suffixe else f"{francais.NBSP}{colonne.unite}"
    reserve = "environ " if cellule(lue, colonne).startswith("≈") else ""
    unite += f" {RELATIVE}" if est_relative(colonne) else ""
    de_combien = francais.elide("de", reserve + texte + unite)
    return f"{quoi} a {sens} {de_combien} pour {francais.sujet(zone)}"
