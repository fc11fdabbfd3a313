"""Protecting a champ and a year of flows: stages of cycles, from one code up to the whole country.

Each stage says what must balance where people live and where they are treated, hence what its worlds
leave as it is; the narrower what balances, the less a world changes, and the fewer counts it can hide.
What a stage cannot hide is left to the next, which balances less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_layer.secret.flux_systeme import A, Groupe, L, R

_FIN: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "bv", "tds", "departement", "region", "france"),
    "bassin": ("bv", "tds", "departement", "region", "france"),
    "partie": ("tds", "departement", "region", "france"),
    "region": ("region", "france"),
    "france": ("france",),
}
"""What each zoning that balances tells: a bassin is the part of a bv in a part of the country."""
_ACTE: Mapping[str, tuple[str, ...]] = {"3": ("3", "2", "1"), "2": ("2", "1"), "1": ("1",)}


@dataclass(frozen=True, slots=True)
class Cote:
    """What balances on a side: residents of a zone at a place, by depth of activity.

    place: ``site``, ``lieu`` (département and kind) or empty for anywhere.
    """

    zone: str
    place: str
    acte: str

    def garde(self, g: Groupe) -> bool:
        """Whether a group-by adds up what balances."""
        if g[R] not in _FIN[self.zone] or g[A] not in _ACTE[self.acte]:
            return False
        return (
            self.place == "site" or g[L] == "france" or (self.place == "lieu" and g[L] in _DU_LIEU)
        )

    @property
    def nom(self) -> str:
        return f"{self.zone}{self.place[:1]}{self.acte}"


@dataclass(frozen=True, slots=True)
class Etape:
    """Two sides that balance, and levels of residence of the counts to hide by it.

    consommation: whether these are of all places together, or of one. profondeurs: those it may hide.
    """

    un: Cote
    autre: Cote
    voulues: tuple[str, ...]
    consommation: tuple[bool, ...] = (False,)
    profondeurs: tuple[str, ...] = ("1", "2", "3")

    def garde(self, g: Groupe) -> bool:
        """Whether its worlds leave a group-by as it is."""
        return self.un.garde(g) or self.autre.garde(g)

    def vise(self, g: Groupe) -> bool:
        """Whether it may hide a count of a group-by."""
        ici = g[R] in self.voulues and g[A] in self.profondeurs
        return ici and (g[L] == "france") in self.consommation

    @property
    def nom(self) -> str:
        return f"{self.un.nom}-{self.autre.nom}"


@dataclass(frozen=True, slots=True)
class Passe:
    """A turn over all stages. ouverte: whether imposed cells may change; autres: by cycles drawn anew."""

    ouverte: bool
    autres: bool = False


PASSES = (Passe(ouverte=False), Passe(ouverte=False, autres=True), Passe(ouverte=True))
_ZONES = ("tds", "departement", "region")
_TOUTES = ("code", "bv", *_ZONES, "france")
_DU_LIEU = ("genre", "departement*genre", "region*genre", "departement", "region")


def etapes(fine: str) -> tuple[Etape, ...]:
    """The stages, in order. ``fine``: the depth that codes are told by."""
    return (
        # What a code goes to a site for: made up for by others of the part, in places of the same
        # département and kind if they can, then anywhere, then by others of the région.
        _activites("code", Cote("partie", "lieu", "3")),
        *(_activites("code", _la(zone, "3")) for zone in ("partie", "region")),
        # Shares: another site, made up for by others of the part, the région.
        Etape(_la("code", fine), _site("partie", "3"), ("code",)),
        Etape(_la("code", "3"), _site("region", "3"), ("tds", "departement")),
        Etape(_la("code", fine), _site("region", "3"), ("tds", "departement")),
        # Production: what sites do changes, not how much, for a part if they can.
        *(Etape(_la("code", "3"), _site(zone, "1"), _TOUTES) for zone in ("partie", "region")),
        # Codes: other residents of the bassin, of the part; what a part goes to a site for.
        Etape(_la("bassin", "3"), _site("bassin", "3"), ("code",), (False, True)),
        Etape(_la("partie", "3"), _site("partie", "3"), ("code", "bv"), (False, True)),
        *(_activites("partie", _la(zone, "3")) for zone in ("partie", "region")),
        *(Etape(_la("partie", "3"), _site(zone, "1"), _TOUTES) for zone in ("partie", "region")),
        # Shares of a région, made up for by others of the country.
        *(_activites(ici, _la("france", "3")) for ici in ("code", "partie")),
        Etape(_la("code", "3"), _site("france", "3"), _TOUTES),
        Etape(_la("code", fine), _site("france", "3"), _TOUTES),
        Etape(_la("partie", "3"), _site("france", "1"), _TOUTES),
        # What is told of all places together.
        Etape(_la("code", "1"), _site("region", "1"), _TOUTES),
        Etape(_la("partie", "1"), _site("region", "1"), _TOUTES, (False, True)),
        Etape(_la("region", "3"), _site("region", "3"), _TOUTES, (False, True)),
        Etape(_la("region", "1"), _site("region", "1"), _TOUTES, (False, True)),
        # What nothing above hides.
        Etape(_la("code", "3"), Cote("france", "lieu", "2"), _TOUTES),
        Etape(_la("partie", "1"), _site("france", "1"), _TOUTES, (False, True)),
        Etape(_la("partie", "1"), _la("france", "3"), _TOUTES, (False, True)),
        Etape(_la("france", "1"), _la("france", "3"), _TOUTES, (False, True)),
    )


def _activites(ici: str, autre: Cote) -> Etape:
    return Etape(_site(ici, "1"), autre, _TOUTES, (False, True), ("2", "3"))


def _la(zone: str, acte: str) -> Cote:
    return Cote(zone, "", acte)


def _site(zone: str, acte: str) -> Cote:
    return Cote(zone, "site", acte)
