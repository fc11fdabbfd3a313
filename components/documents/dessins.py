"""Native charts of a workbook: the spreadsheet draws them from the cells of each sheet.

A cell that may not be shown holds a word, which bars and slices draw as nothing. A line would fall to
zero there: months are drawn from a table of their own, under the chart, where such cells are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components import formats, francais
from components.charts import couleurs
from components.documents.classeur import DISCRET, ENTETE, Classeur
from components.documents.feuille import Pose
from components.documents.traces import (
    axe,
    bornes,
    colonnes_de,
    etiquettes,
    litteral,
    noms_zones,
    plage,
    poser,
    titrer,
    valeurs_de,
)
from components.pivot import LigneTableau, TableauPlat
from data_layer.catalogue.schema import NatureMesure, Vue
from data_layer.result import Bloc, Resultat, Statut
from data_layer.selection import LIBELLES_LECTURE, NOMS_MOIS

LIGNES_DESSINEES = 25
_LARGEUR, _HAUTEUR, _PAR_BARRE = 760, 400, 22
_COTE = 420
# Rows of a sheet that a chart covers, at 20 pixels each, before what stands under it.
_SOUS_LE_DESSIN = 26


def est_dessine(resultat: Resultat, bloc: Bloc) -> bool:
    """Whether the sheet of a block has its chart: where the page draws it, or it is asked for alone."""
    selection = resultat.selection
    if not len(bloc):
        return False
    if bloc.cle == "classement":
        return selection.vue is Vue.GRAPHIQUE
    seul = bloc.cle in (selection.panneau, resultat.principal)
    return seul or selection.vue in (Vue.GRAPHIQUE, Vue.ANNEES)


def dessiner(c: Classeur, resultat: Resultat, bloc: Bloc, tableau: TableauPlat, pose: Pose) -> None:
    """Put the chart of a block beside its table."""
    if tableau.nature == "mois":
        _mois(c, resultat, bloc, tableau, pose)
    elif tableau.nature == "annee":
        _annees(c, resultat, bloc, tableau, pose)
    elif bloc.cle == "classement":
        _classement(c, resultat, bloc, tableau, pose)
    else:
        _composition(c, resultat, bloc, tableau, pose)


def _classement(
    c: Classeur, resultat: Resultat, bloc: Bloc, tableau: TableauPlat, pose: Pose
) -> None:
    """Bars of the first rows as the table orders them: one chart for each zone they stand under."""
    colonne = bloc.colonne(bloc.meneuse)
    series = colonnes_de(tableau, bloc.meneuse)
    groupes = sorted({r.groupe for r in tableau.lignes if not r.tete})
    for place, groupe in enumerate(groupes):
        rangs = [i for i, r in enumerate(tableau.lignes) if not r.tete and r.groupe == groupe]
        montres = rangs[:LIGNES_DESSINEES]
        dessin = c.livre.add_chart({"type": "bar"})
        for serie in series:
            nom = serie.titre_groupe or colonne.libelle
            lignes = [tableau.lignes[i] for i in montres]
            rang = serie.groupe if len(series) > 1 else groupe
            dessin.add_series(
                {
                    **plage(pose, serie.cle, montres[0], montres[-1]),
                    **_encres(lignes, tableau.nature, rang),
                    "name": litteral(nom),
                    "gap": 40,
                    "data_labels": etiquettes(colonne),
                }
            )
        titre = bloc.titre
        if colonne.signe:
            titre += f", {francais.minuscule(LIBELLES_LECTURE[resultat.selection.lecture])}"
        if len(montres) < len(rangs):
            titre += f", {len(montres)} premières lignes"
        zones = resultat.zones if len(groupes) == 1 else resultat.zones[groupe : groupe + 1]
        titrer(dessin, resultat, titre, [z.libelle for z in zones])
        dessin.set_x_axis({**axe(colonne, valeurs_de(tableau, series)), "label_position": "high"})
        dessin.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
        dessin.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
        haut = 110 + _PAR_BARRE * max(6, len(montres) * len(series))
        poser(pose, dessin, (_LARGEUR, haut), decalage=place * (_LARGEUR + 20))


def _encres(lignes: Sequence[LigneTableau], nature: str, rang: int) -> dict[str, Any]:
    """The colour of bars: chosen zones in theirs, other zones in grey; products in their zone's."""
    if nature != "zone":
        return {"fill": {"color": couleurs.de_zone(rang)}}
    encres: dict[str, Any] = {"fill": {"color": couleurs.BARRE}}
    if any(r.marque is not None for r in lignes):
        encres["points"] = [
            None if r.marque is None else {"fill": {"color": couleurs.de_zone(r.marque)}}
            for r in lignes
        ]
    return encres


def _composition(
    c: Classeur, resultat: Resultat, bloc: Bloc, tableau: TableauPlat, pose: Pose
) -> None:
    """A doughnut for each zone, of the unit chosen: its slices, colours and order are the same."""
    unite = resultat.selection.unite
    colonne = bloc.colonne(unite)
    rangs = [i for i, r in enumerate(tableau.lignes) if not r.tete]
    if not rangs:
        return
    places = [k % len(couleurs.PARTS) for k in range(len(rangs))]
    encres = [couleurs.PARTS[k] for k in places]
    dessus = [couleurs.SUR_PARTS[k] for k in places]
    for place, serie in enumerate(colonnes_de(tableau, unite)):
        cellules = [tableau.lignes[i].cellules[serie.cle] for i in rangs]
        entier = all(x.statut in (Statut.OK, Statut.SANS_OBJET) for x in cellules)
        # The spreadsheet's own percentages are right only where slices make a whole.
        cumule = entier and colonne.mesure.nature is not NatureMesure.DISTINCT
        quoi = {"percentage": True} if cumule else etiquettes(colonne)
        dessin = c.livre.add_chart({"type": "doughnut"})
        zone = resultat.zones[serie.groupe].libelle
        dessin.add_series(
            {
                **plage(pose, serie.cle, rangs[0], rangs[-1]),
                "name": litteral(zone),
                "points": [
                    {"fill": {"color": e}, "border": {"color": couleurs.SURFACE}} for e in encres
                ],
                "data_labels": {
                    **quoi,
                    "custom": [{"font": {"size": 9, "color": e}} for e in dessus],
                },
            }
        )
        caches = "" if entier else " (parts montrées seulement)"
        titre = f"{colonne.libelle} par {bloc.titre.lower()}{caches}"
        titrer(dessin, resultat, titre, [zone])
        dessin.set_hole_size(50)
        dessin.set_legend({"position": "bottom"})
        poser(pose, dessin, (_COTE, _COTE), decalage=place * (_COTE + 20))


def _annees(c: Classeur, resultat: Resultat, bloc: Bloc, tableau: TableauPlat, pose: Pose) -> None:
    """Columns of each year, one a zone."""
    colonne = bloc.colonne(bloc.meneuse)
    series = colonnes_de(tableau, bloc.meneuse)
    dessin = c.livre.add_chart({"type": "column"})
    for serie in series:
        dessin.add_series(
            {
                **plage(pose, serie.cle, 0, len(tableau.lignes) - 1),
                "name": litteral(serie.titre_groupe or resultat.zones[0].libelle),
                "fill": {"color": couleurs.de_zone(serie.groupe)},
                "data_labels": etiquettes(colonne),
                "gap": 60,
            }
        )
    titrer(
        dessin, resultat, f"{colonne.libelle}. {bloc.titre}", noms_zones(resultat), periode=False
    )
    dessin.set_x_axis({"label_position": "low", "num_format": "0", "name": "Année"})
    dessin.set_y_axis(axe(colonne, valeurs_de(tableau, series)))
    dessin.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    poser(pose, dessin, (_LARGEUR, _HAUTEUR))


def _mois(c: Classeur, resultat: Resultat, bloc: Bloc, tableau: TableauPlat, pose: Pose) -> None:
    """Lines of this year and, lighter and dashed, of the year before."""
    colonne = bloc.colonne(bloc.meneuse)
    series = colonnes_de(tableau, bloc.meneuse)
    annees = sorted({r.code[:4] for r in tableau.lignes})
    haut = pose.haut + _SOUS_LE_DESSIN
    valeurs = {(r.code, s.cle): r.cellules[s.cle].valeur for r in tableau.lignes for s in series}
    suites = [(s, a) for s in series for a in annees]
    c.texte(pose.feuille, haut - 1, pose.libre, "Données du graphique", **DISCRET)
    c.texte(pose.feuille, haut, pose.libre, "Mois", **ENTETE)
    forme = c.style(num_format=formats.format_excel(colonne))
    for m, nom in enumerate(NOMS_MOIS, 1):
        c.texte(pose.feuille, haut + m, pose.libre, nom)
    dessin = c.livre.add_chart({"type": "line"})
    for j, (serie, annee) in enumerate(suites, pose.libre + 1):
        zone = serie.titre_groupe or resultat.zones[0].libelle
        nom = f"{zone}, {annee}"
        c.texte(pose.feuille, haut, j, nom, **ENTETE)
        for m in range(1, 13):
            valeur = valeurs.get((f"{annee}-{m:02d}", serie.cle))
            if valeur is None:
                pose.feuille.write_blank(haut + m, j, None, forme)
            else:
                exacte = formats.valeur_excel(valeur, colonne)
                pose.feuille.write_number(haut + m, j, exacte, forme)
        dessin.add_series(
            {
                "name": [pose.feuille.get_name(), haut, j],
                "categories": bornes(pose, haut + 1, haut + 12, pose.libre),
                "values": bornes(pose, haut + 1, haut + 12, j),
                **_trait(serie.groupe, annee == annees[-1]),
            }
        )
    titre = f"{colonne.libelle}. {bloc.titre}"
    titrer(dessin, resultat, titre, noms_zones(resultat), periode=False)
    dessin.set_x_axis({"label_position": "low", "name": "Mois"})
    dessin.set_y_axis({**axe(colonne, valeurs_de(tableau, series)), "min": 0})
    dessin.set_legend({"position": "bottom"})
    dessin.show_blanks_as("gap")
    poser(pose, dessin, (_LARGEUR, _HAUTEUR + 60))


def _trait(rang: int, courante: bool) -> dict[str, Any]:
    """The stroke of a series: full with marks this year, dashed and lighter the year before."""
    encre = couleurs.de_zone(rang)
    trait: dict[str, Any] = {"color": encre, "width": 2.25 if courante else 1.5}
    if not courante:
        trait |= {"dash_type": "dash", "transparency": 35}
    marque = {"type": "square" if rang else "circle", "size": 6 if courante else 4}
    fond = encre if courante else couleurs.SURFACE
    return {
        "line": trait,
        "marker": {**marque, "fill": {"color": fond}, "border": {"color": encre}},
    }
