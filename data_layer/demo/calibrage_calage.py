"""The calibration at work: volumes and shapes before the draw, exact margins after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import dm_plan
from data_layer.demo.calibrage import (
    DISPOSITIFS,
    ENSEMBLE,
    Calibration,
    Total,
    calibration,
    valeurs_des_codes,
)
from data_layer.demo.calibrage_cas import (
    Cas,
    caler_cas,
    completer,
    melanger,
    repartir_departements,
    sous_chapitres,
)
from data_layer.demo.calibrage_lignes import Cible, caler, etaler
from data_layer.demo.dm_calendrier import CROISSANCE, CROISSANCE_MEDICAMENTS
from data_layer.demo.dm_etablissements import Cadre
from data_layer.demo.dm_plan import Plan, alea, annee_dm, annee_med
from data_layer.demo.dm_produits import SEANCES_MOYENNES, Produits, produits
from data_layer.demo.dm_seuils import Ajuster
from data_layer.demo.dm_tirage import Colonnes, Usage
from data_layer.demo.dm_zones import Zone, accents, equilibrer, preparer, rapport

Reels = NDArray[np.float64]

LIGNES_PAR_SEJOUR = 1.065
"""Rows of a stay with devices, on average: what ``USAGES`` gives."""
_SEANCES_MAX = 30
_TAUX_ETI = 0.1
"""How régions without printed lines differ in the share of the difference for devices (sigma)."""
_REPRISE = 1.02
"""Devices in the first months after the epidemic, against the year before it."""


@dataclass(eq=False)
class Calage:
    """See ``dm_generateur.Calage``. Lots must come latest year first, each région once a year.

    It remembers, from one year to the one before, what rows of January took in December, and by how
    much amounts were scaled, so that years without margins go on from those with them.
    """

    c: Calibration = field(default_factory=calibration)
    _reports: dict[tuple[str, int], list[NDArray[Any]]] = field(default_factory=dict)
    _facteurs: dict[tuple[str, str], float] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Return the volumes: given for 2019 to 2021, continued before."""

        def dm(region: str, annee: int) -> float:
            if (region, annee) in self.c.dm:
                return self.c.dm[region, annee].sejours
            avant = self.c.dm[region, DISPOSITIFS - 1].sejours
            if annee > DISPOSITIFS:
                return round(avant * _REPRISE * annee_dm(annee) * alea("dm", region, annee))
            ordinaire = avant * (1 + CROISSANCE) ** (annee - DISPOSITIFS + 1)
            return ordinaire * alea("dm", region, annee)

        def med(region: str, annee: int) -> float:
            derniere = self.c.ensemble[region].sejours - dm(region, ENSEMBLE)
            if annee == ENSEMBLE:
                return derniere
            ordinaire = derniere / annee_med(ENSEMBLE) * annee_med(annee)
            ordinaire *= (1 + CROISSANCE_MEDICAMENTS) ** (annee - ENSEMBLE)
            return ordinaire * alea("med", region, annee)

        return Plan(dm, med, dm_plan.had, dm_plan.ssr)

    @cached_property
    def _cas(self) -> Mapping[str, Cas]:
        """Fitted cases of devices by région with margins; ``""`` for the others."""
        p = produits("dm", 0)
        par_region = {
            region: caler_cas(
                p,
                marges,
                self.c.dm[region, DISPOSITIFS],
                self.c.dm[region, DISPOSITIFS].sejours * LIGNES_PAR_SEJOUR,
                rangs=any(m.axe == "departement" for m in marges),
            )
            for region, marges in self.c.marges.items()
        }
        return {**par_region, "": melanger(list(par_region.values()))}

    def _cas_de(self, region: str, p: Produits) -> Cas:
        """Return the cases of a région: its own, or those of the others with what it does more or less."""
        if region in self._cas:
            return self._cas[region]
        cas = self._cas[""]
        return replace(cas, poids=cas.poids * accents(p, "dm", region)[p.c_feuille])

    def zone(self, nom: str, region: str, p: Produits, cadre: Cadre, base: Zone) -> Zone:
        """Return the zone with the cases, and the establishments, that margins ask for."""
        if nom == "dm":
            return self._zone_dm(region, p, cadre, base)
        return self._zone_med(region, p, base) if nom == "med" else base

    def _zone_dm(self, region: str, p: Produits, cadre: Cadre, base: Zone) -> Zone:
        cas = self._cas_de(region, p)
        poids, tailles = p.poids(cas.poids), cadre.dm[base.rangs]
        parts = equilibrer(base.parts, tailles / tailles.sum(), poids / poids.sum())
        zone = preparer(p, base.rangs, parts, cas.poids, cas.unites, cas.prix)
        parts = self.ajuster("dm", region, p, cadre, zone)(
            parts, parts.sum(axis=1), poids / poids.sum()
        )
        return preparer(p, base.rangs, parts, cas.poids, cas.unites, cas.prix)

    def ajuster(self, nom: str, region: str, p: Produits, cadre: Cadre, zone: Zone) -> Ajuster:
        """Return what balances shares: by establishment and product, or by département where printed."""
        if nom == "med":
            return self._ajuster_med(region, p, zone)
        marges = self.c.marges.get(region, ()) if nom == "dm" else ()
        marge = next((m for m in marges if m.axe == "departement"), None)
        if marge is None:
            return equilibrer
        poids = p.poids(zone.c_poids)
        unites = p.poids(zone.c_poids * zone.c_unites) / np.maximum(poids, 1e-12)
        montants = p.poids(zone.c_poids * zone.c_unites * zone.c_prix)
        prix = np.maximum(montants / np.maximum(poids * unites, 1e-12), 1e-3)
        unites = np.maximum(unites, 1)
        lieux = cadre.departement[zone.rangs]
        complete = completer(marge, lieux, (zone.parts * unites).sum(axis=1))

        def par_departement(parts: Reels, _: Reels, colonnes: Reels) -> Reels:
            return repartir_departements(parts, lieux, Cas(colonnes, unites, prix), complete)

        return par_departement

    def _zone_med(self, region: str, p: Produits, base: Zone) -> Zone:
        ajuster = self._ajuster_med(region, p, base)
        feuilles = p.poids(base.c_poids)
        parts = ajuster(base.parts, base.parts.sum(axis=1), feuilles / feuilles.sum())
        facteurs = rapport(parts.sum(axis=0), feuilles)
        c_poids = base.c_poids * facteurs[p.c_feuille]
        return preparer(p, base.rangs, parts, c_poids, base.c_unites, base.c_prix)

    def _ajuster_med(self, region: str, p: Produits, zone: Zone) -> Ajuster:
        """Lean towards dear or cheap drugs until a stay or séance costs what the margins say."""
        fois = np.where(p.c_seance, SEANCES_MOYENNES, 1.0)
        croissance = (1 + p.evolution[p.c_feuille]) ** (ENSEMBLE - DISPOSITIFS)
        poids = np.maximum(p.poids(zone.c_poids), 1e-300)
        usages = p.poids(zone.c_poids * croissance * fois) / poids
        couts = p.poids(zone.c_poids * croissance * fois * zone.c_prix * zone.c_unites) / poids
        cher = np.divide(couts, usages, out=np.ones_like(couts), where=usages > 0)
        cher /= np.median(cher)
        total, dm = self.c.ensemble[region], self._montant_dm(region, ENSEMBLE)
        sejours = self.plan().med(region, ENSEMBLE)
        # Further products of a stay are about a fifth.
        voulu = ((total.montant or 0) - dm) / sejours / 1.2

        def pencher(parts: Reels, lignes: Reels, colonnes: Reels) -> Reels:
            bas, haut = -1.5, 1.5
            for _ in range(50):
                pente = (bas + haut) / 2
                penchees = colonnes * cher**pente
                assez = (penchees * couts).sum() / (penchees * usages).sum() >= voulu
                bas, haut = (bas, pente) if assez else (pente, haut)
            return equilibrer(parts, lignes, penchees / penchees.sum())

        return pencher

    def _montant_dm(self, region: str, annee: int) -> float:
        """Return what devices are expected to cost."""
        cas = self._cas_de(region, produits("dm", 0))
        par_ligne = (cas.poids * cas.unites * cas.prix).sum() / cas.poids.sum()
        return float(par_ligne * LIGNES_PAR_SEJOUR * self.plan().dm(region, annee))

    def usage(self, nom: str, region: str, annee: int, usage: Usage, zone: Zone) -> Usage:
        """Return the usage that leads to the units and amounts of the year, or goes on from them."""
        if nom == "med":
            return replace(
                usage,
                prix=self._facteurs.get(("med", region), 1.0),
                ecart=self._facteurs.get(("emi", region), usage.ecart),
            )
        if nom != "dm":
            return usage
        moyenne = (zone.c_poids * zone.c_unites).sum() / zone.c_poids.sum()
        modele = self.c.dm[region, min(max(annee, DISPOSITIFS - 1), DISPOSITIFS)]
        par_ligne = (modele.unites or 0) / (modele.sejours * LIGNES_PAR_SEJOUR)
        taux = modele.ecart / modele.montant if modele.ecart and modele.montant else None
        if taux is None:
            taux = usage.ecart * dm_plan.propre("eti", region, _TAUX_ETI)
        prix = self._facteurs.get(("dm", region), 1.0) if annee < DISPOSITIFS - 1 else 1.0
        intensite = (par_ligne - 1) / (moyenne - 1)
        return replace(usage, intensite=float(intensite), ecart=float(taux), prix=prix)

    def fixer(self, region: str, annee: int, blocs: Mapping[str, Colonnes], cadre: Cadre) -> None:
        """Settle units, amounts and differences of the rows to the margins of this région and year."""
        dm = blocs["dm"]
        axes = self._axes(region, dm, cadre)
        if (region, annee) in self.c.dm:
            self._fixer_dm(region, annee, dm, axes)
        veille = dm["annee_adm"] < annee
        unites = np.where(veille, dm["unites"], 0)
        self._reports[region, annee - 1] = [
            *(np.bincount(axe, unites, minlength=8).astype(np.int64) for axe in axes),
            np.array([unites.sum()], dtype=np.int64),
        ]
        if annee == ENSEMBLE:
            self._fixer_med(region, blocs)

    def _axes(self, region: str, dm: Colonnes, cadre: Cadre) -> list[NDArray[Any]]:
        """Return the item of each row on each axis with margins."""
        valeurs = {
            "sous-chapitre": sous_chapitres(dm["noeud"]),
            "diagnostic": dm["diagnostic"],
            "ghm": dm["ghm"],
            "departement": cadre.departement[dm["etab"].astype(np.int64) - 1],
        }
        return [
            m.etiquettes(valeurs[m.axe], valeurs_des_codes(m.axe))
            for m in self.c.marges.get(region, ())
        ]

    def _fixer_dm(self, region: str, annee: int, dm: Colonnes, axes: list[NDArray[Any]]) -> None:
        total = self.c.dm[region, annee]
        marges = self.c.marges.get(region, ()) if annee == DISPOSITIFS else ()
        reports = self._reports[region, annee]
        de_l_annee = dm["annee_adm"] == annee
        cibles = [
            Cible(axe, m.unites - report[: len(m.unites)])
            for m, axe, report in zip(marges, axes, reports[:-1], strict=False)
        ]
        reste = (total.unites or 0) - int(reports[-1][0])
        unites = caler(dm["unites"], de_l_annee, cibles, reste, 1)
        dm["unites"] = np.where(de_l_annee, unites, dm["unites"])
        if total.montant is None or total.ecart is None:
            return
        self._facteurs["dm", region] = total.montant / float(dm["montant"].sum())
        paires = list(zip(marges, axes, strict=False))
        montants = [Cible(axe, m.montant) for m, axe in paires]
        toutes = np.ones(len(de_l_annee), dtype=bool)
        dm["montant"] = caler(dm["montant"], toutes, montants, total.montant, 1)
        ecarts = [Cible(axe, m.ecart) for m, axe in paires if m.ecart is not None]
        dm["ecart"] = caler(dm["ecart"], dm["ecart"] > 0, ecarts, total.ecart, 0)

    def _fixer_med(self, region: str, blocs: Mapping[str, Colonnes]) -> None:
        """Settle the drugs of the table of everything: séances, amounts, differences."""
        total: Total = self.c.ensemble[region]
        dm, plus, med = blocs["dm"], blocs["plus"], blocs["med"]
        nombre = int(med["sejour"].max()) + 1
        poids = med["poids"][:nombre].astype(np.int64)  # the first rows are the first of each stay
        tires = int(poids.sum())
        manque = total.sejours - int(dm["sejour"].max()) - 1 - tires
        etaler(poids, poids > 1, manque, (1, _SEANCES_MAX))
        med["poids"] = poids[med["sejour"]].astype(np.int16)
        for nom, cle, voulu, plancher in (
            ("montant", "med", total.montant, 1),
            ("ecart", "emi", total.ecart, 0),
        ):
            reste = (voulu or 0) - int(dm[nom].sum()) - int(plus[nom].sum())
            tire = float(med[nom].sum())
            self._facteurs[cle, region] = (
                # By stay or séance: in a small région, chance draws more of them, or fewer.
                reste / tire * tires / (tires + manque)
                if cle == "med"
                else reste / float(med["montant"].sum())
            )
            med[nom] = caler(med[nom], med[nom] > 0, [], reste, plancher)
