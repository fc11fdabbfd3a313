"""Reading delimited text, gzipped or not, with an error that says where and in French."""

from __future__ import annotations

import csv
import gzip
import io
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from data_layer.sources.modele import FichierRefuse, Progres

_SEPARATEURS = ",;\t"
_ENTETE_MAX = 65_536


@contextmanager
def _refus_en_francais(chemin: Path) -> Iterator[None]:
    """Turn what reading a damaged file raises into FichierRefuse."""
    try:
        yield
    except FileNotFoundError:
        raise FichierRefuse(f"Le fichier {chemin} n'existe pas.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as erreur:
        raise FichierRefuse(
            f"Le fichier {chemin.name} est tronqué ou abîmé : la décompression s'arrête avant la "
            "fin. Téléchargez-le de nouveau."
        ) from erreur
    except UnicodeDecodeError as erreur:
        raise FichierRefuse(f"Le fichier {chemin.name} n'est pas écrit en UTF-8.") from erreur
    except csv.Error as erreur:
        raise FichierRefuse(f"Le fichier {chemin.name} n'est pas un CSV lisible.") from erreur
    except OSError as erreur:
        raise FichierRefuse(f"Le fichier {chemin.name} ne peut pas être lu.") from erreur


def lire_entete(chemin: Path) -> list[str]:
    """Return the column names of the first line. Raises FichierRefuse if it cannot be read."""
    with _refus_en_francais(chemin), chemin.open("rb") as brut:
        premiere = _texte(brut).readline(_ENTETE_MAX)
        return [
            nom.strip() for nom in next(csv.reader([premiere], delimiter=_separateur(premiere)), [])
        ]


def lire_lignes(chemin: Path, progres: Progres) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, fields) of each line after the header; blank lines are passed over.

    The number is that of the line where the record ends, 1 for the header. Raises FichierRefuse,
    also when a line has not as many fields as the header.
    """
    with _refus_en_francais(chemin), chemin.open("rb") as brut:
        texte, lus = _texte(brut), 0
        entete = texte.readline(_ENTETE_MAX)
        separateur = _separateur(entete)
        largeur = len(next(csv.reader([entete], delimiter=separateur), []))
        lecteur = csv.reader(texte, delimiter=separateur, strict=True)
        for champs in lecteur:
            if not champs:
                continue
            numero = lecteur.line_num + 1
            if len(champs) != largeur:
                raise FichierRefuse(
                    f"Ligne {numero} : {len(champs)} champs au lieu de {largeur}. "
                    "Le fichier est peut-être tronqué."
                )
            position = brut.tell()
            if position != lus:
                progres(position - lus)
                lus = position
            yield numero, champs


def cle_colonne(nom: str) -> str:
    """Return a column name without accents, case, spaces or signs, so that spellings compare."""
    decompose = unicodedata.normalize("NFKD", nom).casefold()
    return re.sub(r"[^a-z0-9%]", "", decompose)


def _texte(brut: BinaryIO) -> io.TextIOWrapper:
    gzippe = brut.read(2) == b"\x1f\x8b"
    brut.seek(0)
    flux = gzip.GzipFile(fileobj=brut) if gzippe else brut
    return io.TextIOWrapper(flux, encoding="utf-8-sig", newline="")


def _separateur(entete: str) -> str:
    return max(_SEPARATEURS, key=entete.count)
