"""The portrait of a territory: ``/portrait?zone=dep-37&periode=2021&vs=dep-41``, on screen and on paper."""

from __future__ import annotations

from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

import data_layer
from components import etats
from components.adresses import adresse_avec
from components.ecran_erreur import ERREURS, etat_de
from components.inerte import ID_SUITE, detacher, suite
from components.liens import attributs
from components.portrait.declaration import BASE, CHAPITRES
from components.portrait.demande import ZONE, lire
from components.portrait.entete import entete, formulaire
from components.portrait.liens import CHEMIN
from components.portrait.panneaux import sommaire
from components.portrait.parties import place
from components.portrait.refus import zone_refusee
from data_layer import Ouverture
from data_layer.selection import Lu, Selection
from geodata.zones import Zones


def page(requete: str) -> Component:
    """The head of an address, and the places of what it asks next; what it cannot take becomes a state."""
    try:
        ouverture = data_layer.ouvrir(data_layer.maj_demandee(requete))
        contenu = _contenu(requete.removeprefix("?"), lire(requete, ouverture), ouverture)
    except ERREURS as erreur:
        return html.Div(etat_de(erreur, BASE, requete), className="page")
    inertes = detacher(contenu)
    donnees = html.Data(id=ID_SUITE, value=suite(inertes), hidden=True, disable_n_clicks=True)
    return html.Div([*contenu, donnees], className="page portrait")


def _contenu(requete: str, lu: Lu, ouverture: Ouverture) -> list[Component]:
    selection = lu.selection
    contexte = ouverture.contexte(selection.restitution)
    choix = formulaire(selection, contexte)
    avis = _avis(lu, requete, contexte.zones)
    if lu.bloque:
        return [html.H1("Portrait de territoire", className="titre-resultat"), choix, *avis]
    zones = [z for i in selection.zones if (z := contexte.zones.get(i)) is not None]
    version = ouverture.release.id
    dates = attributs(data_copier=_datee(selection, ouverture))
    outils = html.Div(
        [
            choix,
            html.Span(className="barre-pousse"),
            html.Button(
                "Partager",
                className="bouton bouton-partager",
                type="button",
                title="Copier l'adresse qui rouvrira exactement ces chiffres",
                **dates,
            ),
            html.Button(
                "Imprimer", className="bouton", type="button", **attributs(data_imprimer="1")
            ),
            html.Span(id="portrait-annonce", className="portrait-annonce", role="status"),
        ],
        className="barre-outils",
    )
    return [
        outils,
        *avis,
        entete(selection, zones, place(ZONE, requete, version)),
        sommaire(),
        *(place(c.cle, requete, version) for c in CHAPITRES),
    ]


def _datee(selection: Selection, ouverture: Ouverture) -> str:
    """The address that will always reopen these very figures: it names its release, and its year."""
    adresse = CHEMIN
    for cle, valeur in (
        ("zone", selection.zone or ""),
        ("vs", ",".join(selection.vs)),
        ("periode", str(selection.periode.fin)),
        ("maj", ouverture.release.id),
    ):
        adresse = adresse_avec(adresse, cle, valeur)
    return adresse


def _avis(lu: Lu, requete: str, index: Zones) -> list[Component]:
    """The notices of the address, with links that mend it and load the page again."""

    def mendee(cle: str, valeur: str) -> str:
        return adresse_avec(f"{CHEMIN}?{requete}", cle, valeur)

    if not lu.avis:
        return []
    zones = [a for a in lu.avis if a.bloquant and a.cle in ("zone", "vs")]
    autres = [a for a in lu.avis if a not in zones]
    ecrites = dict(parse_qsl(requete, errors="replace"))
    dits = [zone_refusee(a, index.get(ecrites.get(a.cle, "")), mendee) for a in zones]
    faits = [*([etats.notices(autres, mendee)] if autres else []), *dits]
    return [_rechargeant(un) for un in faits]


def _rechargeant(arbre: Component) -> Component:
    """Make its links load the page again: nothing here listens to a query that changes alone."""
    for noeud in arbre._traverse():  # type: ignore[no-untyped-call]
        if isinstance(noeud, html.A):
            setattr(noeud, "data-interne", None)
    return arbre
