"""What the API tells of flows: each figure as a set of rows of the facts, and whether it was shown.

The harshest reading: a set of which anything is shown (days, a rate, a share, an evolution) is known in
stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.data_layer.flux.oracle_base import COLONNES, GENRES, LIEUX, TYPES, Base, Demande

Json = dict[str, Any]
Ou = NDArray[np.bool_]
_DE_CONSOMMATION = ("volume", "taux_brut", "sejours")


@dataclass(frozen=True, slots=True)
class Lu:
    """One figure: its set of rows (places among the facts of its year), what was said of it.

    bloc: the table it stands in, rows of one bloc being side by side. valeur: of a count, else None.
    """

    bloc: str
    annee: int
    rangees: NDArray[np.int64]
    montre: bool
    valeur: float | None
    en_sejours: bool


@dataclass(eq=False)
class Lecteur:
    """Reads answers against the facts; the same sets are made once."""

    base: Base
    faits: dict[int, Mapping[str, NDArray[Any]]] = field(default_factory=dict)
    _masques: dict[object, Ou] = field(default_factory=dict)

    def __post_init__(self) -> None:
        noms = ("noeud", "type", "residence", "site", "strate", "sejours", "unites", "cle")
        for annee, lignes in self.base.faits.items():
            colonnes = dict(zip(noms, np.array(lignes).T, strict=True))
            res = [self.base.residences[int(r)] for r in colonnes["residence"]]
            sites = [self.base.sites[int(s)] for s in colonnes["site"]]
            par = {f"r.{c}": np.array([r[c] for r in res]) for c in set(COLONNES.values())}
            par |= {f"s.{c}": np.array([s[c] for s in sites]) for c in set(LIEUX.values())}
            par["genre"] = np.array(
                [f"{s['secteur']}-{s['statut']}-{s['categorie']}-" for s in sites]
            )
            self.faits[annee] = {**colonnes, **par}

    def activite(self, annee: int, noeud: str, type_: str) -> Ou:
        """Rows of an activity and of types of stay."""
        cle = annee, noeud, type_
        if cle not in self._masques:
            f = self.faits[annee]
            dedans = [n for n in self.base.codes if noeud in self.base.chemin(n)]
            types = TYPES[type_ or "hc-hp"]
            self._masques[cle] = np.isin(f["noeud"], dedans) & np.isin(f["type"], types)
        return self._masques[cle]

    def de(self, annee: int, zone: str) -> Ou | bool:
        genre, _, code = zone.partition("-")
        return True if genre == "fr" else self.faits[annee][f"r.{COLONNES[genre]}"] == code

    def vers(self, annee: int, zone: str) -> Ou | bool:
        genre, _, code = zone.partition("-")
        return True if genre == "fr" else self.faits[annee][f"s.{LIEUX[genre]}"] == code

    def proche(self, annee: int) -> Ou:
        """Rows of residents treated in their région."""
        f = self.faits[annee]
        return np.asarray(f["r.region"] == f["s.region"])

    def place(self, annee: int, zone: str, colonne: str, code: str) -> Ou:
        """Rows of a place as it is told to residents of a zone: one of theirs, or another région."""
        f = self.faits[annee]
        if zone == "fr":
            return np.asarray(f[f"s.{colonne}"] == code)
        if code.startswith("reg-"):
            return (f["s.region"] == code[4:]) & ~self.proche(annee)
        return (f[f"s.{colonne}"] == code) & self.proche(annee)

    def lire(self, d: Demande, contenu: Json) -> Iterator[Lu]:
        """Every figure that is a sum of stays, or tells one."""
        blocs = {_PREMIERS[d.slug]: contenu, **contenu["blocs"]}
        for cle, bloc in blocs.items():
            for li in bloc["lignes"]:
                yield from self._lus(d, contenu, cle, li, tete=False)
        for tete in contenu["totaux"]:
            yield from self._lus(d, contenu, _PREMIERS[d.slug], tete, tete=True)

    def _lus(self, d: Demande, contenu: Json, cle: str, li: Json, *, tete: bool) -> Iterator[Lu]:
        zone = (d.zone, d.vs)[li["groupe"]]
        evolution = d.lecture != "total" and cle == _PREMIERS[d.slug]
        # An evolution that is shown tells both years; of one that is not, which is hidden is not said.
        for quand in (d, replace(d, annee=d.annee - 1)) if evolution else (d,):
            ensembles: Ensembles = _LECTEURS[d.slug](self, quand, cle, li["code"], zone, tete)
            for mesure, (annee, noeud, ou) in ensembles.items():
                statut = li["statuts"].get(mesure, "sans_objet")
                if statut == "sans_objet" or (evolution and statut != "ok"):
                    continue
                compte = mesure in _COMPTES and not evolution and statut == "ok"
                yield Lu(
                    f"{d.requete()} {cle} {li['groupe']} {mesure} {annee}",
                    annee,
                    np.flatnonzero(self.activite(annee, noeud, d.type) & ou),
                    statut == "ok",
                    li["valeurs"][mesure] if compte else None,
                    mesure == "sejours"
                    or "" in (d.noeud, noeud)
                    or self.base.champ(noeud) == "mco",
                )


Ensembles = dict[str, tuple[int, str, Ou]]
_PREMIERS = {
    **dict.fromkeys(("taux-de-recours", "parts-de-marche", "analyse-croisee"), "classement"),
    "cartographie": "carte",
}
_COMPTES = ("volume", "volume_avant", "consommation", "production", "sejours")


def _taux(x: Lecteur, d: Demande, cle: str, code: str, zone: str, tete: bool) -> Ensembles:
    annee, noeud, ici = d.annee, d.noeud, zone
    if cle == "annees":
        annee = int(code)
    elif not tete and d.par == "classification":
        noeud = code
    elif not tete:
        ici = f"{GENRES[d.niveau]}-{code}"
    if annee not in x.faits:
        return {}
    ou = x.proche(annee) | ~x.proche(annee)
    return {m: (annee, noeud, ou & x.de(annee, ici)) for m in _DE_CONSOMMATION}


def _parts(x: Lecteur, d: Demande, cle: str, code: str, zone: str, tete: bool) -> Ensembles:
    if cle == "concentration":
        return {}
    annee, genre = d.annee, d.par == "statut" or cle in ("synthese", "evolution")
    if cle == "evolution":
        annee, code = int(code.partition("|")[0]), code.partition("|")[2]
    lus: Ensembles = {}
    for a, suite in ((annee, ""), (annee - 1, "_avant")):
        if a not in x.faits:
            continue
        ou = x.proche(a) | ~x.proche(a)
        if not tete and genre:
            ou = np.char.startswith(x.faits[a]["genre"], f"{code}-")
        elif not tete:
            ou = x.place(a, zone, "finess" if d.niveau == "etablissement" else "fig", code)
        ou = ou & x.de(a, zone)
        lus |= {f"volume{suite}": (a, d.noeud, ou), f"part{suite}": (a, d.noeud, ou)}
    return lus


def _croisee(x: Lecteur, d: Demande, cle: str, code: str, zone: str, tete: bool) -> Ensembles:
    annee, genre = d.annee, GENRES[d.niveau]
    if cle == "matrice":
        de, vers = code.split("|")
        depuis = x.de(annee, f"{genre}-{de}")
        if vers == "hors-region":
            ou = ~x.proche(annee)
        elif vers == "ailleurs":
            dits = x.base.codes_de(genre, zone)
            ou = x.proche(annee) & ~np.isin(x.faits[annee][f"s.{LIEUX[genre]}"], dits)
        elif genre == "reg":
            ou = x.vers(annee, f"reg-{vers}")
        else:
            ou = x.place(annee, f"{genre}-{de}", LIEUX[genre], vers)
        return dict.fromkeys(("volume", "autosuffisance"), (annee, d.noeud, depuis & ou))
    ici = zone if tete or cle == "annees" else f"{genre}-{code}"
    if cle == "annees":
        annee = int(code)
    if annee not in x.faits:
        return {}
    toutes = x.proche(annee) | ~x.proche(annee)
    de, vers = toutes & x.de(annee, ici), toutes & x.vers(annee, ici)
    dedans = dict.fromkeys(("autosuffisance", "fuite"), (annee, d.noeud, de & vers))
    return {"consommation": (annee, d.noeud, de), "production": (annee, d.noeud, vers), **dedans}


def _carte(x: Lecteur, d: Demande, cle: str, code: str, zone: str, tete: bool) -> Ensembles:
    annee, lieux = d.annee, d.indicateur in ("production", "recrutement")
    lieux = lieux or zone.startswith(("fin", "fig"))
    de, vers = ("fr", zone) if lieux else (zone, "fr")
    ou = x.proche(annee) | ~x.proche(annee)
    if cle == "carte":
        produit = d.indicateur in ("production", "recrutement")
        if d.indicateur == "pole" or (tete and zone.startswith(("fin", "fig")) and not produit):
            return {}
        if not tete:
            ou = ou & x.de(annee, f"pmsi-{code}")
        ou = ou & (x.vers(annee, zone) if produit else x.de(annee, zone if tete else "fr"))
        mesures = ("volume", "part") if produit else ("volume", "taux_brut")
        return dict.fromkeys(mesures, (annee, d.noeud, ou))
    genre = "fig" if zone.startswith(("fin", "fig")) else "finess"
    if cle == "liens":
        residence, code = code.split("|")
        if zone.startswith(("fin", "fig")):
            genre = "finess" if zone.startswith("fin") else "fig"
        ou = ou & x.de(annee, f"pmsi-{residence}") & x.proche(annee)
    proche = de != "fr" or cle == "liens"
    ici = x.place(annee, "une" if proche else "fr", genre, code)
    return {"volume": (annee, d.noeud, ou & ici & x.de(annee, de) & x.vers(annee, vers))}


_LECTEURS: dict[str, Callable[..., Ensembles]] = {
    "taux-de-recours": _taux,
    "parts-de-marche": _parts,
    "analyse-croisee": _croisee,
    "cartographie": _carte,
}
