"""The page that looks PMSI codes up: its field, what answers, and the code that is described."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components import formats
from components.codes_geo_exemples import exemples
from components.codes_geo_fiche import fiche, sources
from components.codes_geo_recherche import (
    CHEMIN,
    LIMITE,
    LONGUEUR_MAXIMALE,
    Demande,
    Reponse,
    Trouves,
    adresse_code,
    proches,
    trouver,
)
from components.etat import Contenu, Issue, court, etat
from components.formats import FINE
from components.liens import attributs, lien
from components.termes import terme
from geodata.codes import Codes
from geodata.contours import COMMANDE
from geodata.zonage import CodeDecrit

TITRE = "Codes géographiques PMSI"
ID_CORPS = "codes-geo"
ID_TEXTE = "codes-texte"
ID_DEMANDE = "codes-demande"
ID_REPONSES = "codes-reponses"
ID_ANNONCE = "codes-annonce"


def corps(codes: Codes | None, demande: Demande) -> list[Component]:
    """The whole page for what an address asks; ``codes`` is None where no geography was built."""
    tete = [html.H1(TITRE), html.P(list(_intro()), className="intro")]
    if codes is None:
        return [*tete, sans_codes()]
    trouves = trouver(codes, demande.texte)
    return [
        *tete,
        _formulaire(demande),
        html.P(annonce(demande.texte, trouves), id=ID_ANNONCE, className="discret", role="status"),
        html.Div(reponses(codes, demande.texte, trouves), id=ID_REPONSES),
        *_suite(codes, demande, trouves),
    ]


def _intro() -> tuple[str | Component, ...]:
    return (
        "Le ",
        terme("code-pmsi", "code géographique PMSI"),
        " dit où habite un patient hospitalisé, sans permettre de le reconnaître. Cherchez à quel code "
        "comptent une commune ou un code postal, et ce qu'un code recouvre.",
    )


def sans_codes() -> Component:
    """The state of a machine where the geography was not built."""
    textes: list[Contenu] = [
        [
            "Les communes et leurs codes ne sont pas installés sur ce serveur. La personne qui "
            "l'administre peut les construire avec la commande ",
            html.Code(COMMANDE),
            ", puis recharger cette page.",
        ]
    ]
    return etat("vide", "Les codes ne sont pas encore construits", textes, signe="0")


def _formulaire(demande: Demande) -> Component:
    """A plain form: Enter leads to ``?q=…``; a callback fills the list while typing."""
    return html.Form(
        [
            html.Div(
                [
                    html.Label(
                        "Code PMSI, code postal, code INSEE ou nom de commune", htmlFor=ID_TEXTE
                    ),
                    dcc.Input(
                        id=ID_TEXTE,
                        name="q",
                        type="search",
                        value=demande.texte or demande.code[:LONGUEUR_MAXIMALE],
                        maxLength=LONGUEUR_MAXIMALE,
                        autoComplete="off",
                        className="saisie",
                    ),
                ],
                className="champ codes-champ",
            ),
            html.Button("Chercher", type="submit", className="bouton bouton-plein"),
            dcc.Store(id=ID_DEMANDE),
        ],
        action=CHEMIN,
        method="get",
        role="search",
        className="codes-formulaire",
        **attributs(aria_label="Chercher un code géographique PMSI"),
    )


def annonce(texte: str, trouves: Trouves) -> str:
    """How many codes answer a text; nothing for no text."""
    if not texte:
        return ""
    nombre = len(trouves.reponses)
    dit = f"«{FINE}{court(texte)}{FINE}»"
    if not nombre:
        return f"Aucun code ne répond à {dit}."
    if trouves.suite:
        return f"Les {LIMITE} premiers codes qui répondent à {dit}. Précisez pour en voir moins."
    s, ent = ("s", "ent") if nombre > 1 else ("", "")
    return f"{formats.nombre(nombre)} code{s} répond{ent} à {dit}."


def reponses(codes: Codes, texte: str, trouves: Trouves) -> list[Component]:
    """The list of what answers; when nothing does, the nearest codes."""
    if not texte:
        return []
    if not trouves.reponses:
        return [_inconnu(codes, texte)]
    return [html.Ul([html.Li(_reponse(r)) for r in trouves.reponses], className="codes-liste")]


def _reponse(reponse: Reponse) -> Component:
    code = reponse.code
    nombre = f"{formats.nombre(code.population)} habitants"
    detail = f"{reponse.raison}. {nombre}" if reponse.raison else nombre
    return lien(
        [
            html.Span([html.Strong(code.code), f" {code.libelle}"], className="trouvaille-titre"),
            html.Span(detail, className="trouvaille-detail"),
        ],
        adresse_code(code.code),
        "trouvaille",
    )


def _inconnu(codes: Codes, demande: str) -> Component:
    """Nothing has this code: the nearest that exist, then what to try."""
    textes: list[Contenu] = [
        f"Aucun code géographique, code postal, code INSEE ou nom de commune n'est «{FINE}"
        f"{court(demande)}{FINE}». Les CEDEX n'ont pas de code géographique{FINE}: aucune adresse de "
        "ménage n'en comporte."
    ]
    voisins = proches(codes, demande)
    textes.append(
        f"Les codes les plus proches{FINE}:"
        if voisins
        else "Essayez un mot plus court, les cinq chiffres d'un code postal, ou le nom de la commune."
    )
    return etat("vide", "Code inconnu", textes, liens=_issues(voisins), signe="?", role="group")


def _issues(voisins: Sequence[CodeDecrit]) -> list[Issue]:
    return [Issue(f"{c.code} {c.libelle}", adresse_code(c.code)) for c in voisins]


def _suite(codes: Codes, demande: Demande, trouves: Trouves) -> list[Component]:
    """The code to describe, or that it is unknown; the examples where nothing was asked."""
    if demande.texte:
        montre = trouves.montre
        return [fiche(codes, montre)] if montre else [sources(codes)]
    if not demande.code:
        return [exemples(codes), sources(codes)]
    montre = codes.get(demande.code)
    return [fiche(codes, montre)] if montre else [_inconnu(codes, demande.code), sources(codes)]
