"""The map of PMSI codes: what residents consume, whom places treat, which town draws most."""

from __future__ import annotations

from collections import defaultdict

from tests.data_layer.flux.oracle_base import (
    HORS_REGION,
    MASQUE,
    SANS_OBJET,
    Base,
    Cellule,
    Demande,
    deriver,
    evoluer,
    part_masquee,
    pour,
)

Mesures = dict[str, Cellule]
EX_AEQUO, INDETERMINE, AUCUN = (
    *("plusieurs villes à égalité", "pôle indéterminé, des flux étant masqués", "aucune activité"),
)


REGIONS = {"reg-24": "Centre-Val de Loire", "reg-44": "Grand Est", "reg-53": "Bretagne"}


class Carte:
    """What ``cartographie`` answers to one selection of an activity."""

    def __init__(self, base: Base, d: Demande) -> None:
        self.base, self.d = base, d
        self.connues = base.annees(d.noeud)
        self.etablissement = d.zone[:3] in ("fin", "fig")
        self.genre = "fig" if d.zone.startswith("fig") else "finess"
        self.codes = [r["code"] for r in base.residences.values()]

    def par(
        self, annee: int, cle, de: str = "fr", vers: str = "fr", *, proches: bool = False
    ) -> dict[object, Cellule]:
        """``proches``: where residents and a place smaller than a région are of the same one."""
        petit = proches and vers[:3] not in ("fr", "reg")

        def dite(r: dict, s: dict, _: int) -> object:
            return None if petit and r["region"] != s["region"] else cle(r, s)

        lues = self.base.sommes(self.d, annee, dite, de, vers)
        lues.pop(None, None)
        return {c: self.base.volume(self.d, s) for c, s in lues.items()}

    def _loin(self) -> list[str]:
        """Codes of other régions than those where the place is, if it is smaller than one."""
        if self.d.zone[:3] in ("fr", "reg"):
            return []
        lieux = {s["region"] for s in self.base.sites.values() if self.base.situe(s, self.d.zone)}
        return [r["code"] for r in self.base.residences.values() if r["region"] not in lieux]

    def tout(self, annee: int, de: str = "fr", vers: str = "fr") -> Cellule:
        return self.par(annee, lambda r, s: "", de, vers).get("", (0, "ok"))

    def consommation(self, annee: int, zone: str, volume: Cellule) -> Mesures:
        n = sum(self.base.personnes(annee, zone))
        return {
            "volume": volume,
            "population": (n, "ok") if n else SANS_OBJET,
            "taux_brut": deriver(lambda v: pour(v, n, 1000), volume),
        }

    def codes_lus(self, annee: int) -> dict[str, Mesures]:
        if annee not in self.connues:
            cles = ("volume", "population", "taux_brut", "part", "emprise", "part_pole")
            return {c: dict.fromkeys(cles, SANS_OBJET) for c in self.codes}
        consomme = self.par(annee, lambda r, s: r["code"])
        rien: Cellule = (0, "ok")
        if self.d.indicateur == "consommation":
            return {
                c: self.consommation(annee, f"pmsi-{c}", consomme.get(c, rien)) for c in self.codes
            }
        if self.d.indicateur == "pole":
            return {c: {"part_pole": self.pole(annee, c)[1]} for c in self.codes}
        ici = self.par(annee, lambda r, s: r["code"], vers=self.d.zone, proches=True)
        ici |= dict.fromkeys(self._loin(), HORS_REGION)
        total = self.tout(annee, vers=self.d.zone)
        return {
            c: {
                "volume": (v := ici.get(c, rien)),
                "part": deriver(lambda v, t: pour(v, t, 100), v, total),
                "emprise": deriver(lambda v, t: pour(v, t, 100), v, consomme.get(c, rien)),
            }
            for c in self.codes
        }

    def pole(self, annee: int, code: str) -> tuple[str, Cellule]:
        """The town, or what is said in its place, and its share of what residents consume."""
        consomme = self.tout(annee, de=f"pmsi-{code}")
        flux = self.par(annee, lambda r, s: self.base.ailleurs(r, s, "finess"), de=f"pmsi-{code}")
        villes: dict[str, float] = defaultdict(float)
        partielles = set()
        for finess, (valeur, statut) in flux.items():
            ville = self.base.villes.get(str(finess), f"ailleurs : {REGIONS.get(str(finess))}")
            villes[ville] += valeur or 0
            if statut != "ok":
                partielles.add(ville)
        caches = sum(s != "ok" for _, s in flux.values())
        if consomme == (0, "ok"):
            return AUCUN, SANS_OBJET
        if consomme[1] != "ok" and caches:
            return INDETERMINE, MASQUE
        total = consomme[0] if consomme[1] == "ok" else sum(villes.values())
        reste = total - sum(villes.values()) if caches else 0
        (ville, premier), *autres = sorted(villes.items(), key=lambda x: -x[1])
        second = autres[0][1] if autres else 0
        if premier <= second + reste:
            egal = reste == 0 and premier == second
            return EX_AEQUO if egal else INDETERMINE, MASQUE
        if ville in partielles:
            return ville, MASQUE
        return ville, deriver(lambda c: pour(premier, c, 100), consomme)

    def lues(self) -> dict[tuple, Mesures]:
        courant = self.codes_lus(self.d.annee)
        if self.d.lecture == "total":
            return {(0, c): x for c, x in courant.items()}
        avant = self.codes_lus(self.d.annee - 1)
        return {
            (0, c): {m: evoluer(x[m], avant[c][m], self.d.lecture) for m in x}
            for c, x in courant.items()
        }

    def blocs(self) -> dict[str, dict[tuple, Mesures]]:
        a, lus = self.d.annee, {"carte": self.lues()}
        de, vers = ("fr", self.d.zone) if self._de_lieux() else (self.d.zone, "fr")
        if self.d.cercles:
            genre = "fig" if self.etablissement else "finess"
            # Not by bassin de vie; of the residents of another zone, only in their région.
            tous = de == "fr"
            par = self.par(
                a, lambda r, s: s[genre] if tous else self.base.ailleurs(r, s, genre), de, vers
            )
            if not de.startswith("bv"):
                lus["cercles"] = {
                    (0, str(c)): {"volume": v} for c, v in par.items() if str(c)[:4] != "reg-"
                }
        if self.d.liens and self.d.zone != "fr":
            par = self.par(
                a,
                lambda r, s: f"{r['code']}|{self.base.ailleurs(r, s, self.genre)}",
                de,
                vers,
            )
            par = {c: v for c, v in par.items() if "|reg-" not in str(c)}
            lus["liens"] = {(0, str(c)): {"volume": v} for c, v in par.items()}
        return lus

    def _de_lieux(self) -> bool:
        return self.etablissement or self.d.indicateur in ("production", "recrutement")

    def tetes(self) -> list[Mesures]:
        a, zone = self.d.annee, self.d.zone
        if self.d.indicateur == "pole" or self.d.lecture != "total":
            return []
        if a not in self.connues or (self.etablissement and not self._produit()):
            cles = ("volume", "population", "taux_brut", "part", "emprise")
            return [dict.fromkeys(cles, SANS_OBJET)]
        if not self._produit():
            return [self.consommation(a, zone, self.tout(a, de=zone))]
        total = self.tout(a, vers=zone)
        entier = deriver(lambda v: 100.0 if v else None, total)
        return [{"volume": total, "part": entier, "emprise": SANS_OBJET}]

    def _produit(self) -> bool:
        return self.d.indicateur in ("production", "recrutement")

    def part_masquee(self) -> float | None:
        if self.d.indicateur == "pole" or self.d.lecture != "total":
            return None
        lignes = [x["volume"] for x in self.codes_lus(self.d.annee).values()]
        if not self._produit():
            return part_masquee(lignes, [self.tout(self.d.annee)])
        # From a région to a département is not published.
        return None if self.d.zone[:3] == "dep" else part_masquee(lignes, self._des_proches())

    def _des_proches(self) -> list[Cellule]:
        """What codes told one by one add up to: what comes from each région where the place is."""
        a, zone = self.d.annee, self.d.zone
        if zone[:3] in ("fr", "reg"):
            return [self.tout(a, vers=zone)]
        lieux = {s["region"] for s in self.base.sites.values() if self.base.situe(s, zone)}
        return [self.tout(a, de=f"reg-{r}", vers=zone) for r in sorted(lieux)]
