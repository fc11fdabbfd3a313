"""Keeps imported tables, and makes of them and of the built geography the zonings that are served.

``<PORTULAN_VAR>/zonages`` holds ``import-<nature>.json.gz``, one a table, and the files of
:mod:`geodata.build.zonages` made with them. The folder changes only once all of it is written.
"""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import shapely

from geodata.build import zonages
from geodata.build.dossiers import remplacer
from geodata.build.geojson import ecrire_json_gz
from geodata.build.imports import (
    BASSINS,
    COMMUNES,
    LIBELLES,
    NATURES,
    POPULATION_2016,
    POSTAUX,
    Import,
    ImportRefuse,
)
from geodata.communes_postales import CodeGeographique
from geodata.composition import bassin_de, composer, regrouper
from geodata.ecriture_codes import CORSE
from geodata.zonage import CommuneDecrite, Zonage, depuis_json

_COUVERTURE = 0.9
"""Share of today's communes (or of their postal codes) below which a table is not the whole of France."""


def lire_base(geographie: Path) -> Zonage:
    """Return the constructed zoning of a built geography; raises ImportRefuse where there is none."""
    try:
        octets = (geographie / f"{zonages.NOM}.json.gz").read_bytes()
    except FileNotFoundError as erreur:
        raise ImportRefuse(
            "La géographie n'est pas installée : lancez d'abord « make geodata »."
        ) from erreur
    return depuis_json(json.loads(gzip.decompress(octets)))


def importes(dossier: Path) -> dict[str, Import]:
    """Return the tables kept in a folder, by nature; none where it does not exist."""
    trouves = {}
    for nature in NATURES:
        fichier = dossier / f"import-{nature}.json.gz"
        if fichier.is_file():
            trouves[nature] = Import(**json.loads(gzip.decompress(fichier.read_bytes())))
    return trouves


def enregistrer(nouveau: Import, dossier: Path, geographie: Path) -> Zonage:
    """Add a table to a folder, in place of one of its nature, and make its files anew.

    Returns the zoning now served. Raises ImportRefuse, nothing being changed, when the geography
    was not built or the table leaves out more than a tenth of it.
    """
    base = lire_base(geographie)
    _verifier(nouveau, base)
    tables = importes(dossier) | {nouveau.nature: nouveau}
    return _ecrire(tables, base, dossier, geographie)


def recomposer(dossier: Path, geographie: Path) -> Zonage | None:
    """Make the files of a folder anew after a build of the geography; None when nothing is kept."""
    tables = importes(dossier)
    return _ecrire(tables, lire_base(geographie), dossier, geographie) if tables else None


def _ecrire(tables: Mapping[str, Import], base: Zonage, dossier: Path, geographie: Path) -> Zonage:
    zonage = appliquer(base, tables)
    dossier.parent.mkdir(parents=True, exist_ok=True)
    travail = Path(tempfile.mkdtemp(prefix=".zonages-", dir=dossier.parent))
    try:
        for nature, table in tables.items():
            ecrire_json_gz(travail / f"import-{nature}.json.gz", asdict(table))
        zonages.ecrire(travail, zonage, _contours(geographie))
        remplacer(travail, dossier)
    finally:
        shutil.rmtree(travail, ignore_errors=True)
    return zonage


def _contours(geographie: Path) -> dict[str, Any]:
    with duckdb.connect() as base:
        lignes = base.execute(
            "SELECT code, geometry FROM read_parquet(?)", [str(geographie / "communes.parquet")]
        ).fetchall()
    formes = shapely.from_wkb([bytes(forme) for _, forme in lignes])
    return {code: forme for (code, _), forme in zip(lignes, formes, strict=True)}


def _verifier(table: Import, base: Zonage) -> None:
    """A table which knows too few of our communes is cut, or is of another country."""
    if table.nature == LIBELLES:
        return
    par_postal = table.nature == POSTAUX
    cles = [
        _cles(c.departement, c.postal) if par_postal else (c.code,)
        for c in base.communes
        if c.postal or not par_postal
    ]
    presents = sum(any(cle in table.valeurs for cle in possibles) for possibles in cles)
    quoi = "communes par leur code postal" if par_postal else "communes"
    total = len(cles)
    if presents < _COUVERTURE * total:
        raise ImportRefuse(
            f"La table ne couvre que {presents} des {total} {quoi} : elle est incomplète."
        )


def appliquer(base: Zonage, tables: Mapping[str, Import]) -> Zonage:
    """Return the constructed zoning with the tables in place of what they replace."""
    communes: Sequence[CommuneDecrite] = base.communes
    if population := tables.get(POPULATION_2016):
        communes = [replace(c, population_2016=population.valeurs.get(c.code)) for c in communes]
    appartenance = _codes_des_communes(communes, tables)
    codes: Sequence[CodeGeographique]
    if appartenance is None:
        codes = [
            CodeGeographique(c.code, c.departement, c.population, c.cas, c.postaux, c.communes)
            for c in base.codes
        ]
    else:
        codes = regrouper(communes, appartenance)
    bassins = tables.get(BASSINS)
    libelles = tables.get(LIBELLES)
    return composer(
        communes,
        codes,
        bassins.valeurs if bassins else None,
        {c: bassin_de(str(nom)) for c, nom in libelles.valeurs.items()}
        if libelles and bassins
        else None,
    )


def _codes_des_communes(
    communes: Sequence[CommuneDecrite], tables: Mapping[str, Import]
) -> dict[str, str] | None:
    """The official code of each commune, None without official table; that of communes wins."""
    if COMMUNES in tables:
        officiels = {c: str(v[0]) for c, v in tables[COMMUNES].valeurs.items()}
    elif POSTAUX in tables:
        codes = tables[POSTAUX].valeurs
        officiels = {
            c.code: str(codes[cle])
            for c in communes
            for cle in _cles(c.departement, c.postal)
            if cle in codes
        }
    else:
        return None
    return completer(communes, officiels)


def _cles(departement: str, postal: str | None) -> tuple[str, ...]:
    """How a table may write a postal code: those of Corsica are in it in both forms."""
    if postal is None:
        return ()
    return (postal, departement + postal[2:]) if departement in CORSE else (postal,)


def completer(communes: Sequence[CommuneDecrite], officiels: Mapping[str, str]) -> dict[str, str]:
    """Return a code for each commune: the table's, else what it says of its neighbours.

    A commune born since (or Paris, which tables cut in arrondissements) keeps the constructed code
    when the table has it, else takes the code most communes of its postal code have; else the
    constructed one.
    """
    connus = set(officiels.values())
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for commune in communes:
        if commune.postal and commune.code in officiels:
            votes[commune.postal][officiels[commune.code]] += 1
    trouves = {}
    for c in communes:
        if c.code in officiels:
            trouves[c.code] = officiels[c.code]
        elif c.code_geo in connus or not votes.get(c.postal or ""):
            trouves[c.code] = c.code_geo
        else:
            pour = votes[c.postal or ""]
            trouves[c.code] = min(pour, key=lambda code: (-pour[code], code))
    return trouves
