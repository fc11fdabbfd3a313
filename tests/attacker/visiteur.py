"""Asking the application over HTTP, and reading one view on every route: API, panels, files, screen."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
from flask.testing import FlaskClient

from tests.attacker.lecture import MASQUE, OK, PETIT_COMPTE, Json, Lu, lire_json
from tests.attacker.marche import SLUG, Visite
from tests.attacker.registre import Registre
from tests.server.conftest import appel, envoyer, rappel

Place = tuple[int, str, str]
"""A cell of the main table: group, code of the row ('' for a main line), measure."""
Lues = dict[Place, tuple[str, float | None]]
_STATUTS = {"publié": OK, "masqué": MASQUE, "": ""}
_ECART = 1e-8


@dataclass(eq=False, slots=True)
class Visiteur:
    """A client, what he has read so far, and what disagreed between two routes."""

    client: FlaskClient
    registre: Registre
    dossier: Path
    reponses: int = 0
    refus: int = 0
    comparees: Counter[str] = field(default_factory=Counter)
    fuites: list[str] = field(default_factory=list)
    desaccords: list[str] = field(default_factory=list)
    _peintre: Any = None

    def panier(self, nom: str, finess: Sequence[str]) -> str:
        """Save a basket as its page does; return its zone id."""
        gardien = rappel(self.client, "panier-suite.data", "panier-prendre", "n_clicks")
        corps = appel(gardien, [1, None, None, list(finess), nom, SLUG, None])
        suite = envoyer(self.client, corps).get_json()["response"]["panier-suite"]["data"]
        adresse: str = suite["page"]
        ident = adresse.partition("zone=")[2].partition("&")[0]
        connus = {x["finess"]: e for e, x in self.registre.etabs.items()}
        self.registre.paniers[ident] = frozenset(connus[f] for f in finess)
        return ident

    def visiter(self, visite: Visite) -> Iterator[Lu]:
        """Ask a view on each of its routes; what is refused (400) says nothing."""
        contenu = self._json(f"/api/v1/r/{SLUG}.json?{visite.requete}")
        if contenu is None:
            return
        yield lire_json(contenu, self.registre, visite.requete)
        for panneau in visite.panneaux:
            seul = self._json(f"/api/v1/r/{SLUG}/{panneau}.json?{visite.requete}")
            if seul is not None:
                yield lire_json(seul, self.registre, f"{visite.requete} /{panneau}", panneau)
        attendues = cellules(contenu)
        for fichier in visite.fichiers:
            self._comparer(
                visite.requete, fichier, attendues, self._fichier(visite, fichier, contenu)
            )
        if visite.ecran:
            self._comparer(visite.requete, "écran", attendues, self._ecran(visite))

    def _json(self, chemin: str) -> Json | None:
        reponse = self.client.get(chemin)
        if reponse.status_code == 400:
            self.refus += 1
            return None
        assert reponse.status_code == 200, (chemin, reponse.text)
        self.reponses += 1
        contenu: Json = json.loads(reponse.data)
        return contenu

    def _comparer(self, requete: str, route: str, attendues: Lues, lues: Lues) -> None:
        for place, (statut, valeur) in lues.items():
            if place not in attendues:
                continue
            self.comparees[route] += 1
            voulu, nombre = attendues[place]
            meme = (valeur is None) == (nombre is None) and (
                valeur is None
                or nombre is None
                or abs(valeur - nombre) <= _ECART * max(1, abs(nombre))
            )
            if not meme or (statut and statut != voulu):
                self.desaccords.append(
                    f"{route} {place} : {statut} {valeur}, API {voulu} {nombre} : {requete}"
                )

    def _fichier(self, visite: Visite, extension: str, contenu: Json) -> Lues:
        reponse = self.client.get(f"/r/{SLUG}/telecharger.{extension}?{visite.requete}")
        assert reponse.status_code == 200, (extension, visite.requete)
        self.reponses += 1
        if extension == "parquet":
            return self._parquet(reponse.data, contenu)
        if extension == "csv":
            return _csv(reponse.data, contenu)
        return _xlsx(reponse.data, contenu)

    def _parquet(self, octets: bytes, contenu: Json) -> Lues:
        chemin = self.dossier / "lu.parquet"
        chemin.write_bytes(octets)
        with duckdb.connect() as con:
            table = con.execute("FROM read_parquet(?)", [str(chemin)]).fetchall()
            noms = [d[0] for d in con.description or ()]
        zones = [contenu["selection"]["zone"], *contenu["selection"]["vs"]]
        lues: Lues = {}
        for valeurs in table:
            ligne = dict(zip(noms, valeurs, strict=True))
            code = "" if ligne["total"] else ligne["code"]
            for c in contenu["colonnes"]:
                place = (zones.index(ligne["zone_choisie"]), code, c["cle"])
                lues[place] = (ligne[f"{c['cle']}_statut"], ligne[c["cle"]])
        return lues

    def _ecran(self, visite: Visite) -> Lues:
        """The rows of the table as the callback paints it."""
        if self._peintre is None:
            self._peintre = rappel(self.client, "partie-vue", "a-peindre", "data")
        ici = {"slug": SLUG, "requete": visite.requete, "panneau": None, "mode": "push"}
        fentes = len(self._peintre["inputs"]) + len(self._peintre["state"]) - 1
        reponse = envoyer(self.client, appel(self._peintre, [ici, *[[]] * fentes]))
        assert reponse.status_code == 200, visite.requete
        self.reponses += 1
        peint = reponse.get_json()["response"]
        if "lecture=evol" not in visite.requete and (petit := PETIT_COMPTE.search(reponse.text)):
            self.fuites.append(f"petit effectif à l'écran « {petit.group()} » : {visite.requete}")
        lues: Lues = {}
        for rangee in _rangees(peint):
            for cle, cellule in rangee.items():
                mesure, _, groupe = cle.partition("@")
                if (
                    isinstance(cellule, list)
                    and len(cellule) >= 2
                    and isinstance(rangee["cle"], str)
                ):
                    statut = cellule[4] if len(cellule) > 4 and cellule[4] else ""
                    lues[int(groupe or rangee["g"]), rangee["cle"], mesure] = (statut, cellule[0])
        return lues


def cellules(contenu: Json) -> Lues:
    """The main table of an answer of the API; rows are also named as the screen names them."""
    lues: Lues = {}
    for tete in contenu["totaux"]:
        for mesure, statut in tete["statuts"].items():
            lues[tete["groupe"], "", mesure] = (statut, tete["valeurs"][mesure])
    for x in contenu["lignes"]:
        for code in (x["code"], f"{x['groupe']}-{x['zone']}-{x['code']}"):
            for mesure, statut in x["statuts"].items():
                lues[x["groupe"], code, mesure] = (statut, x["valeurs"][mesure])
    return lues


def _rangees(arbre: Any) -> Iterator[Mapping[str, Any]]:
    """The ``rowData`` of every table in a tree of components."""
    if isinstance(arbre, dict):
        if isinstance(arbre.get("rowData"), list):
            yield from (
                r for r in arbre["rowData"] if isinstance(r, dict) and "cle" in r and "g" in r
            )
        for x in arbre.values():
            yield from _rangees(x)
    elif isinstance(arbre, list):
        for x in arbre:
            yield from _rangees(x)


def _csv(octets: bytes, contenu: Json) -> Lues:
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    return _grille(lignes[0], lignes[1:], contenu, _nombre_csv)


def _xlsx(octets: bytes, contenu: Json) -> Lues:
    feuille = openpyxl.load_workbook(io.BytesIO(octets), read_only=True).worksheets[0]
    lignes = [list(x) for x in feuille.iter_rows(values_only=True)]
    i = next((i for i, x in enumerate(lignes) if x and x[0] == "Nature"), None)
    if i is None:
        return {}
    entetes = [str(x or "") for x in lignes[i]]
    pour_cent = contenu["selection"]["lecture"] == "evol"

    def lire(texte: Any) -> tuple[str, float | None]:
        if isinstance(texte, (int, float)):
            return "", float(texte) * (100 if pour_cent else 1)
        return (MASQUE if texte == "masqué" else ""), None

    return _grille(entetes, lignes[i + 1 :], contenu, lire)


def _nombre_csv(texte: Any) -> tuple[str, float | None]:
    return "", float(texte.replace(",", ".")) if texte else None


def _grille(
    entetes: Sequence[str], lignes: Sequence[Sequence[Any]], contenu: Json, lire: Any
) -> Lues:
    """Cells of a flat table: values stand in the order of the measures, zones side by side or not."""
    if contenu["selection"]["vue"] == "annees":
        return {}
    colonnes, tetes = [c["cle"] for c in contenu["colonnes"]], contenu["totaux"]
    cote_a_cote = contenu["selection"]["par"] != "zone" and len(tetes) > 1
    places = [(c, t["groupe"]) for c in colonnes for t in tetes] if cote_a_cote else [
        (c, None) for c in colonnes
    ]  # fmt: skip
    depuis = (
        len(entetes)
        - 1
        - next((i for i, e in enumerate(reversed(entetes)) if e.startswith("Code")), len(entetes))
    )
    valeurs = [
        i for i, e in enumerate(entetes)
        if i > depuis + 1 and not e.endswith((", part (%)", ", indice (base 100)", ", statut"))
    ][: len(places)]  # fmt: skip
    if depuis < 0 or len(valeurs) < len(places):
        return {}
    par_nom = {_court(x["code"]): x["code"] for x in contenu["lignes"]}
    groupes = {t["libelle"]: t["groupe"] for t in tetes}
    zone = entetes.index("Zone") if "Zone" in entetes else None
    lues: Lues = {}
    for x in lignes:
        if not x or x[0] not in ("zone choisie", "ligne"):
            continue
        code = "" if x[0] == "zone choisie" else par_nom.get(str(x[depuis] or ""))
        groupe = groupes.get(x[depuis + 1 if not code else zone or 0], 0)
        for (mesure, g), i in zip(places, valeurs, strict=True):
            if code is not None:
                statut, valeur = lire(x[i])
                lues[groupe if g is None else g, code, mesure] = (statut, valeur)
    return lues


def _court(code: str) -> str:
    """A node as tables write it: ``atc-L`` is L there."""
    return code.partition("-")[2] if code[:4] in ("atc-", "lpp-", "ucd-") else code
