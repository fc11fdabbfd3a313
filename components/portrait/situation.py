"""Where a zone lies: a small drawing of France, its régions in grey, the chosen zones in their colours."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from components import francais
from components.charts import couleurs
from components.maps.svg import element
from geodata.contours import Cadre, chemins_svg, contours_disponibles
from geodata.zones import Genre, Zone

_TERRE, _FILET = "#8b98a3", "#ffffff"
"""A grey that stands on a light ground and on a dark one, and the borders between régions."""
_GENRES = (Genre.REGION, Genre.DEPARTEMENT)


def situation(zones: Sequence[Zone]) -> Component | None:
    """The drawing, with what it says in words; None where there is no outline to draw."""
    tracees = tuple(z for z in (_tracee(zone) for zone in zones) if z)
    if not contours_disponibles() or not tracees:
        return None
    lieux = " et ".join(francais.sujet(z) for z in zones)
    return html.Img(
        src=f"data:image/svg+xml;base64,{_dessin(tracees)}",
        alt=f"Carte de situation{francais.NBSP}: {lieux} en France.",
        className="portrait-situation",
    )


def _tracee(zone: Zone) -> str:
    """The zone whose outline says where this one lies: itself, or the région of a territory."""
    if zone.genre in _GENRES:
        return zone.id
    return next((p for p in zone.parents if p.startswith("reg-")), "")


@lru_cache(maxsize=256)
def _dessin(zones: tuple[str, ...]) -> str:
    regions, departements = chemins_svg("region"), chemins_svg("departement")
    fonds = [c for c in departements.cadres if c.cle != "couronne"]
    chemins = {z: d for c in (*regions.cadres, *fonds) for z, d in c.chemins.items()}
    terre = [
        element("path", d=d, fill=_TERRE, fill_opacity="0.38", stroke=_FILET, stroke_width=2)
        for cadre in regions.cadres
        for d in cadre.chemins.values()
    ]
    choisies = [
        element("path", d=chemins[z], fill=couleurs.de_zone(i), stroke=_FILET, stroke_width=1.5)
        for i, z in enumerate(zones)
        if z in chemins
    ]
    dessin = element(
        "svg",
        *terre,
        *choisies,
        *(element("rect", **_bord(c)) for c in regions.cadres[1:]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {regions.largeur:g} {regions.hauteur:g}",
    )
    return base64.b64encode(dessin.encode()).decode()


def _bord(cadre: Cadre) -> dict[str, object]:
    place = {"x": cadre.x, "y": cadre.y, "width": cadre.largeur, "height": cadre.hauteur}
    return place | {"fill": "none", "stroke": _TERRE, "stroke_opacity": "0.5", "stroke_width": 2}
