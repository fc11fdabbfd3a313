"""The manifest of what was built: lets a second run know in milliseconds that it is done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geodata.build.telechargement import Source, empreinte

NOM = "manifeste.json"
# Raise it when the build gives other files from the same sources: caches are then built anew.
RECETTE = 4


def lire(dossier: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder, or None when absent or unreadable."""
    try:
        contenu = json.loads((dossier / NOM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return contenu if isinstance(contenu, dict) else None


def est_a_jour(dossier: Path) -> bool:
    """Return whether a folder holds the whole output of this recipe, by names and sizes."""
    contenu = lire(dossier)
    if contenu is None or contenu.get("recette") != RECETTE:
        return False
    return all(
        (dossier / nom).is_file() and (dossier / nom).stat().st_size == fichier["octets"]
        for nom, fichier in contenu["fichiers"].items()
    )


def ecrire(
    dossier: Path, sources: Iterable[Source], comptes: dict[str, int], remarques: list[str]
) -> None:
    """Write the manifest of every file now in ``dossier``: sizes, sha256, sources, credits."""
    utilisees = list(sources)
    contenu = {
        "recette": RECETTE,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "credits": [s.credit for s in utilisees],
        "sources": [
            {
                "paquet": s.paquet,
                "version": s.version,
                "registre": s.registre,
                "sha256": s.sha256,
                "credit": s.credit,
                "licence": s.licence,
            }
            for s in utilisees
        ],
        "comptes": comptes,
        "remarques": remarques,
        "fichiers": {
            f.name: {"octets": f.stat().st_size, "sha256": empreinte(f)}
            for f in sorted(dossier.iterdir())
        },
    }
    texte = json.dumps(contenu, ensure_ascii=False, indent=1)
    (dossier / NOM).write_text(texte + "\n", encoding="utf-8")
