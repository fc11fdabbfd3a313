"""The address in the store ``adresse``: what it holds, and what a forged one becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

import dash
from dash import ClientsideFunction, Dash, Input, Output, no_update

import data_layer
from components.demandes import DemandeForgee
from components.ecran_erreur import ERREURS
from data_layer.selection import Selection

Donnees = dict[str, str | None]
ID_A_PEINDRE = "a-peindre"
"""The id of the store of the address to paint: that of ``adresse``, but when the screen shows it already."""
_ATTENDUE = (
    "L'adresse attendue est un objet {slug, requete, panneau}\u202f; reprenez depuis la page."
)


@dataclass(frozen=True, slots=True)
class Adresse:
    """What the store holds: where the page is. ``panneau`` is None on the whole page."""

    slug: str
    requete: str
    panneau: str | None

    @classmethod
    def lire(cls, donnees: Any) -> Adresse:
        """Read the store.

        Raises:
            DemandeForgee: it does not hold an address.
        """
        if not isinstance(donnees, dict):
            raise DemandeForgee(_ATTENDUE)
        champs = tuple(donnees.get(cle) for cle in ("slug", "requete", "panneau"))
        if not all(isinstance(c, str) for c in champs[:2]) or not isinstance(champs[2], str | None):
            raise DemandeForgee(_ATTENDUE)
        return cls(*champs)  # type: ignore[arg-type]

    def repondre(self) -> data_layer.Reponse:
        """The answer to this address; errors are those of the door."""
        return data_layer.repondre(self.slug, self.requete, self.panneau)


def lire(donnees: Any) -> Selection:
    """The selection that the page shows.

    Raises:
        DemandeForgee: the store does not hold an address. data_layer's own errors.
    """
    ici = Adresse.lire(donnees)
    return data_layer.lire(ici.slug, ici.requete, ici.panneau).selection


def ecrire(selection: Selection, mode: str = "push") -> Donnees:
    """What to store for a selection. ``mode``: ``push`` a new entry of history, or ``replace``."""
    return {
        "slug": selection.slug,
        "requete": data_layer.requete_de(selection),
        "panneau": selection.panneau,
        "mode": mode,
    }


def ou_redire(rappel: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a callback whose last argument is the store.

    When its data cannot be read (purged since the page was opened, forged), the screen is asked to
    paint the address again, which says why in its place.
    """

    @wraps(rappel)
    def garde(*recus: Any) -> Any:
        try:
            return rappel(*recus)
        except ERREURS:
            ici = Adresse.lire(recus[-1])
            dash.set_props("adresse", {"data": {**asdict(ici), "mode": "none"}})
            return no_update

    return garde


def brancher(app: Dash) -> None:
    """Register what ties the store to the address bar, and to what has to be painted."""
    cote_client: Any = app.clientside_callback
    cote_client(
        ClientsideFunction("portulan", "ecrireAdresse"),
        Output(ID_A_PEINDRE, "data"),
        Input("adresse", "data"),
    )
    cote_client(ClientsideFunction("portulan", "titrer"), Input("page", "children"))
