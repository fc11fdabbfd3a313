"""Search in short labels: accent-blind, by the start of each word, forgiving of typing errors."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process

from geodata.texte import mots, sans_accent

# What one entry is: its texts (label first), its codes, its rank among equals.
Entree = tuple[tuple[str, ...], tuple[str, ...], int]

# Both writings are common in establishment names; either finds the other.
_SYNONYMES = {
    "st": ("saint",),
    "saint": ("st",),
    "ste": ("sainte",),
    "sainte": ("ste",),
    "ch": ("centre", "hospitalier"),
    "chu": ("centre", "hospitalier", "universitaire", "chr"),
    "chr": ("centre", "hospitalier", "regional", "chu"),
    "hl": ("hopital", "local"),
    "hp": ("hopital", "prive"),
    "gh": ("groupe", "hospitalier"),
}
_CODE_EXACT, _LIBELLE_EXACT, _DEBUT, _MOTS, _DEBUT_DE_CODE = 130.0, 110.0, 100.0, 90.0, 85.0
_NOTE_DU_CODE = {True: _CODE_EXACT, False: _DEBUT_DE_CODE}
_UNE_PARTIE_DES_MOTS = 50.0
_RESSEMBLANCE_MINIMALE = 72.0
_ECART_AU_MEILLEUR = 12.0
_LONGUEUR_MAXIMALE = 100


class IndexTexte:
    """An immutable search index over entries, answering with their positions.

    Method: every word of the labels is kept once, sorted. Each word asked takes the words it
    begins; when it begins none, those that resemble it (normalised indel similarity of
    rapidfuzz, 72 % at least). An entry answers when every word asked found one of its words;
    when none does, entries which hold a part of the words answer, by the length of that part.
    """

    def __init__(self, entrees: Iterable[Entree]) -> None:
        self._libelles: list[tuple[str, ...]] = []
        self._rangs: list[int] = []
        self._codes: dict[str, list[int]] = defaultdict(list)
        vocabulaire: dict[str, set[int]] = defaultdict(set)
        for position, (textes, codes, rang) in enumerate(entrees):
            libelles = tuple(sans_accent(t) for t in textes)
            self._libelles.append(libelles)
            self._rangs.append(rang)
            for code in codes:
                self._codes[_code(code)].append(position)
            for mot in _mots_indexes(libelles):
                vocabulaire[mot].add(position)
        self._vocabulaire = sorted(vocabulaire)
        self._positions = [frozenset(vocabulaire[mot]) for mot in self._vocabulaire]
        self._codes_tries = sorted(self._codes)

    def chercher(
        self, texte: str, limite: int = 20, rangs: Collection[int] | None = None
    ) -> list[int]:
        """Return positions of the entries that answer, best first, ``limite`` at most.

        Order: exact code, same label, label that begins so, words that begin so, start of a
        code, likeness; equals by rank, then shorter label, then alphabetically.
        ``rangs`` keeps entries of these ranks only. Only 100 characters of ``texte`` are read.
        """
        demande = sans_accent(texte[:_LONGUEUR_MAXIMALE])
        if not demande or limite < 1:
            return []
        scores = {p: _NOTE_DU_CODE[exact] for p, exact in self.par_code(texte).items()}
        for position, note in self._par_mots(demande).items():
            scores[position] = max(note, scores.get(position, 0.0))
        retenus = [p for p in scores if rangs is None or self._rangs[p] in rangs]
        retenus.sort(key=lambda p: self._cle_de_tri(p, scores[p]))
        return retenus[:limite]

    def _cle_de_tri(self, position: int, note: float) -> tuple[float, int, int, str, int]:
        libelle = self._libelles[position][0]
        return (-note, self._rangs[position], len(libelle), libelle, position)

    def par_code(self, texte: str) -> dict[int, bool]:
        """Positions of the entries whose code begins so -> whether it is the very code."""
        code = _code(texte)
        trouves: dict[int, bool] = {}
        # Below three characters, the start of a FINESS number says too little.
        if len(code) >= 3:
            for trouve in _debutant_par(self._codes_tries, code):
                trouves.update(dict.fromkeys(self._codes[trouve], False))
        trouves.update(dict.fromkeys(self._codes.get(code, ()), True))
        return trouves

    def _par_mots(self, demande: str) -> dict[int, float]:
        """Positions of entries -> note of their words against the words asked."""
        demandes = list(dict.fromkeys(demande.split()))
        trouves = [self.par_mot(mot) for mot in demandes]
        communs = set(trouves[0]).intersection(*trouves[1:])
        if communs:
            return {p: self._note(p, demande, min(t[p] for t in trouves)) for p in communs}
        longueur = sum(map(len, demandes))
        notes: dict[int, float] = defaultdict(float)
        for mot, ressemblances in zip(demandes, trouves, strict=True):
            for position, ressemblance in ressemblances.items():
                notes[position] += _UNE_PARTIE_DES_MOTS * ressemblance * len(mot) / longueur
        return notes

    def par_mot_entier(self, mot: str) -> frozenset[int]:
        """Positions of the entries that hold this very word (normalised)."""
        place = bisect_left(self._vocabulaire, mot)
        present = place < len(self._vocabulaire) and self._vocabulaire[place] == mot
        return self._positions[place] if present else frozenset()

    def par_mot(self, demande: str) -> dict[int, float]:
        """Positions of the entries with a word that begins so (1.0), else with one alike (below)."""
        debut = bisect_left(self._vocabulaire, demande)
        fin = bisect_left(self._vocabulaire, demande + "\uffff", lo=debut)
        if debut < fin:
            return dict.fromkeys(frozenset().union(*self._positions[debut:fin]), 1.0)
        # A word of one or two letters, or a number, resembles too many others.
        if len(demande) < 3 or demande.isdigit():
            return {}
        semblables = process.extract(
            demande,
            self._vocabulaire,
            scorer=fuzz.ratio,
            score_cutoff=_RESSEMBLANCE_MINIMALE,
            limit=30,
        )
        trouves: dict[int, float] = {}
        for _, ressemblance, rang in reversed(semblables):
            if ressemblance < semblables[0][1] - _ECART_AU_MEILLEUR:
                continue
            trouves.update(dict.fromkeys(self._positions[rang], ressemblance / 100))
        return trouves

    def _note(self, position: int, demande: str, qualite: float) -> float:
        if qualite < 1.0:
            return _DEBUT_DE_CODE * qualite
        libelles = self._libelles[position]
        colle = demande.replace(" ", "")
        if any(demande == t or colle == t.replace(" ", "") for t in libelles):
            return _LIBELLE_EXACT
        return _DEBUT if any(t.startswith(demande) for t in libelles) else _MOTS


def _code(texte: str) -> str:
    return texte.strip().replace(" ", "").casefold()


def _debutant_par(tries: list[str], debut: str) -> list[str]:
    return tries[bisect_left(tries, debut) : bisect_left(tries, debut + "\uffff")]


def _mots_indexes(libelles: tuple[str, ...]) -> set[str]:
    """Words of the labels, their other writings, and each label in one word."""
    presents = {mot for libelle in libelles for mot in mots(libelle)}
    autres = {autre for mot in presents for autre in _SYNONYMES.get(mot, ())}
    return presents | autres | {libelle.replace(" ", "") for libelle in libelles if libelle}
