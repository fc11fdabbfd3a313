"""What the controls of the banner say of a selection, and what they make of it. Pure.

What they offer is in ``components.choix_offerts``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from data_layer.catalogue.schema import Dimension, Grain, Lecture
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_PERIMETRE,
    LIBELLES_POUR,
    Contexte,
    Periode,
    Selection,
    niveaux_lignes,
)

CLES_ZONE = ("zone", "vs")
# An address says these two by leaving their key out; a list needs a value to show.
BRUTES, VARIABLE = "brutes", "variable"
_ABSENTES = {"pour": (BRUTES, LIBELLES_POUR), "perimetre": (VARIABLE, LIBELLES_PERIMETRE)}


def valeurs(selection: Selection) -> Mapping[str, Any]:
    """The value of each control for a selection, by key; those not offered have theirs too."""
    par_niveau = selection.par in ("zone", "classification")
    communes: dict[str, Any] = {
        "zone": selection.zone,
        "vs": selection.vs[0] if selection.vs else None,
        **_valeurs_periode(selection),
        "rangees": selection.niveau if par_niveau else selection.par,
        "unite": selection.unite,
        "lecture": str(selection.lecture),
        "pour": selection.pour or BRUTES,
        "perimetre": selection.perimetre or VARIABLE,
    }
    return communes | {d.cle: _valeur_filtre(selection, d) for d in selection.restitution.filtres}


def _valeur_filtre(selection: Selection, dimension: Dimension) -> Any:
    """One code where the dimension has a default, a list elsewhere; of a slider, the rank of the code."""
    if not dimension.unique:
        return list(selection.filtre(dimension.cle))
    code = next(iter(selection.filtre_en_vigueur(dimension.cle)), dimension.defaut)
    return [v.code for v in dimension.valeurs].index(code or "") if dimension.curseur else code


def _valeurs_periode(selection: Selection) -> dict[str, Any]:
    periode = selection.periode
    if selection.restitution.grain is Grain.MOIS:
        premier, dernier = periode.bornes_mois
        return {"annee": periode.fin, "premier": premier, "dernier": dernier}
    return {"debut": periode.debut if periode.annees > 1 else None, "fin": periode.fin}


def appliquer(selection: Selection, cle: str, valeur: Any, contexte: Contexte) -> Selection:
    """The selection after a control took a value; what the control cannot say changes nothing."""
    par_mois = selection.restitution.grain is Grain.MOIS
    faire: Mapping[str, Callable[[], Selection]] = {
        **dict.fromkeys(CLES_ZONE, lambda: _zones(selection, cle, valeur, contexte)),
        **dict.fromkeys(
            _valeurs_periode(selection),
            lambda: (_mois if par_mois else _annees)(selection, cle, valeur, contexte),
        ),
        **dict.fromkeys(_ABSENTES, lambda: _absente(selection, cle, valeur)),
        "rangees": lambda: _rangees(selection, valeur),
        "unite": lambda: _unite(selection, valeur),
        "lecture": lambda: _lecture(selection, valeur),
    }
    return faire.get(cle, lambda: _filtre(selection, cle, valeur))()


def _unite(selection: Selection, valeur: Any) -> Selection:
    return selection.avec(unite=valeur) if _parmi(valeur, selection.offre.unites) else selection


def _lecture(selection: Selection, valeur: Any) -> Selection:
    # The type is kept: the reading is an enumeration, and only its text travels.
    permise = _parmi(valeur, LIBELLES_LECTURE)
    return selection.avec(lecture=Lecture(valeur)) if permise else selection


def _absente(selection: Selection, cle: str, valeur: Any) -> Selection:
    absente, permises = _ABSENTES[cle]
    if valeur == absente:
        return selection.avec(**{cle: ""})
    return selection.avec(**{cle: valeur}) if _parmi(valeur, permises) else selection


def _parmi(valeur: Any, permises: Any) -> bool:
    return isinstance(valeur, str) and valeur in permises


def _zones(selection: Selection, cle: str, valeur: Any, contexte: Contexte) -> Selection:
    connue = isinstance(valeur, str) and contexte.zones.get(valeur) is not None
    if cle == "vs":
        return selection.comparer(valeur if connue else None)
    return selection.prendre(valeur) if connue and valeur != selection.zone else selection


def _rangees(selection: Selection, valeur: Any) -> Selection:
    """What rows are: a level of zones, a level of the classification, or a dimension."""
    natures = selection.offre.natures
    if not isinstance(valeur, str):
        return selection
    if valeur in selection.restitution.niveaux:
        return selection.avec(par="zone", niveau=valeur)
    if "classification" in natures:
        produits = selection.avec(par="classification")
        if valeur in niveaux_lignes(produits):
            return selection.avec(par="classification", niveau=valeur)
    seules = [n for n in natures if n not in ("zone", "classification")]
    return selection.avec(par=valeur) if valeur in seules else selection


def _filtre(selection: Selection, cle: str, valeur: Any) -> Selection:
    """One value where the dimension has a default, any number elsewhere; none where it is not offered."""
    dimension = next((d for d in selection.offre.filtres if d.cle == cle), None)
    if dimension is None:
        return selection
    if not dimension.unique:
        codes = valeur if isinstance(valeur, list) else []
        return selection.filtrer(cle, tuple(str(v) for v in codes))
    if dimension.curseur:
        permis = _entier(valeur, 0, len(dimension.valeurs) - 1)
        return selection.filtrer(cle, (dimension.valeurs[valeur].code,)) if permis else selection
    return (
        selection.filtrer(cle, (valeur,))
        if _parmi(valeur, {v.code for v in dimension.valeurs})
        else selection
    )


def _entier(valeur: Any, premier: int, dernier: int) -> bool:
    return type(valeur) is int and premier <= valeur <= dernier


def _annees(selection: Selection, cle: str, annee: Any, contexte: Contexte) -> Selection:
    """``fin``: the year read; ``debut``: the first of the years added up to it, None for one year.

    A single year stays single when it moves; a run keeps its start while it can.
    """
    actuelle, etendue = selection.periode, contexte.etendue
    if annee is None and cle == "debut":
        return selection.avec(periode=Periode(actuelle.fin, actuelle.fin))
    if not _entier(annee, etendue.debut, etendue.fin):
        return selection
    if cle == "debut":
        return selection.avec(periode=Periode(annee, max(annee, actuelle.fin)))
    debut = annee if actuelle.annees == 1 else min(annee, actuelle.debut)
    return selection.avec(periode=Periode(debut, annee))


def _mois(selection: Selection, cle: str, valeur: Any, contexte: Contexte) -> Selection:
    """``annee`` keeps the months, as far as that year has them; an end moved past the other moves it."""
    actuelle, etendue = selection.periode, contexte.etendue
    premier, dernier = actuelle.bornes_mois
    if cle == "annee":
        if not _entier(valeur, etendue.debut, etendue.fin):
            return selection
        fini = contexte.mois_de(valeur)
        mois = (min(premier, fini), min(dernier, fini))
        return selection.avec(periode=Periode(valeur, valeur, mois))
    if not _entier(valeur, 1, contexte.mois_de(actuelle.fin)):
        return selection
    if cle == "premier":
        return selection.avec(periode=actuelle.avec_mois(valeur, max(valeur, dernier)))
    return selection.avec(periode=actuelle.avec_mois(min(premier, valeur), valeur))
