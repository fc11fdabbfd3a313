"""PMSI codes and bassins de vie at run time: those imported, else those that the build constructed."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.chemins import dossier_geodata, dossier_zonages
from geodata.communes_postales import EXPLICATIONS, Cas
from geodata.contours import MESSAGE_ABSENCE, ContoursAbsents
from geodata.ecriture_codes import CORSE
from geodata.recherche import Entree, IndexTexte
from geodata.referentiel import departement
from geodata.zonage import OFFICIEL, Bassin, CodeDecrit, CommuneDecrite, Zonage, depuis_json
from geodata.zones import Genre, Zone

_NOM = "codes-geographiques"
_MENTION_CODES = {
    True: "Codes géographiques PMSI : table officielle importée",
    False: "Codes géographiques PMSI : construits par Portulan (démonstration)",
}
_MENTION_BASSINS = {
    True: "Bassins de vie 2022 : INSEE",
    False: "Bassins de vie : construits par Portulan (démonstration)",
}


class Codes:
    """An immutable index of PMSI codes: by code, postal code, commune, text; safe between threads."""

    def __init__(self, zonage: Zonage) -> None:
        self.zonage = zonage
        self._par_code = {c.code: c for c in zonage.codes}
        self._bassins = {b.code: b for b in zonage.bassins}
        self._communes = {c.code: c for c in zonage.communes}
        postaux: dict[str, list[CodeDecrit]] = defaultdict(list)
        for code in zonage.codes:
            for postal in code.postaux:
                postaux[postal].append(code)
                if code.departement in CORSE:
                    # Tables write the postal codes of Corsica in both forms: 20222 and 2B222.
                    postaux[code.departement + postal[2:]].append(code)
        self._postaux = {postal: tuple(codes) for postal, codes in postaux.items()}
        self._texte = IndexTexte(self._entree(code) for code in zonage.codes)

    def _entree(self, code: CodeDecrit) -> Entree:
        noms = sorted(self._communes[c].nom for c in code.communes)
        return (code.libelle, *noms), (code.code, *code.postaux, *code.communes), 0

    def __len__(self) -> int:
        return len(self._par_code)

    @property
    def sources(self) -> tuple[str, str]:
        """What codes and bassins de vie come from, in French: to be written wherever they are shown."""
        return (
            _MENTION_CODES[self.zonage.source_codes == OFFICIEL],
            _MENTION_BASSINS[self.zonage.source_bassins == OFFICIEL],
        )

    def toutes(self) -> tuple[CodeDecrit, ...]:
        """Return every code, by code."""
        return self.zonage.codes

    def get(self, code: str) -> CodeDecrit | None:
        """Return the PMSI code written so, or None."""
        return self._par_code.get(code)

    def bassin(self, code: str) -> Bassin | None:
        """Return the bassin de vie of this code, or None."""
        return self._bassins.get(code)

    def commune(self, insee: str) -> CommuneDecrite | None:
        """Return the commune of this INSEE code, or None."""
        return self._communes.get(insee)

    def de_commune(self, insee: str) -> CodeDecrit | None:
        """Return the PMSI code that a commune (INSEE code) counts in, or None."""
        commune = self._communes.get(insee)
        return self._par_code.get(commune.code_geo) if commune else None

    def par_postal(self, postal: str) -> tuple[CodeDecrit, ...]:
        """Return the PMSI codes of a postal code: several where micro-régions of Corsica cut it."""
        return self._postaux.get(postal.strip().upper(), ())

    def chercher(self, texte: str, limite: int = 20) -> list[CodeDecrit]:
        """Return the codes a person may mean: a PMSI, postal or INSEE code, or a commune's name."""
        return [self.zonage.codes[i] for i in self._texte.chercher(texte, limite)]

    @staticmethod
    def explication(code: CodeDecrit) -> str:
        """Return why it has the code it has, in French."""
        return EXPLICATIONS[Cas(code.cas)]


def codes_geographiques() -> Codes:
    """Return the PMSI codes now served. Raises ContoursAbsents when the geography was not built.

    Kept once read: about a second the first time; read anew when the files change.
    """
    return _codes(*_cle(f"{_NOM}.json.gz"))


def communes_decrites() -> tuple[CommuneDecrite, ...]:
    """Return every commune, by INSEE code, with its zones and its inhabitants.

    Raises ContoursAbsents when the geography was not built.
    """
    return codes_geographiques().zonage.communes


def population_anterieure() -> bool:
    """Whether an earlier population of communes was imported, which an evolution is read against."""
    try:
        return _anterieure(*_cle(f"{_NOM}.json.gz"))
    except ContoursAbsents:
        return False


def zones_de_residence() -> tuple[Zone, ...]:
    """Return bassins de vie then PMSI codes as zones; none where the geography was not built.

    Parents of a code: its bassin, its département (the one its first characters tell), its région,
    France. Those of a bassin: the départements it reaches into, its pole's first, its région, France.
    """
    try:
        return _zones(*_cle(f"{_NOM}.json.gz"))
    except ContoursAbsents:
        return ()


def contours_comprimes(genre: Genre) -> bytes:
    """Return the outlines of all PMSI codes or all bassins de vie: gzipped GeoJSON (EPSG:4326).

    Properties: ``id``, ``code``, ``nom``, ``parent`` (a zone id). Raises ContoursAbsents when not
    built, ValueError for another kind.
    """
    noms = {Genre.PMSI: f"{_NOM}-moyen", Genre.BASSIN_DE_VIE: "bassins-de-vie-moyen"}
    if genre not in noms:
        raise ValueError(f"no outlines of {genre!r}")
    return _octets(*_cle(f"{noms[genre]}.geojson.gz"))


def contours_autour(code: str) -> bytes:
    """Return the fine outlines of a PMSI code and of those it touches, itself first: gzipped GeoJSON.

    An unknown code gives an empty collection. Raises ContoursAbsents when not built.
    """
    fichier, date = _cle(f"{_NOM}-voisins.json.gz")
    return _autour(code, fichier, date)


def _cle(nom: str) -> tuple[Path, int]:
    """The imported file where there is one, and its date: files changed are read anew."""
    for dossier in (dossier_zonages(), dossier_geodata()):
        fichier = dossier / nom
        if fichier.is_file():
            return fichier, fichier.stat().st_mtime_ns
    raise ContoursAbsents(MESSAGE_ABSENCE)


@lru_cache(maxsize=1)
def _codes(fichier: Path, date: int) -> Codes:
    return Codes(depuis_json(json.loads(gzip.decompress(fichier.read_bytes()))))


@lru_cache(maxsize=1)
def _anterieure(fichier: Path, date: int) -> bool:
    communes = _codes(fichier, date).zonage.communes
    return any(c.population_2016 is not None for c in communes)


@lru_cache(maxsize=1)
def _zones(fichier: Path, date: int) -> tuple[Zone, ...]:
    zonage = _codes(fichier, date).zonage
    bassins = [
        Zone(
            Genre.BASSIN_DE_VIE,
            b.code,
            b.libelle,
            (*(f"dep-{d}" for d in b.departements), *_regions(b), "fr"),
            composition=tuple(f"pmsi-{c}" for c in b.codes),
        )
        for b in zonage.bassins
    ]
    codes = [
        Zone(
            Genre.PMSI,
            c.code,
            c.libelle,
            (f"bv-{c.bassin}", f"dep-{c.departement}", f"reg-{c.region}", "fr"),
            alias=c.postaux,
        )
        for c in zonage.codes
    ]
    return (*bassins, *codes)


def _regions(bassin: Bassin) -> tuple[str, ...]:
    """The région of the pole first; INSEE's bassins may reach into others."""
    autres = (d.region for code in bassin.departements if (d := departement(code)))
    return tuple(dict.fromkeys(f"reg-{r}" for r in (bassin.region, *autres)))


@lru_cache(maxsize=4)
def _octets(fichier: Path, date: int) -> bytes:
    return fichier.read_bytes()


@lru_cache(maxsize=2)
def _voisins(fichier: Path, date: int) -> dict[str, list[str]]:
    lus: dict[str, list[str]] = json.loads(gzip.decompress(fichier.read_bytes()))
    return lus


@lru_cache(maxsize=256)
def _autour(code: str, fichier: Path, date: int) -> bytes:
    voulus = [code, *_voisins(fichier, date).get(code, ())]
    connus = _codes(*_cle(f"{_NOM}.json.gz"))
    decrits = [c for v in voulus if (c := connus.get(v)) is not None]
    trouves: dict[str, Any] = {}
    for numero in dict.fromkeys(c.departement for c in decrits):
        lus = gzip.decompress((fichier.parent / f"{_NOM}-{numero}.geojson.gz").read_bytes())
        trouves |= {e["properties"]["code"]: e for e in json.loads(lus)["features"]}
    entites = [trouves[c.code] for c in decrits if c.code in trouves]
    texte = json.dumps(
        {"type": "FeatureCollection", "features": entites},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return gzip.compress(texte.encode(), mtime=0)
