"""Reads official tables, recognised by what they hold, into plain rows; refuses in French."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from geodata.ecriture_codes import departement_du_code
from geodata.texte import sans_accent

COMMUNES, POSTAUX, BASSINS, LIBELLES, POPULATION_2016 = (
    "codes-communes",
    "codes-postaux",
    "bassins-de-vie",
    "libelles-bassins",
    "population-2016",
)
NATURES: Mapping[str, str] = {
    COMMUNES: "table officielle des communes et de leurs codes géographiques PMSI",
    POSTAUX: "table officielle de passage des codes postaux aux codes géographiques PMSI",
    BASSINS: "table INSEE des communes et de leurs bassins de vie 2022",
    LIBELLES: "libellés INSEE des bassins de vie 2022",
    POPULATION_2016: "populations légales INSEE 2016 des communes",
}
_HORS_DEPARTEMENTS = ("975", "977", "978", "98")
_TAILLE_MAXIMALE = 400_000_000
_EXEMPLES = 3


class ImportRefuse(ValueError):
    """A file that is not used; the text is French and says why."""


@dataclass(frozen=True, slots=True)
class Import:
    """A table read: ``valeurs`` by commune or postal code, ``annee`` where the table says one.

    ``codes-communes``: commune -> [code, inhabitants or None]; ``codes-postaux``: postal code ->
    code; ``bassins-de-vie``: commune -> code; ``libelles-bassins``: code -> label;
    ``population-2016``: commune -> persons.
    """

    nature: str
    valeurs: Mapping[str, Any]
    annee: int | None = None


def lire(fichier: Path, annee: int | None = None) -> Import:
    """Read a file of one of :data:`NATURES`; ``annee`` chooses a year of ``codes-communes``.

    Raises ImportRefuse when it cannot be read, or is none of them.
    """
    try:
        if fichier.stat().st_size > _TAILLE_MAXIMALE:
            raise ImportRefuse("Le fichier est trop gros pour être l'une des tables attendues.")
        octets = fichier.read_bytes()
    except OSError as erreur:
        raise ImportRefuse(f"Le fichier ne peut pas être lu : {erreur.strerror}.") from erreur
    if not octets:
        raise ImportRefuse("Le fichier est vide.")
    if octets[:4] == b"PAR1":
        return _parquet(fichier, octets)
    texte = _texte(_decomprime(octets))
    if texte.lstrip()[:1] in ("[", "{"):
        return _json(texte, annee)
    return _csv(texte)


def _decomprime(octets: bytes) -> bytes:
    if octets[:2] != b"\x1f\x8b":
        return octets
    try:
        return gzip.decompress(octets)
    except (OSError, EOFError, zlib.error) as erreur:
        raise ImportRefuse("Le fichier compressé est tronqué ou abîmé.") from erreur


def _texte(octets: bytes) -> str:
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Tables of the PMSI came from Windows.
        return octets.decode("cp1252", errors="replace")


def _json(texte: str, annee: int | None) -> Import:
    try:
        lignes = json.loads(texte)
    except ValueError as erreur:
        raise ImportRefuse("Le fichier JSON est tronqué ou mal formé.") from erreur
    if not isinstance(lignes, list) or not all(isinstance(x, dict) for x in lignes) or not lignes:
        raise ImportRefuse("Une liste d'objets est attendue dans le fichier JSON.")
    _colonnes_presentes(("code_com", "code_geo", "annee"), lignes[0])
    annees = sorted({str(x.get("annee")) for x in lignes})
    voulue = str(annee) if annee is not None else annees[-1]
    if voulue not in annees:
        raise ImportRefuse(f"L'année {voulue} n'est pas dans la table ({', '.join(annees)}).")
    valeurs: dict[str, Any] = {}
    for rang, ligne in enumerate(lignes, start=1):
        if str(ligne.get("annee")) != voulue:
            continue
        commune, code = str(ligne.get("code_com") or ""), str(ligne.get("code_geo") or "")
        if not commune or not code:
            raise ImportRefuse(f"Objet {rang} : commune ou code géographique manquant.")
        habitants = ligne.get("pop")
        # A commune under a second code where nobody lives (50129 in 2012) counts under the first.
        if commune.startswith(_HORS_DEPARTEMENTS) or (commune in valeurs and not habitants):
            continue
        if commune in valeurs and not valeurs[commune][1]:
            del valeurs[commune]
        _poser(valeurs, commune, [code, habitants if isinstance(habitants, int) else None])
    _codes_connus({code for code, _ in valeurs.values()})
    return Import(COMMUNES, valeurs, int(voulue) if voulue.isdigit() else None)


def _csv(texte: str) -> Import:
    entete, _, _ = texte.partition("\n")
    separateur = max(";,\t", key=entete.count)
    lecteur = csv.DictReader(io.StringIO(texte), delimiter=separateur)
    noms = {sans_accent(nom or ""): nom for nom in lecteur.fieldnames or ()}
    if "depcom" in noms or "pmun" in noms:
        return _population(lecteur, noms)
    if any(nom.startswith("code geographique") for nom in noms):
        return _postaux(lecteur, noms)
    connues = ", ".join(f"« {libelle} »" for libelle in NATURES.values())
    raise ImportRefuse(f"Le fichier n'est reconnu comme aucune de ces tables : {connues}.")


def _population(lecteur: csv.DictReader[str], noms: Mapping[str, str]) -> Import:
    _colonnes_presentes(("depcom", "pmun"), noms)
    valeurs: dict[str, Any] = {}
    for ligne in lecteur:
        commune = (ligne[noms["depcom"]] or "").strip()
        nombre = _entier(ligne[noms["pmun"]], lecteur.line_num)
        if len(commune) != 5:
            raise ImportRefuse(f"Ligne {lecteur.line_num} : « {commune} » n'est pas une commune.")
        _poser(valeurs, commune, nombre)
    return Import(POPULATION_2016, _non_vide(valeurs), 2016)


def _postaux(lecteur: csv.DictReader[str], noms: Mapping[str, str]) -> Import:
    debuts = ("code geographique", "code postal", "bureau distributeur", "population")
    trouves = {d: next((n for nom, n in noms.items() if nom.startswith(d)), None) for d in debuts}
    manquantes = [d for d, nom in trouves.items() if nom is None]
    if manquantes:
        raise ImportRefuse(f"Colonne absente : {', '.join(f'« {d} »' for d in manquantes)}.")
    valeurs: dict[str, Any] = {}
    for ligne in lecteur:
        code, postal = ((ligne[trouves[d] or ""] or "").strip() for d in debuts[:2])
        if not code and not postal:
            continue
        _entier(ligne[trouves["population"] or ""], lecteur.line_num)
        if len(code) != 5 or len(postal) != 5:
            raise ImportRefuse(f"Ligne {lecteur.line_num} : cinq caractères sont attendus.")
        if not postal.startswith(_HORS_DEPARTEMENTS):
            _poser(valeurs, postal, code)
    _codes_connus(set(valeurs.values()))
    return Import(POSTAUX, _non_vide(valeurs))


def _parquet(fichier: Path, octets: bytes) -> Import:
    if octets[-4:] != b"PAR1":
        raise ImportRefuse("Le fichier Parquet est tronqué.")
    try:
        with duckdb.connect() as base:
            curseur = base.execute("SELECT * FROM read_parquet(?)", [str(fichier)])
            noms = [colonne[0] for colonne in curseur.description or ()]
            lignes = [dict(zip(noms, ligne, strict=True)) for ligne in curseur.fetchall()]
    except duckdb.Error as erreur:
        raise ImportRefuse("Le fichier Parquet est abîmé.") from erreur
    if "NIVGEO" in noms:
        _colonnes_presentes(("NIVGEO", "CODGEO", "LIBGEO"), noms)
        choisies = [x for x in lignes if x["NIVGEO"] == "BV2022"]
        return Import(LIBELLES, _non_vide(_paires(choisies, "CODGEO", "LIBGEO")))
    _colonnes_presentes(("CODGEO", "BV2022"), noms)
    return Import(BASSINS, _non_vide(_paires(lignes, "CODGEO", "BV2022")), 2022)


def _paires(lignes: Sequence[Mapping[str, Any]], cle: str, valeur: str) -> dict[str, Any]:
    valeurs: dict[str, Any] = {}
    for ligne in lignes:
        # The table of COGugaison ends with a row of nulls.
        if ligne[cle] and ligne[valeur]:
            _poser(valeurs, str(ligne[cle]), str(ligne[valeur]))
    return valeurs


def _poser(valeurs: dict[str, Any], cle: str, valeur: Any) -> None:
    if valeurs.setdefault(cle, valeur) != valeur:
        raise ImportRefuse(f"{cle} est deux fois dans la table, avec des valeurs différentes.")


def _entier(texte: str | None, ligne: int) -> int:
    chiffres = "".join((texte or "").split())
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise ImportRefuse(f"Ligne {ligne} : « {texte or ''} » n'est pas une population.")
    return int(chiffres)


def _colonnes_presentes(voulues: Sequence[str], presentes: Any) -> None:
    manquantes = [nom for nom in voulues if nom not in presentes]
    if manquantes:
        raise ImportRefuse(f"Colonne absente : {', '.join(f'« {nom} »' for nom in manquantes)}.")


def _codes_connus(codes: set[str]) -> None:
    inconnus = [c for c in sorted(codes) if len(c) != 5 or departement_du_code(c) is None]
    if inconnus:
        dits = ", ".join(f"« {code} »" for code in inconnus[:_EXEMPLES])
        raise ImportRefuse(f"Code géographique inconnu : {dits}.")


def _non_vide(valeurs: dict[str, Any]) -> dict[str, Any]:
    if not valeurs:
        raise ImportRefuse("La table n'a aucune ligne utile.")
    return valeurs
