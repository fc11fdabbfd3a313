"""The demonstration of ``dm_medicaments``: synthetic stays, totals set on published figures.

Deterministic: same scale, same bytes. The published margins bind scale 1 only; without calibration, or at
another scale, volumes follow the inhabitants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer import catalogue
from data_layer.demo import dm_generateur, dm_tables
from data_layer.demo.calibrage_calage import Calage
from data_layer.demo.dm_calendrier import ANNEES, DERNIERE_COMPLETE
from data_layer.demo.dm_etablissements import cadre as les_etablissements
from data_layer.demo.dm_plan import plan_libre
from data_layer.demo.garde import jamais_un_reel
from data_layer.demo.nomenclature import nomenclature
from data_layer.faits.construction import construire
from data_layer.faits.modele import Lot
from data_layer.warehouse import Meta, Release, publier

NOM = "dm_medicaments"
RESTITUTION = "dm-medicaments"


def publier_demo(
    echelle: int = 1,
    *,
    force: bool = False,
    calibre: bool = True,
    progres: Callable[[int], object] = lambda lignes: None,
) -> Release:
    """Build the synthetic dataset and put it in force; ``progres`` is told the rows written.

    Raises PublicationRefusee when a real dataset is in force, unless ``force``.
    """

    def remplir(dossier: Path) -> Meta:
        return ecrire(dossier, echelle, calibre=calibre, progres=progres)

    return publier(NOM, remplir, condition=jamais_un_reel(NOM, force))


def ecrire(
    dossier: Path,
    echelle: int = 1,
    *,
    taille: float = 1.0,
    calibre: bool = True,
    progres: Callable[[int], object] = lambda lignes: None,
) -> Meta:
    """Write facts, cubes and tables into ``dossier`` and return what is to be said of them.

    ``taille`` is a share of the stays, for tests; like any scale but 1, it leaves calibration out.
    """
    cale = calibre and echelle == 1 and taille == 1.0
    cadre = les_etablissements()
    calage = Calage() if cale else None
    plan = calage.plan() if calage else plan_libre()
    generateur = dm_generateur.preparer(cadre, plan, echelle * taille, calage)
    montants = np.zeros(len(cadre) + 1, dtype=np.int64)
    declaree = catalogue.restitution(RESTITUTION)
    if declaree is None:
        raise LookupError(f"no restitution {RESTITUTION!r} in the catalogue")
    rapport = construire(
        dossier,
        NOM,
        _en_sommant(generateur.lots(), montants),
        nomenclature().arbre,
        declaree.famille,
        cadre.lieu,
        progres,
    )
    dm_tables.ecrire(dossier, cadre, montants)
    return _meta(cale, {"annees": list(ANNEES), "echelle": echelle, "calibre": cale, **rapport})


def _en_sommant(lots: Iterator[Lot], montants: NDArray[np.int64]) -> Iterator[Lot]:
    """Let lots through, adding to ``montants`` what establishments were paid in the last whole year."""
    for lot in lots:
        if lot.annee == DERNIERE_COMPLETE:
            somme = np.bincount(
                lot.colonnes["etab"], lot.colonnes["montant"], minlength=len(montants)
            )
            montants += somme.astype(np.int64)
        yield lot


def _meta(cale: bool, rapport: dict[str, Any]) -> Meta:
    source, credit = "Données synthétiques de démonstration", "Portulan"
    if cale:
        source += ", totaux calés sur des chiffres publiés"
        credit += " ; totaux publiés : ATIH, ScanSanté (atelier EMOIS 2022)"
    return Meta(
        source=source,
        editeur="Portulan",
        licence="Sans objet (données inventées)",
        credit=f"Données synthétiques de démonstration, {credit}",
        millesime=f"{ANNEES[0]}-{ANNEES[-1]}",
        synthetique=True,
        rapport=rapport,
    )
