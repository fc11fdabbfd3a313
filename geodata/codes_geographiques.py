"""PMSI geographic codes, constructed from communes, postal codes and populations.

Method: « Constitution de codes géographiques de zones de plus de 1000 habitants à partir des codes
postaux » (Mission PMSI). The code of a zone is its postal code. Where it cannot be, postal codes are
grouped:

1. a commune of several postal codes counts under one of them, the others come with it;
2. the postal code of a lieu-dit goes with the commune it belongs to;
3. postal codes of fewer than 1,000 inhabitants are grouped with another of their département, and all
   of the group take a code of grouping: département, the letter C, a number (``77C02``).

Corsica is grouped by micro-régions. Overseas, 971 to 974 and 976 are written 9A to 9D and 9F, Corsica 2A
and 2B: the first two characters always tell the département of a code. A commune which gets its letters
from the département next door is counted there, under the code of its postal code.

The text leaves open which neighbour takes a postal code too small, and the number of a group: here the
nearest (between centres weighed by population), another one too small being preferred up to half as far
again, and the order of the smallest postal codes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from geodata.communes_postales import Cas, CodeGeographique, CommunePostale, postal_retenu
from geodata.ecriture_codes import CORSE, code_de, departement_postal, prefixe

SEUIL = 1_000
"""Inhabitants below which a postal code is no zone of its own."""
_PREFERENCE = 1.5  # how much farther a zone that is too small itself may be
_KM_PAR_DEGRE = 111.2
_NUMEROS = 99


_Cle = tuple[str, str]
"""A zone in the making: département, postal code or micro-région."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """Postal codes put together so far; ``x`` and ``y`` in km."""

    departement: str
    bureaux: tuple[str, ...]
    communes: tuple[CommunePostale, ...]
    population: int
    x: float
    y: float


def construire(communes: Iterable[CommunePostale]) -> tuple[CodeGeographique, ...]:
    """Return the codes of communes, by code: each commune is in one of them.

    Every zone has at least 1,000 inhabitants, unless its whole département has fewer. The order of
    ``communes`` does not matter.

    Raises:
        ValueError: the same commune twice, or more than 99 groups in a département.
    """
    liste = sorted(communes, key=lambda c: c.code)
    if len({c.code for c in liste}) < len(liste):
        raise ValueError("each commune is given once")
    membres: dict[_Cle, list[CommunePostale]] = defaultdict(list)
    for commune, cle in _rattacher(liste):
        membres[cle].append(commune)
    par_departement: dict[str, list[_Zone]] = defaultdict(list)
    for (code, bureau), groupe in sorted(membres.items()):
        par_departement[code].append(_zone(code, (bureau,), groupe))
    zones = {code: _grouper(z) for code, z in sorted(par_departement.items())}
    noms = _nommer(zones)
    autres = _autres_postaux(liste, zones)
    return tuple(
        sorted(
            (_code(nom, zone, autres[zone.departement, zone.bureaux]) for nom, zone in noms),
            key=lambda c: c.code,
        )
    )


def _rattacher(communes: Sequence[CommunePostale]) -> list[tuple[CommunePostale, _Cle]]:
    """Give each commune its zone to begin with; one without postal code goes with the nearest."""
    connues: list[tuple[CommunePostale, _Cle]] = []
    muettes: list[CommunePostale] = []
    for commune in communes:
        postal = postal_retenu(commune)
        if commune.departement in CORSE and commune.micro_region:
            connues.append((commune, (commune.departement, commune.micro_region)))
        elif postal is None:
            muettes.append(commune)
        else:
            zone = departement_postal(postal, commune.departement)
            connues.append((commune, (zone or commune.departement, postal)))
    par_departement: dict[str, list[tuple[CommunePostale, _Cle]]] = defaultdict(list)
    for entree in connues:
        if entree[1][0] == entree[0].departement:
            par_departement[entree[1][0]].append(entree)
    for commune in muettes:
        proches = par_departement[commune.departement]
        voisine = min(proches, key=lambda e: (_ecart(commune, e[0]), e[0].code), default=None)
        cle = voisine[1] if voisine else (commune.departement, _sans_postal(commune.departement))
        connues.append((commune, cle))
    return connues


def _sans_postal(departement: str) -> str:
    """The postal code of a département of which none is known: its number and zeros."""
    return ("20" if departement in CORSE else departement).ljust(5, "0")


def _ecart(a: CommunePostale, b: CommunePostale) -> float:
    return hypot(_plan(a)[0] - _plan(b)[0], _plan(a)[1] - _plan(b)[1])


def _plan(c: CommunePostale) -> tuple[float, float]:
    """Kilometres, well enough within a département."""
    return (
        c.longitude * _KM_PAR_DEGRE * cos(radians(round(c.latitude))),
        c.latitude * _KM_PAR_DEGRE,
    )


def _zone(code: str, bureaux: tuple[str, ...], communes: Sequence[CommunePostale]) -> _Zone:
    # One person more each: a zone where nobody lives has a centre too.
    poids = [c.population + 1 for c in communes]
    points = [_plan(c) for c in communes]
    x, y = (
        sum(p * point[axe] for p, point in zip(poids, points, strict=True)) / sum(poids)
        for axe in (0, 1)
    )
    return _Zone(code, bureaux, tuple(communes), sum(c.population for c in communes), x, y)


def _grouper(zones: Sequence[_Zone]) -> tuple[_Zone, ...]:
    """Put the smallest zone with the nearest, until none is too small or one is left."""
    restes = list(zones)
    while len(restes) > 1:
        petite = min(restes, key=lambda z: (z.population, z.bureaux))
        if petite.population >= SEUIL:
            break
        restes.remove(petite)
        # min() calls the key at once: nothing outlives this turn of the loop.
        proche = min(restes, key=lambda z: (_eloignement(petite, z), z.bureaux))
        restes.remove(proche)
        bureaux = tuple(sorted((*petite.bureaux, *proche.bureaux)))
        restes.append(_zone(petite.departement, bureaux, (*petite.communes, *proche.communes)))
    return tuple(sorted(restes, key=lambda z: z.bureaux))


def _eloignement(petite: _Zone, autre: _Zone) -> float:
    km = hypot(autre.x - petite.x, autre.y - petite.y)
    return km if autre.population < SEUIL else km * _PREFERENCE


def _nommer(zones: Mapping[str, Sequence[_Zone]]) -> list[tuple[str, _Zone]]:
    """Give each zone its code; groups are numbered in each département, once for Corsica."""
    noms = []
    numeros: Counter[str] = Counter()
    for code in sorted(zones, key=lambda d: (d in CORSE, d not in CORSE[:1], d)):
        # Corsican groups go from north to south, as the micro-régions do.
        ordre = sorted(zones[code], key=lambda z: -z.y if code in CORSE else 0.0)
        for zone in ordre:
            if len(zone.bureaux) == 1 and not _de_corse(zone):
                noms.append((code_de(zone.bureaux[0], code), zone))
                continue
            compte = "20" if code in CORSE else code
            numeros[compte] += 1
            if numeros[compte] > _NUMEROS:
                raise ValueError(f"more than {_NUMEROS} groups in {code}")
            noms.append((f"{prefixe(code)}C{numeros[compte]:02d}", zone))
    return noms


def _de_corse(zone: _Zone) -> bool:
    return any(c.micro_region for c in zone.communes) and zone.departement in CORSE


def _autres_postaux(
    communes: Sequence[CommunePostale], zones: Mapping[str, Sequence[_Zone]]
) -> dict[tuple[str, tuple[str, ...]], set[str]]:
    """The postal codes of each zone, those that no commune counts under included.

    Such a code goes with the largest commune that has it.
    """
    trouves: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    place = {
        c.code: (z.departement, z.bureaux)
        for groupe in zones.values()
        for z in groupe
        for c in z.communes
    }
    retenus: dict[str, str | None] = {c.code: postal_retenu(c) for c in communes}
    pris = {postal for postal in retenus.values() if postal}
    plus_grandes: dict[str, CommunePostale] = {}
    for commune in communes:
        if postal := retenus[commune.code]:
            trouves[place[commune.code]].add(postal)
        for autre in commune.postaux:
            tenante = plus_grandes.get(autre)
            if autre not in pris and (not tenante or commune.population > tenante.population):
                plus_grandes[autre] = commune
    for postal, commune in plus_grandes.items():
        trouves[place[commune.code]].add(postal)
    return trouves


def _code(nom: str, zone: _Zone, postaux: set[str]) -> CodeGeographique:
    return CodeGeographique(
        code=nom,
        departement=zone.departement,
        population=zone.population,
        cas=_cas(zone, postaux),
        postaux=tuple(sorted(postaux)),
        communes=tuple(sorted(c.code for c in zone.communes)),
    )


def _cas(zone: _Zone, postaux: set[str]) -> Cas:
    if _de_corse(zone):
        return Cas.MICRO_REGION
    if len(zone.bureaux) > 1:
        return Cas.MOINS_DE_1000
    if any(p in c.lieux_dits for c in zone.communes for p in postaux):
        return Cas.LIEU_DIT
    return Cas.PLURI_DISTRIBUEE if len(postaux) > 1 else Cas.CODE_POSTAL
