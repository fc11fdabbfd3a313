"""The catalogue as the API writes it, and what its addresses may say: one source for JSON and OpenAPI."""

from __future__ import annotations

from typing import Any

from data_layer import Release, query, restitutions, themes
from data_layer.catalogue.schema import Dimension, Mesure, Restitution
from data_layer.selection import LIBELLES_LECTURE, LIBELLES_NIVEAU, Periode
from data_layer.selection.grammaire import par_defaut


def catalogue_en_json(release: Release | None) -> dict[str, Any]:
    """Return themes and restitutions; periods are null when the release has not their dataset."""
    return {
        "version": release.id if release else None,
        "themes": [{"cle": t.cle, "titre": t.titre, "resume": t.resume} for t in themes()],
        "restitutions": [_restitution(r, release) for r in restitutions()],
    }
