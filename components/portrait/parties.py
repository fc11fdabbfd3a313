"""The parts of a portrait that come after its head, each asked by itself: its place, and what fills it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

import data_layer
from components import etats
from components.demandes import DemandeForgee, texte_recu
from components.ecran import partie
from components.ecran_erreur import ERREURS
from components.etat import Issue, court, etat
from components.inerte import detacher, suite
from components.liens import attributs
from components.portrait.declaration import CHAPITRES, Chapitre
from components.portrait.demande import ZONE, demander, lire, questions_de
from components.portrait.entete import faits
from components.portrait.liens import CHEMIN
from components.portrait.panneaux import chapitre, reprendre
from components.portrait.titres import abaisser
from components.squelettes import squelette_chapitre, squelette_faits
from data_layer import Ouverture

PLACE, DEMANDE = "portrait-partie", "portrait-demande"
"""Types of the ids of a place and of what asks for it; their ``cle`` is that of the part."""
_PAR_CLE = {c.cle: c for c in CHAPITRES}
PARTIES = (ZONE, *_PAR_CLE)
"""What a page asks for: the facts of its zone, then its chapters in their order."""
_ATTENDUE = "La demande n'est pas lisible\u202f: une partie de portrait se demande par son nom."
_ESSAIS_MAX = 1_000


@dataclass(frozen=True, slots=True)
class Demande:
    """What a place asks: its part, the query string of the page, its release, and how often it did."""

    partie: str
    requete: str
    version: str
    essai: int = 0

    @classmethod
    def recue(cls, donnees: Any) -> Demande:
        """What a browser sends. Raises DemandeForgee where no page of ours does."""
        if not isinstance(donnees, dict):
            raise DemandeForgee(_ATTENDUE)
        cle = texte_recu(donnees.get("partie"), "le nom de la partie")
        if cle not in PARTIES:
            dites = ", ".join(PARTIES)
            raise DemandeForgee(
                f"«\u00a0{court(cle)}\u00a0» n'est pas une partie de portrait. Parties permises"
                f"\u202f: {dites}."
            )
        essai = donnees.get("essai", 0)
        if type(essai) is not int or not 0 <= essai <= _ESSAIS_MAX:
            raise DemandeForgee("La demande n'est pas lisible\u202f: l'essai n'est pas un nombre.")
        requete = texte_recu(donnees.get("requete"), "la requête")
        return cls(cle, requete, texte_recu(donnees.get("version"), "la mise à jour"), essai)


def place(cle: str, requete: str, version: str) -> Component:
    """Where a part will stand: its skeleton, and what asks for it as soon as the page is there."""
    demande = {"partie": cle, "requete": requete, "version": version, "essai": 0}
    return html.Div(
        [
            dcc.Store(id={"type": DEMANDE, "cle": cle}, data=demande),
            html.Div(
                _attente(cle),
                id={"type": PLACE, "cle": cle},
                disable_n_clicks=True,
                **attributs(data_suite=f"suite-{cle}"),
            ),
        ],
        className=f"portrait-partie portrait-partie-{cle}",
        **attributs(data_cle=cle, data_nom=_nom(cle)),
    )


def preparer(demande: Demande) -> list[Component]:
    """What stands in the place of a part; a part that cannot be built says so, and how to ask again.

    Raises:
        DemandeForgee: its address is one that the page would not have asked a part of.
    """
    try:
        ouverture = data_layer.ouvrir(demande.version or None)
        lu = lire(demande.requete, ouverture)
        if lu.bloque:
            raise DemandeForgee(" ".join(a.message for a in lu.avis if a.bloquant))
        faite = partie(_nomme(demande.partie), lambda: _construire(demande, ouverture))
    except ERREURS:
        return [_debout(demande, [_changee(demande)])]
    if isinstance(faite, Component):
        return [_debout(demande, [reprendre(faite, demande.partie)])]
    contenu = _debout(demande, [*faite])
    inertes = detacher(contenu)
    ident = f"suite-{demande.partie}"
    return [
        contenu,
        html.Data(id=ident, value=suite(inertes), hidden=True, disable_n_clicks=True),
    ]


def _construire(demande: Demande, ouverture: Ouverture) -> list[Component]:
    """The contents of a part, under its title."""
    selection = lire(demande.requete, ouverture).selection
    index = ouverture.contexte(selection.restitution).zones
    zones = [z for i in selection.zones if (z := index.get(i)) is not None]
    reponses = demander(selection, ouverture, questions_de(demande.partie))
    if demande.partie == ZONE:
        return faits(reponses, zones)
    return chapitre(_PAR_CLE[demande.partie], reponses, zones[0])


def _debout(demande: Demande, contenu: Sequence[Component | str]) -> Component:
    """A part that has come. Its key is new at each try: what a script wrote on the former one goes away."""
    return _cadre(demande.partie, contenu, key=f"{demande.partie}-{demande.essai}")


def _changee(demande: Demande) -> Component:
    """What stands where the release that the head was read from is no longer served."""
    adresse = f"{CHEMIN}?{demande.requete}" if demande.requete else CHEMIN
    return abaisser(
        etat(
            "vide",
            "Les données ont changé",
            ["Une autre mise à jour est en service depuis que cette page est ouverte."],
            liens=[Issue("Recharger le portrait", adresse, recharge=True)],
        ),
        3,
    )


def _attente(cle: str) -> Component:
    """A part that is on its way, and what it becomes where its answer never came (``assets/portrait.js``)."""
    absent = html.P(
        f"Au moment d'imprimer, {_nomme(cle)} n'était pas encore prêt.", className="portrait-absent"
    )
    rate = html.Div(
        reprendre(etats.en_echec(_nomme(cle)), cle), className="portrait-rate", hidden=True
    )
    forme = squelette_faits() if cle == ZONE else squelette_chapitre(_PAR_CLE[cle].titre)
    return _cadre(cle, [forme, absent, rate], **attributs(aria_busy="true"))


def _cadre(cle: str, contenu: Sequence[Component | str], **autres: Any) -> Component:
    if cle == ZONE:
        return html.Div(list(contenu), **autres)
    declare: Chapitre = _PAR_CLE[cle]
    titre = html.H2(declare.titre, tabIndex="-1")
    classe = f"portrait-chapitre portrait-chapitre-{cle}"
    return html.Section([titre, *contenu], id=cle, className=classe, **autres)


def _nom(cle: str) -> str:
    """How the announcement of a part names it: « Recours »."""
    return "Population et territoire" if cle == ZONE else _PAR_CLE[cle].court


def _nomme(cle: str) -> str:
    return (
        "la fiche du territoire"
        if cle == ZONE
        else f"le chapitre «\u00a0{_PAR_CLE[cle].titre}\u00a0»"
    )
