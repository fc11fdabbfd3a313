"""The day colours of a figure, written out: neither Plotly nor a file knows CSS variables.

They repeat ``assets/00-tokens.css`` (a test holds them equal). On screen, ``assets/graphe.css``
gives the same marks their night colours; a downloaded or printed figure keeps the day ones.
"""

from __future__ import annotations

PRINCIPALE = "#1d5fa6"
COMPAREE = "#a84a08"
REFERENCE = "#5f6a74"
FOND_PRINCIPALE = "#e4edf7"
TEXTE = "#16232e"
TEXTE_DISCRET = "#4e5d69"
SURFACE = "#ffffff"
FILET = "#d6dde2"
FILET_FORT = "#7a8995"
MASQUE = "#808d98"
NON_TRANSMIS = "#a5b0b9"
CONTOUR_CARTE = "#ffffff"

SEQUENTIELLE = ("#e3f1ef", "#bfe0dc", "#93cac6", "#62b0ae", "#369194", "#1a6f76", "#0b4a54")
DIVERGENTE = ("#17538f", "#5b8fc4", "#aecbe6", "#e4e6e8", "#f4c9a3", "#dc8a48", "#9c4408")

# Slices of a whole, in the order of the declaration, whatever the zone: neither blue nor orange, each
# apart from the others for every eye and on paper (tests hold the distances). In graphe.css.
PARTS = ("#123f47", "#8e3a80", "#4f8f6b", "#cbb44a", "#d5c3df")
# What is written on them, the same by day and by night: on the dark ones, then on the light ones.
SUR_PARTS = ("#fefefe", "#fefefe", "#10181f", "#10181f", "#10181f")

# Kinds of establishments stacked: a hue a statut, a tone a catégorie. In graphe-flux.css.
GENRES = {
    "daf-public-ch": "#123f47",
    "daf-public-chr": "#2f7f86",
    "daf-public-autre-public": "#8cc4c0",
    "daf-pnl-clcc": "#8e3a80",
    "daf-pnl-ebnl": "#c48bbb",
    "oqn-prive": "#cbb44a",
    "oqn-pnl": "#ece0a6",
}

# The bars of zones nobody chose: a grey of the sea, told from the reference grey. In graphe.css.
BARRE = "#a9bac8"
# Land of France outside the rows of a map, a step darker than the neighbours: in carte.css.
HORS = "#d9dee2"
VOISINS = "#eceff1"

POLICE = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, '
    "sans-serif"
)


def de_zone(place: int | None) -> str:
    """Return the colour of a chosen zone: 0 main, 1 and more compared, None the reference."""
    if place is None:
        return REFERENCE
    return COMPAREE if place else PRINCIPALE
