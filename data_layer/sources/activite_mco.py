"""Writing the dataset ``activite_mco`` from raw rows: mask, cross with the départements, sort.

The official file and the synthetic twin both come through :func:`ecrire`, so that both are masked
by the same code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.sources.masquage import (
    Cellules,
    Entiers,
    masquer_seul,
    masquer_total_et_parts,
    moyennes_visibles,
    pourcentage_visible,
)
from data_layer.sources.nombres import MASQUE, NON_TRANSMIS
from data_layer.sources.schema_mco import (
    COMPTES,
    MOYENNES,
    NOM,
    NON_RENSEIGNEE,
    POURCENTAGES,
    SCHEMA_FAITS,
    Observations,
)
from data_layer.warehouse import parquet
from geodata.referentiel import departement, departement_du_finess

_REQUETE_ETABLISSEMENTS = """
    WITH vus AS (
        SELECT finess, min(annee) AS annee_min, max(annee) AS annee_max,
               any_value(departement) AS departement, any_value(region) AS region,
               list_sort(list(DISTINCT secteur)) AS secteurs,
               coalesce(arg_max(categorie, annee * 2 + (secteur = 'public_PSPH')::INT)
                        FILTER (categorie <> 'non_renseignee'), 'non_renseignee') AS categorie
        FROM faits GROUP BY finess
    ), nommes AS (
        SELECT finess, arg_max(libelle, annee::BIGINT * 4294967296 - ordre) AS libelle,
               list_sort(list(DISTINCT libelle)) AS libelles
        FROM noms GROUP BY finess
    )
    SELECT finess, libelle, list_filter(libelles, lambda autre: autre <> libelle) AS alias,
           categorie, secteurs, departement, region, annee_min, annee_max
    FROM vus JOIN nommes USING (finess) ORDER BY finess
"""


@dataclass
class Comptes:
    """What was written: rows, cells by fate, FINESS without département."""

    lignes: int = 0
    incompletes: int = 0
    sans_categorie: int = 0
    moyennes_retirees: int = 0
    pourcentages_retires: int = 0
    masques_source: Counter[str] = field(default_factory=Counter)
    masques_portulan: Counter[str] = field(default_factory=Counter)
    non_transmis: Counter[str] = field(default_factory=Counter)
    finess_sans_departement: set[str] = field(default_factory=set)

    def compter(self, mesure: str, brut: Entiers, cellules: Cellules) -> None:
        """Add the cells of one column, before and after masking."""
        self.masques_source[mesure] += int((brut == MASQUE).sum())
        self.masques_portulan[mesure] += int((cellules.masque & (brut != MASQUE)).sum())
        self.non_transmis[mesure] += int((brut == NON_TRANSMIS).sum())

    def rapport(self) -> dict[str, Any]:
        """Return the counts as JSON values, for the manifest."""
        return {
            "lignes_retenues": self.lignes,
            "lignes_annee_incomplete": self.incompletes,
            "lignes_sans_categorie": self.sans_categorie,
            "lignes_moyennes_retirees": self.moyennes_retirees,
            "pourcentages_retires": self.pourcentages_retires,
            "masques_source": {m: self.masques_source[m] for m in COMPTES},
            "masques_portulan": {m: self.masques_portulan[m] for m in COMPTES},
            "non_transmis": {m: self.non_transmis[m] for m in COMPTES},
            "finess_sans_departement": sorted(self.finess_sans_departement),
        }


def ecrire(
    lots: Iterable[Observations], dossier: Path, alias: Iterable[tuple[str, str]] = ()
) -> Comptes:
    """Mask batches of rows and write both files into ``dossier``; large sorts spill beside it.

    alias: further (finess, label) pairs. The caller answers for the rows: unique on year x sector x
    finess over all batches, and coherent (:func:`data_layer.sources.masquage.coherent`). Raises
    duckdb.Error when the disk is full.
    """
    comptes = Comptes()
    with parquet.connexion(dossier.with_suffix(".tri")) as con:
        con.execute("CREATE TABLE noms (finess VARCHAR, annee INT, libelle VARCHAR, ordre BIGINT)")
        con.execute(f"CREATE TABLE faits ({', '.join(map(' '.join, SCHEMA_FAITS.items()))})")
        for lot in lots:
            con.register("lot", _en_colonnes(lot, comptes))
            con.execute(f"INSERT INTO faits SELECT {', '.join(_projection())} FROM lot")
            con.execute(
                "INSERT INTO noms SELECT finess, annee, libelle, row_number() OVER () FROM lot"
            )
            con.unregister("lot")
        for finess, libelle in alias:
            con.execute("INSERT INTO noms VALUES (?, 0, ?, 0)", [finess, libelle])
        tri = "annee, departement NULLS LAST, finess, secteur"
        parquet.ecrire(con, f"FROM faits ORDER BY {tri}", dossier / f"{NOM}.parquet")
        parquet.ecrire(con, _REQUETE_ETABLISSEMENTS, dossier / "etablissements.parquet")
    return comptes


def _projection() -> Iterator[str]:
    """Yield the SQL of each column of the facts: here absent numbers become NULL."""
    for colonne in SCHEMA_FAITS:
        if colonne in COMPTES:
            yield f"CASE WHEN {colonne}_statut = 0 THEN {colonne}_plancher END"
        elif colonne.endswith("_plafond"):
            yield f"nullif({colonne}, -1)"
        elif colonne == "mois":
            yield "nullif(mois, 0)"
        elif colonne in MOYENNES:
            yield f"CASE WHEN isfinite({colonne}) THEN {colonne} END"
        else:
            yield colonne


def _en_colonnes(lot: Observations, comptes: Comptes) -> dict[str, NDArray[Any]]:
    """Return the masked columns of a batch, ready for DuckDB, and add to the counts."""
    total, complete, partielle = masquer_total_et_parts(lot.sejours, lot.sejours_hc, lot.sejours_hp)
    seances = masquer_seul(lot.seances)
    departements, regions = _situer(lot.finess, comptes)
    colonnes: dict[str, NDArray[Any]] = {
        "annee": lot.annee,
        "secteur": lot.secteur,
        "categorie": lot.categorie,
        "finess": lot.finess,
        "libelle": lot.libelle,
        "departement": departements,
        "region": regions,
        "mois": lot.mois,
    }
    comptes.lignes += len(lot.finess)
    comptes.incompletes += int((lot.mois != 12).sum())
    comptes.sans_categorie += int((lot.categorie == NON_RENSEIGNEE).sum())
    for mesure, cellules in zip(COMPTES, (total, complete, partielle, seances), strict=True):
        comptes.compter(mesure, getattr(lot, mesure), cellules)
        colonnes[f"{mesure}_statut"] = cellules.statut
        colonnes[f"{mesure}_plancher"] = cellules.plancher
        colonnes[f"{mesure}_plafond"] = cellules.plafond
    visibles = moyennes_visibles(total, complete, partielle, seances)
    sues = np.isfinite(np.stack([getattr(lot, m) for m in MOYENNES]))
    # One weight serves the four means, so it counts only where all four are known. The source takes
    # its means over stays and séances together: only so are its own totals found again.
    pese = visibles & sues.all(axis=0)
    poids = total.plancher + np.where(seances.ok, seances.plancher, 0)
    colonnes["moyennes_poids"] = np.where(pese, poids, 0)
    comptes.moyennes_retirees += int((sues.any(axis=0) & ~visibles).sum())
    for moyenne in MOYENNES:
        valeurs = np.asarray(getattr(lot, moyenne), dtype=np.float64)
        montre = visibles
        if moyenne in POURCENTAGES:
            dicible = pourcentage_visible(valeurs, poids, complement=moyenne == "part_hommes")
            comptes.pourcentages_retires += int((np.isfinite(valeurs) & visibles & ~dicible).sum())
            montre = visibles & dicible
        colonnes[moyenne] = np.where(montre, valeurs, np.nan)
    return colonnes


def _situer(
    finess: NDArray[np.object_], comptes: Comptes
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return département and région of each FINESS, None where the number does not say."""
    distincts, positions = np.unique(finess.astype(str), return_inverse=True)
    codes = [departement_du_finess(str(f)) for f in distincts]
    comptes.finess_sans_departement.update(
        str(f) for f, code in zip(distincts, codes, strict=True) if code is None
    )
    lieux = [departement(code) if code else None for code in codes]
    regions = np.array([lieu.region if lieu else None for lieu in lieux], dtype=object)
    return np.array(codes, dtype=object)[positions], regions[positions]
