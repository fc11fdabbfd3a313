"""The page of a basket, ``/panier?pour=zone|vs&retour=<address>&panier=pan-<hash>``."""

from __future__ import annotations

from urllib.parse import parse_qsl

from dash import html
from dash.development.base_component import Component

import data_layer
from components import etats
from components.adresses import retour_permis, valeur_de
from components.etat import court
from components.panier import Depart, contenu
from data_layer import paniers


def page(requete: str = "") -> Component:
    """The page that the query of an address asks for; never raises."""
    try:
        ouverture = data_layer.ouvrir()
        connus = data_layer.attributs_etablissements(ouverture)
    except data_layer.AucunePublication:
        return html.Div(
            etats.sans_donnees("Aucune donnée n'est encore publiée ici."), className="page"
        )
    except data_layer.ErreurEntrepot as erreur:
        return html.Div(etats.sans_donnees(str(erreur)), className="page")
    return contenu(depart(requete), ouverture.zones, data_layer.restitutions(), connus)


def depart(requete: str) -> Depart:
    """What an address asks for. Without ``panier``, a basket that ``retour`` shows is the one to change."""
    lus = dict(parse_qsl(requete.removeprefix("?")[:4000], errors="replace"))
    pour = "vs" if lus.get("pour") == "vs" else "zone"
    retour = retour_permis(lus.get("retour", "")) or ""
    demande = lus.get("panier", "")
    if not demande and valeur_de(retour, pour).startswith("pan-"):
        demande = valeur_de(retour, pour)
    trouve = paniers.lire(demande) if demande else None
    return Depart(trouve, court(demande) if demande and trouve is None else "", pour, retour)
