"""What an answer puts on the screen, and what a callback that paints has to be told of the page.

A callback that paints has :func:`sorties` among its outputs and :data:`PAGE` among its states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import ALL, Output, State, no_update

from callbacks import carte, figures, reglage, tableau
from callbacks.adresse import Adresse
from components.ecran import INERTES, parties, resume
from components.ecran_erreur import ERREURS, etat_de
from components.inerte import ID_SUITE, detacher, suite
from data_layer import Reponse

_SORTIES = (
    (ID_SUITE, "value"),
    ("partie-vue", "children"),
    ("bandeau-resume", "children"),
    ("echanger", "disabled"),
)
_CONTROLES = {"type": ALL, "cle": ALL}
PAGE = [State(_CONTROLES, "id"), State(_CONTROLES, "value"), State(_CONTROLES, "aria-pressed")]


def sorties(*, seconde: bool = False) -> list[Output]:
    """Return what a painting callback writes; all such callbacks but one are ``seconde``."""
    return [Output(ident, propriete, allow_duplicate=seconde) for ident, propriete in _SORTIES]


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser says of the page, as it came in :data:`PAGE`; nothing in it is trusted."""

    ids: Any
    valeurs: Any
    presses: Any


def peindre(ici: Adresse, page: Page) -> list[Any]:
    """Return the values of :func:`sorties` for an address, and set the controls that follow it."""
    try:
        reponse = ici.repondre()
    except ERREURS as erreur:
        return [
            suite({}),
            etat_de(erreur, ici.slug, ici.requete, ici.panneau),
            no_update,
            no_update,
        ]
    selection = reponse.lu.selection
    reglage.regler(selection, reponse.contexte, reglage.montrees(page.ids, page.valeurs))
    resultat = reponse.resultat
    reste = carte.retoucher(resultat, page.ids, page.presses) or tableau.retoucher(
        resultat, page.ids
    )
    contenu = parties(reponse, reponse.contexte, sauf=("vue",) if reste else ())
    inertes = {nom: contenu[nom] for nom in INERTES}
    vue = contenu.get("vue", no_update)
    if not reste:
        inertes |= detacher(vue)
        vue = no_update if figures.retoucher(vue, page.ids) else vue
    return [suite(inertes), vue, resume(reponse), not selection.vs]


def suite_de(reponse: Reponse) -> str:
    """The inert parts of an answer whose table the browser has put in order; ``trie`` says so to it."""
    contenu = parties(reponse, reponse.contexte, sauf=("vue",))
    return suite({nom: contenu[nom] for nom in INERTES} | {"trie": None})
