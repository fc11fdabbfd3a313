"""The figures on the page: they stay, and take the marks of the next answer."""

from __future__ import annotations

from typing import Any

import dash

from components.charts.vue import MOULE, retouches


def retoucher(vue: Any, ids: Any) -> bool:
    """Give the figures on the page their next marks; False when they are others, or not there.

    Building a Plotly figure takes several times as long as changing one. ``vue``: what would stand in their
    place. ``ids``: ids of the controls on the page.
    """
    if not isinstance(ids, list):
        return False
    moules = [i for i in ids if isinstance(i, dict) and i.get("type") == MOULE]
    suite = retouches(vue, moules[0].get("cle")) if len(moules) == 1 else None
    for identifiant, proprietes in suite or ():
        dash.set_props(identifiant, proprietes)
    return suite is not None
