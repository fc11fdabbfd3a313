"""The figures of market shares, each with its table twin."""

from __future__ import annotations

from dash import html

from components.charts import flux_parts as parts
from components.charts import flux_pile as empilees
from components.charts.cadre import cadre_graphe
from components.charts.evolution import evolution, resume_evolution
from components.charts.flux_signes import poser_signes
from components.charts.gestes import Vers, vers_le_detail
from components.charts.lignes import plusieurs_zones
from components.tables.jumelle import Action, table_jumelle
from data_layer.result import Resultat, Statut

_BORNE = (
    "Marque creuse\u202f: des parts sont masquées, l'indice est au moins égal à la valeur dessinée."
)


def vues_parts(resultat: Resultat, vers: Vers) -> list[html.Figure]:
    """Return kinds and establishments over two years, then every year, then how concentrated that is."""
    vues = [vue_synthese(resultat)]
    if resultat.bloc.nature == "zone":
        vues += [vue_etablissements(resultat, rang, vers) for rang in range(len(resultat.zones))]
    if empilees.lignes_de_la_pile(resultat):
        vues.append(vue_pile(resultat))
    return [*vues, vue_concentration(resultat)]


def vue_synthese(resultat: Resultat) -> html.Figure:
    """Return the shares of kinds over two years, under the id ``figure-synthese``."""
    cle, choix = parts.SYNTHESE, parts.choix_genres(resultat)
    return _vue_parts(resultat, cle, choix, cle, plusieurs_zones(resultat))


def vue_etablissements(resultat: Resultat, rang: int, vers: Vers) -> html.Figure:
    """Return those of the establishments of one zone, under the id ``figure-etablissements``."""
    choix = parts.choix_etablissements(resultat, rang)
    nom = f"etablissements-{rang}" if rang else "etablissements"
    action = vers_le_detail(resultat, vers)
    return _vue_parts(resultat, parts.CLASSEMENT, choix, nom, None, action)


def _vue_parts(
    resultat: Resultat,
    cle: str,
    choix: parts.Choix,
    nom: str,
    zones: dict[str, str] | None,
    action: Action | None = None,
) -> html.Figure:
    quoi, bloc = parts.deux_annees(resultat, cle, choix, nom), resultat.blocs[cle]
    jumelle = table_jumelle(
        bloc,
        quoi.layout.meta["titre"],
        choix.lignes,
        [c.cle for c in bloc.colonnes],
        zones=zones,
        action=action,
    )
    signes = poser_signes(quoi, parts.signes_des_annees(resultat, choix))
    resume = parts.resume_parts(resultat, cle, choix)
    return cadre_graphe(resultat, quoi, nom, resume, jumelle, cle_des_signes=signes)


def vue_pile(resultat: Resultat) -> html.Figure:
    """Return the stacked columns, under the id ``figure-evolution``."""
    quoi, bloc = empilees.pile(resultat), resultat.blocs[empilees.CLE]
    jumelle = table_jumelle(
        bloc,
        quoi.layout.meta["titre"],
        empilees.lignes_de_la_pile(resultat),
        ["volume", "part"],
        zones=plusieurs_zones(resultat),
    )
    resume, note = empilees.resume_pile(resultat), empilees.note_pile(resultat)
    return cadre_graphe(resultat, quoi, empilees.CLE, resume, jumelle, note=note)


def vue_concentration(resultat: Resultat) -> html.Figure:
    """Return the Herfindahl index year by year, under the id ``figure-concentration``."""
    cle = "concentration"
    quoi, bloc = evolution(resultat, cle), resultat.blocs[cle]
    colonnes = [c.cle for c in bloc.colonnes]
    jumelle = table_jumelle(
        bloc, quoi.layout.meta["titre"], colonnes=colonnes, zones=plusieurs_zones(resultat)
    )
    borne = Statut.AU_MOINS in bloc.statuts_presents(bloc.meneuse)
    resume = resume_evolution(resultat, cle)
    return cadre_graphe(resultat, quoi, cle, resume, jumelle, note=_BORNE if borne else "")
