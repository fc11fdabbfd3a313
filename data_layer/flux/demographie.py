"""Who lives in each commune: no count of patients, hence nothing to protect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from data_layer.catalogue.schema import Lecture
from data_layer.flux.demande import DemandeFlux
from data_layer.flux.gardes import publique
from data_layer.flux.modele import PART_DES_75, PART_DES_75_OUTRE_MER
from data_layer.flux.questions import Reels
from data_layer.flux.reponse import Reponse
from data_layer.ouverture import moteur, nom_vue
from data_layer.requete.blocs import Paquet, bloc, ligne
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom
from data_layer.result import Resultat
from geodata.codes import communes_decrites
from geodata.contours import ContoursAbsents
from geodata.referentiel import departement
from geodata.zonage import CommuneDecrite
from geodata.zones import Genre, Zone

CARTE = "carte"
_DEPUIS = 2016

Mesurer = Callable[[Mapping[str, Reels]], Reels]


def _quotient(numerateur: Reels, denominateur: Reels) -> Reels:
    rien = np.full_like(numerateur, np.nan)
    return np.divide(numerateur, denominateur, out=rien, where=denominateur > 0)


def _evolution(c: Mapping[str, Reels]) -> Reels:
    """Mean yearly evolution in percent, compound."""
    annees = c["annee"] - _DEPUIS
    rapport = _quotient(c["population"], c["population_2016"])
    return np.asarray(100 * (np.power(rapport, 1 / np.where(annees > 0, annees, np.nan)) - 1))


_MESURES: Mapping[str, Mesurer] = {
    "population": lambda c: c["population"],
    "densite": lambda c: _quotient(c["population"], c["superficie"]),
    "moins_20": lambda c: 100 * _quotient(c["de_0_a_19"], c["population"]),
    "plus_75": lambda c: 100 * _quotient(c["de_75_et_plus"], c["population"]),
    "evolution": _evolution,
}
_LUES = (
    *("annee", "population", "population_2016", "superficie"),
    *("de_0_a_19", "de_65_et_plus"),
)
_LUES_DE: Mapping[str, tuple[str, ...]] = {
    "population": ("population",),
    "densite": ("population", "superficie"),
    "moins_20": ("population", "de_0_a_19"),
    "plus_75": ("population", "de_65_et_plus"),
    "evolution": ("population", "population_2016"),
}
"""What a commune must know to count in a zone: the same communes above and below a quotient."""


def repondre(demande: DemandeFlux, zones: tuple[Zone, ...], indicateur: str) -> Reponse:
    """Block ``carte``: one row a commune, and the chosen zones above."""
    cle = indicateur.replace("-", "_")
    communes = _communes()
    valeurs = publique(_MESURES[cle](_colonnes(communes)))
    noms = tuple(Nom(c.code, c.nom, f"com-{c.code}", f"com-{c.code}") for c in communes)
    tetes = []
    for i, zone in enumerate(zones):
        codes = _codes(demande, zone)
        dedans = _sommees(_colonnes([c for c in communes if _dans(c, zone, codes)]), _LUES_DE[cle])
        nom = Nom(zone.code, zone.libelle, zone.id, zone.id, i)
        if zone.genre not in (Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE):
            tetes.append(ligne(nom, i, {cle: publique(_MESURES[cle](dedans))}, None))
    fait = bloc(
        CARTE,
        f"{demande.mesures[0].libelle} par commune, {millesime(communes)}",
        "zone",
        demande.selection,
        colonnes(Lecture.TOTAL, demande.mesures),
        tuple(tetes),
        [Paquet(0, noms, {cle: valeurs})],
        meneuse=cle,
        niveau="commune",
    )
    return Reponse({CARTE: fait}, CARTE, None, _remarques(cle))


def nommer(resultat: Resultat, demande: DemandeFlux) -> Resultat:
    """The same, named after the indicator and the vintage of its population: it has no activity and no year.

    The vintage of the title is that of the communes of the zones, that of the source of all that is drawn.
    """
    choix, communes = resultat.selection, _communes()
    dit = millesime(communes)
    reunies = [(z, _codes(demande, z)) for z in resultat.zones]
    ici = millesime([c for c in communes if any(_dans(c, *z) for z in reunies)] or communes)
    libelle = choix.offre.mesure(choix.unite).libelle
    lieux = " et ".join(z.libelle for z in resultat.zones)
    source = replace(
        resultat.provenance,
        source=f"recensement de la population {dit}",
        editeur="Insee",
        millesime=dit,
        credit="Insee, recensement de la population",
        synthetique=False,
    )
    return replace(
        resultat,
        titre=f"{libelle}, {lieux}, recensement de {ici}",
        sous_titre=f"par commune · recensement de la population de {dit}",
        provenance=source,
        sens_ligne=next(x.sens for x in choix.restitution.lignes_zone if x.niveau == "commune"),
    )


def millesime(communes: Sequence[CommuneDecrite]) -> str:
    """« 2021 (2017 à Mayotte) »: the year of the census of most communes, then of those that have another."""
    comptes = Counter(c.annee for c in communes if c.annee)
    if not comptes:
        return "date inconnue"
    (annee, _), *autres = comptes.most_common()
    if not autres:
        return str(annee)
    lieux = sorted({c.departement for c in communes if c.annee not in (annee, None)})
    noms = [d.libelle if (d := departement(code)) else code for code in lieux]
    return f"{annee} ({' et '.join(str(a) for a, _ in autres)} à {', '.join(noms)})"


def _communes() -> tuple[CommuneDecrite, ...]:
    try:
        return communes_decrites()
    except ContoursAbsents:
        return ()


def _remarques(cle: str) -> tuple[str, ...]:
    if cle in ("moins_20", "plus_75"):
        return ("Les âges ne sont pas connus à Mayotte, qui n'est pas comptée ici.",)
    return (
        "Cette population est celle d'un recensement, quelle que soit l'année choisie ; les taux de recours "
        "se rapportent à celle de chaque année, dans les données d'activité.",
    )


def _colonnes(communes: tuple[CommuneDecrite, ...] | list[CommuneDecrite]) -> dict[str, Reels]:
    """Columns of communes, NaN where the source says nothing."""
    lues = {
        nom: np.array(
            [np.nan if (v := getattr(c, nom)) is None else v for c in communes], dtype=np.float64
        )
        for nom in _LUES
    }
    parts = [PART_DES_75_OUTRE_MER.get(c.departement, PART_DES_75) for c in communes]
    return lues | {"de_75_et_plus": np.array(parts) * lues["de_65_et_plus"]}


def _sommees(colonnes_lues: Mapping[str, Reels], ensemble: tuple[str, ...]) -> dict[str, Reels]:
    """One row: sums over the communes that know all of the columns ``ensemble``, NaN where none does."""
    connues = np.logical_and.reduce([np.isfinite(colonnes_lues[nom]) for nom in ensemble])
    rien = np.nan if not connues.any() else 0.0
    sommes = {
        nom: np.array([np.nansum(valeurs[connues]) + rien])
        for nom, valeurs in colonnes_lues.items()
    }
    annees = colonnes_lues["annee"]
    return sommes | {"annee": np.array([annees.max(initial=0.0)])}


def _codes(demande: DemandeFlux, zone: Zone) -> frozenset[str]:
    """PMSI codes of a territoire de santé: communes do not know theirs."""
    if zone.genre is not Genre.TERRITOIRE_DE_SANTE:
        return frozenset()
    vue = nom_vue(demande.jeu, "residences")
    lus = moteur().executer(f'SELECT code FROM "{vue}" WHERE tds = ?', [zone.code])
    return frozenset(str(c) for c in lus["code"])


def _dans(commune: CommuneDecrite, zone: Zone, codes: frozenset[str]) -> bool:
    dits = {
        Genre.FRANCE: True,
        Genre.REGION: commune.region == zone.code,
        Genre.DEPARTEMENT: commune.departement == zone.code,
        Genre.TERRITOIRE_DE_SANTE: commune.code_geo in codes,
        Genre.BASSIN_DE_VIE: commune.bassin == zone.code,
        Genre.PMSI: commune.code_geo == zone.code,
        Genre.COMMUNE: commune.code == zone.code,
    }
    return dits.get(zone.genre, False)
