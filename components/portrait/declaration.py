"""What a portrait asks and shows, declared in one place: questions, then the panels that show them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CHAMPS = ("mco", "had", "ssr", "psy")
BASE = "parts-de-marche"
"""The restitution that the one selection of the page is read as: its zones and years are those of all."""
CLES = ("zone", "vs", "periode", "maj")
"""What an address of a portrait says."""
RECRUTEUR = "parts-mco"
"""The question whose first establishment is the zone of the map of recruitment."""
PREMIERS = 10
"""How many establishments are named."""


class Forme(StrEnum):
    """How a panel is drawn; each has its builder in ``components.portrait.panneaux``."""

    TAUX = "taux"
    ANNEES = "annees"
    PARTS = "parts"
    CROISEE = "croisee"
    FLUX = "flux"
    CARTE = "carte"


@dataclass(frozen=True, slots=True)
class Question:
    """A derivation of the selection of the page: a restitution and the choices it adds.

    ``bloc``: the one block asked beside the main one; none when the view among the choices has all it needs.
    ``comparee``: the compared zone stays. ``au_niveau``: rows are zones of the level of the chosen one.
    ``de``: the question whose first row becomes the zone.
    """

    cle: str
    slug: str
    choix: tuple[tuple[str, str], ...] = ()
    bloc: str = ""
    comparee: bool = True
    au_niveau: bool = False
    de: str = ""


@dataclass(frozen=True, slots=True)
class Panneau:
    """A panel: its title, what it asks, the block it shows and how."""

    cle: str
    titre: str
    questions: tuple[str, ...]
    bloc: str
    forme: Forme


@dataclass(frozen=True, slots=True)
class Chapitre:
    """A part of the page, which the list of contents names."""

    cle: str
    titre: str
    court: str
    panneaux: tuple[Panneau, ...]


def _carte(cle: str, noeud: str, indicateur: str, de: str = "") -> Question:
    choix = (("noeud", noeud), ("indicateur", indicateur))
    return Question(cle, "cartographie", choix, comparee=False, de=de)


DEMOGRAPHIE = tuple(
    Question(f"zone-{i}", "cartographie", (("indicateur", i),))
    for i in ("densite", "moins-20", "plus-75")
)
"""What is said of the zone under its name, after its population: that of the rates, of their year."""

QUESTIONS = {
    q.cle: q
    for q in (
        *DEMOGRAPHIE,
        *(Question(f"taux-{c}", "taux-de-recours", (("noeud", c),), "annees") for c in CHAMPS),
        *(
            Question(f"parts-{c}", BASE, (("noeud", c), ("vue", "graphique")))
            for c in ("mco", "ssr")
        ),
        *(
            Question(f"croisee-{c}", "analyse-croisee", (("noeud", c),), "matrice", au_niveau=True)
            for c in CHAMPS
        ),
        _carte("consommation-mco", "mco", "consommation"),
        _carte("consommation-ssr", "ssr", "consommation"),
        _carte("pole-mco", "mco", "pole"),
        _carte("recrutement-mco", "mco", "recrutement", RECRUTEUR),
    )
}


def _de_tous(nom: str) -> tuple[str, ...]:
    return tuple(f"{nom}-{c}" for c in CHAMPS)


CHAPITRES = (
    Chapitre(
        "taux",
        "Ce que consomment les habitants",
        "Recours",
        (
            Panneau("recours", "Taux de recours", _de_tous("taux"), "classement", Forme.TAUX),
            Panneau(
                "annees",
                "Taux standardisés, année par année",
                _de_tous("taux"),
                "annees",
                Forme.ANNEES,
            ),
        ),
    ),
    Chapitre(
        "parts",
        "Qui soigne les habitants",
        "Parts de marché",
        (
            Panneau("parts-mco", "En MCO", ("parts-mco",), "synthese", Forme.PARTS),
            Panneau("parts-ssr", "En SSR", ("parts-ssr",), "synthese", Forme.PARTS),
        ),
    ),
    Chapitre(
        "flux",
        "Qui part, qui vient",
        "Flux",
        (
            Panneau(
                "croisee",
                "Consommation, production et fuite",
                _de_tous("croisee"),
                "classement",
                Forme.CROISEE,
            ),
            Panneau(
                "trajets",
                "Destinations et provenances",
                _de_tous("croisee"),
                "matrice",
                Forme.FLUX,
            ),
        ),
    ),
    Chapitre(
        "cartes",
        "Sur la carte",
        "Cartes",
        tuple(
            Panneau(f"carte-{cle}", titre, (cle,), "carte", Forme.CARTE)
            for cle, titre in (
                ("consommation-mco", "Recours en MCO"),
                ("consommation-ssr", "Recours en SSR"),
                ("pole-mco", "Pôles d'attraction en MCO"),
                ("recrutement-mco", "Recrutement du premier établissement de MCO"),
            )
        ),
    ),
)
PANNEAUX = tuple(p for c in CHAPITRES for p in c.panneaux)
