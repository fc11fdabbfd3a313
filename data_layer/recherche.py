"""The search of the portal: restitutions, indicators, products, glossary terms and zones.

Accent-blind, by the start of words, forgiving of typing errors (see ``ressemblance``). Pure: the same
words over the same catalogue give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from data_layer.catalogue.schema import RACINE, Mesure, Restitution, Terme
from data_layer.ressemblance import DEBUT, EGAL, PRESQUE, ressemblance
from data_layer.selection.niveaux import niveau_de
from data_layer.selection.noeuds import Noeud, Noeuds
from geodata.texte import mots
from geodata.zones import Zone, Zones

LONGUEUR_LUE = 100
# A word of the title says more about an entry than one of its summary.
_POIDS_TITRE, _POIDS_DETAIL, _POIDS_CADRE = 1.0, 0.6, 0.3
_LETTRES_POUR_UN_DETAIL = 4
_LETTRES_POUR_UN_PRODUIT = 3
_MOTS_CREUX = frozenset(mots("a au aux d de des du en et l la le les ou par pour sur un une"))


class GenreTrouvaille(StrEnum):
    """Kinds of find, in the order they are shown."""

    RESTITUTION = "restitution"
    INDICATEUR = "indicateur"
    PRODUIT = "produit"
    TERME = "terme"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Trouvaille:
    """One find: ``href`` is an address of the site, ``note`` its likeness (1 is exact)."""

    genre: GenreTrouvaille
    titre: str
    detail: str
    href: str
    note: float


@dataclass(frozen=True, slots=True)
class _Fiche:
    """What may be found: the find without its note, and its words.

    ``mots_cadre`` (the restitution around an indicator) help to tell, and are not enough to find.
    """

    genre: GenreTrouvaille
    titre: str
    detail: str
    href: str
    mots_titre: tuple[str, ...]
    mots_detail: tuple[str, ...]
    mots_cadre: tuple[str, ...] = ()


def chercher(
    texte: str,
    restitutions: tuple[Restitution, ...],
    glossaire: tuple[Terme, ...],
    zones: Zones | None = None,
    limite: int = 5,
    classifications: Sequence[tuple[Restitution, Noeuds]] = (),
) -> tuple[Trouvaille, ...]:
    """Return what ``texte`` may mean, ``limite`` finds at most of each kind, best first in a kind.

    Every word asked must be found in an entry; when nothing has them all, entries that have at
    least half answer. A product is found by its words or its code; one that only looks alike, when
    nothing else is. Only the first 100 characters are read. Never raises; no word gives ``()``.
    """
    demandes = mots_demandes(texte)
    if not demandes or limite < 1:
        return ()
    fiches = _fiches(restitutions, glossaire)
    notes = [_note(demandes, fiche) for fiche in fiches]
    trouvees = _retenues(fiches, notes, 1.0)
    produits = _Produits(classifications, texte, demandes, limite)
    trouvees += produits.nommes()
    if zones is not None:
        nommees = _Zones(zones, texte, demandes, limite * 2, stricte=True)
        lieux = [t for r in restitutions for t in nommees.dans(r)]
        if not trouvees:
            trouvees += [] if lieux else produits.ressemblants()
            larges = replace(nommees, stricte=bool(trouvees))
            lieux = [t for r in restitutions for t in larges.dans(r)]
        trouvees += lieux
    trouvees = trouvees or produits.ressemblants()
    trouvees = trouvees or _retenues(fiches, notes, 0.5)
    trouvees.sort(key=lambda t: (-t.note, len(t.titre), t.titre))
    return tuple(
        t for genre in GenreTrouvaille for t in [u for u in trouvees if u.genre is genre][:limite]
    )


def mots_demandes(texte: str) -> tuple[str, ...]:
    """The words of a request that carry sense; all of them when none does."""
    lus = tuple(dict.fromkeys(mots(texte[:LONGUEUR_LUE])))
    return tuple(m for m in lus if m not in _MOTS_CREUX) or lus


def _retenues(
    fiches: Sequence[_Fiche], notes: Sequence[tuple[float, float]], part: float
) -> list[Trouvaille]:
    return [
        Trouvaille(f.genre, f.titre, f.detail, f.href, note)
        for f, (note, trouves) in zip(fiches, notes, strict=True)
        if trouves >= part
    ]


def _note(demandes: Sequence[str], fiche: _Fiche) -> tuple[float, float]:
    """The mean likeness of the words asked, and the share of them that is found."""
    propres = [_note_du_mot(d, fiche) for d in demandes]
    if not any(propres):
        return 0.0, 0.0
    notes = [
        note or _POIDS_CADRE * any(ressemblance(d, m) >= DEBUT for m in fiche.mots_cadre)
        for d, note in zip(demandes, propres, strict=True)
    ]
    return sum(notes) / len(notes), sum(map(bool, notes)) / len(notes)


def _note_du_mot(demande: str, fiche: _Fiche) -> float:
    titre = max((ressemblance(demande, m) for m in fiche.mots_titre), default=0.0)
    # In a long text a likeness or a short start is too often chance.
    seuil = DEBUT if len(demande) >= _LETTRES_POUR_UN_DETAIL else EGAL
    detail = max((ressemblance(demande, m) for m in fiche.mots_detail), default=0.0)
    return max(titre * _POIDS_TITRE, detail * _POIDS_DETAIL * (detail >= seuil))


@lru_cache(maxsize=8)
def _fiches(
    restitutions: tuple[Restitution, ...], glossaire: tuple[Terme, ...]
) -> tuple[_Fiche, ...]:
    fiches = [
        _Fiche(
            GenreTrouvaille.RESTITUTION,
            r.titre,
            r.resume,
            f"/r/{r.slug}",
            mots(r.titre),
            mots(" ".join((r.resume, *r.mots_cles))),
        )
        for r in restitutions
    ]
    fiches += [_indicateur(r, r.mesure(cle)) for r in restitutions for cle in r.unites]
    fiches += [
        _Fiche(
            GenreTrouvaille.TERME,
            t.terme,
            t.definition,
            f"/glossaire#{t.cle}",
            mots(t.terme),
            mots(f"{t.cle} {t.definition}"),
        )
        for t in glossaire
    ]
    return tuple(fiches)


def _indicateur(restitution: Restitution, mesure: Mesure) -> _Fiche:
    return _Fiche(
        GenreTrouvaille.INDICATEUR,
        mesure.libelle,
        restitution.titre,
        adresse_de_mesure(restitution, mesure),
        mots(f"{mesure.libelle} {mesure.court}"),
        mots(mesure.definition),
        mots(restitution.titre),
    )


def adresse_de_mesure(restitution: Restitution, mesure: Mesure) -> str:
    """Where a measure leads a restitution, under a family of products where it means something."""
    familles = [f for f in mesure.quand.famille if f != RACINE]
    noeud = f"noeud={familles[-1]}&" if familles else ""
    return f"/r/{restitution.slug}?{noeud}unite={mesure.cle}"


@dataclass(frozen=True, slots=True)
class _Produits:
    """The nodes that hold every word asked; below three letters, too many would."""

    classifications: Sequence[tuple[Restitution, Noeuds]]
    texte: str
    demandes: tuple[str, ...]
    limite: int

    def nommes(self) -> list[Trouvaille]:
        """Products by their words as they are written, or by their code."""
        return [self._trouvaille(n, r, rang) for n, r, rang in self._lus(sur=True)]

    def ressemblants(self) -> list[Trouvaille]:
        """Products by words with a typing error."""
        return [
            self._trouvaille(n, r, rang)
            for n, r, rang in self._lus(sur=False)
            if all(
                any(ressemblance(d, m) >= PRESQUE for m in mots(n.libelle)) for d in self.demandes
            )
        ]

    def _lus(self, *, sur: bool) -> Iterator[tuple[Noeud, Restitution, int]]:
        if sum(map(len, self.demandes)) < _LETTRES_POUR_UN_PRODUIT:
            return
        for restitution, noeuds in self.classifications:
            trouves = noeuds.chercher(self.texte, self.limite, entiers=True, sur=sur)
            yield from ((n, restitution, rang) for rang, n in enumerate(trouves) if n.code)

    def _trouvaille(self, noeud: Noeud, restitution: Restitution, rang: int) -> Trouvaille:
        return Trouvaille(
            GenreTrouvaille.PRODUIT,
            noeud.libelle,
            detail_de_noeud(noeud, restitution),
            f"/r/{restitution.slug}?noeud={noeud.code}",
            1.0 - rang / 1000,
        )


def detail_de_noeud(noeud: Noeud, restitution: Restitution) -> str:
    """Its level, its code and the restitution that tells of it: ``Code LPP 3184058, …``."""
    arbre = restitution.classification
    niveau = arbre.niveau_de(noeud.code) if arbre and noeud.code_court else None
    place = f"{niveau.libelle} {noeud.code_court}, " if niveau else ""
    return f"{place}{restitution.titre_resultat}"


@dataclass(frozen=True, slots=True)
class _Zones:
    """``meuse``, or ``activité meuse``: the zones meant, within each restitution that reaches them.

    ``stricte``: zones answer anything that looks alike; beside other finds, only those truly named
    count.
    """

    zones: Zones
    texte: str
    demandes: tuple[str, ...]
    limite: int
    stricte: bool

    def dans(self, restitution: Restitution) -> list[Trouvaille]:
        titre = mots(restitution.titre)
        reste = [d for d in self.demandes if all(ressemblance(d, m) < DEBUT for m in titre)]
        # The text as typed may be a code (dep-55), which its words no longer are.
        cherche = self.texte if len(reste) in (0, len(self.demandes)) else " ".join(reste)
        candidates = self.zones.chercher(cherche, self.limite)
        return [
            _trouvaille_zone(zone, restitution, rang)
            for rang, zone in enumerate(candidates)
            if niveau_de(zone.id) in (None, *restitution.niveaux)
            and (not self.stricte or _nommee(reste or self.demandes, zone))
        ]


def _nommee(demandes: Sequence[str], zone: Zone) -> bool:
    presents = mots(" ".join((zone.libelle, *zone.alias, zone.code, zone.id)))
    return all(any(ressemblance(d, m) >= PRESQUE for m in presents) for d in demandes)


def _trouvaille_zone(zone: Zone, restitution: Restitution, rang: int) -> Trouvaille:
    adresse = f"/r/{restitution.slug}?zone={zone.id}"
    return Trouvaille(
        GenreTrouvaille.ZONE,
        f"{restitution.titre_resultat}, {zone.libelle}",
        detail_de_zone(zone),
        adresse,
        1.0 - rang / 1000,
    )


def detail_de_zone(zone: Zone) -> str:
    """What tells a zone from its namesakes: ``Département 55``, ``Établissement 550000020``."""
    noms = {"reg": "Région", "dep": "Département", "fin": "Établissement"}
    noms |= {"ght": "GHT", "tds": "Territoire de santé"}
    nom = noms.get(str(zone.genre))
    return f"{nom} {zone.code}" if nom else "France entière"
