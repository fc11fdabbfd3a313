"""Puts a zoning together from its communes: what each zone is called, counts and covers.

Whatever a zoning comes from (constructed, or an official table), it is a code for each commune.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from geodata.bassins import Lieu, construire_bassins
from geodata.communes_postales import Cas, CodeGeographique
from geodata.ecriture_codes import departement_du_code
from geodata.referentiel import departement
from geodata.zonage import CONSTRUIT, OFFICIEL, Bassin, CodeDecrit, CommuneDecrite, Zonage


def regrouper(
    communes: Iterable[CommuneDecrite], appartenance: Mapping[str, str]
) -> tuple[CodeGeographique, ...]:
    """Return the PMSI codes that a table (commune -> code) makes, by code.

    Raises ValueError when a commune has no code, or one whose département is unknown.
    """
    liste = sorted(communes, key=lambda c: (-c.population, c.code))
    membres: dict[str, list[CommuneDecrite]] = defaultdict(list)
    postaux: dict[str, set[str]] = defaultdict(set)
    pris = {c.postal for c in liste}
    for commune in liste:
        code = appartenance.get(commune.code, "")
        if departement_du_code(code) is None:
            raise ValueError(f"no geographic code for {commune.code}: {code!r}")
        membres[code].append(commune)
        # A postal code that no commune counts under goes with the largest that has it.
        autres = {p for p in commune.postaux if p not in pris}
        pris |= autres
        postaux[code] |= autres | ({commune.postal} if commune.postal else set())
    return tuple(
        CodeGeographique(
            code=code,
            departement=departement_du_code(code) or "",
            population=sum(c.population for c in groupe),
            cas=Cas.OFFICIEL,
            postaux=tuple(sorted(postaux[code])),
            communes=tuple(sorted(c.code for c in groupe)),
        )
        for code, groupe in sorted(membres.items())
    )


def composer(
    communes: Sequence[CommuneDecrite],
    codes: Sequence[CodeGeographique],
    bassins: Mapping[str, str] | None = None,
    libelles: Mapping[str, str] | None = None,
) -> Zonage:
    """Return the zoning of codes, and of bassins: ``bassins`` (commune -> pole) where given.

    A PMSI code is whole in the bassin most of its inhabitants are in. ``libelles`` names bassins
    by code, else their pole does.
    """
    par_code = {c.code: c for c in communes}
    decrits = [_code(code, [par_code[c] for c in code.communes]) for code in codes]
    if bassins is None:
        poles = construire_bassins(_lieu(code, par_code) for code in decrits)
    else:
        poles = {code.code: _majoritaire(code, par_code, bassins) for code in decrits}
    decrits = [replace(code, bassin=poles[code.code]) for code in decrits]
    du_code = {commune: code.code for code in decrits for commune in code.communes}
    faites = tuple(
        replace(c, code_geo=du_code[c.code], bassin=poles[du_code[c.code]]) for c in communes
    )
    noms = {c.code: bassin_de(c.nom) for c in communes} | dict(libelles or {})
    return Zonage(
        communes=tuple(sorted(faites, key=lambda c: c.code)),
        codes=tuple(sorted(decrits, key=lambda c: c.code)),
        bassins=_bassins(decrits, faites, noms),
        source_codes=OFFICIEL if any(c.cas is Cas.OFFICIEL for c in codes) else CONSTRUIT,
        source_bassins=CONSTRUIT if bassins is None else OFFICIEL,
    )


def _code(code: CodeGeographique, membres: Sequence[CommuneDecrite]) -> CodeDecrit:
    principale = _principale(membres)
    trouve = departement(code.departement)
    return CodeDecrit(
        code=code.code,
        libelle=principale.nom,
        departement=code.departement,
        region=trouve.region if trouve else principale.region,
        bassin="",
        population=code.population,
        superficie=round(sum(c.superficie for c in membres), 2),
        longitude=principale.longitude,
        latitude=principale.latitude,
        cas=code.cas,
        postaux=code.postaux,
        communes=code.communes,
        etrangeres=tuple(c.code for c in membres if c.departement != code.departement),
    )


def _principale(membres: Sequence[CommuneDecrite]) -> CommuneDecrite:
    return max(membres, key=lambda c: (c.population, c.code))


def _lieu(code: CodeDecrit, communes: Mapping[str, CommuneDecrite]) -> Lieu:
    principale = _principale([communes[c] for c in code.communes])
    return Lieu(
        code.code,
        code.region,
        principale.code,
        principale.population,
        principale.longitude,
        principale.latitude,
    )


def _majoritaire(
    code: CodeDecrit, communes: Mapping[str, CommuneDecrite], bassins: Mapping[str, str]
) -> str:
    habitants: Counter[str] = Counter()
    for commune in code.communes:
        if commune in bassins:
            habitants[bassins[commune]] += communes[commune].population + 1
    principale = _principale([communes[c] for c in code.communes])
    # Equal numbers: the first code. No commune of it in the table: its largest is its own pole.
    return min(habitants, key=lambda b: (-habitants[b], b), default=principale.code)


def _bassins(
    codes: Sequence[CodeDecrit], communes: Sequence[CommuneDecrite], noms: Mapping[str, str]
) -> tuple[Bassin, ...]:
    membres: dict[str, list[CodeDecrit]] = defaultdict(list)
    for code in codes:
        membres[code.bassin].append(code)
    regions = {c.code: (c.region, c.departement) for c in communes}
    faits = []
    for pole, groupe in sorted(membres.items()):
        habitants: Counter[str] = Counter()
        for code in groupe:
            habitants[code.departement] += code.population + 1
        region, du_pole = regions.get(pole, (groupe[0].region, groupe[0].departement))
        # The département of the pole first, then those most of its inhabitants are in.
        autres = sorted(habitants, key=lambda d: (d != du_pole, -habitants[d], d))
        faits.append(
            Bassin(
                code=pole,
                libelle=noms.get(pole, f"Bassin de vie {pole}"),
                region=region,
                departements=tuple(autres),
                population=sum(c.population for c in groupe),
                codes=tuple(sorted(c.code for c in groupe)),
            )
        )
    return tuple(faits)


def bassin_de(pole: str) -> str:
    """Return the label of a bassin: « Bassin de vie du Mans », « d'Ambérieu-en-Bugey »."""
    for article, contraction in (("Le ", "du "), ("Les ", "des "), ("La ", "de La ")):
        if pole.startswith(article):
            return f"Bassin de vie {contraction}{pole.removeprefix(article)}"
    voyelle = pole[:1] in "AEIOUYÀÂÉÈÊËÎÏÔÛÜŒ" or (pole[:1] == "H" and pole[1:2] in "eéèêy")
    return f"Bassin de vie d'{pole}" if voyelle else f"Bassin de vie de {pole}"
