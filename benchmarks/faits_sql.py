"""The answer to a selection of the flagship as an analyst would write it: SQL on the published files.

Nothing here comes from ``data_layer.requete``. One statement a set of rows: the two years of an evolution in
one pass where a cube answers, then the mask (1 to 10 stays), quotients, shares, evolutions and ranks in
SQL. Values are written in the text; labels are left to whoever prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_layer.catalogue.mesures import TAUX, Mesure, NatureMesure
from data_layer.catalogue.schema import Lecture, Vue
from data_layer.selection import Contexte, Selection, contient, genre_de, niveau_de
from geodata.zones import Zone

_COLONNES = {"reg": "region", "dep": "departement", "tds": "tds", "ght": "ght", "fin": "finess"}
_LIEU = {"region", "departement", "statut", "categorie"}
_DEDANS = {("departement", "region"), ("tds", "region"), ("departement", "tds")}
_CROISEMENTS = ("diagnostic", "ghm", "indication")
_CUBES_CROISES = 5
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


class Analyste:
    """Writes the statements of one selection; views are named like the tables of the dataset."""

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

    # Sets of rows

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
            colonne = _COLONNES[genre_de(niveau)]
            ctes = self._deux_annees("s", f"e.{colonne}", None, self._profondeur())
            ctes.append(
                self._lecture(f"'{genre_de(niveau)}-' || code" if self.s.rapportee else None)
            )
            codes = tuple(z.code for _, z in siennes)
            sql = (
                f"WITH {', '.join(ctes)} SELECT * FROM (SELECT *, {self._rang()} AS rang FROM x) "
                f"WHERE code IN ({_liste(codes)})"
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
                f"f.etab IN (SELECT etab FROM cube_zone_0 WHERE annee IN ({_liste(presents)}) AND mois "
                f"BETWEEN {self.premier} AND {self.dernier} AND champ IN ({_liste(self._champs())}) "
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

    # Sums

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
            f"WHERE f.annee IN ({_liste(annees)}) AND f.mois BETWEEN {bornes[0]} AND {bornes[1]} "
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
        dans = _COLONNES.get(zone.id.split("-")[0], "") if zone else ""
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
                f"AND annee IN ({_liste(annees)}) AND mois BETWEEN {bornes[0]} AND {bornes[1]} "
                f"AND {nouveaux} AND {ou} GROUP BY ALL"
            )
        jointure = "JOIN etablissements e USING (etab)" if colonnes else ""
        if code == "f.noeud":
            code = "h.noeud"
            jointure += f" JOIN noeuds h ON f.noeud BETWEEN h.noeud AND h.fin AND h.profondeur = {profondeur}"
        return (
            f"SELECT {code} AS code, f.annee AS annee, count(DISTINCT patient) AS patients "
            f"FROM {_faits(zone)} f {jointure} WHERE f.annee IN ({_liste(annees)}) "
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
            textes.append(f"{alias}.{dimension.colonne} IN ({_liste(valeurs)})")
            if alias == "e":
                colonnes.add(dimension.colonne)
        if zone is not None and zone.id.startswith("pan-"):
            finess = _liste([z.removeprefix("fin-") for z in zone.composition])
            textes.append(f"f.etab IN (SELECT etab FROM etablissements WHERE finess IN ({finess}))")
        elif zone is not None and zone.id != "fr":
            colonne = _COLONNES[zone.id.split("-")[0]]
            colonnes.add(colonne)
            textes.append(f"e.{colonne} = '{zone.code}'")
        return textes, colonnes

    # Measures

    def _valeurs(self, parmi: str) -> str:
        """What is shown of each measure; ``parmi``: the zone of a row, whose inhabitants a rate needs."""
        textes = [f"{self._valeur(m)} AS {m.cle}" for m in self.mesures]
        if self.s.rapportee and parmi:
            taux = f"{self._valeur(self.mesures[0])} * 100000.0"
            textes.insert(0, f"{taux} / (SELECT n FROM habitants WHERE zone = {parmi}) AS {TAUX}")
        return ", ".join(textes)

    def _valeur(self, m: Mesure) -> str:
        if m.nature is NatureMesure.RAPPORT:
            offre = self.s.offre
            numerateur, denominateur = (
                self._valeur(offre.mesure(c or "")) for c in (m.numerateur, m.denominateur)
            )
            return f"({numerateur} / nullif({denominateur}, 0))"
        protege = "present" if m.cle == "consommation" else "nombre"
        petit = f"{protege} BETWEEN 1 AND 10"
        if m.cle == "patients":
            petit += " OR patients BETWEEN 1 AND 10"
        return f"CASE WHEN {petit} THEN NULL ELSE coalesce({m.cle}, 0)::DOUBLE END"

    def _lecture(self, habitants: str | None) -> str:
        """The relation ``x``: values as they are read, from the sums ``s`` of one year or two."""
        valeurs = self._valeurs(habitants or "")
        if not self.compare:
            return f"x AS (SELECT code, {valeurs} FROM s)"
        calculs = ", ".join(self._evolution(m) for m in self._cles())
        return (
            f"v AS (SELECT code, annee, {valeurs} FROM s), "
            f"x AS (SELECT coalesce(n.code, p.code) AS code, {calculs} "
            f"FROM (FROM v WHERE annee = {self.annee}) n FULL JOIN "
            f"(FROM v WHERE annee = {self.annee - 1}) p ON n.code IS NOT DISTINCT FROM p.code)"
        )

    def _rang(self) -> str:
        """The rank of a row on the leading measure: none where it is hidden, or is no zone."""
        muette = f"x.code IS NULL OR {self.s.meneuse} IS NULL"
        return (
            f"CASE WHEN {muette} THEN NULL ELSE rank() OVER "
            f"(ORDER BY ({muette}), {self.s.meneuse} DESC) END"
        )

    def _cles(self) -> list[str]:
        cles = [m.cle for m in self.mesures]
        return [TAUX, *cles] if self.s.rapportee else cles

    def _evolution(self, cle: str) -> str:
        """From year ``p`` to year ``n``; a row of one of them alone is zero in the other."""
        if cle == TAUX and self.s.lecture is Lecture.EVOL:
            # The population is the same in both years: dividing by it would only add rounding.
            compte = self._difference(self.mesures[0].cle)
            return f"CASE WHEN coalesce(n.{TAUX}, p.{TAUX}) IS NOT NULL THEN {compte} END AS {cle}"
        return f"{self._difference(cle)} AS {cle}"

    def _difference(self, cle: str) -> str:
        mesure = self.mesures[0] if cle == TAUX else self.s.offre.mesure(cle)
        n, p = (
            f"CASE WHEN {x}.annee IS NULL THEN 0 ELSE {x}.{cle} END"
            if mesure.est_volume
            else f"{x}.{cle}"
            for x in "np"
        )
        if self.s.lecture is Lecture.EVOL:
            return f"100.0 * ({n} - {p}) / nullif({p}, 0)"
        return f"{n} - {p}"

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
            return f"e.{_COLONNES[genre_de(self.s.niveau)]}"
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


def _liste(valeurs: Sequence[object]) -> str:
    return ", ".join(str(v) if isinstance(v, int) else f"'{v}'" for v in valeurs)


def _texte(valeur: str) -> str:
    return f"'{valeur}'"
