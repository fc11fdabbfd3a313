"""Questions asked of facts and cubes: stays, products and persons, month by month."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data_layer.catalogue.mesures import NatureMesure
from data_layer.catalogue.schema import Classification, Dimension
from data_layer.disclosure import compter
from data_layer.ouverture import Ouverture, moteur, nom_vue
from data_layer.requete import faits, plan
from data_layer.requete.interrogation import Interrogation, Passage
from data_layer.requete.noms import Nom
from data_layer.requete.tableau import Tableau, reels, textes
from data_layer.selection import Periode, Selection
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
_QUANTITES = ("sejours", "montant", "ecart", "consommation")
_COMPTES = ("sejours_distincts", "sejours_administration")


class InterrogationFaits(Interrogation):
    """A selection over facts. ``constant``: keep the establishments present in all of these years."""

    def __init__(self, selection: Selection, ouverture: Ouverture) -> None:
        super().__init__(selection, ouverture)
        self._poses: dict[tuple[str, tuple[int, ...], str | None, tuple[int, ...]], Tableau] = {}

    @property
    def arbre(self) -> Classification:
        arbre = self.selection.restitution.classification
        assert arbre is not None
        return arbre

    def total(self, zone: Zone) -> Passage:
        courant = self._un(self.selection.periode, zone)
        if not self.compare:
            return courant, None
        return courant, self._un(self.avant, zone) if self.avant else courant.vide()

    def annees(self, zone: Zone, annees: Sequence[int], constant: Sequence[int] = ()) -> Tableau:
        """Sums of a zone over the months of the selection, year by year, in order."""
        return self._poser("annee", tuple(annees), zone, tuple(constant)).aligner(
            [str(a) for a in annees]
        )

    def mois(self, zone: Zone, annees: Sequence[int]) -> Tableau:
        """Sums of a zone month by month over whole years; codes ``2021-03``."""
        lus = self._poser("mois", tuple(annees), zone, mois=(1, 12))
        codes = tuple(f"{c[:4]}-{c[4:]}" for c in lus.codes)
        tous = [f"{a}-{m:02d}" for a in annees for m in range(1, 13)]
        return Tableau(
            codes, lus.effectifs, lus.moyennes, lus.mois_min, lus.incomplets, lus.quantites
        ).aligner(tous)

    def repartir(self, dimension: Dimension, zone: Zone) -> Tableau:
        """Sums of a zone by the values of a filter, whatever the filter keeps of them."""
        groupe = f"attribut:{dimension.colonne}"
        if dimension.sur == "fait":
            groupe = dimension.colonne
        return self._poser(groupe, (self.selection.periode.fin,), zone, libre=dimension.cle)

    def poser(self, colonne: str, periode: Periode, dans: Zone | None) -> Tableau:
        return self._poser(colonne, (periode.fin,), dans)

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
        return self._poser("annee", (periode.fin,), zone).aligner([str(periode.fin)])

    def _poser(
        self,
        groupe: str,
        annees: tuple[int, ...],
        dans: Zone | None,
        constant: tuple[int, ...] = (),
        mois: tuple[int, int] | None = None,
        libre: str = "",
    ) -> Tableau:
        """Ask once: a main line that is also a row, or a rank that rows already give, costs nothing."""
        cle = (f"{groupe}/{libre}", annees, dans.id if dans else None, constant)
        if cle not in self._poses:
            question = self._question(groupe, annees, dans, constant, mois, libre)
            self._poses[cle] = self._executer(question)
        return self._poses[cle]

    def _question(
        self,
        groupe: str,
        annees: tuple[int, ...],
        dans: Zone | None,
        constant: tuple[int, ...],
        mois: tuple[int, int] | None,
        libre: str,
    ) -> faits.QuestionFaits:
        selection, noeuds = self.selection, self.contexte.noeuds
        assert noeuds is not None
        noeud = noeuds.get(selection.noeud)
        assert noeud is not None
        profondeur = self.arbre.profondeur_de(selection.noeud)
        if groupe == "noeud" and (niveau := self.arbre.niveau(selection.niveau)):
            profondeur = niveau.profondeur
        patients = any(m.nature is NatureMesure.DISTINCT for m in self.utiles)
        sur_fait, sur_etab = self._filtres(libre)
        etabs = self._etabs(dans)
        if constant:
            presents = self._constants(constant)
            etabs = tuple(presents if etabs is None else set(presents) & set(etabs))
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
            patients=patients,
        )

    def _filtres(self, libre: str) -> tuple[tuple[faits.Filtre, ...], tuple[faits.Filtre, ...]]:
        sur_fait: list[faits.Filtre] = []
        sur_etab: list[faits.Filtre] = []
        for dimension in self.selection.restitution.filtres:
            codes = self.selection.filtre_en_vigueur(dimension.cle)
            if dimension.cle == "champ" and not codes:  # one value alone is offered: its default
                codes = (dimension.defaut or "",)
            if not codes or dimension.cle == libre:
                continue
            valeurs = tuple(v for d in dimension.valeurs if d.code in codes for v in d.valeurs)
            (sur_fait if dimension.sur == "fait" else sur_etab).append((dimension.colonne, valeurs))
        return tuple(sur_fait), tuple(sur_etab)

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

    def _constants(self, annees: tuple[int, ...]) -> tuple[int, ...]:
        """Establishments with stays in the months of the selection of each of these years."""
        sur_fait, _ = self._filtres("")
        champs = next((v for c, v in sur_fait if c == "champ"), ())
        premier, dernier = self.selection.periode.bornes_mois
        sql = (
            f'SELECT etab FROM "{self._vue("cube_zone_0")}" '
            f"WHERE annee IN ({', '.join('?' * len(annees))}) AND mois BETWEEN ? AND ? "
            f"AND champ IN ({', '.join('?' * len(champs))}) AND sejours > 0 "
            "GROUP BY etab HAVING count(DISTINCT annee) = ?"
        )
        lus = moteur().executer(sql, [*annees, premier, dernier, *champs, len(annees)])
        return tuple(int(e) for e in np.sort(lus["etab"]))

    def _vue(self, table: str) -> str:
        return nom_vue(self.ouverture.jeu(self.selection.restitution), table)

    def _executer(self, question: faits.QuestionFaits) -> Tableau:
        cube = faits.cube_pour(question, self.selection.restitution.famille)
        forme = faits.Forme(
            vue=self._vue(f"cube_{cube.cle}" if cube else self.selection.restitution.jeu),
            etablissements=self._vue("lieux" if cube and cube.lieu == "lieu" else "etablissements"),
            arbre=self._vue(self.arbre.table),
            cube=cube,
            groupe=question.groupe,
            profondeur=question.profondeur,
            annees=len(question.annees),
            sur_fait=tuple((c, len(v)) for c, v in question.sur_fait),
            sur_etablissement=tuple((c, len(v)) for c, v in question.sur_etablissement),
            suffixe=faits.suffixe(question),
            avec_etabs=question.etabs is not None,
            patients=question.patients,
        )
        lus = moteur().executer(faits.compiler(forme), faits.parametres(question, cube))
        codes = textes(lus["g"])
        presents = np.ones(len(codes))
        comptes = [*_COMPTES, *(["patients"] if question.patients else [])]
        zeros = np.zeros(len(codes))
        return Tableau(
            codes,
            {c: compter(reels(lus[c]), presents) for c in comptes},
            {},
            zeros,
            zeros,
            {q: reels(lus[q]) for q in _QUANTITES},
        )


def _dans(zone: Zone | None) -> tuple[faits.Filtre, ...]:
    """The condition "in this zone", none for France and baskets."""
    if zone is None or zone.genre not in _COLONNES:
        return ()
    return ((_COLONNES[zone.genre], (zone.code,)),)
