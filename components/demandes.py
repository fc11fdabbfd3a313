"""What a callback receives from outside, checked where it comes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app

_CLE_ENREGISTREMENT = "portulan_enregistrement"


class DemandeForgee(ValueError):
    """A call that no page of ours sends. ``str()`` is a French sentence for whoever sent it.

    It stands here, below callbacks and server: the ones raise it, the other answers 400.
    """


class TropDeDemandes(Exception):
    """A client that saves too fast. ``str()`` says how long to wait, in French."""


def compter_les_enregistrements(serveur: Any, compter: Callable[[], bool]) -> None:
    """Say how the saves of the asking client are counted on a server: ``compter()`` counts one and
    tells whether it may go on. The server knows its limits; callbacks may not import it.
    """
    serveur.extensions[_CLE_ENREGISTREMENT] = compter


def demander_un_enregistrement() -> None:
    """Count a save for the client whose request runs.

    Raises:
        TropDeDemandes: it has made as many as it may.
    """
    compter = current_app.extensions.get(_CLE_ENREGISTREMENT)
    if compter is not None and not compter():
        raise TropDeDemandes(
            "Trop de paniers ont été enregistrés d'ici en une minute. Votre liste n'est pas perdue : "
            "patientez une minute, puis réessayez."
        )


def texte_recu(valeur: Any, quoi: str) -> str:
    """A text that the browser sends, empty when it has none.

    Raises:
        DemandeForgee: it is anything else; ``quoi`` names it (« le chemin »).
    """
    if valeur is None:
        return ""
    if not isinstance(valeur, str):
        raise DemandeForgee(f"La demande n'est pas lisible\u202f: {quoi} n'est pas un texte.")
    return valeur
