"""The wiring of the portal: filter circles, and the search box of the header."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from components import portail, trouvailles
from components.coquille import ID_ANNONCE, ID_DEMANDE, ID_RECHERCHE, ID_TROUVAILLES
from data_layer.catalogue import restitutions, themes
from data_layer.recherche import trouver

_CERCLES = {"type": portail.TYPE_FILTRE, "groupe": ALL, "valeur": ALL}


def brancher(app: Dash) -> None:
    """Register the callbacks of the portal."""

    @app.callback(
        Output(portail.ID_THEMES, "children"),
        Output(portail.ID_COMPTE, "children"),
        Output(portail.ID_TOUT_AFFICHER, "hidden"),
        Output(_CERCLES, "aria-pressed"),
        Output(_CERCLES, "children"),
        Input(_CERCLES, "n_clicks"),
        Input(portail.ID_TOUT_AFFICHER, "n_clicks"),
        State(_CERCLES, "aria-pressed"),
        State(_CERCLES, "id"),
        prevent_initial_call=True,
    )
    def filtrer(_clics: Any, _tout: Any, presses: Any, cercles: Any) -> Any:
        filtres = filtres_apres(ctx.triggered_id, presses, cercles)
        toutes = restitutions()
        gardees = portail.retenir(toutes, filtres)
        paires = _paires(cercles)
        return (
            portail.liste(themes(), toutes, filtres),
            portail.compte(len(gardees), len(toutes)),
            not filtres,
            ["true" if p in filtres else "false" for p in paires],
            [portail.contenu_cercle(v, portail.compter(toutes, filtres, g, v)) for g, v in paires],
        )

    # A pause of its own: with a numeric debounce, dcc.Input puts the caret back too late when letters
    # come fast, and shuffles them.
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("portulanRecherche", "apresUnePause"),
        Output(ID_DEMANDE, "data"),
        Input(ID_RECHERCHE, "value"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(ID_TROUVAILLES, "children"),
        Output(ID_ANNONCE, "children"),
        Input(ID_DEMANDE, "data"),
        prevent_initial_call=True,
    )
    def rechercher(texte: Any) -> Any:
        lu = texte if isinstance(texte, str) else ""
        trouvees = trouver(lu)
        return trouvailles.panneau(lu, trouvees), trouvailles.annonce(lu, trouvees)


def filtres_apres(declencheur: Any, presses: Any, cercles: Any) -> portail.Filtres:
    """The circles pressed after a click; values that the catalogue does not know are dropped.

    Raises:
        PreventUpdate: the call does not have the form of ours (forged).
    """
    try:
        etats = zip(_paires(cercles), presses, strict=True)
        avant = frozenset(paire for paire, presse in etats if presse == "true")
        if declencheur == portail.ID_TOUT_AFFICHER:
            return frozenset()
        ((groupe, valeur),) = _paires([declencheur])
    except (TypeError, ValueError):
        raise PreventUpdate from None
    permises = portail.valeurs_des_filtres(restitutions())
    apres = portail.basculer(avant, groupe, valeur)
    return frozenset((g, v) for g, v in apres if v in permises.get(g, ()))


def _paires(cercles: Any) -> list[tuple[str, str]]:
    """(group, value) of each circle id.

    Raises:
        PreventUpdate: these are no ids of circles.
    """
    try:
        return [(str(c["groupe"]), str(c["valeur"])) for c in cercles]
    except (TypeError, KeyError):
        raise PreventUpdate from None
