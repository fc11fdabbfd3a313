"""The FINESS list as a file: written in one exact form, read in every form met, line by line.

Written: UTF-8, commas, CRLF, header ``Finess, Raison sociale``. The label is ignored when read.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from data_layer.paniers.modele import FINESS_MAX
from geodata.referentiel import est_finess
from geodata.texte import mots
from geodata.zones import Zone

ENTETE = "Finess, Raison sociale"
TAILLE_MAX = 1_000_000
"""Largest file that is read, in bytes."""
LIGNES_MAX = 100_000
"""Most lines read: what fits in a file of that size when each holds a number."""
_FIN_DE_LIGNE = re.compile(r"\r\n|\n|\r")
_SEPARATEUR = re.compile(r"[,;\t]")
# Spaces of any width, and what spreadsheets put around a number to keep it a text: '01…, ="01…".
_HABILLAGE = re.compile(r"[\s='\"\ufeff]+")
_TEXTE_GARDE = 120


class Verdict(StrEnum):
    """What became of a line."""

    RETENU = "retenu"
    DOUBLON = "doublon"
    INCONNU = "inconnu"
    MAL_FORME = "mal-forme"
    EN_TROP = "en-trop"
    ENTETE = "entete"
    VIDE = "vide"


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One line of the file: its number from 1, its text (cut when long), and what became of it."""

    numero: int
    texte: str
    verdict: Verdict
    message: str


@dataclass(frozen=True, slots=True)
class Import:
    """A list that was read: zones kept, every line with its verdict, remarks on the whole file."""

    zones: tuple[Zone, ...]
    lignes: tuple[LigneLue, ...]
    remarques: tuple[str, ...] = ()

    @property
    def comptes(self) -> Mapping[Verdict, int]:
        """Number of lines of each verdict that occurs, in the order of ``Verdict``."""
        compte = Counter(ligne.verdict for ligne in self.lignes)
        return {v: compte[v] for v in Verdict if compte[v]}


def lire_liste(octets: bytes, connus: Callable[[str], Zone | None]) -> Import:
    """Read a list, whatever it holds; never raises.

    connus: the establishment of a FINESS number, None when the release has none.
    """
    texte, remarques = _decoder(octets)
    lignes = _FIN_DE_LIGNE.split(texte)
    if lignes[-1] == "":
        lignes.pop()
    if len(lignes) > LIGNES_MAX:
        remarques.append(
            f"Le fichier a {len(lignes)} lignes : celles au-delà de {LIGNES_MAX} ne sont pas lues."
        )
    lecteur = _Lecteur(connus)
    lues = tuple(
        LigneLue(rang, ligne[:_TEXTE_GARDE], *lecteur.juger(rang, ligne))
        for rang, ligne in enumerate(lignes[:LIGNES_MAX], start=1)
    )
    return Import(tuple(lecteur.zones), lues, tuple(remarques))


def ecrire_liste(zones: Iterable[Zone]) -> bytes:
    """Write establishments as a list that ``lire_liste`` reads back whole, in the order given."""
    texte = io.StringIO(newline="")
    texte.write(f"{ENTETE}\r\n")
    csv.writer(texte, lineterminator="\r\n").writerows(
        (zone.code, " ".join(zone.libelle.split())) for zone in zones
    )
    return texte.getvalue().encode("utf-8", "replace")


def _decoder(octets: bytes) -> tuple[str, list[str]]:
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        remarque = "Le fichier est en UTF-16 : il a été lu ainsi. La forme attendue est UTF-8."
        return octets.decode("utf-16", "replace"), [remarque]
    try:
        return octets.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        remarque = "Le fichier n'est pas en UTF-8 : il a été lu en Latin-1. Les numéros n'en souffrent pas."
        return octets.decode("latin-1"), [remarque]


class _Lecteur:
    """What reading a list has to remember from one line to the next."""

    def __init__(self, connus: Callable[[str], Zone | None]) -> None:
        self.zones: list[Zone] = []
        self._connus = connus
        self._vus: dict[str, int] = {}
        self._colonne = 0
        self._separateur: str | None = None
        self._commence = False

    def juger(self, rang: int, ligne: str) -> tuple[Verdict, str]:
        """The verdict on a line, and its French message."""
        if not ligne.strip():
            return Verdict.VIDE, "Ligne vide, ignorée."
        cellules = _cellules(ligne, self._separateur)
        if not self._commence:
            self._commence = True
            if self._est_entete(cellules, ligne):
                return Verdict.ENTETE, "Ligne d'en-tête."
        brut = cellules[self._colonne] if self._colonne < len(cellules) else ""
        numero = _HABILLAGE.sub("", brut).upper()
        if not est_finess(numero):
            return Verdict.MAL_FORME, _mal_forme(numero)
        return self._retenir(rang, numero)

    def _retenir(self, rang: int, numero: str) -> tuple[Verdict, str]:
        if numero in self._vus:
            return Verdict.DOUBLON, f"{numero} figure déjà à la ligne {self._vus[numero]}."
        self._vus[numero] = rang
        trouvee = self._connus(numero)
        if trouvee is None:
            return Verdict.INCONNU, f"Aucun établissement {numero} dans les données en vigueur."
        if len(self.zones) >= FINESS_MAX:
            return Verdict.EN_TROP, f"Un panier tient {FINESS_MAX} établissements au plus."
        self.zones.append(trouvee)
        return Verdict.RETENU, trouvee.libelle

    def _est_entete(self, cellules: list[str], ligne: str) -> bool:
        """A first line where a cell names the number: that cell says which column it is in."""
        noms = [mots(cellule) for cellule in cellules]
        colonne = next((i for i, nom in enumerate(noms) if "finess" in nom), None)
        if colonne is None or any(est_finess(_HABILLAGE.sub("", c).upper()) for c in cellules):
            return False
        self._colonne = colonne
        if colonne:
            # The number comes after a label, which may hold any sign: only the header's parts it.
            trouve = _SEPARATEUR.search(ligne)
            self._separateur = trouve.group() if trouve else None
        return True


def _cellules(ligne: str, separateur: str | None) -> list[str]:
    """The cells of a line, parted by its first ``,``, ``;`` or tab when no other is known."""
    trouve = _SEPARATEUR.search(ligne)
    signe = separateur or (trouve.group() if trouve else ",")
    if '"' not in ligne:  # nearly every line: what the reader would do, at a fifth of its cost
        return [cellule.lstrip(" ") for cellule in ligne.split(signe)]
    try:
        return next(csv.reader([ligne], delimiter=signe, skipinitialspace=True), [])
    except csv.Error:  # longer than a cell may be
        return ligne.split(signe)


def _mal_forme(numero: str) -> str:
    if not numero:
        return "Pas de numéro FINESS sur cette ligne."
    if len(numero) == 8 and est_finess(f"0{numero}"):
        return f"8 chiffres : il manque sans doute le zéro du début. Écrivez 0{numero}."
    return "Pas un numéro FINESS : 9 chiffres, ou 2A ou 2B puis 7 chiffres pour la Corse."
