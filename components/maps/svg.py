"""Writing SVG: elements whose texts and attributes are always escaped."""

from __future__ import annotations

from html import escape


def element(nom: str, *enfants: str, **attributs: object) -> str:
    """Return an element; ``stroke_width=2`` writes ``stroke-width``, None leaves it out.

    ``enfants`` are written as they come: elements, or texts passed through :func:`texte`.
    """
    ecrits = "".join(
        f' {cle.rstrip("_").replace("_", "-")}="{escape(_nombre(valeur), quote=True)}"'
        for cle, valeur in attributs.items()
        if valeur is not None
    )
    return f"<{nom}{ecrits}>{''.join(enfants)}</{nom}>" if enfants else f"<{nom}{ecrits}/>"


def texte(contenu: str, x: float, y: float, **attributs: object) -> str:
    """Return a ``text`` element whose content is escaped, control characters left out."""
    lisible = "".join(c if c.isprintable() else " " for c in contenu)
    return element("text", escape(lisible, quote=False), x=x, y=y, **attributs)


def _nombre(valeur: object) -> str:
    return f"{valeur:.1f}".removesuffix(".0") if isinstance(valeur, float) else str(valeur)
