"""What a callback receives from outside, checked where it comes in."""

from __future__ import annotations

from typing import Any


class DemandeForgee(ValueError):
    """A call that no page of ours sends. ``str()`` is a French sentence for whoever sent it.

    It stands here, below callbacks and server: the ones raise it, the other answers 400.
    """


def texte_recu(valeur: Any, quoi: str) -> str:
    """A text that the browser sends, empty when it has none.

    Raises:
        DemandeForgee: it is anything else; ``quoi`` names it (« le chemin »).
    """
    if valeur is None:
        return ""
    if not isinstance(valeur, str):
        raise DemandeForgee(f"La demande n'est pas lisible : {quoi} n'est pas un texte.")
    return valeur
