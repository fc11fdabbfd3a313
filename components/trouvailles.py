"""What the search found, grouped by kind, what was typed marked in each title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.liens import lien
from data_layer.recherche import (
    DEBUT,
    GenreTrouvaille,
    Trouvaille,
    mots_demandes,
    ressemblance,
)
from geodata.texte import sans_accent

NOMS_GENRES = {
    GenreTrouvaille.RESTITUTION: "Restitutions",
    GenreTrouvaille.INDICATEUR: "Indicateurs",
    GenreTrouvaille.PRODUIT: "Produits",
    GenreTrouvaille.TERME: "Glossaire",
    GenreTrouvaille.CODE: "Codes géographiques PMSI",
    GenreTrouvaille.ZONE: "Zones",
}
_MOT = re.compile(r"\w+")


def panneau(texte: str, trouvees: Sequence[Trouvaille]) -> list[Component]:
    """The groups of finds, or the sentence that says that nothing answers; ``[]`` for no text."""
    if not sans_accent(texte or ""):
        return []
    if not trouvees:
        return [rien(texte)]
    demandes = mots_demandes(texte)
    return [
        html.Section(
            [
                html.H2(NOMS_GENRES[genre], className="recherche-genre"),
                html.Ul(
                    [html.Li(_trouvaille(t, demandes)) for t in groupe], className="recherche-liste"
                ),
            ],
            className="recherche-groupe",
        )
        for genre, groupe in groupby(trouvees, key=lambda t: t.genre)
    ]


def rien(texte: str) -> Component:
    """Nothing answers, and what to try."""
    return html.P(
        [
            f"Rien ne répond à « {texte.strip()[:60]} ». Essayez un mot plus court, le nom d'une "
            "région, d'un département, d'un établissement ou d'un indicateur, ou parcourez le ",
            lien("plan du site", "/plan"),
            ".",
        ],
        className="recherche-vide",
    )


def annonce(texte: str, trouvees: Sequence[Trouvaille]) -> str:
    """The sentence read aloud when the finds change."""
    if not sans_accent(texte or ""):
        return ""
    nombre = len(trouvees)
    return f"{nombre} résultat{'s' if nombre > 1 else ''}" if nombre else "Aucun résultat"


def _trouvaille(trouvee: Trouvaille, demandes: Sequence[str]) -> Component:
    return lien(
        [
            html.Span(surligner(trouvee.titre, demandes), className="trouvaille-titre"),
            html.Span(trouvee.detail, className="trouvaille-detail"),
        ],
        trouvee.href,
        "trouvaille",
    )


def surligner(titre: str, demandes: Sequence[str]) -> list[str | Component]:
    """The title in pieces, what answers the words asked in ``<mark>``: its start, or the whole word."""
    morceaux: list[str | Component] = []
    fin = 0
    for mot in _MOT.finditer(titre):
        longueur = max((_marque(mot.group(), d) for d in demandes), default=0)
        if longueur:
            morceaux.append(titre[fin : mot.start()])
            fin = mot.start() + longueur
            morceaux.append(html.Mark(titre[mot.start() : fin]))
    morceaux.append(titre[fin:])
    return [m for m in morceaux if m != ""]


def _marque(mot: str, demande: str) -> int:
    """How many letters of ``mot`` (as written) ``demande`` accounts for."""
    note = ressemblance(demande, sans_accent(mot))
    if note == 0.0:
        return 0
    return min(len(demande), len(mot)) if note == DEBUT else len(mot)
