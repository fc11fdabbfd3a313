"""The pieces: zones, selections, cells, rows, blocks, results. See the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from data_layer.catalogue import restitution
from data_layer.catalogue.schema import Lecture, Mesure, Restitution
from data_layer.requete.mesurer import colonnes
from data_layer.result import (
    RANG_STATUT,
    Bloc,
    Cellule,
    Cellules,
    Colonne,
    Ligne,
    Provenance,
    Resultat,
    Statut,
)
from data_layer.selection.modele import Selection
from data_layer.selection.periode import Periode
from geodata.zones import Zone, etablissement, zones_administratives

Valeur = float | Statut | tuple[float, Statut]
MESURES = ("sejours", "seances", "dms", "part_hommes")


def mco() -> Restitution:
    """Return the restitution these results belong to."""
    trouvee = restitution("activite-mco")
    assert trouvee is not None
    return trouvee


def zone(identifiant: str) -> Zone:
    """Return an administrative zone (``fr``, ``reg-11``, ``dep-75``) or an invented hospital."""
    trouvee = zones_administratives().get(identifiant)
    numero = identifiant.removeprefix("fin-")
    return trouvee or etablissement(numero, f"CH {numero}")


def selection(zones: Sequence[str] = ("reg-11",), **choix: object) -> Selection:
    """Return a selection of activite-mco, 2024, départements, led by séjours, unless told."""
    base = Selection(mco(), zones[0], Periode(2024, 2024), "departement", "sejours")
    return replace(base, vs=tuple(zones[1:]), **choix)  # type: ignore[arg-type]


def colonne(mesure: str | Mesure, lecture: Lecture = Lecture.TOTAL) -> Colonne:
    """Return the column of a measure as a reading shows it."""
    m = mco().mesure(mesure) if isinstance(mesure, str) else mesure
    return colonnes(lecture, (m,))[0]


def cellule(valeur: Valeur, part: float | None = None) -> Cellule:
    """Return one cell from the short writing of a value."""
    if isinstance(valeur, Statut):
        return Cellule(None, None, valeur)
    nombre, statut = valeur if isinstance(valeur, tuple) else (valeur, Statut.OK)
    return Cellule(float(nombre), part, statut)


def ligne(
    code: str,
    libelle: str,
    valeurs: Mapping[str, Valeur],
    *,
    zone: str = "",
    groupe: int = 0,
    rang: int | None = None,
    marque: int | None = None,
    cible: str | None = None,
    remarques: tuple[str, ...] = (),
    part: float | None = None,
) -> Ligne:
    """Return a row; ``part`` goes with the first measure."""
    premiere = next(iter(valeurs), "")
    cellules = {c: cellule(v, part if c == premiere else None) for c, v in valeurs.items()}
    return Ligne(
        code, libelle, zone or cible or "", groupe, rang, cible, marque, tuple(remarques), cellules
    )


def _colonne_de_cellules(cle: str, lignes: Sequence[Ligne]) -> Cellules:
    cellules = [ligne.cellules[cle] for ligne in lignes]
    parts = [np.nan if c.part is None else c.part for c in cellules]
    return Cellules(
        np.array([np.nan if c.valeur is None else c.valeur for c in cellules], dtype=float),
        np.array([RANG_STATUT[c.statut] for c in cellules], dtype=np.int8),
        None if np.isnan(parts).all() else np.array(parts, dtype=float),
    )


def bloc(
    lignes: Sequence[Ligne],
    tetes: Sequence[Ligne] = (),
    *,
    cle: str = "classement",
    titre: str = "Classement",
    nature: str = "zone",
    niveau: str | None = "departement",
    mesures: Sequence[Colonne] | None = None,
    meneuse: str = "sejours",
) -> Bloc:
    """Return a block of these rows; the default columns are those of :data:`MESURES`."""
    les_colonnes = tuple(mesures or (colonne(m) for m in MESURES))
    return Bloc(
        cle=cle,
        titre=titre,
        nature=nature,
        niveau=niveau if nature == "zone" else None,
        colonnes=les_colonnes,
        meneuse=meneuse,
        tetes=tuple(tetes),
        codes=tuple(r.code for r in lignes),
        libelles=tuple(r.libelle for r in lignes),
        zones=tuple(r.zone for r in lignes),
        groupes=tuple(r.groupe for r in lignes),
        rangs=tuple(r.rang for r in lignes),
        cibles=tuple(r.cible for r in lignes),
        marques=tuple(r.marque for r in lignes),
        remarques={i: r.remarques for i, r in enumerate(lignes) if r.remarques},
        cellules={c.cle: _colonne_de_cellules(c.cle, lignes) for c in les_colonnes},
    )


def provenance(synthetique: bool = False) -> Provenance:
    return Provenance(
        source="ScanSanté",
        editeur="ATIH",
        licence="Licence Ouverte 2.0",
        credit="Données ATIH, mises en forme par Portulan",
        millesime="MCO 2015-2024",
        mise_a_jour="2025-03-12",
        version="2025-03-12-ab12cd",
        synthetique=synthetique,
        geographie="Contours IGN, population Insee 2021",
    )


def resultat(
    *blocs: Bloc,
    choix: Selection | None = None,
    synthetique: bool = False,
    part_masquee: float | None = 0.002,
    remarques: tuple[str, ...] = (),
) -> Resultat:
    """Return a result of these blocks, the first one being the main one."""
    choisie = choix or selection()
    zones = tuple(zone(z) for z in choisie.zones)
    lieux = " et ".join(z.libelle for z in zones)
    return Resultat(
        titre=f"Activité MCO, {lieux}, {choisie.periode.libelle}",
        sous_titre="Séjours (hors séances), toutes catégories",
        selection=choisie,
        zones=zones,
        blocs={b.cle: b for b in blocs},
        principal=blocs[0].cle,
        provenance=provenance(synthetique),
        part_masquee=part_masquee,
        sens_ligne="Une ligne est un département ; ses chiffres sont ceux de ses établissements.",
        remarques=remarques,
    )
