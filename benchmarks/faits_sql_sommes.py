"""Sums over the published files, in SQL written by hand: the base of :mod:`benchmarks.faits_sql`.

Nothing here comes from ``data_layer.requete``. Persons are counted distinct on the facts, as an analyst
would, except under the default filters, whose counts are published.
"""

from __future__ import annotations

from collections.abc import Sequence

from data_layer.catalogue.schema import Lecture
from data_layer.selection import Contexte, Selection, genre_de
from geodata.zones import Zone

COLONNES = {"reg": "region", "dep": "departement", "tds": "tds", "ght": "ght", "fin": "finess"}
_LIEU = {"region", "departement", "tds", "ght", "statut", "categorie", "classe"}
_DEDANS = {("departement", "region"), ("tds", "region"), ("departement", "tds")}
_CROISEMENTS = ("diagnostic", "ghm", "indication")
_CUBES_CROISES = 5


class Sommes:
    """The sums that one selection needs; views are named like the tables of the dataset."""

    def __init__(self, selection: Selection, contexte: Contexte) -> None:
        self.s, self.contexte = selection, contexte
        assert contexte.noeuds is not None and selection.restitution.classification is not None
        noeud = contexte.noeuds.get(selection.noeud)
        assert noeud is not None
        self.noeud, self.arbre = noeud, selection.restitution.classification
        self.annee, (self.premier, self.dernier) = (
            selection.periode.fin,
            selection.periode.bornes_mois,
        )
        self.compare = selection.lecture is not Lecture.TOTAL
        offre = selection.offre
        montrees = offre.colonnes(selection.restitution, selection.unite)
        cles = dict.fromkeys((selection.unite, *(m.cle for m in montrees)))
        self.mesures = [offre.mesure(c) for c in cles]
        self.patients = any("patients" in (m.cle, m.denominateur) for m in self.mesures)
        self.zones = [z for i in selection.zones if (z := contexte.zones.get(i)) is not None]

    def _deux_annees(self, nom: str, code: str, zone: Zone | None, profondeur: int) -> list[str]:
        annees = [self.annee - 1, self.annee] if self.compare else [self.annee]
        return [f"{nom} AS ({self._sommes(code, annees, zone, profondeur)})"]

    def _sommes(
        self,
        code: str,
        annees: Sequence[int],
        zone: Zone | None,
        profondeur: int,
        libre: str = "",
        mois: bool = False,
        plus: str = "",
    ) -> str:
        """Rows ``code``, ``annee`` and sums, from a cube where one answers, else from the facts."""
        croisement = next((c for c in _CROISEMENTS if code == f"f.{c}"), None)
        conditions, colonnes = self._conditions(zone, libre)
        if plus:
            conditions.append(plus)
        if code.startswith("e."):
            colonnes.add(code.removeprefix("e."))
        place = colonnes <= _LIEU and not any("f.etab" in c for c in conditions)
        texte = ""
        if croisement is None:
            texte = self._sur_cube(
                f"cube_zone_{profondeur}", "etab", code, annees, conditions, colonnes, mois
            )
        elif place and (croisement == "indication" or profondeur <= _CUBES_CROISES):
            cube = "indication_7" if croisement == "indication" else f"{croisement}_{profondeur}"
            texte = self._sur_cube(f"cube_{cube}", "lieu", code, annees, conditions, colonnes, mois)
        else:
            texte = " UNION ALL ".join(
                self._sur_faits(code, a, conditions, colonnes, profondeur, _faits(zone))
                for a in annees
            )
        if not self.patients:
            return texte
        p = self._personnes(code, annees, zone, conditions, colonnes, profondeur, libre, mois, plus)
        return (
            f"SELECT s.*, coalesce(p.patients, 0) AS patients FROM ({texte}) s "
            f"LEFT JOIN ({p}) p ON s.code IS NOT DISTINCT FROM p.code AND s.annee = p.annee"
        )

    def _sur_cube(
        self,
        cube: str,
        lieu: str,
        code: str,
        annees: Sequence[int],
        conditions: list[str],
        colonnes: set[str],
        mois: bool,
    ) -> str:
        s = self._suffixe(code)
        present = (
            f"adm{s}" if mois else f"CASE WHEN f.mois = {self.premier} THEN adm{s} ELSE deb{s} END"
        )
        bornes = (1, 12) if mois else (self.premier, self.dernier)
        jointure = f"JOIN {'lieux' if lieu == 'lieu' else 'etablissements'} e USING ({lieu})"
        return (
            f"SELECT {code} AS code, f.annee AS annee, sum(sejours{s}) AS sejours, sum(nombre{s}) AS nombre, "
            f"sum(montant) AS montant, sum(ecart) AS ecart, sum(unites) AS consommation, "
            f"sum({present}) AS present FROM {cube} f {jointure if colonnes else ''} "
            f"WHERE f.annee IN ({liste(annees)}) AND f.mois BETWEEN {bornes[0]} AND {bornes[1]} "
            f"AND {' AND '.join(conditions)} GROUP BY ALL"
        )

    def _sur_faits(
        self,
        code: str,
        annee: int,
        conditions: list[str],
        colonnes: set[str],
        profondeur: int,
        table: str,
    ) -> str:
        """One year of the facts; what is administered in December may be discharged in January."""
        s, bit, (a, b) = self._suffixe(code), 1 << profondeur, (self.premier, self.dernier)
        sortie = f"f.annee = {annee} AND f.mois BETWEEN {a} AND {b}"
        adm = f"f.annee_adm = {annee} AND f.mois_adm BETWEEN {a} AND {b}"
        present = f"(CASE WHEN f.mois_adm = {a} THEN f.adm{s} ELSE f.deb{s} END) & {bit} <> 0"
        jointure = "JOIN etablissements e USING (etab)" if colonnes else ""
        quand = f"f.annee = {annee}"
        if b == 12:
            quand = f"(f.annee = {annee} OR f.annee = {annee + 1} AND f.mois = 1)"
        return (
            f"SELECT {code} AS code, {annee} AS annee, "
            f"sum(poids) FILTER ({sortie} AND f.rep{s} & {bit} <> 0) AS sejours, "
            f"count(*) FILTER ({sortie} AND f.rep{s} & {bit} <> 0) AS nombre, "
            f"coalesce(sum(montant) FILTER ({sortie}), 0) AS montant, "
            f"coalesce(sum(ecart) FILTER ({sortie}), 0) AS ecart, "
            f"coalesce(sum(unites) FILTER ({adm}), 0) AS consommation, "
            f"count(*) FILTER ({adm} AND {present}) AS present "
            f"FROM {table} f {jointure} WHERE {quand} AND (({sortie}) OR ({adm})) "
            f"AND {' AND '.join(conditions)} GROUP BY ALL"
        )

    def _personnes(
        self,
        code: str,
        annees: Sequence[int],
        zone: Zone | None,
        conditions: list[str],
        colonnes: set[str],
        profondeur: int,
        libre: str,
        mois: bool,
        plus: str,
    ) -> str:
        """Distinct persons: the published counts where they answer, else the facts."""
        bornes = (1, 12) if mois else (self.premier, self.dernier)
        dans = COLONNES.get(zone.id.split("-")[0], "") if zone else ""
        niveau = code.removeprefix("e.") if code.startswith("e.") else dans
        emboite = not dans or niveau in ("finess", dans) or (niveau, dans) in _DEDANS
        filtres = {d.cle for d in self.s.offre.filtres if self.s.filtre(d.cle)}
        publies = not (filtres or libre or plus) and 1 <= profondeur <= 5 and emboite
        publies = publies and code in (
            "0",
            "f.annee",
            "f.noeud",
            f"e.{niveau}",
            "f.annee::INTEGER * 100 + f.mois",
        )
        if publies and not (zone and zone.id.startswith("pan-")):
            codes = {f"e.{niveau}": "code", "f.noeud": "noeud"}
            rendu = codes.get(code, code.replace("f.", ""))
            if rendu == "code":
                rendu = "nullif(code, '')"
            ou = "TRUE"
            if dans and code == f"e.{niveau}":
                ou = f"code IN (SELECT {niveau} FROM etablissements WHERE {dans} = '{zone.code}')"  # type: ignore[union-attr]
            elif dans:
                ou = f"code = '{zone.code}'"  # type: ignore[union-attr]
            nouveaux = "TRUE" if mois else f"avant < {self.premier}"
            return (
                f"SELECT {rendu} AS code, annee, "
                f"sum(patients) AS patients FROM personnes WHERE niveau = '{niveau}' "
                f"AND profondeur = {profondeur} AND noeud BETWEEN {self.noeud.numero} AND {self.noeud.fin} "
                f"AND annee IN ({liste(annees)}) AND mois BETWEEN {bornes[0]} AND {bornes[1]} "
                f"AND {nouveaux} AND {ou} GROUP BY ALL"
            )
        jointure = "JOIN etablissements e USING (etab)" if colonnes else ""
        if code == "f.noeud":
            code = "h.noeud"
            jointure += f" JOIN noeuds h ON f.noeud BETWEEN h.noeud AND h.fin AND h.profondeur = {profondeur}"
        return (
            f"SELECT {code} AS code, f.annee AS annee, count(DISTINCT patient) AS patients "
            f"FROM {_faits(zone)} f {jointure} WHERE f.annee IN ({liste(annees)}) "
            f"AND f.mois BETWEEN {bornes[0]} AND {bornes[1]} AND {' AND '.join(conditions)} GROUP BY ALL"
        )

    def _conditions(self, zone: Zone | None, libre: str) -> tuple[list[str], set[str]]:
        """Conditions on ``f`` and ``e``, and the columns of ``e`` that they read."""
        textes = [f"f.noeud BETWEEN {self.noeud.numero} AND {self.noeud.fin}"]
        colonnes = set()
        for dimension in self.s.restitution.filtres:
            codes = self.s.filtre_en_vigueur(dimension.cle)
            if dimension.cle == "champ" and not codes:
                codes = ("mco",)
            if not codes or dimension.cle == libre:
                continue
            valeurs = [v for d in dimension.valeurs if d.code in codes for v in d.valeurs]
            alias = "f" if dimension.sur == "fait" else "e"
            textes.append(f"{alias}.{dimension.colonne} IN ({liste(valeurs)})")
            if alias == "e":
                colonnes.add(dimension.colonne)
        if zone is not None and zone.id.startswith("pan-"):
            finess = liste([z.removeprefix("fin-") for z in zone.composition])
            textes.append(f"f.etab IN (SELECT etab FROM etablissements WHERE finess IN ({finess}))")
        elif zone is not None and zone.id != "fr":
            colonne = COLONNES[zone.id.split("-")[0]]
            colonnes.add(colonne)
            textes.append(f"e.{colonne} = '{zone.code}'")
        return textes, colonnes

    def _suffixe(self, code: str) -> str:
        if code == "f.indication":
            return "_i"
        dimension = self.s.restitution.dimension("liste")
        codes = self.s.filtre_en_vigueur("liste")
        assert dimension is not None
        valeurs = [v for d in dimension.valeurs if d.code in codes for v in d.valeurs]
        return "_l" if len(valeurs) == 1 else ""

    def _code(self) -> str:
        if self.s.par == "zone":
            return f"e.{COLONNES[genre_de(self.s.niveau)]}"
        return "f.noeud" if self.s.par == "classification" else f"f.{self.s.par}"

    def _profondeur(self) -> int:
        return self.arbre.profondeur_de(self.s.noeud)

    def _champs(self) -> list[int | str]:
        dimension = self.s.restitution.dimension("champ")
        assert dimension is not None
        codes = self.s.filtre_en_vigueur("champ") or ("mco",)
        return [v for d in dimension.valeurs if d.code in codes for v in d.valeurs]


def _faits(zone: Zone | None) -> str:
    """The order of the facts that suits a zone: by establishment in a small one."""
    petite = zone is not None and zone.id[:3] in ("dep", "tds", "ght", "fin")
    return "par_etab" if petite else "dm_medicaments"


def liste(valeurs: Sequence[object]) -> str:
    return ", ".join(str(v) if isinstance(v, int) else f"'{v}'" for v in valeurs)
