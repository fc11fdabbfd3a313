"""A result as a workbook: a sheet per table, typed numbers, and a « Lisez-moi » sheet.

The table comes first and is active at opening: it is what the visitor asked for. « Lisez-moi » is
the last sheet; the second line of each table points at it. Under the views that draw, each sheet
has its chart, built by the spreadsheet on the cells of the table (:mod:`components.documents.dessins`).
"""

from __future__ import annotations

from datetime import datetime

from components.documents.classeur import Classeur
from components.documents.dessins import dessiner, est_dessine
from components.documents.feuille import ecrire_tableau
from components.documents.lisez_moi import ecrire_lisez_moi
from components.pivot import tableau_plat
from data_layer.catalogue.schema import Vue
from data_layer.result import Bloc, Resultat
from data_layer.selection import LIBELLES_VUE, Noeuds


def xlsx_octets(
    resultat: Resultat, adresse: str, genere_le: datetime, noeuds: Noeuds | None = None
) -> bytes:
    """Return the workbook of a result, the same bytes for the same arguments.

    ``adresse`` reopens the view; ``genere_le`` is the date the file bears; ``noeuds`` names the way
    down to the chosen product. Values are numbers in
    French formats, percentages and shares are fractions in % formats, « au moins » is a number
    whose format says so; what may not be shown is a text.
    """
    classeur = Classeur(resultat.titre, adresse, genere_le)
    feuilles: list[tuple[str, str]] = []
    # The ranking gives five years their totals; it is not seen there.
    annees = resultat.selection.vue is Vue.ANNEES
    vus = [b for b in resultat.blocs.values() if not annees or b.cle == resultat.principal]
    for bloc in vus:
        feuille = classeur.feuille(_nom_feuille(resultat, bloc))
        tableau = tableau_plat(resultat, bloc)
        pose = ecrire_tableau(classeur, feuille, resultat, tableau)
        if est_dessine(resultat, bloc):
            dessiner(classeur, resultat, bloc, tableau, pose)
        feuilles.append((feuille.get_name(), bloc.titre))
        if bloc.cle == resultat.principal:
            feuille.activate()
            feuille.set_first_sheet()
    ecrire_lisez_moi(classeur, resultat, feuilles, adresse, genere_le, noeuds)
    return classeur.fermer()


def _nom_feuille(resultat: Resultat, bloc: Bloc) -> str:
    if bloc.cle == "annees":
        return LIBELLES_VUE["annees"]
    if bloc.cle == resultat.principal:
        return "Tableau"
    return "Classement" if bloc.cle == "classement" else bloc.titre
