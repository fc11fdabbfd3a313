"""The answer to a selection of the flagship as an analyst would write it: SQL on the published files.

Nothing here comes from ``data_layer.requete``. One statement a set of rows: the two years of an evolution in
one pass where a cube answers, then the mask (1 to 10 stays), quotients, shares, evolutions and ranks in
SQL. Values are written in the text; labels are left to whoever prints.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.faits_sql_lectures import Lectures
from benchmarks.faits_sql_sommes import COLONNES, liste
from data_layer.catalogue.schema import Vue
from data_layer.selection import contient, genre_de, niveau_de
from geodata.zones import Zone

_SOMMES = ("sejours", "nombre", "montant", "ecart", "consommation", "present")


@dataclass(frozen=True, slots=True)
class Requete:
    """One statement: ``bloc`` and ``groupe`` (number of the zone) say which rows it gives.

    Columns: ``code``, one a measure, ``rang``, and ``part_<measure>`` where shares are read.
    """

    bloc: str
    groupe: int
    sql: str
    codes: tuple[str, ...] = ()


class Analyste(Lectures):
    """Writes the statements of one selection."""

    def requetes(self) -> list[Requete]:
        """Every statement of the answer: rows, main lines, and the other blocks of the view."""
        toutes = [self._rangees(i, zone) for i, zone in self._groupes()]
        toutes += self._tetes()
        for i, zone in enumerate(self.zones):
            if self.s.vue is Vue.GRAPHIQUE:
                toutes.append(self._mois(i, zone))
                toutes += self._compositions(i, zone)
            if self.s.vue is Vue.ANNEES:
                toutes.append(self._annees(i, zone))
        return toutes

    def _groupes(self) -> list[tuple[int, Zone | None]]:
        """The zones whose rows are listed: all of France when the main one is no larger than a row."""
        principale, *autres = self.zones
        if self.s.par != "zone":
            return list(enumerate(self.zones))
        if not contient(principale.id, self.s.niveau):
            return [(0, None)]
        gardees: list[tuple[int, Zone | None]] = [(0, principale)]
        for i, zone in enumerate(autres, start=1):
            melees = zone.id in principale.parents or principale.id in zone.parents
            if not melees and contient(zone.id, self.s.niveau):
                gardees.append((i, zone))
        return gardees

    def _rangees(self, groupe: int, zone: Zone | None) -> Requete:
        profondeur = self._profondeur()
        code, habitants = self._code(), None
        if self.s.par == "classification":
            niveau = self.arbre.niveau(self.s.niveau)
            assert niveau is not None
            profondeur = niveau.profondeur
        if self.s.rapportee:
            habitants = f"'{zone.id if zone else 'fr'}'"
            if self.s.par == "zone":
                habitants = f"'{genre_de(self.s.niveau)}-' || code"
        ctes = self._deux_annees("s", code, zone, profondeur)
        additif = self.s.par in ("zone", "diagnostic", "ghm") and not self.patients
        if additif:
            sommes = ", ".join(f"sum({x}) AS {x}" for x in _SOMMES)
            ctes.append(f"tt AS (SELECT {sommes} FROM s WHERE annee = {self.annee})")
        else:
            ctes.append(
                f"tt AS ({self._sommes('f.annee', [self.annee], zone, self._profondeur())})"
            )
        ctes.append(f"t AS (SELECT {self._valeurs(parmi='')} FROM tt)")
        ctes.append(self._lecture(habitants))
        parts = ""
        if not self.compare:
            volumes = [m.cle for m in self.mesures if m.est_volume]
            parts = "".join(f", {c} / (SELECT {c} FROM t) AS part_{c}" for c in volumes)
        reference = {
            "classification": ("noeuds", "noeud"),
            "diagnostic": ("diagnostics", "diagnostic"),
        }
        reference |= {"ghm": ("ghms", "ghm"), "indication": ("indications", "indication")}
        sortie, jointure = "x.code", ""
        if self.s.par in reference:
            table, cle = reference[self.s.par]
            sortie, jointure = "n.code", f"LEFT JOIN {table} n ON n.{cle} = x.code"
        rang = self._rang()
        sql = (
            f"WITH {', '.join(ctes)} SELECT {sortie} AS code, x.* EXCLUDE (code){parts}, {rang} AS rang "
            f"FROM x {jointure} ORDER BY rang NULLS LAST"
        )
        return Requete("classement", groupe, sql)

    def _tetes(self) -> list[Requete]:
        """Main lines: a zone among those of its level, with its rank; France and baskets alone."""
        par_niveau: dict[str | None, list[tuple[int, Zone]]] = {}
        for i, zone in enumerate(self.zones):
            par_niveau.setdefault(niveau_de(zone.id), []).append((i, zone))
        faites = []
        for niveau, siennes in par_niveau.items():
            if niveau is None:
                faites += [self._tete_seule(i, zone) for i, zone in siennes]
                continue
            colonne = COLONNES[genre_de(niveau)]
            ctes = self._deux_annees("s", f"e.{colonne}", None, self._profondeur())
            ctes.append(
                self._lecture(f"'{genre_de(niveau)}-' || code" if self.s.rapportee else None)
            )
            codes = tuple(z.code for _, z in siennes)
            sql = (
                f"WITH {', '.join(ctes)} SELECT * FROM (SELECT *, {self._rang()} AS rang FROM x) "
                f"WHERE code IN ({liste(codes)})"
            )
            faites.append(Requete("tetes", siennes[0][0], sql, codes))
        return faites

    def _tete_seule(self, groupe: int, zone: Zone) -> Requete:
        ctes = self._deux_annees("s", "0", zone, self._profondeur())
        ctes.append(self._lecture(f"'{zone.id}'" if self.s.rapportee else None))
        return Requete("tetes", groupe, f"WITH {', '.join(ctes)} SELECT *, NULL AS rang FROM x")

    def _annees(self, groupe: int, zone: Zone) -> Requete:
        annees = [
            a for a in range(self.annee - 4, self.annee + 1) if a >= self.contexte.etendue.debut
        ]
        lues = [annees[0] - 1, *annees] if self.compare else annees
        constants = ""
        if self.s.perimetre == "constant":
            presents = [a for a in lues if a >= self.contexte.etendue.debut]
            constants = (
                f"f.etab IN (SELECT etab FROM cube_zone_0 WHERE annee IN ({liste(presents)}) AND mois "
                f"BETWEEN {self.premier} AND {self.dernier} AND champ IN ({liste(self._champs())}) "
                f"AND sejours > 0 GROUP BY etab HAVING count(DISTINCT annee) = {len(presents)})"
            )
        s = self._sommes("f.annee", lues, zone, self._profondeur(), plus=constants)
        v = f"v AS (SELECT code, annee, {self._valeurs(_texte(zone.id))} FROM s)"
        if not self.compare:
            return Requete("annees", groupe, f"WITH s AS ({s}), {v} SELECT * FROM v ORDER BY code")
        calculs = ", ".join(self._evolution(m) for m in self._cles())
        sql = (
            f"WITH s AS ({s}), {v} SELECT n.code, {calculs} FROM v n "
            f"LEFT JOIN v p ON p.code = n.code - 1 "
            f"WHERE n.code > {self.contexte.etendue.debut} AND n.code >= {annees[0]} ORDER BY n.code"
        )
        return Requete("annees", groupe, sql)

    def _mois(self, groupe: int, zone: Zone) -> Requete:
        annees = [a for a in (self.annee - 1, self.annee) if a >= self.contexte.etendue.debut]
        s = self._sommes(
            "f.annee::INTEGER * 100 + f.mois", annees, zone, self._profondeur(), mois=True
        )
        valeurs = self._valeurs(f"'{zone.id}'")
        return Requete(
            "mois", groupe, f"WITH s AS ({s}) SELECT code, {valeurs} FROM s ORDER BY code"
        )

    def _compositions(self, groupe: int, zone: Zone) -> list[Requete]:
        faites = []
        for cle, code in (
            ("champ", "f.champ"),
            ("statut", "e.statut"),
            ("categorie", "e.categorie"),
        ):
            s = self._sommes(code, [self.annee], zone, self._profondeur(), libre=cle)
            sql = f"WITH s AS ({s}) SELECT code, {self._valeurs(_texte(zone.id))} FROM s"
            faites.append(Requete(cle, groupe, sql))
        return faites


def _texte(valeur: str) -> str:
    return f"'{valeur}'"
