"""What stands around a figure: heading, picture with a spoken summary, table twin, source."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from components.charts.graphe import graphe, source
from components.inerte import marque
from components.liens import attributs
from data_layer.result import Resultat


def entete_figure(
    titre: str,
    sous_titre: str,
    actions: Sequence[Component] = (),
    zones: Sequence[dict[str, str]] = (),
) -> html.Div:
    """Return the heading of a figure: what is measured, then where and when; buttons on the right.

    ``zones`` (``nom`` and ``role`` each) is the key of their marks, given when there are several.
    """
    cle = [html.Ul([_zone(zone) for zone in zones], className="figure-zones")] if zones else []
    textes = [html.H2(titre, className="figure-titre"), html.P(sous_titre), *cle]
    boutons = [html.Div(list(actions), className="figure-actions")] if actions else []
    return html.Div(
        [html.Div(textes, className="figure-textes"), *boutons], className="figure-entete"
    )


def _zone(zone: dict[str, str]) -> html.Li:
    marque = html.Span(className="pastille-zone", **attributs(data_zone=zone["role"]))
    return html.Li([marque, zone["nom"]])


def boutons_image(cle: str) -> tuple[html.Button, ...]:
    """Return the two download buttons; ``assets/images.js`` answers them without the server."""
    return tuple(
        html.Button(
            libelle,
            type="button",
            className="bouton bouton-discret",
            title=f"Télécharger l'image au format {libelle}",
            **attributs(data_image=cle, data_format=libelle.lower()),
        )
        for libelle in ("PNG", "SVG")
    )


def cadre_graphe(
    resultat: Resultat,
    quoi: go.Figure,
    cle: str,
    resume: str,
    jumelle: Component,
    *,
    legende: Component | None = None,
    cle_des_signes: Component | None = None,
    note: str = "",
    largeur: tuple[int, int] | None = None,
) -> html.Figure:
    """Return a figure with all it needs to be read without sight, or out of its page.

    ``resume`` is spoken in place of the picture; ``jumelle`` is its table twin; ``legende`` stands
    beside the picture, ``cle_des_signes`` above it; ``note`` is a sentence to read before it.
    ``largeur``: pixels under which the picture scrolls, and over which it does not grow.
    """
    meta = quoi.layout.meta
    zones = meta["zones"] if len(meta["zones"]) > 1 else ()
    image = html.Div(
        graphe(quoi, cle),
        id=f"image-{cle}",
        role="img",
        className="figure-image",
        disable_n_clicks=True,
        **attributs(aria_label=resume),
    )
    cote: list[Component] = [image if largeur is None else _bornee(image, largeur, meta["titre"])]
    if legende:
        deux = [image, _a_part(legende, cle, "legende")]
        cote = [html.Div(deux, className="figure-et-legende")]
    entete = entete_figure(meta["titre"], meta["sous_titre"], boutons_image(cle), zones)
    return html.Figure(
        [
            _a_part(entete, cle, "entete"),
            *([_a_part(html.P(note, className="figure-note"), cle, "note")] if note else []),
            *([_a_part(cle_des_signes, cle, "cle")] if cle_des_signes else []),
            *cote,
            _a_part(html.P(source(resultat), className="figure-source"), cle, "source"),
            _a_part(jumelle, cle, "jumelle"),
        ],
        className="figure",
        id=f"figure-{cle}",
    )


def _bornee(image: html.Div, largeur: tuple[int, int], titre: str) -> html.Div:
    """A picture that scrolls where there is too little room, and stays small where there is much."""
    bornes = {"minWidth": f"{largeur[0]}px", "maxWidth": f"{largeur[1]}px"}
    setattr(image, "style", bornes)  # noqa: B010
    return html.Div(
        image,
        className="figure-defile",
        role="region",
        tabIndex=0,
        disable_n_clicks=True,
        **attributs(aria_label=titre),
    )


def _a_part(element: Component, cle: str, role: str) -> Component:
    """Mark the children of an element of a figure as inert."""
    for nom, valeur in marque(f"{cle}-{role}").items():
        setattr(element, nom, valeur)
    return element
