"""The search of a node by text: what a person calls a product is seldom its label.

Labels of the LPP begin with the place (« Genou, implant fémoral ») and leave the rest to the chapters
above them: a word may be found in the label, under another name, or in a label of the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from math import log

from geodata.recherche import IndexTexte
from geodata.texte import mots, sans_accent

LONGUEUR_LUE = 100
_MOTS_CREUX = frozenset(
    mots("à au aux avec d de des du en et l la le les par pour sous sur un une")
)
# What people write before a code; « n° » is read as « n » or « no ».
_MOTS_DE_CODE = frozenset(("lpp", "ucd", "atc", "code", "codes", "n", "no", "numero"))
_CHIFFRES_D_UN_CODE = 7
# The other names of a thing, each of one or several words; keys in the singular, as read.
_SYNONYMES: Mapping[str, tuple[str, ...]] = {
    "prothese": ("implant",),
    "implant": ("prothese",),
    "stent": ("endoprothese",),
    "endoprothese": ("stent",),
    "valve": ("prothese valvulaire", "bioprothese valvulaire"),
    "prothese valvulaire": ("valve", "bioprothese valvulaire"),
    "pacemaker": ("stimulateur cardiaque",),
    "pace maker": ("stimulateur cardiaque",),
    "stimulateur": ("pacemaker",),
}
_SYNONYME, _HERITE = 0.9, 0.5
_LETTRES_POUR_UN_PLURIEL = 4


class _Rang(IntEnum):
    """How an entry answers, best first."""

    CODE, LIBELLE, DEBUT, MOTS, DEBUT_DE_CODE, PARTIE = range(6)


@dataclass(frozen=True, slots=True)
class Place:
    """What the index reads of a node; ``fin``: the position of the last node under it."""

    libelle: str
    codes: tuple[str, ...]
    profondeur: int
    fin: int


class IndexNoeuds:
    """An immutable index over nodes in preorder, answering with their positions.

    Method: words without sense are left out. A word asked is found where a label has a word that
    begins so, or one of its other names, or else a word alike; under such a node it counts for half.
    Its weight is ``log(1 + nodes / nodes that hold it)``: rare words say more. Nodes answer when
    every word is found and one at least in their own label; when none does, those with a part of
    the words answer, by the weight of that part.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = tuple(places)
        self._libelles = [sans_accent(p.libelle) for p in self._places]
        self._texte = IndexTexte(((p.libelle,), p.codes, p.profondeur) for p in self._places)

    def chercher(
        self, texte: str, limite: int, *, entiers: bool = False, sur: bool = False
    ) -> list[int]:
        """Positions of the nodes that answer, best first, ``limite`` at most.

        Order: exact code, same label, label that begins so, every word, start of a code, a part
        of the words; equals by weight of what is found, depth, length. ``entiers``: a part of the
        words is not enough; ``sur``: nor is a word alike. Never raises.
        """
        demande, codes = _sans_mots_de_code(sans_accent(texte[:LONGUEUR_LUE]))
        if not demande or limite < 1:
            return []
        trouves = self._par_mots(demande, entiers, sur)
        for code in (texte, *codes):
            for position, exact in self._texte.par_code(code).items():
                rang = _Rang.CODE if exact else _Rang.DEBUT_DE_CODE
                trouves[position] = min(trouves.get(position, (rang, 0.0)), (rang, 0.0))
        return sorted(trouves, key=lambda p: self._cle_de_tri(p, trouves[p]))[:limite]

    def _cle_de_tri(self, position: int, trouve: tuple[_Rang, float]) -> tuple[object, ...]:
        libelle = self._libelles[position]
        profondeur = self._places[position].profondeur
        return (trouve[0], round(trouve[1], 6), profondeur, len(libelle), libelle, position)

    def _par_mots(self, demande: str, entiers: bool, sur: bool) -> dict[int, tuple[_Rang, float]]:
        """Position -> how it answers, and the opposite of the weight of the words it holds."""
        propres = [self._propres(terme, sur) for terme in _termes(demande)]
        poids = [log(1 + len(self._places) / max(1, len(p))) for p in propres]
        tous = [p | self._sous(p, p) for p in propres]
        notes = {
            position: [t.get(position, 0.0) for t in tous]
            for position in frozenset().union(*propres)
        }
        complets = {p for p, lues in notes.items() if all(lues)}
        gardes = complets or (() if entiers else notes)
        return {
            p: (
                self._rang(p, demande) if complets else _Rang.PARTIE,
                -sum(note * x for note, x in zip(notes[p], poids, strict=True)),
            )
            for p in gardes
        }

    def _rang(self, position: int, demande: str) -> _Rang:
        libelle = self._libelles[position]
        if libelle == demande:
            return _Rang.LIBELLE
        return _Rang.DEBUT if libelle.startswith(demande) else _Rang.MOTS

    def _propres(self, terme: Sequence[str], sur: bool) -> dict[int, float]:
        """Where a word (or a name of several) is found in the label itself, and how surely."""
        autres = [self._nom(nom) for nom in _SYNONYMES.get(_nom_lu(terme), ())]
        trouves = {p: _SYNONYME for autre in autres for p in autre}
        lus = [self._mot(mot) for mot in terme]
        for position in set(lus[0]).intersection(*lus[1:]):
            note = min(lu[position] for lu in lus)
            # A word alike is a guess: it counts when the word is found nowhere as it stands.
            if note == 1.0 or not (sur or any(autres)):
                trouves[position] = max(note, trouves.get(position, 0.0))
        return trouves

    def _mot(self, mot: str) -> dict[int, float]:
        """Where a label has a word that begins so, or its singular; else a word alike."""
        singulier = dict.fromkeys(self._texte.par_mot_entier(_singulier(mot)), 1.0)
        lus = self._texte.par_mot(mot)
        return singulier | {p: note for p, note in lus.items() if note == 1.0 or not singulier}

    def _nom(self, nom: str) -> set[int]:
        """Where another name stands: one word of it in the label, the others there or above."""
        propres = [
            {
                p: 1.0
                for ecrit in (mot, f"{mot}s", f"{mot}x")
                for p in self._texte.par_mot_entier(ecrit)
            }
            for mot in nom.split()
        ]
        tous = [p.keys() | self._sous(p, p).keys() for p in propres]
        return set(tous[0]).intersection(*tous[1:]) & set().union(*propres)

    def _sous(self, trouves: Mapping[int, float], sauf: Mapping[int, float]) -> dict[int, float]:
        """The nodes under those found, which hold their words too, for half."""
        herites: dict[int, float] = {}
        for position, note in trouves.items():
            # The root is above everything: its words tell nothing.
            if self._places[position].profondeur:
                for p in range(position + 1, self._places[position].fin + 1):
                    if p not in sauf:
                        herites[p] = max(note * _HERITE, herites.get(p, 0.0))
        return herites


def _sans_mots_de_code(demande: str) -> tuple[str, list[str]]:
    """« code LPP 3466532 » without the words that announce a code, and the codes that are in it.

    A code is what follows such a word, if it has a digit in it, or any number of seven digits.
    """
    lus = demande.split()
    annonces = sum(1 for _ in takewhile(_MOTS_DE_CODE.__contains__, lus))
    if annonces and any(c.isdigit() for c in "".join(lus[annonces:])):
        lus = lus[annonces:]
        return " ".join(lus), ["".join(lus), *_numeros(lus)]
    return demande, _numeros(lus)


def _numeros(lus: Sequence[str]) -> list[str]:
    return [mot for mot in lus if mot.isdigit() and len(mot) == _CHIFFRES_D_UN_CODE]


def _termes(demande: str) -> list[Sequence[str]]:
    """What is asked, once each: words with sense (all when none has), names of several words kept."""
    lus = demande.split()
    pleins = [m for m in lus if m not in _MOTS_CREUX] or lus
    return list({_nom_lu(terme): terme for terme in _regroupes(pleins)}.values())


def _regroupes(lus: Sequence[str]) -> Iterator[Sequence[str]]:
    i = 0
    while i < len(lus):
        combien = 2 if len(lus[i:]) > 1 and _nom_lu(lus[i : i + 2]) in _SYNONYMES else 1
        yield lus[i : i + combien]
        i += combien


def _nom_lu(terme: Sequence[str]) -> str:
    return " ".join(_singulier(mot) for mot in terme)


def _singulier(mot: str) -> str:
    pluriel = len(mot) >= _LETTRES_POUR_UN_PLURIEL and mot[-1] in "sx" and mot.isalpha()
    return mot[:-1] if pluriel else mot
