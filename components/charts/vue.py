"""The views made of figures: the graph view, and five years at once. Each figure has its table twin."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import etats
from components.adresses import adresse
from components.charts import annees as cinq_ans
from components.charts import mois as par_mois
from components.charts.anneaux import anneaux, colonne_des_parts, legende, resume_anneaux
from components.charts.barres import barres, groupee, lignes_des_barres, resume_barres
from components.charts.cadre import cadre_graphe
from components.charts.evolution import evolution, resume_evolution
from components.charts.flux import vues_flux
from components.charts.gestes import Vers, vers_le_detail, vers_les_parts
from components.charts.legende import legende_des_parts
from components.charts.lignes import noms_zones
from components.charts.series import BLOC
from components.tables.jumelle import table_jumelle
from data_layer.result import Resultat

MOULE = "figures"
"""The type of the id that tells which figures are on the page."""


def vue_graphique(resultat: Resultat, vers: Vers = adresse) -> Component:
    """Return the charts of the blocks a result has; a state says why when there is nothing to draw.

    ``vers``: the address of a selection, for the links that drill.
    """
    if resultat.selection.restitution.flux is not None:
        vues = vues_flux(resultat, vers)
        return _figures(vues) if vues else etats.vide("Aucune ligne ne répond à ces choix.")
    vues = []
    if len(resultat.bloc):
        vues.append(vue_barres(resultat, vers))
    parts = compositions(resultat)
    seules = [cle for cle in parts if _d_une_valeur(resultat, cle)]
    vues += [vue_anneaux(resultat, cle, vers) for cle in parts if cle not in seules]
    if _a(resultat, par_mois.BLOC):
        vues.append(vue_mois(resultat))
    if _a(resultat, BLOC):
        vues.append(vue_evolution(resultat))
    # A whole ring teaches little: it takes no room before the figures that divide something.
    vues += [vue_anneaux(resultat, cle, vers) for cle in seules]
    if not vues:
        return etats.vide("Aucune ligne ne répond à ces choix.")
    return _figures(vues)


def _figures(vues: list[html.Figure]) -> Component:
    """The figures of a view, whose id says which they are."""
    return html.Div(
        vues,
        id={"type": MOULE, "cle": " ".join(str(getattr(v, "id", "")) for v in vues)},
        className="figures",
        disable_n_clicks=True,
    )


def retouches(vue: Any, moule: object) -> list[tuple[str, dict[str, Any]]] | None:
    """Return (id, properties) of what changes in the figures on the page, or None when they are others.

    ``vue``: the view that would stand in their place. ``moule``: the key of the id of type :data:`MOULE` on
    the page. What is inert in them is not here.
    """
    if not isinstance(vue, Component):
        return None
    composants = list(vue._traverse())  # type: ignore[no-untyped-call]
    cles = [c.id["cle"] for c in composants if _type(c) == MOULE]
    if cles != [moule]:
        return None
    suite = [(c.id, {"figure": c.figure, "style": c.style}) for c in composants if _est_graphe(c)]
    images = [c for c in composants if getattr(c, "className", None) == "figure-image"]
    return suite + [(c.id, {"aria-label": getattr(c, "aria-label")}) for c in images]


def _type(composant: Any) -> Any:
    ident = getattr(composant, "id", None)
    return ident.get("type") if isinstance(ident, dict) else None


def _est_graphe(composant: Any) -> bool:
    return isinstance(composant, dcc.Graph)


def compositions(resultat: Resultat) -> list[str]:
    """Return the blocks that are what zones are made of, with shares.

    A filter of one value alone is not offered, but its one ring is drawn: what devices are made of.
    """
    selection = resultat.selection
    trouvees = []
    for dimension in selection.restitution.filtres:
        bloc = resultat.blocs.get(dimension.cle)
        colonne = colonne_des_parts(resultat, bloc) if bloc else None
        if bloc is None or colonne is None or not legende(bloc, colonne):
            continue
        # Days of SSR stand beside no stays: under SSR alone there is nothing to compare.
        choisis = [dimension.valeur(c) for c in selection.filtre_en_vigueur(dimension.cle)]
        absents = [v for v in choisis if v and len(v.valeurs) == 1 and v.code not in bloc.codes]
        if not absents:
            trouvees.append(dimension.cle)
    return trouvees


def _d_une_valeur(resultat: Resultat, cle: str) -> bool:
    bloc = resultat.blocs[cle]
    colonne = colonne_des_parts(resultat, bloc)
    return colonne is not None and len(legende(bloc, colonne)) == 1


def vue_barres(resultat: Resultat, vers: Vers = adresse) -> html.Figure:
    """Return the ranked bars of the main block, under the id ``figure-graphique``."""
    figure = barres(resultat)
    jumelle = table_jumelle(
        resultat.bloc,
        figure.layout.meta["titre"],
        lignes_des_barres(resultat),
        zones=_zones(resultat) if groupee(resultat) else None,
        action=vers_le_detail(resultat, vers),
    )
    return cadre_graphe(resultat, figure, "graphique", resume_barres(resultat), jumelle)


def vue_anneaux(resultat: Resultat, cle: str, vers: Vers = adresse) -> html.Figure:
    """Return the donuts of a composition, under the id ``figure-<cle>``."""
    bloc, figure = resultat.blocs[cle], anneaux(resultat, cle)
    colonne = colonne_des_parts(resultat, bloc)
    assert colonne is not None
    jumelle = table_jumelle(
        bloc,
        figure.layout.meta["titre"],
        colonnes=[colonne.cle],
        zones=_zones(resultat),
        action=vers_les_parts(resultat, cle, vers),
    )
    resume, cote = resume_anneaux(resultat, cle), legende_des_parts(resultat, cle)
    return cadre_graphe(resultat, figure, cle, resume, jumelle, legende=cote)


def vue_mois(resultat: Resultat) -> html.Figure:
    """Return the lines of block ``mois``, under the id ``figure-mois``."""
    figure = par_mois.mois(resultat)
    bloc = resultat.blocs[par_mois.BLOC]
    jumelle = table_jumelle(bloc, figure.layout.meta["titre"], zones=_zones(resultat))
    return cadre_graphe(resultat, figure, par_mois.BLOC, par_mois.resume_mois(resultat), jumelle)


def vue_evolution(resultat: Resultat) -> html.Figure:
    """Return the lines of block ``evolution``, under the id ``figure-evolution``."""
    figure = evolution(resultat)
    jumelle = table_jumelle(
        resultat.blocs[BLOC], figure.layout.meta["titre"], zones=_zones(resultat)
    )
    return cadre_graphe(resultat, figure, BLOC, resume_evolution(resultat), jumelle)


def vue_annees(resultat: Resultat) -> Component:
    """Return five years at once: the leading measure drawn, every measure in an open table."""
    if not _a(resultat, cinq_ans.BLOC):
        return etats.vide("Aucune année ne répond à ces choix.")
    figure, bloc = cinq_ans.annees_comparees(resultat), resultat.blocs[cinq_ans.BLOC]
    titre = f"{figure.layout.meta['titre']} et autres mesures, {cinq_ans.moment(resultat)}"
    jumelle = table_jumelle(
        bloc, titre, colonnes=[c.cle for c in bloc.colonnes], zones=_zones(resultat), ouverte=True
    )
    resume, note = cinq_ans.resume_annees(resultat), cinq_ans.perimetre_dit(resultat)
    return _figures([cadre_graphe(resultat, figure, cinq_ans.BLOC, resume, jumelle, note=note)])


def _a(resultat: Resultat, bloc: str) -> bool:
    return bloc in resultat.blocs and len(resultat.blocs[bloc]) > 0


def _zones(resultat: Resultat) -> dict[str, str] | None:
    """Names of the zones for a column of the twin, when there are several."""
    return noms_zones(resultat) if len(resultat.zones) > 1 else None
