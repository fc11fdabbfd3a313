"""Year by year: one line a zone, told apart by colour, mark and dash at once."""

from __future__ import annotations

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.axes import axe_annees, axe_valeurs, pas_valeurs
from components.charts.bulles import pourquoi
from components.charts.graphe import figure, sur
from components.charts.lignes import valeur_exacte
from components.charts.motifs import encre_muette
from components.charts.series import BLOC, Serie, annees, series, valeurs
from components.charts.titres import ou_quand, titre_mesure
from components.formats import FINE
from data_layer.result import Colonne, Ligne, Resultat, Statut

HAUTEUR = 360
# Mark and dash tell what colour tells, for screens, prints and eyes of every kind.
_TRAITS = {0: ("circle", "solid"), None: ("diamond", "dot")}
_TRAIT_COMPARE = ("square", "dash")


def evolution(resultat: Resultat, cle: str = BLOC) -> go.Figure:
    """Return the lines of a block of years; gaps and a hatched band where a year is masked.

    Counts are drawn from zero; means are not, and the axis says so. Lower bounds have open marks.

    Raises:
        KeyError: the result has no block ``cle``.
    """
    bloc = resultat.blocs[cle]
    colonne = bloc.colonne(bloc.meneuse)
    lues = series(resultat, cle)
    titre = f"{titre_mesure(resultat, colonne, par=False)}, année par année"
    quoi = figure(resultat, titre, ou_quand(resultat, etendue(lues)), HAUTEUR, cle)
    for serie in lues:
        quoi.add_trace(ligne(serie, colonne))
    etiqueter(quoi, lues, colonne)
    finir(quoi, resultat, lues, colonne, pas_valeurs(valeurs(lues, colonne), colonne))
    return quoi


def finir(
    quoi: go.Figure, resultat: Resultat, lues: list[Serie], colonne: Colonne, pas: list[float]
) -> None:
    """Hatch the years without a value, lay the period under the lines, and draw both axes."""
    _annees_muettes(quoi, lues, colonne, (pas[0], pas[-1]))
    _periode(quoi, resultat, annees(lues))
    axe_annees(quoi, annees(lues))
    axe_valeurs(quoi, pas, colonne)


def resume_evolution(resultat: Resultat, cle: str = BLOC) -> str:
    """Return first and last shown value of each zone, for those who do not see the lines."""
    bloc = resultat.blocs[cle]
    colonne = bloc.colonne(bloc.meneuse)
    dits = []
    for serie in series(resultat, cle):
        montrees = serie.montrees(colonne)
        bouts = [f"{valeur_exacte(li, colonne)} en {li.code}" for li in montrees]
        texte = ", puis ".join(dict.fromkeys([*bouts[:1], *bouts[-1:]]))
        dits.append(f"{serie.nom}{FINE}: {texte or 'aucune année ne peut être montrée'}")
    return f"Courbes, {colonne.libelle} par année. " + f"{FINE}; ".join(dits) + "."


def etendue(lues: list[Serie]) -> str:
    """Return ``2016 à 2021``."""
    toutes = annees(lues)
    if not toutes:
        return "aucune année"
    return f"{toutes[0]} à {toutes[-1]}" if len(toutes) > 1 else str(toutes[0])


def ligne(serie: Serie, colonne: Colonne) -> go.Scatter:
    """Return the line of a zone, with a mark a year."""
    couleur = couleurs.de_zone(serie.place)
    marque, tiret = _TRAITS.get(serie.place, _TRAIT_COMPARE)
    cellules = serie.cellules(colonne)
    ouvertes = [c.statut in (Statut.AU_MOINS, Statut.APPROCHE) for c in cellules]
    return go.Scatter(
        x=serie.annees,
        y=[c.valeur for c in cellules],
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        name=sur(serie.nom),
        line={"color": couleur, "width": 2.25, "dash": tiret},
        marker={
            "color": [couleurs.SURFACE if ouverte else couleur for ouverte in ouvertes],
            "symbol": marque,
            "size": 8,
            "line": {"color": couleur, "width": 2},
        },
        hovertext=[_bulle(serie.nom, li, colonne) for li in serie.lignes],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _bulle(nom: str, ligne: Ligne, colonne: Colonne) -> str:
    textes = [f"<b>{sur(nom)}, {sur(ligne.code)}</b>", sur(valeur_exacte(ligne, colonne))]
    return "<br>".join([*textes, *(sur(remarque) for remarque in ligne.remarques)])


def etiqueter(quoi: go.Figure, lues: list[Serie], colonne: Colonne) -> None:
    """Name each line at its last shown point: the higher one above, the others below."""
    bouts = [
        (fin.cellules[colonne.cle].valeur or 0.0, fin.code, serie)
        for serie in lues
        for fin in serie.montrees(colonne)[-1:]
    ]
    for i, (valeur, annee, serie) in enumerate(sorted(bouts, key=lambda b: -b[0])):
        # Alone and coming down, a line would run through a name above its end.
        dessus = i == 0 and not (len(bouts) == 1 and _descend(serie, colonne))
        quoi.add_annotation(
            x=int(annee),
            y=valeur,
            text=f"<b>{sur(serie.nom, 32)}</b>",
            font={"color": couleurs.de_zone(serie.place), "size": 13},
            showarrow=False,
            xanchor="right",
            xshift=8,
            yshift=17 if dessus else -17,
        )


def _descend(serie: Serie, colonne: Colonne) -> bool:
    lues = [li.cellules[colonne.cle].valeur or 0.0 for li in serie.montrees(colonne)[-2:]]
    return len(lues) == 2 and lues[1] < lues[0]


def _annees_muettes(
    quoi: go.Figure, lues: list[Serie], colonne: Colonne, bornes: tuple[float, float]
) -> None:
    """Hatch the years a line leaves out, with bars as high as the axis: shapes have no pattern."""
    muettes: dict[int, tuple[Statut, str]] = {}
    for serie in lues:
        for annee, cellule in zip(serie.annees, serie.cellules(colonne), strict=True):
            if cellule.statut in (Statut.MASQUE, Statut.NON_TRANSMIS):
                nom = f"{serie.nom}{FINE}: " if len(lues) > 1 else ""
                texte = f"{nom}{formats.cellule(cellule, colonne)}"
                muettes.setdefault(annee, (cellule.statut, texte))
    for statut in sorted({statut for statut, _ in muettes.values()}):
        du_statut = {a: texte for a, (s, texte) in muettes.items() if s is statut}
        quoi.add_trace(
            go.Bar(
                x=list(du_statut),
                base=bornes[0],
                y=[bornes[1] - bornes[0]] * len(du_statut),
                width=0.5,
                name=statut.value,
                hovertext=[
                    "<br>".join([sur(texte), *pourquoi(statut)]) for texte in du_statut.values()
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                opacity=0.55,
                marker=encre_muette(statut, bord=False),
            )
        )


def _periode(quoi: go.Figure, resultat: Resultat, toutes: list[int]) -> None:
    """Lay a quiet band under the period of the page, unless it is the whole of the axis."""
    periode = resultat.selection.periode
    if not toutes or (periode.debut <= toutes[0] and periode.fin >= toutes[-1]):
        return
    quoi.add_vrect(
        x0=periode.debut - 0.35,
        x1=periode.fin + 0.35,
        fillcolor=couleurs.FOND_PRINCIPALE,
        line_width=0,
        layer="below",
    )
