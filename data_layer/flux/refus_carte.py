"""Maps that need another zone than the one chosen: why, and which ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data_layer.flux import carte
from data_layer.flux.carte import Indicateur
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.questions import HorsFamille
from data_layer.result import Refus
from data_layer.selection import Selection
from geodata.texte import sans_accent
from geodata.zones import Zone

_OFFERTS = 3


def refus_de_carte(demande: DemandeFlux, indicateur: Indicateur, zone: Zone) -> Refus | None:
    """Why the map asked for needs another zone, and which ones; None when it does not."""
    if indicateur is Indicateur.RECRUTEMENT and zone.genre not in carte.ETABLISSEMENTS:
        return Refus(
            "Le recrutement montre d'où viennent les patients d'un établissement, et non d'un territoire : "
            "choisissez-en un dans la liste « Zone », ou lisez la production du territoire.",
            (
                *((z.libelle, demande.selection.avec(zone=z.id)) for z in _premiers(demande, zone)),
                *_production(demande, zone),
            ),
            titre="Choisissez un établissement",
        )
    if indicateur is Indicateur.PRODUCTION and zone.genre not in carte.PRODUCTEURS:
        autour = [demande.contexte.zones.get(p) for p in zone.parents]
        return Refus(
            "La provenance des patients n'est publiée que pour un établissement, un département, une région "
            "ou la France : à un niveau plus fin, elle ferait retrouver des effectifs de 1 à 10.",
            tuple(
                (z.libelle, demande.selection.avec(zone=z.id))
                for z in autour
                if z is not None and z.genre in carte.PRODUCTEURS
            ),
        )
    return None


def _production(demande: DemandeFlux, zone: Zone) -> Iterator[tuple[str, Selection]]:
    """What a zone asks in the place of a recruitment: where the patients of its establishments live."""
    if zone.genre in carte.PRODUCTEURS:
        autre = demande.selection.filtrer("indicateur", (Indicateur.PRODUCTION,))
        yield f"Production, {zone.libelle}", autre


def _premiers(demande: DemandeFlux, zone: Zone) -> list[Zone]:
    """The establishments that residents of a zone go to most, among those shown; equal ones by label."""
    index = demande.contexte.zones
    for autour in _autour(demande, zone):
        try:
            codes, volume, _ = carte.cercles(demande, autour, Indicateur.CONSOMMATION)
        except HorsFamille:
            continue
        lus = [
            (-v, sans_accent(z.libelle), z.id, z)
            for c, v in zip(codes, volume.valeurs, strict=True)
            if np.isfinite(v) and v > 0 and (z := index.get(f"fin-{c}")) is not None
        ]
        return [z for *_, z in sorted(lus, key=lambda x: x[:3])[:_OFFERTS]]
    return []


def _autour(demande: DemandeFlux, zone: Zone) -> Iterator[Zone]:
    yield zone
    yield from (z for p in zone.parents if (z := demande.contexte.zones.get(p)) is not None)
