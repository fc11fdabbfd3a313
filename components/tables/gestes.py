"""What a visitor did in the grid, read from what the browser sends and trusted in nothing.

Both functions take a property of the component ``grille`` as a callback receives it.
"""

from __future__ import annotations

from components.tables.rangees import ACTIONS
from data_layer.selection import Selection


def action_demandee(donnees: object) -> tuple[str, str] | None:
    """Read ``cellRendererData``: (``prendre`` | ``comparer`` | ``detailler``, zone id), or None.

    The browser may send anything: the zone is still to be checked against the release.
    """
    valeur = donnees.get("value") if isinstance(donnees, dict) else None
    if not isinstance(valeur, dict):
        return None
    action, cible = valeur.get("action"), valeur.get("cible")
    if not isinstance(action, str) or not isinstance(cible, str) or action not in ACTIONS:
        return None
    return (action, cible) if 0 < len(cible) <= 80 else None


def tri_demande(donnees: object, selection: Selection) -> str | None:
    """Read ``eventData``: the value of ``tri`` that a click on a header asks for, or None.

    The default order gives ``""``, so that an address stays short.
    """
    data = donnees.get("data") if isinstance(donnees, dict) else None
    tri = data.get("tri") if isinstance(data, dict) else None
    if not isinstance(tri, str):
        return None
    connues = {"libelle", selection.meneuse, *selection.restitution.colonnes_de(selection.unite)}
    if tri.removeprefix("-") not in connues:
        return None
    return "" if tri == f"-{selection.meneuse}" else tri
