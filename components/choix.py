"""What the controls of the banner say of a selection, and what they make of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data_layer.catalogue.schema import Lecture
from data_layer.selection import LIBELLES_LECTURE, Contexte, Periode, Selection

CLES_ZONE = ("zone", "vs")


def valeurs(selection: Selection) -> Mapping[str, Any]:
    """The value of each control for a selection, by key."""
    communes: dict[str, Any] = {
        "zone": selection.zone,
        "vs": selection.vs[0] if selection.vs else None,
        "debut": selection.periode.debut if selection.periode.annees > 1 else None,
        "fin": selection.periode.fin,
        "rangees": selection.niveau if selection.par == "zone" else selection.par,
        "unite": selection.unite,
        "lecture": str(selection.lecture),
    }
    filtres = {d.cle: list(selection.filtre(d.cle)) for d in selection.restitution.filtres}
    return communes | filtres


def appliquer(selection: Selection, cle: str, valeur: Any, contexte: Contexte) -> Selection:
    """The selection after a control took a value; what the control cannot say changes nothing."""
    if cle in CLES_ZONE:
        return _zones(selection, cle, valeur, contexte)
    if cle in ("debut", "fin"):
        return _periode(selection, cle, valeur, contexte.etendue)
    if cle == "rangees":
        return _rangees(selection, valeur)
    if selection.restitution.dimension(cle):
        codes = valeur if isinstance(valeur, list) else []
        return selection.filtrer(cle, tuple(str(v) for v in codes))
    permises = {"unite": selection.restitution.unites, "lecture": tuple(LIBELLES_LECTURE)}
    # The types are kept: the reading is an enumeration, and only its text travels.
    if isinstance(valeur, str) and valeur in permises.get(cle, ()):
        return selection.avec(**{cle: Lecture(valeur) if cle == "lecture" else valeur})
    return selection


def _zones(selection: Selection, cle: str, valeur: Any, contexte: Contexte) -> Selection:
    connue = isinstance(valeur, str) and contexte.zones.get(valeur) is not None
    if cle == "vs":
        return selection.comparer(valeur if connue else None)
    return selection.prendre(valeur) if connue and valeur != selection.zone else selection


def _rangees(selection: Selection, valeur: Any) -> Selection:
    """What rows are: a level of zones, or a dimension."""
    if valeur in selection.restitution.niveaux:
        return selection.avec(par="zone", niveau=valeur)
    return selection.avec(par=valeur) if valeur in selection.restitution.natures else selection


def _periode(selection: Selection, cle: str, annee: Any, etendue: Periode) -> Selection:
    """``fin``: the year read; ``debut``: the first of the years added up to it, None for one year.

    A single year stays single when it moves; a run keeps its start while it can.
    """
    actuelle = selection.periode
    if annee is None and cle == "debut":
        return selection.avec(periode=Periode(actuelle.fin, actuelle.fin))
    if not isinstance(annee, int) or not etendue.debut <= annee <= etendue.fin:
        return selection
    if cle == "debut":
        return selection.avec(periode=Periode(annee, max(annee, actuelle.fin)))
    debut = annee if actuelle.annees == 1 else min(annee, actuelle.debut)
    return selection.avec(periode=Periode(debut, annee))
