"""States that stand for a whole page: its address leads nowhere, or to data that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from components.etat import Contenu, Issue, court, etat
from components.formats import date_longue


def introuvable(chemin: str = "") -> Component:
    """No page at this address."""
    dit = f"L'adresse « {court(chemin)} » ne mène à aucune page." if chemin else ""
    retour = (
        Issue("Accueil", "/"),
        Issue("Plan du site", "/plan"),
        Issue("Glossaire", "/glossaire"),
    )
    textes: list[Contenu] = [
        dit or "Cette adresse ne mène à aucune page.",
        "Elle a pu être mal recopiée. Cherchez une restitution en haut de la page, ou repartez d'ici :",
    ]
    return etat("introuvable", "Page introuvable", textes, liens=retour, signe="404", niveau=1)


def panneau_inconnu(
    panneau: str, titre: str, permis: Sequence[str], issues: Sequence[Issue]
) -> Component:
    """The restitution ``titre`` has no such panel; ``permis`` are the names of those it has."""
    noms = ", ".join(permis)
    textes: list[Contenu] = [
        f"« {titre} » n'a pas de panneau « {court(panneau)} ».",
        f"Panneaux qui existent : {noms}." if permis else "Elle se lit en une seule page.",
    ]
    return etat("introuvable", "Panneau introuvable", textes, liens=issues, signe="404", niveau=1)


def version_purgee(maj: str, actuelle: str, date: str = "") -> Component:
    """The release a link was read from is no longer kept; ``actuelle`` is the same view, live."""
    pourquoi = (
        f"Ce lien a été établi sur la mise à jour « {court(maj)} », qui n'est plus conservée : "
        "seules les plus récentes le sont."
    )
    suite = "Les chiffres ont pu être révisés entre-temps."
    return _version("Cette mise à jour n'est plus conservée", pourquoi, suite, actuelle, date)


def version_inconnue(maj: str, actuelle: str, date: str = "") -> Component:
    """No release of this name was ever published; ``actuelle`` is the same view, live."""
    pourquoi = (
        f"L'adresse demande la mise à jour « {court(maj)} », qui n'a jamais été publiée ici. "
        "Elle a pu être mal recopiée."
    )
    return _version("Cette mise à jour n'existe pas", pourquoi, "", actuelle, date)


def version_abimee(maj: str, actuelle: str, date: str = "") -> Component:
    """A release is kept and cannot be read; ``actuelle`` is the same view, live."""
    pourquoi = (
        f"Les fichiers de la mise à jour « {court(maj)} » sont abîmés : aucun chiffre n'en est "
        "montré. Le défaut est de notre côté ; signalez-le avec l'adresse de cette page."
    )
    suite = "Les chiffres ont pu être révisés entre-temps."
    return _version("Cette mise à jour ne peut pas être lue", pourquoi, suite, actuelle, date)


def _version(titre: str, pourquoi: str, suite: str, actuelle: str, date: str) -> Component:
    quand = f", mises à jour le {date_longue(date)}" if date else ""
    ailleurs = f"Les mêmes choix se lisent sur les données en vigueur{quand}. {suite}".rstrip()
    issue = Issue("Ouvrir la même page sur les données en vigueur", actuelle, recharge=True)
    return etat("vide", titre, [pourquoi, ailleurs], liens=[issue], niveau=1)


def zone_absente(issues: Sequence[Issue]) -> Component:
    """A zone that was chosen is not in the data read."""
    textes: list[Contenu] = [
        "Une zone demandée ne figure pas dans cette mise à jour des données.",
        "Choisissez-en une autre, ou repartez de la restitution.",
    ]
    return etat("vide", "Zone absente de ces données", textes, liens=issues, signe="?", niveau=1)


def sans_donnees(pourquoi: str, issues: Sequence[Issue] = ()) -> Component:
    """Nothing is published, or not what this page reads; ``pourquoi`` is a whole sentence."""
    suite = (
        "Le portail et ses pages restent lisibles ; les chiffres viendront avec une mise à jour."
    )
    liens = [*issues, Issue("Accueil", "/")]
    return etat("vide", "Pas encore de données", [pourquoi, suite], liens=liens, niveau=1)
