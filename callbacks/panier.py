"""The wiring of the basket. What changes the list is done in the browser (``assets/panier.js``), so
that no quick click is lost; the server finds, reads files, draws and saves.
"""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

import data_layer
from callbacks.panier_recu import liste_recue, numeros_recus, octets_recus, venu_recu
from components import panier as page
from components import panier_choix as choix
from components import panier_liste as liste
from components import panier_rapport as rapport
from components.adresses import adresse_avec, adresse_liste, adresse_panier, retour_permis
from components.demandes import (
    DemandeForgee,
    TropDeDemandes,
    demander_un_enregistrement,
    texte_recu,
)
from components.etats import notice
from data_layer import paniers
from data_layer.paniers import FINESS_MAX, PanierRefuse
from data_layer.paniers.liste import TAILLE_MAX
from geodata.zones import Zones

_FILTRES = {"type": choix.TYPE_FILTRE, "cle": ALL}
_BASCULES = {"type": choix.TYPE_BASCULE, "finess": ALL}
_RETIRER = {"type": liste.TYPE_RETIRER, "finess": ALL}
TROP_LOURD = (
    "Ce fichier dépasse 1 Mo, et n'a pas été lu. Gardez un numéro FINESS par ligne, sans autre "
    "colonne : 50 000 lignes tiennent alors dans 0,6 Mo."
)


def brancher(app: Dash) -> None:
    """Register the callbacks of the page."""
    _dans_le_navigateur(app)
    _chercher(app)
    _importer(app)
    _montrer(app)
    _garder(app)


def _dans_le_navigateur(app: Dash) -> None:
    cote_client: Any = app.clientside_callback
    cote_client(
        ClientsideFunction("portulanRecherche", "apresUnePause"),
        Output(choix.ID_DEMANDE, "data"),
        Input(choix.ID_TEXTE, "value"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("portulanPanier", "modifier"),
        Output(page.ID_CONTENU, "data"),
        Input(choix.ID_TOUT_AJOUTER, "n_clicks"),
        Input(_BASCULES, "n_clicks"),
        Input(_RETIRER, "n_clicks"),
        Input(liste.ID_VIDER, "n_clicks"),
        Input(page.ID_IMPORTES, "data"),
        State(choix.ID_TROUVES_NUMEROS, "data"),
        State(page.ID_CONTENU, "data"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("portulanPanier", "marquer"),
        Output(_BASCULES, "aria-pressed"),
        Input(page.ID_CONTENU, "data"),
        Input(choix.ID_TROUVES, "children"),
        State(_BASCULES, "id"),
        prevent_initial_call=True,
    )
    cote_client(
        ClientsideFunction("portulanPanier", "fermerSiVide"),
        *(Output(bouton, "disabled") for bouton in (page.ID_ZONE, page.ID_VS, page.ID_EXPORTER)),
        Output(page.ID_RAISON, "hidden"),
        Input(page.ID_CONTENU, "data"),
    )
    cote_client(
        ClientsideFunction("portulanPanier", "rendreLeFoyer"), Input(liste.ID_LISTE, "children")
    )
    cote_client(ClientsideFunction("portulanPanier", "suivre"), Input(page.ID_SUITE, "data"))
    cote_client(
        ClientsideFunction("portulanPanier", "emporter"),
        Output(page.ID_TELECHARGEMENT, "data"),
        Input(rapport.ID_EMPORTER, "n_clicks"),
        State(rapport.ID_RAPPORT_TEXTE, "data"),
        prevent_initial_call=True,
    )


def _chercher(app: Dash) -> None:
    @app.callback(
        Output(choix.ID_TROUVES, "children"),
        Output(choix.ID_TROUVES_NUMEROS, "data"),
        Output(choix.ID_TROUVES_COMPTE, "children"),
        Output(choix.ID_TOUT_AJOUTER, "children"),
        Output(choix.ID_TOUT_AJOUTER, "hidden"),
        Input(_FILTRES, "value"),
        Input(choix.ID_DEMANDE, "data"),
        State(page.ID_CONTENU, "data"),
        prevent_initial_call=True,
    )
    def chercher(choisies: Any, texte: Any, contenu: Any) -> Any:
        autour = [c for c in liste_recue(choisies, "la liste des zones", FINESS_MAX) if c]
        if not all(isinstance(c, str) for c in autour):
            raise DemandeForgee("La demande n'est pas lisible : une zone n'est pas un texte.")
        demande = texte_recu(texte, "la recherche")[:100]
        trouves = choix.trouver(_zones(), autour, demande, _attributs())[:FINESS_MAX]
        return (
            choix.trouves(trouves, frozenset(numeros_recus(contenu, FINESS_MAX))),
            [zone.code for zone in trouves],
            choix.dire_combien(trouves, bool(autour or demande.strip())),
            choix.tout_ajouter(trouves),
            not trouves,
        )


def _importer(app: Dash) -> None:
    @app.callback(
        Output(rapport.ID_RAPPORT, "children"),
        Output(page.ID_IMPORTES, "data"),
        Output(rapport.ID_RAPPORT_TEXTE, "data"),
        Output(page.ID_FICHIER, "contents"),
        Input(page.ID_FICHIER, "contents"),
        State(page.ID_FICHIER, "filename"),
        prevent_initial_call=True,
    )
    def importer(contenu: Any, nom: Any) -> Any:
        octets = octets_recus(contenu)
        if octets is None:
            raise PreventUpdate
        # Emptied each time, so that the same file, mended, may be sent again.
        if len(octets) > TAILLE_MAX:
            return rapport.refus(TROP_LOURD), no_update, no_update, None
        zones, fichier = _zones(), texte_recu(nom, "le nom du fichier")
        lu = paniers.lire_liste(octets, lambda numero: choix.zone_de(numero, zones))
        return (
            rapport.rapport(lu, fichier),
            [zone.code for zone in lu.zones],
            rapport.texte_rapport(lu, fichier),
            None,
        )


def _montrer(app: Dash) -> None:
    @app.callback(
        Output(liste.ID_LISTE, "children"),
        Output(liste.ID_COMPTE, "children"),
        Output(liste.ID_VIDER, "hidden"),
        Output(liste.ID_OUTILS, "hidden"),
        Output(liste.ID_PAGES, "hidden"),
        Output(liste.ID_PAGE_DITE, "children"),
        Output(liste.ID_PAGE, "data"),
        Input(page.ID_CONTENU, "data"),
        Input(liste.ID_RETROUVER, "value"),
        Input(liste.ID_PRECEDENTE, "n_clicks"),
        Input(liste.ID_SUIVANTE, "n_clicks"),
        State(liste.ID_PAGE, "data"),
        prevent_initial_call=True,
    )
    def montrer(contenu: Any, texte: Any, _prec: Any, _suiv: Any, numero: Any) -> Any:
        pas = {liste.ID_PRECEDENTE: -1, liste.ID_SUIVANTE: 1}.get(str(ctx.triggered_id), 0)
        actuelle = numero if isinstance(numero, int) and abs(numero) < FINESS_MAX else 0
        zones, cherche = _zones(), texte_recu(texte, "la recherche")[:100]
        # One more than a basket holds tells that there are too many, whatever their number.
        recus = numeros_recus(contenu, FINESS_MAX + 1)
        montree = liste.lire_liste(recus, zones, cherche, actuelle + pas)
        return (
            liste.tableau(montree, zones),
            liste.compte(montree.total),
            not montree.total,
            montree.total <= 10,
            montree.pages < 2,
            liste.page_dite(montree),
            montree.page,
        )


def _garder(app: Dash) -> None:
    @app.callback(
        Output(page.ID_SUITE, "data"),
        Output(page.ID_MESSAGE, "children"),
        Input(page.ID_ZONE, "n_clicks"),
        Input(page.ID_VS, "n_clicks"),
        Input(page.ID_EXPORTER, "n_clicks"),
        State(page.ID_CONTENU, "data"),
        State(page.ID_NOM, "value"),
        State(page.ID_OUVRIR_DANS, "value"),
        State(page.ID_RETOUR, "data"),
        prevent_initial_call=True,
    )
    def garder(
        _zone: Any, _vs: Any, _exporter: Any, contenu: Any, nom: Any, slug: Any, venu: Any
    ) -> Any:
        if not any(t["value"] for t in ctx.triggered):
            raise PreventUpdate
        pour, retour = venu_recu(venu)
        numeros = numeros_recus(contenu)
        try:
            demander_un_enregistrement()
            garde = paniers.enregistrer(texte_recu(nom, "le nom du panier"), numeros)
        except (PanierRefuse, TropDeDemandes) as refuse:
            return no_update, notice("Le panier n'est pas gardé", str(refuse), "erreur")
        ici = adresse_panier(pour, retour, garde.id)
        if ctx.triggered_id == page.ID_EXPORTER:
            return {"fichier": adresse_liste(garde.id), "ici": ici}, []
        ou = retour or retour_permis(f"/r/{texte_recu(slug, 'la restitution')}") or "/"
        cle = "vs" if ctx.triggered_id == page.ID_VS else "zone"
        return {"page": adresse_avec(ou, cle, garde.id), "ici": ici}, []


def _attributs() -> tuple[data_layer.Attribut, ...]:
    try:
        return data_layer.attributs_etablissements(data_layer.ouvrir())
    except (data_layer.AucunePublication, data_layer.ErreurEntrepot):
        raise PreventUpdate from None


def _zones() -> Zones:
    try:
        return data_layer.ouvrir().zones
    except (data_layer.AucunePublication, data_layer.ErreurEntrepot):
        # The page itself says so when it is opened again.
        raise PreventUpdate from None
