"""Compares constructed PMSI codes with an official table: how many agree, and why the others do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.codes_geographiques import SEUIL
from geodata.communes_postales import Cas
from geodata.ecriture_codes import CORSE
from geodata.zonage import CommuneDecrite, Zonage


class Cause(StrEnum):
    """Why the code of a commune is not the official one, in the order they are looked for."""

    NUMERO = "même regroupement, autre numéro"
    CORSE = "Corse : micro-régions approchées par les intercommunalités"
    OUTRE_MER = "outre-mer : codes postaux regroupés autrement"
    SEUIL = "un code postal a passé les 1 000 habitants entre les deux recensements"
    VOISIN = "code postal de moins de 1 000 habitants regroupé avec un autre voisin"
    FUSION = "codes postaux regroupés autour d'une commune qui en a plusieurs (souvent une fusion)"
    SANS_POSTAL = "commune dont le code postal n'est pas dans la source"
    PLURI = "autre code postal retenu pour une commune qui en a plusieurs"
    POSTAL = "autre code postal que celui d'aujourd'hui"


@dataclass(frozen=True, slots=True)
class Accord:
    """What a comparison found, over the communes which are on both sides.

    ``exactes`` have the very same code; ``memes_zones`` are with exactly the same communes,
    whatever the code. ``causes`` counts the others, and ``exemples`` gives (commune, code here,
    official code) of each. ``absentes`` are today's communes that the table has not, ``disparues``
    those of the table that are no more (arrondissements included).
    """

    communes: int
    exactes: int
    memes_zones: int
    causes: Mapping[Cause, int]
    exemples: Mapping[Cause, tuple[tuple[str, str, str], ...]]
    absentes: int
    disparues: int

    @property
    def part(self) -> float:
        """The share of communes with the very same code, 0 to 1."""
        return self.exactes / self.communes if self.communes else 0.0


_EXEMPLES = 5


def comparer(
    construit: Zonage, officiel: Mapping[str, str], habitants: Mapping[str, int] | None = None
) -> Accord:
    """Compare with a table commune -> code; ``habitants`` is its own population, by commune."""
    communes = [c for c in construit.communes if c.code in officiel]
    ici, la = _zones(communes, {c.code: c.code_geo for c in communes}), _zones(communes, officiel)
    causes: dict[Cause, list[tuple[str, str, str]]] = defaultdict(list)
    exactes = memes = 0
    juge = _Juge(construit, communes, officiel, habitants or {})
    for commune in communes:
        code, voulu = commune.code_geo, officiel[commune.code]
        pareille = ici[code] == la[voulu]
        exactes += code == voulu
        memes += pareille
        if code != voulu:
            causes[juge.cause(commune, pareille)].append((commune.code, code, voulu))
    connues = {c.code for c in construit.communes}
    return Accord(
        communes=len(communes),
        exactes=exactes,
        memes_zones=memes,
        causes={cause: len(causes[cause]) for cause in Cause if causes[cause]},
        exemples={cause: tuple(causes[cause][:_EXEMPLES]) for cause in Cause if causes[cause]},
        absentes=len(construit.communes) - len(communes),
        disparues=sum(c not in connues for c in officiel),
    )


def _zones(
    communes: Sequence[CommuneDecrite], codes: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    zones: dict[str, set[str]] = defaultdict(set)
    for commune in communes:
        zones[codes[commune.code]].add(commune.code)
    return {code: frozenset(membres) for code, membres in zones.items()}


class _Juge:
    """Finds the cause of one disagreement, from what each side groups and from both populations."""

    def __init__(
        self,
        construit: Zonage,
        communes: Sequence[CommuneDecrite],
        officiel: Mapping[str, str],
        habitants: Mapping[str, int],
    ) -> None:
        self._officiel = officiel
        self._cas = {c.code: c.cas for c in construit.codes}
        self._alors: Counter[str] = Counter()
        self._maintenant: Counter[str] = Counter()
        self._postaux: dict[str, set[str]] = defaultdict(set)
        self._postaux_ici: dict[str, set[str]] = defaultdict(set)
        for c in construit.communes:
            if c.postal:
                self._maintenant[c.postal] += c.population
                self._alors[c.postal] += habitants.get(c.code, c.population)
                self._postaux_ici[c.code_geo].add(c.postal)
        for c in communes:
            if c.postal:
                self._postaux[officiel[c.code]].add(c.postal)

    def cause(self, commune: CommuneDecrite, pareille: bool) -> Cause:
        code, voulu = commune.code_geo, self._officiel[commune.code]
        if commune.departement in CORSE:
            return Cause.NUMERO if pareille else Cause.CORSE
        if pareille and "C" in code and "C" in voulu:
            return Cause.NUMERO
        if voulu.startswith("9") and not voulu[:2].isdigit():
            return Cause.OUTRE_MER
        if "C" in voulu or "C" in code:
            return self._groupe(code, voulu)
        if not commune.postaux:
            return Cause.SANS_POSTAL
        return Cause.PLURI if len(commune.postaux) > 1 else Cause.POSTAL

    def _groupe(self, code: str, voulu: str) -> Cause:
        """One side at least groups postal codes."""
        ici = self._postaux_ici[code] if self._cas[code] is Cas.MOINS_DE_1000 else set()
        la = self._postaux[voulu] if "C" in voulu else set()
        concernes = ici | la
        change = [p for p in concernes if self._petit(p, self._maintenant, self._alors)]
        if change:
            return Cause.SEUIL
        petits = [p for p in concernes if self._alors[p] < SEUIL]
        return Cause.VOISIN if petits else Cause.FUSION

    @staticmethod
    def _petit(postal: str, maintenant: Counter[str], alors: Counter[str]) -> bool:
        return (maintenant[postal] < SEUIL) != (alors[postal] < SEUIL)


def rapport(accord: Accord, titre: str) -> str:
    """Return the comparison as lines of French text."""
    lignes = [
        titre,
        f"  communes comparées : {_nombre(accord.communes)}",
        f"  même code : {_nombre(accord.exactes)} ({_part(accord.exactes, accord.communes)})",
        f"  même zone, au numéro près : {_nombre(accord.memes_zones)} "
        f"({_part(accord.memes_zones, accord.communes)})",
    ]
    for cause, nombre in accord.causes.items():
        exemples = ", ".join(f"{c} {ici} au lieu de {la}" for c, ici, la in accord.exemples[cause])
        lignes.append(
            f"  {_nombre(nombre):>6} ({_part(nombre, accord.communes)}) : {cause} ({exemples})"
        )
    lignes.append(
        f"  hors comparaison : {_nombre(accord.absentes)} communes absentes de la table, "
        f"{_nombre(accord.disparues)} de la table qui n'existent plus ou sont des arrondissements"
    )
    return "\n".join(lignes)


def _nombre(n: int) -> str:
    return f"{n:,}".replace(",", "\u202f")


def _part(n: int, total: int) -> str:
    return f"{100 * n / total if total else 0:.1f}".replace(".", ",") + "\u202f%"
