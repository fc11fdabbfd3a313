"""One model for every kind of zone, and the immutable index that finds them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz import fuzz, process

from geodata.recherche import Entree, IndexTexte
from geodata.referentiel import departement, departement_du_finess, departements, regions


class Genre(StrEnum):
    """The kinds of zone; each value is the prefix of the zone ids, order is order of size."""

    FRANCE = "fr"
    REGION = "reg"
    DEPARTEMENT = "dep"
    # Reserved prefixes: a new zoning is rows in the tables, not code.
    TERRITOIRE_DE_SANTE = "tds"
    GHT = "ght"
    BASSIN_DE_VIE = "bv"
    TERRITOIRE_VIE_SANTE = "tvs"
    EPCI = "epci"
    PMSI = "pmsi"
    COMMUNE = "com"
    ETABLISSEMENT = "fin"
    ETABLISSEMENT_GEOGRAPHIQUE = "fig"
    PANIER = "pan"


_RANG = {genre: rang for rang, genre in enumerate(Genre)}
_ID = re.compile(r"(?P<genre>[a-z]{2,4})-(?P<code>[0-9A-Za-z]{1,64})")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of any kind.

    ``parents`` holds the ids of all zones around it, nearest first (``("dep-75", "reg-11",
    "fr")``). ``valid_from`` and ``valid_to`` are years, both included, None when open.
    ``alias`` are further texts which find it: former names, initials. ``composition`` holds the ids
    of the zones it is made of, where this says where it lies or what it counts: the départements of
    a territory, the establishments of a basket.
    """

    genre: Genre
    code: str
    libelle: str
    parents: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    alias: tuple[str, ...] = ()
    composition: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The text that names it in addresses: ``fr``, ``reg-11``, ``fin-550006795``."""
        return "fr" if self.genre is Genre.FRANCE else f"{self.genre}-{self.code}"


@dataclass(frozen=True, slots=True)
class Lien:
    """The share of one zone in another: ``poids`` is below 1 when ``enfant`` straddles."""

    enfant: str
    parent: str
    poids: float = 1.0
    valid_from: int | None = None
    valid_to: int | None = None


def lire_id(texte: str) -> tuple[Genre, str] | None:
    """Return kind and code written in a zone id, or None when it is not one.

    Only the form is read, the zone may not exist. ``fr`` gives ``(Genre.FRANCE, "fr")``.
    """
    if texte == "fr":
        return Genre.FRANCE, "fr"
    trouve = _ID.fullmatch(texte)
    if trouve is None or trouve["genre"] not in _RANG or trouve["genre"] == "fr":
        return None
    return Genre(trouve["genre"]), trouve["code"]


def _entree(zone: Zone) -> Entree:
    # Everyone knows the numbers of départements, few those of régions: 75 is Paris before it is
    # Nouvelle-Aquitaine, whose number only counts as one of its names.
    if zone.genre is Genre.REGION:
        return (zone.libelle, *zone.alias, zone.code), (zone.id,), _RANG[zone.genre]
    return (zone.libelle, *zone.alias), (zone.id, zone.code), _RANG[zone.genre]


class Zones:
    """An immutable index of zones by id, by parent and by text; safe between threads.

    When the same id comes twice, the last one stands.
    """

    def __init__(self, zones: Iterable[Zone]) -> None:
        self._par_id = MappingProxyType({zone.id: zone for zone in zones})
        enfants: dict[tuple[str, Genre], list[Zone]] = {}
        for zone in self._par_id.values():
            for parent in zone.parents:
                enfants.setdefault((parent, zone.genre), []).append(zone)
        self._enfants = {
            cle: tuple(sorted(groupe, key=lambda z: z.code)) for cle, groupe in enfants.items()
        }
        self._liste = tuple(self._par_id.values())
        self._texte = IndexTexte(_entree(zone) for zone in self._liste)

    def __len__(self) -> int:
        return len(self._liste)

    def __contains__(self, zone_id: object) -> bool:
        return zone_id in self._par_id

    def toutes(self, genre: Genre | None = None) -> tuple[Zone, ...]:
        """Return every zone, or every zone of a kind, in the order given."""
        return tuple(z for z in self._liste if genre is None or z.genre is genre)

    def get(self, zone_id: str) -> Zone | None:
        """Return the zone of this exact id, or None."""
        return self._par_id.get(zone_id)

    def chercher(
        self, texte: str, limite: int = 20, genres: Iterable[Genre] | None = None
    ) -> list[Zone]:
        """Return the zones a person may mean by ``texte``, best first; see ``IndexTexte``.

        An exact code or FINESS number comes first, then labels; at equal likeness the larger
        kind comes first (région, département, établissement). Empty text gives nothing.
        """
        voulus = None if genres is None else {_RANG[Genre(g)] for g in genres}
        return [self._liste[i] for i in self._texte.chercher(texte, limite, voulus)]

    def enfants(self, zone_id: str, genre: Genre) -> tuple[Zone, ...]:
        """Return the zones of this kind within a zone, at any depth, by code."""
        return self._enfants.get((zone_id, genre), ())

    def parent(self, zone: Zone, genre: Genre) -> Zone | None:
        """Return the nearest zone of this kind around ``zone``, or None."""
        candidats = (self._par_id.get(p) for p in zone.parents)
        return next((z for z in candidats if z is not None and z.genre is genre), None)

    def proches(self, id_inconnu: str, limite: int = 5) -> list[Zone]:
        """Return zones to offer in place of an unknown id: by code, then by words."""
        prefixe, _, reste = id_inconnu.partition("-")
        genre = Genre(prefixe) if prefixe in _RANG else None
        cherche = reste if genre is not None and reste else id_inconnu
        memes = [z for z in self._liste if z.genre is genre]
        trouvees = self.chercher(cherche[:64], limite, None if genre is None else [genre])
        voisins = process.extract(
            cherche[:64].upper(),
            [z.code for z in memes],
            scorer=fuzz.ratio,
            limit=limite,
            score_cutoff=50,
        )
        trouvees += [memes[i] for _, _, i in voisins]
        if len(trouvees) < limite:
            trouvees += self.chercher(cherche[:64], limite)
        return list(dict.fromkeys(trouvees))[:limite]

    def avec(self, zones: Iterable[Zone]) -> Zones:
        """Return a new index with more zones; this one does not change."""
        return Zones((*self._liste, *zones))


def etablissement(finess: str, libelle: str, alias: tuple[str, ...] = ()) -> Zone:
    """Return the zone of a FINESS number, its parents found by its first characters.

    Where these give no département (see ``departement_du_finess``), its only parent is France.
    """
    code = departement_du_finess(finess)
    connu = departement(code) if code else None
    parents = (f"dep-{connu.code}", f"reg-{connu.region}", "fr") if connu else ("fr",)
    return Zone(Genre.ETABLISSEMENT, finess, libelle, parents, alias=alias)


@lru_cache(maxsize=1)
def zones_administratives() -> Zones:
    """Return France, its 18 régions and its 101 départements; needs no download."""
    france = Zone(Genre.FRANCE, "fr", "France", alias=("France entière", "national"))
    les_regions = [Zone(Genre.REGION, r.code, r.libelle, ("fr",), alias=r.alias) for r in regions()]
    les_departements = [
        Zone(Genre.DEPARTEMENT, d.code, d.libelle, (f"reg-{d.region}", "fr"))
        for d in departements()
    ]
    return Zones([france, *les_regions, *les_departements])
