"""The frame of a state: its box and the ways on that it offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.francais import composer
from components.liens import attributs, lien, lien_serveur

Contenu = str | Component | list[Any]


@dataclass(frozen=True, slots=True)
class Issue:
    """A way on that a state offers: what it is called and its address.

    ``recharge``: the page is loaded again. A state that stands for a whole page has nothing that
    listens to the query string, so that a link to its own path would otherwise change nothing.
    """

    libelle: str
    href: str
    recharge: bool = False


def etat(
    genre: str,
    titre: str,
    textes: Sequence[Contenu],
    boutons: Sequence[Component] = (),
    liens: Sequence[Issue] = (),
    signe: str = "",
    niveau: int = 2,
    role: str = "status",
) -> Component:
    """Box of a state: a sign (decorative), a title of level ``niveau``, texts, links, buttons."""
    entete = html.H1 if niveau == 1 else html.H2
    return html.Div(
        [
            *(
                [html.Span(signe, className="etat-signe", **attributs(aria_hidden="true"))]
                if signe
                else []
            ),
            entete(composer(titre), className="etat-titre"),
            *(html.P(compose(t)) for t in textes if t),
            *liens_d_issue(liens, "etat-actions"),
            *([html.Div(list(boutons), className="etat-actions")] if boutons else []),
        ],
        className=f"etat etat-{genre}",
        role=role,
    )


def compose(contenu: Contenu) -> Contenu:
    """The same content, its texts with the spaces of French print; components say theirs themselves."""
    if isinstance(contenu, str):
        return composer(contenu)
    return [compose(c) for c in contenu] if isinstance(contenu, list) else contenu


def liens_d_issue(issues: Iterable[Issue], classe: str) -> list[Component]:
    """The list of ways on, nothing when there are none."""
    liens = [
        html.Li((lien_serveur if i.recharge else lien)(composer(i.libelle), i.href, "bouton"))
        for i in issues
    ]
    return [html.Ul(liens, className=classe)] if liens else []


def court(texte: str, limite: int = 60) -> str:
    """A visitor's text as a page may repeat it: printable and short."""
    propre = "".join(c if c.isprintable() else "·" for c in texte)
    return propre if len(propre) <= limite else f"{propre[:limite]}…"
