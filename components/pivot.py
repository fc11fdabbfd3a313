"""From a long block to the table that is displayed, downloaded and printed.

The one place that decides which columns and rows a visitor sees, so that the table, the CSV and the
workbook cannot differ. Rows that are zones stay rows (one column group); rows of a dimension or
years, under several zones, become one row with a column per measure and zone (``sejours@0``,
``sejours@1``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_layer.flux.publie import AILLEURS
from data_layer.result import Bloc, Cellule, Colonne, Ligne, Resultat, Statut
from data_layer.selection import libelle_nature, libelle_niveau
from geodata.zones import Zone

ABSENTE = Cellule(None, None, Statut.SANS_OBJET)
ENSEMBLE = "Ensemble"
SERIES = ("annee", "mois")
"""Natures of blocks whose rows follow one another in time: no main line, no code of their own."""
_TEMPS = {"annee": "Année", "mois": "Mois"}


@dataclass(frozen=True, slots=True)
class ColonneTableau:
    """A column of values. ``groupe`` is the place of its zone, whose label is ``titre_groupe``.

    ``libelle`` has its unit; ``entete`` its zone as well, for a header that stands alone. Where there
    is one column group, ``titre_groupe`` is empty and both are the same.
    """

    cle: str
    libelle: str
    groupe: int
    titre_groupe: str
    colonne: Colonne
    avec_parts: bool
    avec_indices: bool = False

    @property
    def entete(self) -> str:
        return f"{self.libelle}, {self.titre_groupe}" if self.titre_groupe else self.libelle

    @property
    def entete_indice(self) -> str:
        """The header of its indices: ``Montant moyen par LPP, indice (base 100)``."""
        zone = f", {self.titre_groupe}" if self.titre_groupe else ""
        return f"{self.colonne.libelle}{zone}, indice (base 100)"

    @property
    def entete_part(self) -> str:
        """The header of its shares: ``Séjours, part (%)``."""
        zone = f", {self.titre_groupe}" if self.titre_groupe else ""
        return f"{self.colonne.court}{zone}, part (%)"


@dataclass(frozen=True, slots=True)
class LigneTableau:
    """A displayed row; ``cle`` is unique in its table, ``cellules`` are by column key.

    ``zone`` is None where the row speaks of several zones. ``ensemble``: the chosen zone under which
    it stands, by label. The rest is as in :class:`data_layer.result.Ligne`.
    """

    cle: str
    tete: bool
    code: str
    libelle: str
    rang: int | None
    groupe: int
    ensemble: str
    zone: str | None
    cible: str | None
    marque: int | None
    remarques: tuple[str, ...]
    cellules: Mapping[str, Cellule]


@dataclass(frozen=True, slots=True)
class TableauPlat:
    """What is displayed, ``tetes`` before the other ``lignes``. Headers None: no such column.

    ``entete_rang`` names the measure (and the zone, when columns are paired); ``entete_ensemble`` is
    there when rows stand under several chosen zones. ``emboitees``: some rows are parts of others
    (``daf-public`` of ``daf``), and stand under them until a visitor sorts.
    """

    cle: str
    titre: str
    nature: str
    colonnes: tuple[ColonneTableau, ...]
    lignes: tuple[LigneTableau, ...]
    entete_code: str | None
    entete_libelle: str
    entete_rang: str | None
    entete_ensemble: str | None
    avec_remarques: bool
    emboitees: bool = False

    @property
    def groupes(self) -> tuple[str, ...]:
        """Labels of the column groups, empty where there is only one."""
        return tuple(dict.fromkeys(c.titre_groupe for c in self.colonnes if c.titre_groupe))

    @property
    def avec_codes(self) -> bool:
        """Whether rows are shown with their code: values of a filter and times have none of the field."""
        return self.nature in ("zone", "classification", "diagnostic", "ghm", "indication")

    @property
    def tetes(self) -> tuple[LigneTableau, ...]:
        return tuple(ligne for ligne in self.lignes if ligne.tete)


def entete_colonne(colonne: Colonne) -> str:
    """Return a column header with its unit, once: ``Séjours (hors séances)``, ``DMS (jours)``."""
    unite = colonne.unite
    dite = not unite or unite.lower() in colonne.libelle.lower()
    return colonne.libelle if dite else f"{colonne.libelle} ({unite})"


def tableau_plat(resultat: Resultat, bloc: Bloc | None = None) -> TableauPlat:
    """Return the displayed table of a block (the main one when None).

    A series of years has no main lines: they would repeat one of its years. A pair that does not
    exist (a catégorie in one zone only) is ``sans_objet``.
    """
    bloc = resultat.bloc if bloc is None else bloc
    zones = resultat.zones
    paires = bloc.nature != "zone" and len(zones) > 1
    tetes = () if bloc.nature in SERIES else bloc.tetes
    colonnes = _colonnes(bloc, zones if paires else ())
    if paires:
        lignes = _lignes_paires(bloc, tetes, colonnes)
    else:
        # A main line is ranked among the zones of its level: said only where these are the rows.
        marques = {m for m in bloc.marques if m is not None}
        lignes = [_ligne(r, zones, tete=True, classee=r.marque in marques) for r in tetes]
        lignes += [_ligne(r, zones) for r in bloc.lignes()]
    meneuse = bloc.colonne(bloc.meneuse).court.lower()
    rang = f"Rang ({meneuse}, {zones[0].libelle})" if paires else f"Rang ({meneuse})"
    libelle = _premiere(resultat, bloc)
    return TableauPlat(
        cle=bloc.cle,
        titre=bloc.titre,
        nature=bloc.nature,
        colonnes=colonnes,
        lignes=tuple(lignes),
        entete_code=_entete_code(bloc),
        entete_libelle=libelle,
        entete_rang=rang if any(r.rang is not None for r in lignes) else None,
        entete_ensemble="Zone" if not paires and len(set(bloc.groupes)) > 1 else None,
        avec_remarques=any(r.remarques for r in lignes),
        emboitees=bool(_parents(bloc)),
    )


def _parents(bloc: Bloc) -> frozenset[str]:
    """Codes that hold others, of the values of a dimension: ``daf`` where there is ``daf-public``."""
    if bloc.nature in (*SERIES, "zone", "classification"):
        return frozenset()
    codes = set(bloc.codes)
    debuts = {c.rpartition("-")[0] for c in codes}
    return frozenset(d for d in debuts if d in codes)


def _premiere(resultat: Resultat, bloc: Bloc) -> str:
    """The header of what rows are: ``Département``, ``Sous-chapitre``, ``Diagnostic``, ``Mois``."""
    if bloc.nature in _TEMPS:
        return _TEMPS[bloc.nature]
    restitution = resultat.selection.restitution
    if bloc.niveau is not None:
        return libelle_niveau(restitution, bloc.niveau)
    return libelle_nature(restitution, bloc.nature)


def _code(code: str) -> str:
    """A code as the field writes it: the prefix of addresses (``lpp-``, ``atc-``) left out.

    Establishments of another région together (``reg-75``) have none.
    """
    if code.startswith(AILLEURS):
        return ""
    prefixe, _, reste = code.partition("-")
    return reste if prefixe in ("lpp", "atc", "ucd") else code


def _entete_code(bloc: Bloc) -> str | None:
    if bloc.nature in SERIES:
        return None
    return "Code (FINESS)" if bloc.niveau == "etablissement" else "Code"


def _colonnes(bloc: Bloc, zones: Sequence[Zone]) -> tuple[ColonneTableau, ...]:
    """One column per measure, or per measure and zone when ``zones`` are given."""
    suites = [(i, f"@{i}", z.libelle) for i, z in enumerate(zones)] or [(0, "", "")]
    parts = {cle for cle, cellules in bloc.cellules.items() if cellules.parts is not None}
    indices = {cle for cle, cellules in bloc.cellules.items() if cellules.indices is not None}
    return tuple(
        ColonneTableau(
            f"{c.cle}{suffixe}",
            entete_colonne(c),
            groupe,
            titre,
            c,
            c.cle in parts,
            c.cle in indices,
        )
        for c in bloc.colonnes
        for groupe, suffixe, titre in suites
    )


def _ligne(
    ligne: Ligne, zones: Sequence[Zone], *, tete: bool = False, classee: bool = True
) -> LigneTableau:
    return LigneTableau(
        cle=f"tete-{ligne.groupe}" if tete else f"{ligne.groupe}-{ligne.zone}-{ligne.code}",
        tete=tete,
        code=_code(ligne.code),
        libelle=ligne.libelle,
        rang=ligne.rang if classee else None,
        groupe=ligne.groupe,
        ensemble=zones[ligne.groupe].libelle if ligne.groupe < len(zones) else "",
        zone=ligne.zone or None,
        cible=ligne.cible,
        marque=ligne.marque,
        remarques=ligne.remarques,
        cellules=ligne.cellules,
    )


def _lignes_paires(
    bloc: Bloc, tetes: Sequence[Ligne], colonnes: Sequence[ColonneTableau]
) -> list[LigneTableau]:
    """One row per code, in the order the block first names it; the main lines make one row."""
    par_code: dict[str, dict[int, Ligne]] = {}
    for ligne in bloc.lignes():
        par_code.setdefault(ligne.code, {})[ligne.groupe] = ligne
    rangees = [_paire(membres, colonnes, False) for membres in par_code.values()]
    if tetes:
        rangees.insert(0, _paire({t.groupe: t for t in tetes}, colonnes, True))
    return rangees


def _paire(
    membres: Mapping[int, Ligne], colonnes: Sequence[ColonneTableau], tete: bool
) -> LigneTableau:
    premiere = membres[min(membres)]
    principale = membres.get(0)
    remarques = tuple(dict.fromkeys(r for m in membres.values() for r in m.remarques))
    return LigneTableau(
        cle="tete" if tete else premiere.code,
        tete=tete,
        code="" if tete else _code(premiere.code),
        libelle=ENSEMBLE if tete else premiere.libelle,
        rang=principale.rang if principale and not tete else None,
        groupe=0,
        ensemble="",
        zone=None,
        # The row of a product leads to it under both zones; that of a zone never stands here.
        cible=None if tete else premiere.cible,
        marque=None,
        remarques=remarques,
        cellules={
            c.cle: membres[c.groupe].cellules[c.colonne.cle] if c.groupe in membres else ABSENTE
            for c in colonnes
        },
    )
