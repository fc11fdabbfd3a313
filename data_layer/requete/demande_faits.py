"""Questions asked of facts and cubes: stays, products and persons, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data_layer.catalogue.mesures import NatureMesure
from data_layer.catalogue.schema import Classification, Dimension, Vue
from data_layer.ouverture import Ouverture, moteur
from data_layer.requete import faits, plan, refus
from data_layer.requete.interrogation import Interrogation, Passage
from data_layer.requete.noms import Nom
from data_layer.requete.reponse_faits import ReponseFaits
from data_layer.requete.tableau import Tableau
from data_layer.result import Refus
from data_layer.selection import Periode, Selection, niveau_de
from geodata.zones import Genre, Zone

_COLONNES = {
    Genre.REGION: "region",
    Genre.DEPARTEMENT: "departement",
    Genre.TERRITOIRE_DE_SANTE: "tds",
    Genre.GHT: "ght",
    Genre.ETABLISSEMENT: "finess",
}
_PAR_NIVEAU = {
    "region": "zone:region",
    "departement": "zone:departement",
    "tds": "zone:tds",
    "ght": "zone:ght",
    "etablissement": "zone:finess",
}


class InterrogationFaits(Interrogation):
    """A selection over facts. ``constant``: keep the establishments present in all of these years."""

    def __init__(self, selection: Selection, ouverture: Ouverture) -> None:
        super().__init__(selection, ouverture)
        self._reponse = ReponseFaits(selection.restitution, ouverture)
        self._poses: dict[tuple[str, str | None], dict[int, Tableau]] = {}
        self._presents: dict[tuple[int, ...], set[int]] = {}

    @property
    def arbre(self) -> Classification:
        arbre = self.selection.restitution.classification
        assert arbre is not None
        return arbre

    def total(self, zone: Zone) -> Passage:
        # Months that were sent without a stay of the zone are an exact zero.
        courant = _connue(self._un(self.selection.periode, zone))
        if not self.compare:
            return courant, None
        if self.avant is None:
            return courant, courant.vide()
        return courant, _connue(self._un(self.avant, zone))

    def _passage(self, colonne: str, dans: Zone | None) -> Passage:
        courant, passe = super()._passage(colonne, dans)
        if passe is None or self.avant is None:
            return courant, passe
        return _rapproches(courant, passe)

    def annees(self, zone: Zone, annees: Sequence[int], constant: Sequence[int] = ()) -> Tableau:
        """Sums of a zone over the months of the selection, year by year, in order."""
        question = self._question("annee", tuple(annees), zone, constant=tuple(constant))
        serie = self._reponse.ensemble(question).aligner([str(a) for a in annees])
        return _connue(serie, np.array([a >= self.etendue.debut for a in annees]))

    def mois(self, zone: Zone, annees: Sequence[int]) -> Tableau:
        """Sums of a zone month by month over whole years; codes ``2021-03``."""
        lus = self._reponse.ensemble(self._question("mois", tuple(annees), zone, mois=(1, 12)))
        codes = tuple(f"{c[:4]}-{c[4:]}" for c in lus.codes)
        tous = [f"{a}-{m:02d}" for a in annees for m in range(1, 13)]
        return _connue(replace(lus, codes=codes).aligner(tous))

    def repartir(self, dimension: Dimension, zone: Zone) -> Tableau:
        """Sums of a zone by the values of a filter, whatever the filter keeps of them."""
        groupe = f"attribut:{dimension.colonne}"
        if dimension.sur == "fait":
            groupe = dimension.colonne
        annees = (self.selection.periode.fin,)
        return self._reponse.ensemble(self._question(groupe, annees, zone, libres=(dimension.cle,)))

    def poser(self, colonne: str, periode: Periode, dans: Zone | None) -> Tableau:
        return self._annuels(colonne, dans)[periode.fin]

    def noms(self, groupe: plan.Groupe, codes: Sequence[str]) -> list[Nom]:
        par = self.selection.par
        if par == "classification" and self.contexte.noeuds is not None:
            noeuds = [self.contexte.noeuds.par_numero(int(c)) for c in codes]
            return [Nom(n.code, n.libelle, groupe.dans.id, n.code) for n in noeuds]
        referentiel = self.selection.restitution.referentiel(par)
        if referentiel is None:
            return super().noms(groupe, codes)
        jeu = self.ouverture.jeu(self.selection.restitution).name
        table = self.ouverture.referentiel(jeu, referentiel.table)
        lus = [table.get(int(c), ("", "Non renseigné")) for c in codes]
        return [Nom(code, libelle, groupe.dans.id) for code, libelle in lus]

    def _colonne(self) -> str:
        par = self.selection.par
        if par == "classification":
            return "noeud"
        return par if par != "zone" else _PAR_NIVEAU[self.selection.niveau]

    def _colonne_de_niveau(self, niveau: str) -> str:
        return _PAR_NIVEAU[niveau]

    def _un(self, periode: Periode, zone: Zone) -> Tableau:
        """One row: a zone, read among those of its level since its rank asks for them all."""
        niveau = niveau_de(zone.id)
        if niveau is not None:
            return self.poser(_PAR_NIVEAU[niveau], periode, None).aligner([zone.code])
        if zone.genre is Genre.FRANCE and self.selection.par == "zone" and not self._patients:
            rangees = self.poser(self._colonne(), periode, None)
            if rangees.dit():
                return rangees.sommer(rangees.codes)
        return self.poser("annee", periode, zone).aligner([str(periode.fin)])

    def refus(self, groupes: Sequence[plan.Groupe]) -> Refus | None:
        """Why the rows are not published, and what is; None when they are."""
        if not self._lignes_refusees(groupes):
            return None
        return refus.dire(self.selection, self.contexte, self._publiees)

    def _publiees(self, autre: Selection) -> bool:
        """Whether another selection of this release has published rows."""
        demande = InterrogationFaits(autre, self.ouverture)
        index = self.contexte.zones
        zones = tuple(z for z in map(index.get, autre.zones) if z is not None)
        return not demande._lignes_refusees(plan.groupes(autre, zones, index))

    def _lignes_refusees(self, groupes: Sequence[plan.Groupe]) -> bool:
        annees = (self.selection.periode.fin,)
        # Five years side by side: rows are years of the zone, those of a table are not shown.
        par = "annee" if self.selection.vue is Vue.ANNEES else self._colonne()
        return any(
            self._reponse.refuse(self._question(par, annees, _hors_france(g.dans))) for g in groupes
        )

    def _annuels(self, groupe: str, dans: Zone | None) -> Mapping[int, Tableau]:
        """The year of the selection and, under an evolution, the one before, asked for once."""
        dans = _hors_france(dans)
        cle = (groupe, dans.id if dans else None)
        if cle not in self._poses:
            annees = [self.selection.periode.fin]
            if self.compare and self.avant:
                annees.append(self.avant.fin)
            question = self._question(groupe, tuple(annees), dans)
            self._poses[cle] = self._reponse.par_annee(question)
        return self._poses[cle]

    @property
    def _patients(self) -> bool:
        return any(m.nature is NatureMesure.DISTINCT for m in self.utiles)

    def _question(
        self,
        groupe: str,
        annees: tuple[int, ...],
        dans: Zone | None,
        constant: tuple[int, ...] = (),
        mois: tuple[int, int] | None = None,
        libres: Sequence[str] = (),
    ) -> faits.QuestionFaits:
        selection, noeuds = self.selection, self.contexte.noeuds
        assert noeuds is not None
        noeud = noeuds.get(selection.noeud)
        assert noeud is not None
        profondeur = self.arbre.profondeur_de(selection.noeud)
        if groupe == "noeud" and (niveau := self.arbre.niveau(selection.niveau)):
            profondeur = niveau.profondeur
        sur_fait, sur_etab = self._filtres(libres)
        etabs = self._etabs(dans)
        if constant:
            presents = self._constants(constant)
            etabs = tuple(sorted(presents if etabs is None else presents & set(etabs)))
        return faits.QuestionFaits(
            groupe=groupe,
            annees=annees,
            mois=mois or selection.periode.bornes_mois,
            profondeur=profondeur,
            noeuds=(noeud.numero, noeud.fin),
            sur_fait=sur_fait,
            sur_etablissement=sur_etab + _dans(dans),
            liste=self._une_liste(),
            etabs=etabs,
            patients=self._patients,
        )

    def _filtres(
        self, libres: Sequence[str] = ()
    ) -> tuple[tuple[faits.Filtre, ...], tuple[faits.Filtre, ...]]:
        """Conditions on rows and on establishments, those of some dimensions left out."""
        gardees = [
            (d, valeurs)
            for d in self.selection.restitution.filtres
            if d.cle not in libres and (valeurs := self._valeurs(d))
        ]
        return (
            tuple((d.colonne, v) for d, v in gardees if d.sur == "fait"),
            tuple((d.colonne, v) for d, v in gardees if d.sur != "fait"),
        )

    def _valeurs(self, dimension: Dimension) -> tuple[str | int, ...]:
        """What a filter keeps, as the facts hold it; empty when it keeps everything."""
        codes = self.selection.filtre_en_vigueur(dimension.cle)
        if dimension.cle == "champ" and not codes:  # one value alone is offered: its default
            codes = (dimension.defaut or "",)
        return tuple(v for d in dimension.valeurs if d.code in codes for v in d.valeurs)

    def _une_liste(self) -> bool:
        dimension = self.selection.restitution.dimension("liste")
        codes = self.selection.filtre_en_vigueur("liste")
        if dimension is None or not codes:
            return False
        gardees = [v for d in dimension.valeurs if d.code in codes for v in d.valeurs]
        return len(gardees) == 1

    def _etabs(self, dans: Zone | None) -> tuple[int, ...] | None:
        """Establishments of a basket, None for zones that a column tells."""
        if dans is None or dans.genre is not Genre.PANIER:
            return None
        connus = self.ouverture.numeros(self.ouverture.jeu(self.selection.restitution).name)
        finess = (z.removeprefix("fin-") for z in dans.composition)
        return tuple(sorted(connus[f] for f in finess if f in connus))

    def _constants(self, annees: tuple[int, ...]) -> set[int]:
        """Establishments with stays in each of these years, whole: of their parts, zeros are not shown."""
        if annees in self._presents:
            return self._presents[annees]
        sur_fait, _ = self._filtres()
        champs = next((v for c, v in sur_fait if c == "champ"), ())
        sql = (
            f'SELECT etab FROM "{self._reponse.vue("cube_zone_0")}" '
            f"WHERE annee IN ({', '.join('?' * len(annees))}) "
            f"AND champ IN ({', '.join('?' * len(champs))}) AND sejours > 0 "
            "GROUP BY etab HAVING count(DISTINCT annee) = ?"
        )
        lus = moteur().executer(sql, [*annees, *champs, len(annees)])
        self._presents[annees] = set(lus["etab"].tolist())
        return self._presents[annees]


def _rapproches(courant: Tableau, passe: Tableau) -> tuple[Tableau, Tableau]:
    """Both terms of an evolution: a row of one of them alone is zero in the other."""
    l_un = courant.presents() | passe.presents()
    return courant.a_zero(l_un), passe.a_zero(l_un)


def _connue(serie: Tableau, connus: NDArray[np.bool_] | None = None) -> Tableau:
    """Sums of a zone: at times that the dataset holds (all when None), what is not there is zero."""
    return serie.a_zero(np.ones(len(serie.codes), dtype=bool) if connus is None else connus)


def _hors_france(zone: Zone | None) -> Zone | None:
    """A zone as a condition: France is none."""
    return None if zone is None or zone.genre is Genre.FRANCE else zone


def _dans(zone: Zone | None) -> tuple[faits.Filtre, ...]:
    """The condition "in this zone", none for France and baskets."""
    if zone is None or zone.genre not in _COLONNES:
        return ()
    return ((_COLONNES[zone.genre], (zone.code,)),)
