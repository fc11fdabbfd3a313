"""What an answer puts on the screen, and what a callback that paints has to be told of the page.

A callback that paints has :data:`SORTIES` among its outputs and ends with :data:`PAGE` among its states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import ALL, Output, State, no_update

from callbacks import carte, reglage, tableau
from callbacks.adresse import Adresse
from components.ecran import INERTES, parties, resume
from components.ecran_erreur import ERREURS, etat_de
from components.inerte import ID_SUITE, suite
from data_layer import Reponse

SORTIES = [
    Output(ID_SUITE, "value", allow_duplicate=True),
    Output("partie-vue", "children", allow_duplicate=True),
    Output("bandeau-resume", "children", allow_duplicate=True),
    Output("echanger", "disabled", allow_duplicate=True),
]
_CONTROLES = {"type": ALL, "cle": ALL}
PAGE = [State(_CONTROLES, "id"), State(_CONTROLES, "value"), State(_CONTROLES, "aria-pressed")]


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser says of the page, as it came in :data:`PAGE`; nothing in it is trusted."""

    ids: Any
    valeurs: Any
    presses: Any


def peindre(ici: Adresse, page: Page) -> list[Any]:
    """Return the values of :data:`SORTIES` for an address, and set the controls that follow it."""
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
    return [
        suite({nom: contenu[nom] for nom in INERTES}),
        contenu.get("vue", no_update),
        resume(reponse),
        not selection.vs,
    ]


def suite_de(reponse: Reponse) -> str:
    """The inert parts of an answer whose view is already on the screen."""
    contenu = parties(reponse, reponse.contexte, sauf=("vue",))
    return suite({nom: contenu[nom] for nom in INERTES})
