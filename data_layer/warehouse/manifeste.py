"""Releases to JSON and back. A manifest vouches for itself: its id ends with its own hash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from data_layer.warehouse import depot
from data_layer.warehouse.modele import Fichier, Jeu, Release, ReleaseAbimee

FORMAT = 1
_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{8}", re.ASCII)
_NOM_JEU = re.compile(r"[a-z][a-z0-9_]{0,63}")
_EMPREINTE = re.compile(r"[0-9a-f]{16}")
_NOM_FICHIER = re.compile(r"[a-z0-9][a-z0-9_.=-]{0,95}\.parquet")


def id_valide(texte: str) -> bool:
    """Tell whether a text has the form of a release id (``2026-11-22-a1b2c3d4``)."""
    return _ID.fullmatch(texte) is not None


def nom_jeu_valide(texte: str) -> bool:
    """Tell whether a text may name a dataset (and so a folder)."""
    return _NOM_JEU.fullmatch(texte) is not None


def nom_fichier_valide(texte: str) -> bool:
    """Tell whether a text may name a Parquet file of a build."""
    return _NOM_FICHIER.fullmatch(texte) is not None


def composer(date: datetime, jeux: Mapping[str, Jeu], precedente: str | None) -> dict[str, Any]:
    """Return the manifest of a new release, its ``id`` included, ready to be written."""
    corps: dict[str, Any] = {
        "format": FORMAT,
        "date": date.isoformat(),
        "precedente": precedente,
        "jeux": {nom: _jeu_en_json(jeux[nom]) for nom in sorted(jeux)},
    }
    return {"id": f"{date:%Y-%m-%d}-{_hachage(corps)}", **corps}


def lire(identifiant: str) -> Release:
    """Return the release of this (well-formed) id from its manifest; no data file is looked at.

    Raises FileNotFoundError without a manifest, ReleaseAbimee when it is not what was written.
    """
    texte = depot.chemin_manifeste(identifiant).read_bytes()
    try:
        contenu = json.loads(texte)
        return depuis_json(contenu, identifiant)
    except (ValueError, KeyError, TypeError, AttributeError) as erreur:
        raise ReleaseAbimee(f"Le manifeste de la publication {identifiant} est abîmé.") from erreur


def depuis_json(contenu: Mapping[str, Any], identifiant: str) -> Release:
    """Return the release told by a manifest.

    Raises ValueError, KeyError, TypeError or AttributeError when it is not whole.
    """
    corps = {cle: valeur for cle, valeur in contenu.items() if cle != "id"}
    if contenu["id"] != identifiant or identifiant[-8:] != _hachage(corps):
        raise ValueError("the manifest does not match its id")
    if corps["format"] != FORMAT:
        raise ValueError(f"unknown manifest format {corps['format']!r}")
    jeux = {nom: _jeu_depuis_json(nom, jeu) for nom, jeu in corps["jeux"].items()}
    return Release(
        id=identifiant,
        date=datetime.fromisoformat(corps["date"]),
        jeux=MappingProxyType(jeux),
        precedente=corps["precedente"],
    )


def _hachage(corps: Mapping[str, Any]) -> str:
    canonique = json.dumps(corps, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonique.encode()).hexdigest()[:8]


def _jeu_en_json(jeu: Jeu) -> dict[str, Any]:
    return {
        "empreinte": jeu.empreinte,
        "fichiers": [
            {"nom": f.nom, "lignes": f.lignes, "octets": f.octets, "sha256": f.sha256}
            for f in jeu.fichiers
        ],
        "lignes": jeu.lignes,
        # As pairs: the order of columns is part of a schema.
        "schema": {nom: [list(c) for c in s.items()] for nom, s in jeu.schema.items()},
        "source": jeu.source,
        "editeur": jeu.editeur,
        "licence": jeu.licence,
        "credit": jeu.credit,
        "millesime": jeu.millesime,
        "synthetique": jeu.synthetique,
        "date_import": jeu.date_import.isoformat(),
        "fichier_source": jeu.fichier_source,
        "sha256_source": jeu.sha256_source,
        "rapport": dict(jeu.rapport),
    }


def _jeu_depuis_json(nom: str, j: Mapping[str, Any]) -> Jeu:
    fichiers = tuple(
        Fichier(f["nom"], int(f["lignes"]), int(f["octets"]), f["sha256"]) for f in j["fichiers"]
    )
    if not (nom_jeu_valide(nom) and _EMPREINTE.fullmatch(j["empreinte"])):
        raise ValueError(f"bad dataset name or hash: {nom!r}")
    if not fichiers or not all(nom_fichier_valide(f.nom) for f in fichiers):
        raise ValueError(f"bad file names in {nom!r}")
    return Jeu(
        name=nom,
        chemin=depot.dossier_datasets() / nom / j["empreinte"],
        fichiers=fichiers,
        lignes=int(j["lignes"]),
        schema=MappingProxyType({f: MappingProxyType(dict(c)) for f, c in j["schema"].items()}),
        source=j["source"],
        licence=j["licence"],
        editeur=j["editeur"],
        credit=j["credit"],
        date_import=datetime.fromisoformat(j["date_import"]),
        millesime=j["millesime"],
        synthetique=bool(j["synthetique"]),
        rapport=MappingProxyType(j["rapport"]),
        fichier_source=j["fichier_source"],
        sha256_source=j["sha256_source"],
    )
