"""Nothing masked can be deduced from what the application answers; without the gate, nearly all can."""

from __future__ import annotations

import pytest

from tests.attacker.algebre import Systeme
from tests.attacker.conftest import ANNEE, Campagne, Monde
from tests.attacker.lecture import lire_periode
from tests.attacker.registre import CHAMPS, LISTES, SORTIE, TOUTES_LISTES
from tests.attacker.verite import Cellule, Tranche

pytestmark = pytest.mark.timeout(600)
REPONSES = 1_500


def test_aucune_cellule_sensible_ne_se_deduit(attaque: Campagne, monde: Monde) -> None:
    assert attaque.visiteur.reponses >= REPONSES
    bilan = attaque.attaque.resoudre(monde.verite)
    print(f"\n{attaque.visiteur.reponses} answers, {attaque.attaque.observations} figures; {bilan}")
    assert bilan.sensibles > 100_000
    assert (bilan.lineaires[:5], bilan.epinglees[:5]) == ((), ()), str(bilan)
    # Sets of the visitor's own, which no group-by holds.
    assert bilan.demandees[:5] == (), str(bilan)


def test_deux_figures_montrees_ne_disent_pas_leur_difference(attaque: Campagne) -> None:
    """One inside the other: filters and their complements, baskets, runs of months, unions of champs."""
    trouvees = list(attaque.attaque.differences.trouver())
    assert trouvees[:3] == [], len(trouvees)
    assert not attaque.attaque.differences.zeros, "what is empty in a part of a year is told"


def test_l_attaquant_lit_juste(attaque: Campagne, monde: Monde) -> None:
    """What he takes each figure to speak of is what it is the sum of."""
    sommes = attaque.attaque.sommes
    assert len(sommes) > 500
    fausses = [(e, m, v) for (e, m), v in sommes.items() if v != monde.verite.somme(e, m)]
    assert fausses[:3] == []


def test_aucune_reponse_ne_fuit_a_elle_seule(attaque: Campagne) -> None:
    assert attaque.attaque.fuites[:10] == []
    assert attaque.visiteur.fuites[:10] == []


def test_une_cellule_se_lit_de_meme_partout(attaque: Campagne) -> None:
    """By the page, the API, its panels and the files, and from whatever view."""
    comparees = attaque.visiteur.comparees
    print(f"\ncells compared with the API: {dict(comparees)}")
    assert min(comparees[route] for route in ("csv", "xlsx", "parquet", "écran")) > 500
    assert attaque.visiteur.desaccords[:10] == []
    assert attaque.attaque.contradictions[:10] == []


def test_une_demande_ne_change_aucune_reponse(attaque: Campagne) -> None:
    client = attaque.visiteur.client
    assert len(attaque.premieres) >= 50
    assert [a for a, avant in attaque.premieres if client.get(a).data != avant] == []


def test_temoin_sans_la_porte_l_attaquant_deduit(temoin: Campagne, monde: Monde) -> None:
    """Of what linear algebra deduces from the whole tables, counted in the facts, he finds 90 % or more."""
    verite = monde.verite
    cles = temoin.attaque.cles()
    annee, mois = lire_periode(ANNEE)
    possibles: set[Cellule] = set()
    trouvees: set[Cellule] = set()
    sensibles = 0
    for famille, listes in (("dm", TOUTES_LISTES), ("med", LISTES["les"])):
        tranche = Tranche(SORTIE, annee, mois, CHAMPS["mco"], listes)
        entiere = Systeme(len(verite.registre))
        for cellule in verite.grandes(tranche):
            if _demandee(monde, cellule, famille):
                ensemble = verite.ensemble(cellule)
                entiere.publier(verite.registre.cle(ensemble), verite.registre.rangees(ensemble))
        for cles_lues, deduites in ((entiere.cles(), possibles), (cles[SORTIE, annee], trouvees)):
            _, lues = verite.sensibles(tranche, cles_lues)
            deduites |= {c for c in lues if _demandee(monde, c, famille)}
        _, toutes = verite.sensibles(tranche, entiere.nulles())
        sensibles += sum(_demandee(monde, c, famille) for c in toutes)
    taux = len(possibles & trouvees) / len(possibles)
    print(
        f"\n{temoin.visiteur.reponses} answers; {sensibles} sensitive cells, {len(possibles)} can be "
        f"deduced ({len(possibles) / sensibles:.1%}), {len(trouvees)} are: {taux:.1%}"
    )
    assert len(possibles) > 200
    assert taux >= 0.9
    assert sum(1 for _ in temoin.attaque.differences.trouver()) > 200


def _demandee(monde: Monde, cellule: Cellule, famille: str) -> bool:
    """Whether a cell is one of the tables asked: a zone without a filter, a node of the family.

    What is of no GHT is a row of some tables, and no zone.
    """
    noeuds = monde.verite.registre.noeuds
    debut, fin, _ = noeuds[famille]
    genres = {genre for genre, _ in cellule.lieu}
    return (
        debut <= noeuds[cellule.noeud][0] <= fin
        and len(genres) <= 1
        and not genres & {"statut", "categorie"}
        and cellule.lieu != (("ght", ""),)
    )
