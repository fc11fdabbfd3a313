"""States, each designed: what stands where a view would, when there is no view to show.

Every builder says what happened, what is allowed and how to go on; none raises.
Skeletons are in :mod:`components.squelettes`; states that stand for a whole page in
:mod:`components.etats_page`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from components.etat import Contenu, Issue, compose, etat, liens_d_issue
from components.etats_page import (
    introuvable,
    panneau_inconnu,
    sans_donnees,
    version_abimee,
    version_inconnue,
    version_purgee,
    zone_absente,
)
from components.francais import composer
from components.liens import attributs
from components.squelettes import (
    squelette,
    squelette_carte,
    squelette_graphique,
    squelette_tableau,
)
from components.termes import terme
from data_layer.selection.avis import Avis, Choix

__all__ = [
    "Issue",
    "a_choisir",
    "annee_partielle",
    "en_echec",
    "introuvable",
    "non_autorise",
    "notice",
    "notices",
    "panneau_inconnu",
    "sans_donnees",
    "secret",
    "squelette",
    "squelette_carte",
    "squelette_graphique",
    "squelette_tableau",
    "tout_masque",
    "version_abimee",
    "version_inconnue",
    "version_purgee",
    "vide",
    "zone_absente",
    "zone_inconnue",
]


def vide(pourquoi: str, issues: Sequence[Issue] = ()) -> Component:
    """Nothing answers: ``pourquoi`` (a sentence), then the nearest choices that are not empty."""
    suite = "Pour obtenir des chiffres, essayez\u202f:" if issues else ""
    return etat("vide", "Aucun résultat", [pourquoi, suite], liens=issues, signe="0")


def tout_masque(mesure: str, issues: Sequence[Issue] = ()) -> Component:
    """Every cell is masked; ``mesure`` is what was asked, in the middle of a sentence."""
    pourquoi: Contenu = [
        f"Chaque valeur demandée ({mesure}) est un effectif de 1 à 10, ou permettrait d'en déduire "
        "un. Le ",
        terme("secret-statistique", "secret statistique"),
        " interdit de la montrer, à qui que ce soit.",
    ]
    suite = "Demandez une zone plus grande, une période plus longue ou moins de filtres."
    return etat("masque", "Tout est masqué", [pourquoi, suite], liens=issues)


def secret(titre: str, pourquoi: Contenu, issues: Sequence[Issue] = ()) -> Component:
    """Rows that are not published; ``pourquoi`` ends on what to ask instead, which ``issues`` are."""
    return etat("masque", titre, [pourquoi], liens=issues)


def a_choisir(titre: str, pourquoi: Contenu, issues: Sequence[Issue] = ()) -> Component:
    """A choice is missing; ``pourquoi`` ends on what may be chosen, which ``issues`` are."""
    return etat("vide", titre, [pourquoi], liens=issues, signe="?")


def annee_partielle(message: str) -> Component:
    """The figures of a part of the year; ``message`` says who and until when."""
    suite = " Une évolution compare alors des durées différentes : lisez-la avec prudence."
    return notice("Année incomplète", [message, suite], ton="alerte")


def en_echec(partie: str) -> Component:
    """One part failed (``partie``: « la carte »); the rest stays. ``assets/adresse.js`` hears the retry."""
    essai = attributs(data_reessayer="1")
    bouton = html.Button("Réessayer", className="bouton", type="button", **essai)
    textes: list[Contenu] = [
        f"Une erreur empêche d'afficher {partie}. Le reste de la page est à jour et utilisable.",
        "Réessayez ; si l'erreur revient, signalez-la avec l'adresse de cette page.",
    ]
    return etat("echec", "Cette partie n'a pas pu être affichée", textes, [bouton], role="alert")


def non_autorise(qui: str, issues: Sequence[Issue] = ()) -> Component:
    """Access is not given; ``qui`` completes « Cette restitution est réservée … »."""
    textes: list[Contenu] = [
        f"Cette restitution est réservée {qui}.",
        "Connectez-vous avec un compte qui y a droit, ou choisissez une restitution en accès libre.",
    ]
    retour = issues or (Issue("Voir les restitutions en accès libre", "/"),)
    return etat("interdit", "Accès réservé", textes, liens=retour)


def zone_inconnue(avis: Avis, adresse: Callable[[str, str], str]) -> Component:
    """An unknown zone offers a choice; it never becomes France. ``adresse(cle, valeur)`` -> href."""
    return etat(
        "vide",
        "Quelle zone vouliez-vous ?",
        [avis.message],
        liens=[Issue(c.libelle, adresse(avis.cle, c.valeur)) for c in avis.choix],
        signe="?",
    )


def notice(
    titre: str, contenu: Contenu, ton: str = "info", choix: Iterable[Issue] = ()
) -> Component:
    """A notice beside a result; ``ton``: ``info``, ``alerte`` or ``erreur``."""
    corps = [html.P(composer(titre), className="avis-titre"), html.P(compose(contenu))]
    return html.Div(
        [*corps, *liens_d_issue(choix, "avis-choix")], className=f"avis avis-{ton}", role="status"
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
