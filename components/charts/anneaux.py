"""What each zone is made of: one donut a zone, in the same order, colours and unit.

A donut tells shares, never sizes: all have one area, and the middle says what the whole is.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from components import formats
from components.charts import couleurs
from components.charts.bulles import pourquoi
from components.charts.gestes import vers_la_part
from components.charts.graphe import figure, sur
from components.charts.lignes import noms_zones, unite_courte, valeur_exacte
from components.charts.motifs import encre_muette
from components.charts.titres import en_total, ou_quand
from components.formats import FINE
from components.pivot import entete_colonne
from data_layer.catalogue.schema import NatureMesure
from data_layer.result import Bloc, Cellule, Colonne, Ligne, Resultat, Statut

_HAUTEUR = 270
_TROU = 0.56
# A masked slice has one size whatever it hides: a share of what is shown, no value.
_TALON = 0.05
_MUETS = frozenset({Statut.MASQUE, Statut.NON_TRANSMIS})


def colonne_des_parts(resultat: Resultat, bloc: Bloc) -> Colonne | None:
    """Return the measure that donuts show: the unit chosen, even where its rate leads.

    None where it has no shares.
    """
    unite = resultat.selection.unite
    colonne = next((c for c in bloc.colonnes if c.cle == unite), None)
    if colonne is None or not colonne.mesure.est_volume or bloc.cellules[unite].parts is None:
        return None
    return colonne


def anneaux(resultat: Resultat, cle: str) -> go.Figure:
    """Return one donut per zone of block ``cle``, or its heading alone when nothing can be drawn."""
    bloc = resultat.blocs[cle]
    colonne = colonne_des_parts(resultat, bloc)
    assert colonne is not None
    titre = f"{entete_colonne(colonne)} par {bloc.titre.lower()}"
    quoi = figure(resultat, titre, _sous_titre(resultat, bloc, colonne), _HAUTEUR, cle)
    nombre = len(resultat.zones)
    for rang in range(nombre):
        lignes = lignes_de(bloc, rang)
        domaine = (rang / nombre + 0.01, (rang + 1) / nombre - 0.01)
        if any(_taille(li.cellules[colonne.cle], 1.0) for li in lignes):
            quoi.add_trace(_anneau(resultat, bloc, lignes, colonne, rang, domaine))
        _milieu(quoi, resultat, lignes, colonne, rang, sum(domaine) / 2)
    quoi.update_layout(uniformtext={"mode": "hide", "minsize": 11}, margin={"t": 26, "b": 4})
    quoi.layout.meta = {**quoi.layout.meta, "legende": legende(bloc, colonne)}
    return quoi


def lignes_de(bloc: Bloc, rang: int) -> list[Ligne]:
    """Return the rows of one zone, in the order of the declaration."""
    return [li for li in bloc.lignes() if li.groupe == rang]


def legende(bloc: Bloc, colonne: Colonne) -> list[dict[str, str]]:
    """Return the values that occur in one zone at least: ``code``, ``nom``, ``couleur``, ``place``."""
    presentes = {li.code for li in bloc.lignes() if _taille(li.cellules[colonne.cle], 1.0)}
    return [
        {"code": code, "nom": nom, "couleur": couleurs.PARTS[place], "place": str(place + 1)}
        for code, nom, place in _places(bloc)
        if code in presentes
    ]


def resume_anneaux(resultat: Resultat, cle: str) -> str:
    """Return the shares of each zone, for those who do not see the donuts."""
    bloc = resultat.blocs[cle]
    colonne = colonne_des_parts(resultat, bloc)
    assert colonne is not None
    noms, dits = noms_zones(resultat), []
    for rang, zone in enumerate(resultat.zones):
        parts = [
            f"{li.libelle} {part_dite(li.cellules[colonne.cle])}" for li in lignes_de(bloc, rang)
        ]
        dits.append(f"{noms[zone.id]}{FINE}: {', '.join(parts)}")
    return f"Anneaux, {colonne.libelle} par {bloc.titre.lower()}. " + f"{FINE}; ".join(dits) + "."


def part_dite(cellule: Cellule) -> str:
    """Return ``45,2 %``, ``masqué``, ``non transmis`` or a dash: what a legend says of a slice."""
    if cellule.statut in _MUETS:
        return formats.libelle_statut(cellule.statut)
    prefixe = f"≈{FINE}" if cellule.statut is not Statut.OK and cellule.part is not None else ""
    return prefixe + formats.part(cellule.part, 1)


def _places(bloc: Bloc) -> list[tuple[str, str, int]]:
    """Each value of the dimension, with its colour: the same under every zone."""
    noms = dict(zip(bloc.codes, bloc.libelles, strict=True))
    return [(code, nom, i % len(couleurs.PARTS)) for i, (code, nom) in enumerate(noms.items())]


def _taille(cellule: Cellule, montre: float) -> float:
    """The size of a slice, of which a masked one tells nothing."""
    if cellule.statut in _MUETS:
        return _TALON * montre
    return max(0.0, cellule.valeur or 0.0)


def _anneau(
    resultat: Resultat,
    bloc: Bloc,
    lignes: Sequence[Ligne],
    colonne: Colonne,
    rang: int,
    domaine: tuple[float, float],
) -> go.Pie:
    place_de = {code: place for code, _, place in _places(bloc)}
    cellules = [li.cellules[colonne.cle] for li in lignes]
    montre = sum(c.valeur or 0.0 for c in cellules) or 1.0
    places = [place_de[li.code] for li in lignes]
    return go.Pie(
        name=sur(resultat.zones[rang].libelle),
        labels=[sur(li.libelle) for li in lignes],
        values=[_taille(c, montre) for c in cellules],
        domain={"x": domaine, "y": (0.0, 1.0)},
        hole=_TROU,
        sort=False,
        direction="clockwise",
        rotation=0,
        text=["" if c.statut in _MUETS else part_dite(c) for c in cellules],
        textinfo="text",
        textposition="inside",
        insidetextorientation="horizontal",
        insidetextfont={"size": 12, "color": [couleurs.SUR_PARTS[p] for p in places]},
        hovertext=[_bulle(resultat, li, colonne, rang) for li in lignes],
        hovertemplate="%{hovertext}<extra></extra>",
        customdata=[li.code if _mene(resultat, bloc, li) else "" for li in lignes],
        marker=_encre(cellules, places),
    )


def _mene(resultat: Resultat, bloc: Bloc, ligne: Ligne) -> bool:
    return vers_la_part(resultat.selection, bloc.cle, ligne.code) is not None


def _encre(cellules: Sequence[Cellule], places: Sequence[int]) -> dict[str, object]:
    """Colours by value; a masked slice is hatched in place of its colour."""
    muet = encre_muette(Statut.MASQUE)["pattern"]
    muettes = [c.statut in _MUETS for c in cellules]
    return {
        "colors": [
            couleurs.SURFACE if m else couleurs.PARTS[p]
            for m, p in zip(muettes, places, strict=True)
        ],
        "line": {"color": couleurs.SURFACE, "width": 2},
        "pattern": {
            "shape": [muet["shape"] if m else "" for m in muettes],
            "fgcolor": muet["fgcolor"],
            "size": muet["size"],
            "solidity": muet["solidity"],
        },
    }


def _bulle(resultat: Resultat, ligne: Ligne, colonne: Colonne, rang: int) -> str:
    cellule = ligne.cellules[colonne.cle]
    textes = [f"<b>{sur(ligne.libelle)}</b>", sur(resultat.zones[rang].libelle)]
    textes.append(sur(valeur_exacte(ligne, colonne)))
    if cellule.statut not in _MUETS:
        textes.append(f"Part{FINE}: {part_dite(cellule)}")
    return "<br>".join([*textes, *pourquoi(cellule.statut)])


def _milieu(
    quoi: go.Figure,
    resultat: Resultat,
    lignes: Sequence[Ligne],
    colonne: Colonne,
    rang: int,
    x: float,
) -> None:
    """Write the zone above its donut, and in the hole what the whole is."""
    commun = {"x": x, "xref": "paper", "yref": "paper", "showarrow": False, "xanchor": "center"}
    if len(resultat.zones) > 1:
        quoi.add_annotation(
            text=f"<b>{sur(resultat.zones[rang].libelle, 26)}</b>",
            y=1,
            yanchor="bottom",
            yshift=6,
            font={"color": couleurs.de_zone(rang), "size": 13},
            **commun,
        )
    quoi.add_annotation(
        text=_total(lignes, colonne), y=0.5, yanchor="middle", font={"size": 14}, **commun
    )


def _total(lignes: Sequence[Ligne], colonne: Colonne) -> str:
    """The sum of what is shown, said to be a least one where a slice hides: no remainder can be read.

    Persons counted under several values do not add up: the unit stands alone.
    """
    cellules = [li.cellules[colonne.cle] for li in lignes]
    valeurs = [c.valeur for c in cellules if c.valeur is not None]
    unite = sur(colonne.unite)
    if not valeurs:
        muette = next((c for c in cellules if c.statut in _MUETS), None)
        return sur(formats.cellule(muette, colonne)) if muette else formats.SANS_OBJET
    if colonne.mesure.nature is NatureMesure.DISTINCT:
        return unite
    entier = all(c.statut in (Statut.OK, Statut.SANS_OBJET) for c in cellules)
    nombre = formats.compact(sum(valeurs), unite_courte(colonne))
    suite = "" if unite_courte(colonne) else f"<br>{unite}"
    return f"<b>{'' if entier else f'≥{FINE}'}{nombre}</b>{suite}"


def _sous_titre(resultat: Resultat, bloc: Bloc, colonne: Colonne) -> str:
    dits = f"{ou_quand(resultat, composition=bloc)}{en_total(resultat)}"
    if colonne.mesure.nature is not NatureMesure.DISTINCT:
        return dits
    return f"{dits} · un patient peut compter dans plusieurs parts"
