"""The panels of a portrait, each with its reading sentence and the way to the whole restitution."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.adresses import adresse
from components.ecran import partie
from components.formats import FINE
from components.francais import composer
from components.inerte import marque
from components.lecture import note_de_lecture, phrase_masque
from components.liens import attributs, lien
from components.portrait.cartes import carte, lecture_de_la_carte
from components.portrait.croisee import lecture_des_trajets, tableau_croise, trajets
from components.portrait.declaration import CHAPITRES, QUESTIONS, Chapitre, Forme, Panneau
from components.portrait.demande import Reponses, SansReponse
from components.portrait.parts import parts_de_marche
from components.portrait.taux import annees_des_taux, tableau_des_taux
from components.portrait.titres import abaisser
from components.signes import signes
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from geodata.zones import Zone

_journal = logging.getLogger(__name__)
Construire = Callable[[Sequence[Resultat], Panneau, Zone], Component]

_FORMES: Mapping[Forme, Construire] = {
    Forme.TAUX: lambda lus, p, z: tableau_des_taux(lus),
    Forme.ANNEES: lambda lus, p, z: annees_des_taux(lus),
    Forme.PARTS: lambda lus, p, z: parts_de_marche(lus[0]),
    Forme.CROISEE: lambda lus, p, z: tableau_croise(lus),
    Forme.FLUX: lambda lus, p, z: trajets(lus),
    Forme.CARTE: lambda lus, p, z: carte(lus[0], p, z),
}
_VIVANTES = (Forme.ANNEES, Forme.CARTE)
"""Forms that Dash follows; the others are inert (``components.inerte``)."""


def chapitre(declare: Chapitre, reponses: Reponses, zone: Zone) -> list[Component]:
    """What stands under the title of a chapter; ``zone`` is the main one of the page."""
    faits = [_panneau(p, reponses, zone, declare.cle) for p in declare.panneaux]
    signes_dits = _legende_des_signes(reponses)
    legende = html.Div(signes_dits, className="portrait-signes", **marque(f"{declare.cle}-signes"))
    return [html.Div(faits, className="portrait-panneaux"), *([legende] if signes_dits else [])]


def sommaire() -> Component:
    """Links to the chapters."""
    liens = [html.Li(html.A(c.court, href=f"#{c.cle}")) for c in CHAPITRES]
    return html.Nav(
        html.Ul(liens), className="portrait-sommaire", **attributs(aria_label="Dans cette page")
    )


def _legende_des_signes(reponses: Reponses) -> list[Component]:
    """The signs of secrecy of a chapter, once for all its panels."""
    lus = [lu for lu in reponses.lues.values() if isinstance(lu, Resultat)]
    dits = {str(ligne): ligne for lu in lus for ligne in signes(lu)}
    return list(dits.values())


def _panneau(panneau: Panneau, reponses: Reponses, zone: Zone, partie_de: str) -> Component:
    """A panel; one that fails is replaced by a state, and the others stay."""
    corps = partie(
        f"le panneau «\u00a0{panneau.titre}\u00a0»", lambda: [_corps(panneau, reponses, zone)]
    )
    rate = isinstance(corps, Component)
    if isinstance(corps, Component):
        corps = [reprendre(corps, partie_de, 4)]
    # A map bears its title in its frame.
    titre = [] if panneau.forme is Forme.CARTE and not rate else [html.H3(panneau.titre)]
    contenu = [*titre, *corps]
    pied = [] if rate else _pied(panneau, reponses, zone)
    vivant = panneau.forme in _VIVANTES or rate
    return html.Section(
        [*contenu, html.Div(pied, className="portrait-pied", **marque(f"{panneau.cle}-pied"))]
        if vivant
        else [*contenu, html.Div(pied, className="portrait-pied")],
        id=panneau.cle,
        className="portrait-panneau",
        **attributs(data_forme=str(panneau.forme)),
        **({} if vivant else marque(panneau.cle)),
    )


def _corps(panneau: Panneau, reponses: Reponses, zone: Zone) -> Component:
    try:
        lus = reponses.toutes(panneau.questions)
    except SansReponse as raison:
        dit = html.P(str(raison), className="portrait-note portrait-rien", role="status")
        return html.Div([html.H3(panneau.titre), dit]) if panneau.forme is Forme.CARTE else dit
    construit = _FORMES[panneau.forme](lus, panneau, zone)
    manquent = [(c, e) for c in panneau.questions if isinstance(e := reponses.lues[c], Exception)]
    if not manquent:
        return construit
    return html.Div([construit, *(_manque(c, erreur) for c, erreur in manquent)])


def _manque(cle: str, erreur: Exception) -> Component:
    """A row that could not be answered while the others were."""
    champ = dict(QUESTIONS[cle].choix).get("noeud", cle).upper()
    if isinstance(erreur, SansReponse):
        dit = composer(str(erreur))
    else:
        _journal.error("la question %s n'a pas de réponse", cle, exc_info=erreur)
        dit = "une erreur empêche d'afficher ces chiffres."
    return html.P(f"{champ}{FINE}: {dit}", className="portrait-note portrait-rien")


def reprendre(etat: Component, partie_de: str, niveau: int = 3) -> Component:
    """A failure under a heading; its button asks for its part of the page again (``assets/portrait.js``)."""
    for noeud in etat._traverse():  # type: ignore[no-untyped-call]
        if isinstance(noeud, html.Button):
            setattr(noeud, "data-reessayer", None)
            setattr(noeud, "data-reprendre", partie_de)
    return abaisser(etat, niveau)


def _pied(panneau: Panneau, reponses: Reponses, zone: Zone) -> list[Component]:
    """How to read the panel, what it hides, and where the same choices are read in full."""
    lus = [lu for c in panneau.questions if isinstance(lu := reponses.lues[c], Resultat)]
    if not lus:
        return []
    note = _lecture(lus[0], panneau, zone)
    liens: list[Component | str] = []
    for lu in lus:
        nom = lu.selection.restitution.titre if len(lus) == 1 else lu.selection.noeud.upper()
        vue = Vue.CARTE if panneau.forme is Forme.CARTE else lu.selection.vue
        liens += [", " if liens else "", lien(nom, adresse(lu.selection.avec(vue=vue)))]
    titre = "" if len(lus) == 1 else f"{lus[0].selection.restitution.titre}, "
    avant = f"{titre}en entier{FINE}: "
    avant = avant[:1].upper() + avant[1:]
    dite: list[Component] = [html.P(note)] if note else []
    # Panels that share their questions have one way to the whole of them.
    if panneau.forme in (Forme.ANNEES, Forme.FLUX):
        return dite
    return [*dite, html.P([avant, *liens], className="portrait-liens")]


def _lecture(resultat: Resultat, panneau: Panneau, zone: Zone) -> str:
    """The reading sentence of the first answer, and what it hides."""
    lectures: Mapping[Forme, Callable[[], str]] = {
        Forme.ANNEES: lambda: "",
        Forme.FLUX: lambda: lecture_des_trajets(resultat),
        Forme.CARTE: lambda: lecture_de_la_carte(resultat, zone),
    }
    try:
        propre = lectures.get(panneau.forme)
        if propre is not None:
            return propre()
        dits = (note_de_lecture(resultat), phrase_masque(resultat))
    except Exception:
        _journal.exception("la note de lecture de %s n'a pas pu être construite", panneau.cle)
        return ""
    return " ".join(f"{d[:1].upper()}{d[1:].rstrip('.')}." for d in dits if d)
