"""States, each designed: what stands where a view would, when there is no view to show.

Every builder says what happened, what is allowed and how to go on; none raises.
Skeletons are in :mod:`components.squelettes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formats import date_longue
from components.liens import attributs, lien
from components.squelettes import (
    squelette,
    squelette_carte,
    squelette_graphique,
    squelette_tableau,
)
from components.termes import terme
from data_layer.selection.avis import Avis, Choix

Contenu = str | Component | list[Any]

__all__ = [
    "Issue",
    "annee_partielle",
    "en_echec",
    "introuvable",
    "non_autorise",
    "notice",
    "notices",
    "sans_donnees",
    "squelette",
    "squelette_carte",
    "squelette_graphique",
    "squelette_tableau",
    "tout_masque",
    "version_purgee",
    "vide",
    "zone_inconnue",
]


@dataclass(frozen=True, slots=True)
class Issue:
    """A way on that a state offers: what it is called and its address."""

    libelle: str
    href: str


def vide(pourquoi: str, issues: Sequence[Issue] = ()) -> Component:
    """Nothing answers: ``pourquoi`` (a sentence), then the nearest choices that are not empty."""
    suite = "Le choix le plus proche qui donne un résultat :" if issues else ""
    return _etat("vide", "Aucun résultat", [pourquoi, suite], liens=issues, signe="0")


def tout_masque(mesure: str, issues: Sequence[Issue] = ()) -> Component:
    """Every cell is masked; ``mesure`` is what was asked, in the middle of a sentence."""
    pourquoi: Contenu = [
        f"Chaque valeur demandée ({mesure}) est un effectif de 1 à 10, ou permettrait d'en déduire "
        "un. Le ",
        terme("secret-statistique", "secret statistique"),
        " interdit de la montrer, à qui que ce soit.",
    ]
    suite = "Demandez une zone plus grande, une période plus longue ou moins de filtres."
    return _etat("masque", "Tout est masqué", [pourquoi, suite], liens=issues)


def annee_partielle(message: str) -> Component:
    """The figures of a part of the year; ``message`` says who and until when."""
    suite = " Une évolution compare alors des durées différentes : lisez-la avec prudence."
    return notice("Année incomplète", [message, suite], ton="alerte")


def en_echec(partie: str, identifiant: str | dict[str, str]) -> Component:
    """One part failed (``partie``: « la carte »); the rest stays. ``identifiant`` is the retry's id."""
    bouton = html.Button("Réessayer", id=identifiant, className="bouton", type="button")
    textes: list[Contenu] = [
        f"Une erreur empêche d'afficher {partie}. Le reste de la page est à jour et utilisable.",
        "Réessayez ; si l'erreur revient, signalez-la avec l'adresse de cette page.",
    ]
    return _etat("echec", "Cette partie n'a pas pu être affichée", textes, [bouton], role="alert")


def non_autorise(qui: str, issues: Sequence[Issue] = ()) -> Component:
    """Access is not given; ``qui`` completes « Cette restitution est réservée … »."""
    textes: list[Contenu] = [
        f"Cette restitution est réservée {qui}.",
        "Connectez-vous avec un compte qui y a droit, ou choisissez une restitution en accès libre.",
    ]
    retour = issues or (Issue("Voir les restitutions en accès libre", "/"),)
    return _etat("interdit", "Accès réservé", textes, liens=retour)


def zone_inconnue(avis: Avis, adresse: Callable[[str, str], str]) -> Component:
    """An unknown zone offers a choice; it never becomes France. ``adresse(cle, valeur)`` -> href."""
    return _etat(
        "vide",
        "Quelle zone vouliez-vous ?",
        [avis.message],
        liens=[Issue(c.libelle, adresse(avis.cle, c.valeur)) for c in avis.choix],
        signe="?",
    )


def introuvable(chemin: str = "") -> Component:
    """No page at this address."""
    dit = f"L'adresse « {_court(chemin)} » ne mène à aucune page." if chemin else ""
    retour = (
        Issue("Accueil", "/"),
        Issue("Plan du site", "/plan"),
        Issue("Glossaire", "/glossaire"),
    )
    textes: list[Contenu] = [
        dit or "Cette adresse ne mène à aucune page.",
        "Elle a pu être mal recopiée. Cherchez une restitution en haut de la page, ou repartez d'ici :",
    ]
    return _etat("introuvable", "Page introuvable", textes, liens=retour, signe="404", niveau=1)


def version_purgee(maj: str, actuelle: str, date: str = "") -> Component:
    """The release a link was read from is no longer kept; ``actuelle`` is the same view, live."""
    textes: list[Contenu] = [
        f"Ce lien a été établi sur la mise à jour « {_court(maj)} », qui n'est plus conservée.",
        "Les mêmes choix se lisent sur les données en vigueur"
        + (f", mises à jour le {date_longue(date)}" if date else "")
        + ". Les chiffres ont pu être révisés entre-temps.",
    ]
    issue = Issue("Ouvrir la même page sur les données en vigueur", actuelle)
    return _etat("vide", "Cette mise à jour n'est plus conservée", textes, liens=[issue])


def sans_donnees(pourquoi: str) -> Component:
    """Nothing is published, or not what this page reads; ``pourquoi`` is a whole sentence."""
    suite = (
        "Le portail et ses pages restent lisibles ; les chiffres viendront avec une mise à jour."
    )
    return _etat("vide", "Pas encore de données", [pourquoi, suite], liens=[Issue("Accueil", "/")])


def notice(
    titre: str, contenu: Contenu, ton: str = "info", choix: Iterable[Issue] = ()
) -> Component:
    """A notice beside a result; ``ton``: ``info``, ``alerte`` or ``erreur``."""
    corps = [html.P(titre, className="avis-titre"), html.P(contenu)]
    return html.Div(
        [*corps, *_issues(choix, "avis-choix")], className=f"avis avis-{ton}", role="status"
    )


def notices(avis: Iterable[Avis], adresse: Callable[[str, str], str]) -> Component:
    """What the address said that could not be taken, each with what is allowed."""

    def issue(un: Avis, choix: Choix) -> Issue:
        return Issue(choix.libelle, adresse(un.cle, choix.valeur))

    return html.Div(
        [
            notice("Adresse à revoir", un.message, "alerte", [issue(un, c) for c in un.choix])
            for un in avis
        ]
    )


def _etat(
    genre: str,
    titre: str,
    textes: Sequence[Contenu],
    boutons: Sequence[Component] = (),
    liens: Sequence[Issue] = (),
    signe: str = "",
    niveau: int = 2,
    role: str = "status",
) -> Component:
    entete = html.H1 if niveau == 1 else html.H2
    return html.Div(
        [
            *(
                [html.Span(signe, className="etat-signe", **attributs(aria_hidden="true"))]
                if signe
                else []
            ),
            entete(titre, className="etat-titre"),
            *(html.P(t) for t in textes if t),
            *_issues(liens, "etat-actions"),
            *([html.Div(list(boutons), className="etat-actions")] if boutons else []),
        ],
        className=f"etat etat-{genre}",
        role=role,
    )


def _issues(issues: Iterable[Issue], classe: str) -> list[Component]:
    liens = [html.Li(lien(i.libelle, i.href, "bouton")) for i in issues]
    return [html.Ul(liens, className=classe)] if liens else []


def _court(texte: str, limite: int = 60) -> str:
    """A visitor's text as a page may repeat it: printable and short."""
    propre = "".join(c if c.isprintable() else "·" for c in texte)
    return propre if len(propre) <= limite else f"{propre[:limite]}…"
