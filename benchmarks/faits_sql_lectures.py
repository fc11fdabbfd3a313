"""What is shown of sums, in SQL written by hand: masks, quotients, evolutions and ranks."""

from __future__ import annotations

from benchmarks.faits_sql_sommes import Sommes
from data_layer.catalogue.mesures import TAUX, Mesure, NatureMesure
from data_layer.catalogue.schema import Lecture


class Lectures(Sommes):
    """Expressions over the sums of a selection."""

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
