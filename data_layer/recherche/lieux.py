"""Zones, found within the restitutions that reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_layer.catalogue.schema import Restitution
from data_layer.recherche.modele import GenreTrouvaille, Trouvaille
from data_layer.recherche.ressemblance import DEBUT, PRESQUE, ressemblance
from data_layer.selection.niveaux import niveau_de
from geodata.texte import mots
from geodata.zones import Zone, Zones


@dataclass(frozen=True, slots=True)
class Lieux:
    """``meuse``, or ``activité meuse``: the zones meant, within each restitution that reaches them.

    ``stricte``: zones answer anything that looks alike; beside other finds, only those truly named
    count.
    """

    zones: Zones
    texte: str
    demandes: tuple[str, ...]
    limite: int
    stricte: bool

    def dans(self, restitution: Restitution) -> list[Trouvaille]:
        titre = mots(restitution.titre)
        reste = [d for d in self.demandes if all(ressemblance(d, m) < DEBUT for m in titre)]
        # The text as typed may be a code (dep-55), which its words no longer are.
        cherche = self.texte if len(reste) in (0, len(self.demandes)) else " ".join(reste)
        candidates = self.zones.chercher(cherche, self.limite)
        return [
            _trouvaille_zone(zone, restitution, rang)
            for rang, zone in enumerate(candidates)
            if niveau_de(zone.id) in (None, *restitution.niveaux)
            and (not self.stricte or _nommee(reste or self.demandes, zone))
        ]


def _nommee(demandes: Sequence[str], zone: Zone) -> bool:
    presents = mots(" ".join((zone.libelle, *zone.alias, zone.code, zone.id)))
    return all(any(ressemblance(d, m) >= PRESQUE for m in presents) for d in demandes)


def _trouvaille_zone(zone: Zone, restitution: Restitution, rang: int) -> Trouvaille:
    adresse = f"{restitution.chemin}?zone={zone.id}"
    return Trouvaille(
        GenreTrouvaille.ZONE,
        f"{restitution.titre_resultat}, {zone.libelle}",
        detail_de_zone(zone),
        adresse,
        1.0 - rang / 1000,
    )


def detail_de_zone(zone: Zone) -> str:
    """What tells a zone from its namesakes: ``Département 55``, ``Établissement 550000020``."""
    noms = {"reg": "Région", "dep": "Département", "fin": "Établissement"}
    noms |= {"ght": "GHT", "tds": "Territoire de santé"}
    nom = noms.get(str(zone.genre))
    return f"{nom} {zone.code}" if nom else "France entière"
