"""The selection banner: one labelled control a choice, and their values for a selection.

The banner is built once a page, with every control the restitution may ever offer; afterwards only
values, options and what is hidden change (``components.choix``, ``components.choix_offerts``), so that
focus stays where the visitor put it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import arbre
from components.bandeau_champs import glissiere, liste
from components.bandeau_zones import champ_zone, lien_panier
from components.choix import valeurs
from components.choix_offerts import Offert, offerts
from components.inerte import marque
from components.liens import attributs
from data_layer.catalogue.schema import Restitution
from data_layer.selection import Contexte, Selection

ID_EMPREINTES = {"type": "empreintes", "cle": "empreintes"}
_LIBELLES = {
    "fin": "Année",
    "debut": "Cumul depuis",
    "annee": "Année",
    "premier": "Premier mois",
    "dernier": "Dernier mois",
    "rangees": "Détail par",
    "unite": "Unité",
    "lecture": "Lecture",
    "pour": "Par habitant",
    "perimetre": "Périmètre",
}
INDICE_PERIODE = "indice-periode"
"""The part, inert, that says under the controls that the months chosen are not published."""
_PERIODE = ("fin", "debut", "annee", "premier", "dernier")


def bandeau(selection: Selection, contexte: Contexte, resume: str) -> Component:
    """The whole banner. ``resume`` states the selection on the button that folds it when narrow."""
    proposes = offerts(selection, contexte)
    return html.Section(
        [
            html.Button(
                resume,
                id="bandeau-resume",
                className="bandeau-resume",
                type="button",
                **attributs(aria_expanded="false", data_bascule="bandeau-corps"),
            ),
            html.Div(
                [
                    html.Div(
                        _premier_rang(selection, contexte, proposes), className="bandeau-rang"
                    ),
                    html.Div(
                        className="bandeau-indice",
                        role="status",
                        disable_n_clicks=True,
                        **marque(INDICE_PERIODE),
                    ),
                    html.Div(_second_rang(selection, proposes), className="bandeau-filtres"),
                    html.Data(id=ID_EMPREINTES, value=empreintes(proposes), hidden=True),
                ],
                id="bandeau-corps",
                disable_n_clicks=True,
                className="bandeau-corps",
            ),
        ],
        className="bandeau",
        **attributs(aria_label="Sélection"),
    )


def empreintes(proposes: Mapping[str, Offert]) -> str:
    """What the lists offer, in a text that stays on the page and comes back with each repaint.

    The server keeps nothing: so it knows which lists have to change.
    """
    return json.dumps({cle: offert.empreinte for cle, offert in proposes.items()})


def lire_empreintes(texte: Any) -> dict[str, Any]:
    """What ``empreintes`` wrote; nothing from any other text, and all lists are then set again."""
    try:
        lues = json.loads(texte) if isinstance(texte, str) else None
    except (ValueError, RecursionError):
        return {}
    return lues if isinstance(lues, dict) else {}


def a_un_panier(restitution: Restitution) -> bool:
    """Whether a basket of establishments means something there."""
    return "etablissement" in restitution.niveaux


def _premier_rang(
    selection: Selection, contexte: Contexte, proposes: Mapping[str, Offert]
) -> list[Component]:
    v, zones = valeurs(selection), contexte.zones
    echanger = html.Button(
        "⇄",
        id="echanger",
        className="bouton bouton-icone bandeau-echange",
        type="button",
        disabled=not selection.vs,
        title="Échanger les deux zones",
        **attributs(aria_label="Échanger les deux zones"),
    )
    effacer = html.Button(
        "Réinitialiser", id="reinitialiser", className="bouton bouton-discret", type="button"
    )
    return [
        champ_zone("zone", "Zone", v["zone"], zones, role="principale", touche="z"),
        echanger,
        champ_zone("vs", "Comparer avec", v["vs"], zones, role="comparee", touche="c"),
        *([lien_panier(selection)] if a_un_panier(selection.restitution) else []),
        *(
            liste(
                cle,
                _LIBELLES[cle],
                proposes[cle],
                v[cle],
                classe="champ-court",
                placeholder="une année" if cle == "debut" else "",
                effacable=cle == "debut",
            )
            for cle in _PERIODE
            if cle in proposes
        ),
        *arbre.champ(selection, contexte.noeuds),
        effacer,
    ]


def _second_rang(selection: Selection, proposes: Mapping[str, Offert]) -> list[Component]:
    v, restitution = valeurs(selection), selection.restitution
    champs: list[Component] = []
    for cle, offert in proposes.items():
        dimension = restitution.dimension(cle)
        if dimension is None and cle not in _PERIODE:
            champs.append(liste(cle, _LIBELLES[cle], offert, v[cle]))
        elif dimension is not None and dimension.curseur:
            champs.append(glissiere(cle, dimension.libelle, offert, v[cle]))
        elif dimension is not None:
            # The label says of what: « Toutes » is enough inside.
            tous = dimension.tous.split(" ", 1)[0].capitalize()
            champs.append(
                liste(
                    cle,
                    dimension.libelle,
                    offert,
                    v[cle],
                    multi=not dimension.unique,
                    placeholder="" if dimension.unique else tous,
                )
            )
    return champs
