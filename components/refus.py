"""Rows that are outside what is published: said above them, in their place, and under the months.

Everything comes from ``Resultat.refus`` and from statuses: nothing is decided here, and what a masked
row holds is unknown here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from dash import html
from dash.development.base_component import Component

from components import etats, francais
from components.adresses import METHODE_DU_SECRET, adresse
from components.etat import Contenu, Issue
from components.formats import FINE
from components.liens import lien
from data_layer.result import Resultat
from data_layer.selection import Selection

POURQUOI = "Pourquoi ce secret\u202f?"
_AU_LIEU = f"À demander à la place{FINE}:"
_SANS_ISSUE = "Choisissez une zone plus grande, des produits moins détaillés ou l'année entière."


def lignes_absentes(resultat: Resultat) -> bool:
    """Whether there is no row to show for want of a published one."""
    return resultat.refus is not None and not len(resultat.bloc)


def rien_de_montre(resultat: Resultat) -> bool:
    """Whether no row of the main block shows its leading measure."""
    bloc = resultat.bloc
    return not any(bloc.cellules[bloc.meneuse].valeur(i) is not None for i in range(len(bloc)))


def propositions(resultat: Resultat) -> list[tuple[str, Selection]]:
    """What can be asked instead, in the form that the visitor looks at, the nearest first."""
    if resultat.refus is None:
        return []
    choix = resultat.selection
    return [
        (francais.composer(nom), autre.avec(vue=choix.vue))
        for nom, autre in resultat.refus.propositions
    ]


def raison(resultat: Resultat) -> str:
    """Why rows are not published; empty when they are."""
    return francais.composer(resultat.refus.raison) if resultat.refus is not None else ""


def avis_refus(resultat: Resultat) -> Component | None:
    """Return the notice above rows that are masked for want of a published figure, None without any.

    Years side by side have a row each: while one of them is shown, masked ones explain themselves.
    """
    if not _se_voit(resultat) or lignes_absentes(resultat):
        return None
    rien = rien_de_montre(resultat)
    titre = "Toutes les lignes sont masquées" if rien else "Une partie des lignes est masquée"
    if muettes := list(_sans_ligne(resultat)):
        titre = f"Pas de lignes pour {francais.enumere(muettes)}"
    return etats.notice(titre, _texte(resultat), choix=_issues(resultat))


def etat_refus(resultat: Resultat) -> Component | None:
    """Return the state that stands for a view without rows, None when there are some."""
    if not lignes_absentes(resultat):
        return None
    referentiel = resultat.selection.restitution.referentiel(resultat.selection.par)
    if resultat.refus is not None and resultat.refus.titre:
        suite = f" {_AU_LIEU}" if propositions(resultat) else ""
        return etats.a_choisir(resultat.refus.titre, [raison(resultat), suite], _issues(resultat))
    titre = (
        f"Répartition {referentiel.par} non publiée ici" if referentiel else "Lignes non publiées"
    )
    return etats.secret(titre, _texte(resultat), _issues(resultat))


def indice_periode(resultat: Resultat) -> list[Component]:
    """What stands under the months of the banner when these are not published: the nearest that are.

    Empty when rows are published, or when other months alone would not give them.
    """
    selection = resultat.selection
    # Those that change the period and nothing else: what else is refused is said above the rows.
    autres = [
        lien(s.periode.libelle, adresse(s))
        for _, s in propositions(resultat)
        if s.periode != selection.periode and s.avec(periode=selection.periode) == selection
    ]
    if not _se_voit(resultat) or not autres:
        return []
    dit = f"{selection.periode.libelle}{FINE}: période non publiée à ce niveau de détail."
    suite = [f" Au plus près{FINE}: ", *_entre_virgules(autres), "."]
    return [html.P([dit[:1].upper() + dit[1:], *suite])]


def _se_voit(resultat: Resultat) -> bool:
    """Whether a refusal of rows is that of what the view shows."""
    if resultat.refus is None:
        return False
    return resultat.bloc.nature != "annee" or rien_de_montre(resultat)


def _texte(resultat: Resultat) -> Contenu:
    suite = f" {_AU_LIEU}" if propositions(resultat) else f" {_SANS_ISSUE}"
    return [raison(resultat), " ", lien(POURQUOI, METHODE_DU_SECRET), suite]


def _issues(resultat: Resultat) -> list[Issue]:
    return [Issue(nom, adresse(autre)) for nom, autre in propositions(resultat)]


def _sans_ligne(resultat: Resultat) -> Iterator[str]:
    """Labels of the chosen zones that a breakdown leaves without a row while another one has some."""
    if resultat.selection.restitution.referentiel(resultat.selection.par) is None:
        return
    for rang, zone in enumerate(resultat.zones):
        if len(resultat.zones) > 1 and rang not in resultat.bloc.groupes:
            yield zone.libelle


def _entre_virgules(liens: list[Component]) -> list[str | Component]:
    suite: list[str | Component] = []
    for un in liens:
        suite += [", ", un] if suite else [un]
    return suite
