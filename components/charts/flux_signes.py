"""The key of a figure of flows, in a line above it: what each shape, tone or hatching stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from dash import html

from components.charts import couleurs
from components.liens import attributs
from data_layer.indicators.significativite import Position

_GLYPHES = {
    "dessus": "▶",
    "dessous": "◀",
    "haut": "▲",
    "bas": "▼",
    "rond": "●",
    "carre": "■",
    "trait": "━",
    "tirets": "┅",
    "hachures": "▨",
}
PALE = 0.42
"""Opacity of the year before, beside the year read."""


def _palir(couleur: str) -> str:
    """A colour as it reads under :data:`PALE`, on the day ground: a file has no opacity in its key."""
    fond = couleurs.SURFACE
    melanges = (
        round(PALE * int(couleur[i : i + 2], 16) + (1 - PALE) * int(fond[i : i + 2], 16))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{m:02x}" for m in melanges)


ENCRES = {
    "fonce": couleurs.TEXTE_DISCRET,
    "moyen": couleurs.FILET_FORT,
    "clair": couleurs.BARRE,
    "reference": couleurs.REFERENCE,
    "masque": couleurs.MASQUE,
    **{f"seq-{i}": c for i, c in enumerate(couleurs.SEQUENTIELLE, 1)},
}
"""Neutral inks by the name that ``assets/graphe-flux.css`` knows: never those of the chosen zones."""
_ZONES = {"principale": couleurs.PRINCIPALE, "comparee": couleurs.COMPAREE}
_DE_ZONES = _ZONES | {f"{nom}-pale": _palir(couleur) for nom, couleur in _ZONES.items()}
"""Inks of the chosen zones, and of the year before: in the key of what is drawn in them, and nothing else."""
COULEURS_POSITION = {
    Position.EN_DESSOUS: ENCRES["fonce"],
    Position.COMPARABLE: ENCRES["moyen"],
    Position.AU_DESSUS: ENCRES["fonce"],
    Position.INDETERMINEE: ENCRES["clair"],
    Position.REFERENCE: ENCRES["reference"],
}
"""A tone tells what stands apart from chance, without saying that it is well or ill."""


@dataclass(frozen=True, slots=True)
class Signe:
    """One entry: a shape (key of the glyphs), an ink of :data:`ENCRES`, and what it means."""

    nom: str
    forme: str
    encre: str


def poser_signes(quoi: go.Figure, signes: Sequence[Signe]) -> html.Ul:
    """Return the key as a list, and write it into the figure for its downloaded picture."""
    dits = [
        {"nom": s.nom, "couleur": (ENCRES | _DE_ZONES)[s.encre], "signe": _GLYPHES[s.forme]}
        for s in signes
    ]
    quoi.layout.meta = {**quoi.layout.meta, "legende": dits}
    return html.Ul([_entree(s) for s in signes], className="figure-signes")


def _entree(signe: Signe) -> html.Li:
    marque = attributs(data_forme=signe.forme, data_encre=signe.encre, aria_hidden="true")
    return html.Li([html.Span(className="signe", **marque), signe.nom])
