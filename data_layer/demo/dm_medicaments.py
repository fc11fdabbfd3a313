"""The demonstration of ``dm_medicaments``: synthetic stays, totals set on published figures.

Deterministic: same scale, same bytes. The published margins bind scale 1 only; without calibration, or at
another scale, volumes follow the inhabitants.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from data_layer import catalogue
from data_layer.catalogue.schema import Personnes, Restitution
from data_layer.demo import dm_tables
from data_layer.demo.calibrage_calage import Calage
from data_layer.demo.dm_calendrier import ANNEES, DERNIERE_COMPLETE, MOIS_TRANSMIS
from data_layer.demo.dm_etablissements import cadre as les_etablissements
from data_layer.demo.dm_generateur import Generateur, preparer
from data_layer.demo.dm_plan import plan_libre
from data_layer.demo.garde import jamais_un_reel
from data_layer.demo.nomenclature import nomenclature
from data_layer.faits import par_etab, personnes
from data_layer.faits.construction import construire, schemas_attendus
from data_layer.secret import ecriture
from data_layer.secret.construction import proteger_jeu
from data_layer.warehouse import Meta, PublicationRefusee, Release, parquet, publier

NOM = "dm_medicaments"
RESTITUTION = "dm-medicaments"
ECHELLE_MAX = 100
"""About 600 million rows: numbers of stays and patients stay INTEGER."""


def publier_demo(
    echelle: int = 1,
    *,
    force: bool = False,
    calibre: bool = True,
    progres: Callable[[int], object] = lambda lignes: None,
) -> Release:
    """Build the synthetic dataset and put it in force; ``progres`` is told the rows written.

    Raises PublicationRefusee when a real dataset is in force, unless ``force``, and when the scale
    is out of reach.
    """
    if not 1 <= echelle <= ECHELLE_MAX:
        raise PublicationRefusee(
            f"Ce jeu de démonstration va jusqu'à l'échelle {ECHELLE_MAX}, pas {echelle}."
        )

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

    ``echelle``, ``taille`` and ``calibre``: see :func:`generateur`.
    """
    g = generateur(echelle, taille=taille, calibre=calibre)
    classes = _classes(generateur(echelle, taille=taille, calibre=calibre))
    lieux, lieu = dm_tables.placer(g.cadre, classes)
    declaree = catalogue.restitution(RESTITUTION)
    if declaree is None:
        raise LookupError(f"no restitution {RESTITUTION!r} in the catalogue")
    rapport = construire(
        dossier, NOM, g.lots(), nomenclature().arbre, declaree.famille, lieu, progres
    )
    dm_tables.ecrire(dossier, g.cadre, classes, lieux)
    ajouter(dossier, rapport["parties"], declaree.personnes)
    if declaree.publication is not None:
        rapport = {**rapport, "secret": _proteger(dossier, declaree, progres)}
    cale = g.calage is not None
    schemas = {**dm_tables.schemas(), **_schemas(declaree, rapport["parties"])}
    rapport = {"annees": list(ANNEES), "echelle": echelle, "calibre": cale, **rapport}
    return _meta(cale, rapport, schemas)


def _proteger(
    dossier: Path, declaree: Restitution, progres: Callable[[int], object]
) -> Mapping[str, Any]:
    assert declaree.publication is not None
    return proteger_jeu(
        dossier,
        declaree.publication,
        declaree.famille,
        nomenclature().arbre,
        ANNEES,
        MOIS_TRANSMIS.get(ANNEES[-1], 12),
        lambda _: progres(0),
    )


def _schemas(declaree: Restitution, parties: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """What each file must hold: a release without one of them is refused, not served without."""
    annees = sorted({partie[:4] for partie in parties})
    secondes = {f"{par_etab.TABLE}.{a}.parquet": par_etab.SCHEMA for a in annees}
    if declaree.personnes is not None:
        secondes |= {
            f"{table}.{a}.parquet": schema
            for table, schema in personnes.SCHEMAS.items()
            for a in annees
        }
    attendus = schemas_attendus(NOM, declaree.famille, parties) | secondes
    if declaree.publication is not None:
        for cube in declaree.famille:
            cles = ecriture.colonnes_de(declaree.publication, cube)
            for annee in annees:
                nom = f"cube_{cube.cle}.{annee}.parquet"
                attendus[nom] = {**attendus[nom], **cles}
    return attendus


def ajouter(dossier: Path, parties: Sequence[str], declarees: Personnes | None) -> None:
    """Write what is made from the fact files of these parts: their second order, counts of persons."""
    faits: dict[int, list[Path]] = {}
    for partie in parties:
        faits.setdefault(int(partie[:4]), []).append(dossier / f"{NOM}.{partie}.parquet")
    with TemporaryDirectory(dir=dossier) as tampon, parquet.connexion(Path(tampon)) as con:
        par_etab.ecrire(con, dossier, faits)
        if declarees is not None:
            personnes.ecrire(con, dossier, faits, declarees)


def generateur(echelle: int = 1, *, taille: float = 1.0, calibre: bool = True) -> Generateur:
    """Return what draws the rows, ``echelle`` times about 6 million, on the same establishments.

    ``taille`` is a share of the stays, for tests; like any scale but 1, it leaves calibration out.
    Raises ValueError above ``ECHELLE_MAX``.
    """
    if not 1 <= echelle <= ECHELLE_MAX:
        raise ValueError(f"scale out of 1..{ECHELLE_MAX}: {echelle}")
    calage = Calage() if calibre and echelle == 1 and taille == 1.0 else None
    plan = calage.plan() if calage else plan_libre()
    return preparer(les_etablissements(), plan, echelle * taille, calage)


def _classes(g: Generateur) -> list[str]:
    """The class of each establishment: what it was paid in the last whole year, drawn a first time.

    Cubes hold classes, so these come before the first lot is written. A calibration draws the years after
    too, which it must know.
    """
    montants, sejours = np.zeros((2, len(g.cadre) + 1), dtype=np.int64)
    annees = [a for a in ANNEES if a >= DERNIERE_COMPLETE] if g.calage else [DERNIERE_COMPLETE]
    for lot in g.lots(annees):
        if lot.annee == DERNIERE_COMPLETE:
            somme = np.bincount(
                lot.colonnes["etab"], lot.colonnes["montant"], minlength=len(montants)
            )
            montants += somme.astype(np.int64)
            _, premieres = np.unique(lot.colonnes["sejour"], return_index=True)
            sejours += np.bincount(lot.colonnes["etab"][premieres], minlength=len(sejours))
    return dm_tables.classer(montants, sejours)


def _meta(cale: bool, rapport: dict[str, Any], schemas: Mapping[str, Mapping[str, str]]) -> Meta:
    source, credit = "Données synthétiques de démonstration", "Portulan"
    if cale:
        source += ", totaux calés sur des chiffres publiés"
        credit += " ; totaux publiés : ATIH, ScanSanté (atelier EMOIS 2022)"
    return Meta(
        source=source,
        editeur="Portulan",
        licence="Sans objet (données inventées)",
        credit=f"Données synthétiques de démonstration, {credit}",
        millesime=f"{ANNEES[0]}-{ANNEES[-1]}",
        synthetique=True,
        rapport=rapport,
        schema_attendu=schemas,
    )
