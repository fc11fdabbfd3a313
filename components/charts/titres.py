"""What a figure is called: the measure and its reading first, then where and when."""

from __future__ import annotations

from components.formats import FINE
from components.pivot import entete_colonne
from data_layer.result import Colonne, Resultat

_PAR_NIVEAU = {
    "region": "par région",
    "departement": "par département",
    "tds": "par territoire de santé",
    "ght": "par GHT",
    "etablissement": "par établissement",
}


def titre_mesure(resultat: Resultat, colonne: Colonne, *, par: bool = True) -> str:
    """Return ``Séjours (hors séances) par département``, ``Durée moyenne de séjour (jours)…``.

    The label of an evolution says so itself, between commas.
    """
    detail = _par(resultat) if par else ""
    libelle = entete_colonne(colonne)
    if not detail:
        return libelle
    return f"{libelle}, {detail}" if colonne.signe else f"{libelle} {detail}"


def ou_quand(resultat: Resultat, periode: str | None = None) -> str:
    """Return ``Île-de-France et Hauts-de-France, 2024``, then the filters in force."""
    lieux = " et ".join(zone.libelle for zone in resultat.zones)
    moment = resultat.selection.periode.libelle if periode is None else periode
    return " · ".join(texte for texte in (f"{lieux}, {moment}", filtres(resultat)) if texte)


def filtres(resultat: Resultat) -> str:
    """Return the labels of the values kept by filters, in the order of the declaration."""
    textes = []
    for dimension in resultat.selection.restitution.filtres:
        gardees = resultat.selection.filtre(dimension.cle)
        noms = [v.libelle for v in dimension.valeurs if v.code in gardees]
        if noms:
            textes.append(f"{dimension.libelle}{FINE}: {', '.join(noms)}")
    return " · ".join(textes)


def _par(resultat: Resultat) -> str:
    bloc = resultat.bloc
    if bloc.nature == "zone":
        return _PAR_NIVEAU.get(bloc.niveau or "", "")
    dimension = resultat.selection.restitution.dimension(bloc.nature)
    return f"par {dimension.libelle.lower()}" if dimension else ""
