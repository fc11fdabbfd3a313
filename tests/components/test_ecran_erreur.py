"""Every error of the data layer has its state, with a way on to an address that answers."""

from __future__ import annotations

import pytest

import data_layer
from components.ecran_erreur import ERREURS, etat_de
from data_layer.catalogue import restitutions
from tests.pages.arbre import composants, fautes_de_typographie, liens, noeuds, texte

SLUG = restitutions()[0].slug
REQUETE = "zone=reg-11&maj=zz&vue=carte"
VERSIONS = (data_layer.ReleasePurgee, data_layer.ReleaseInconnue, data_layer.ReleaseAbimee)


@pytest.mark.parametrize("genre", ERREURS)
def test_chaque_erreur_a_un_etat_entier(genre: type[Exception]) -> None:
    etat = etat_de(genre("une phrase."), SLUG, REQUETE)
    (titre,) = composants(etat, "etat-titre")
    assert type(titre).__name__ == "H1"
    assert liens(etat)
    assert fautes_de_typographie(etat) == []


@pytest.mark.parametrize("genre", VERSIONS)
@pytest.mark.parametrize("panneau", [None, "evolution"])
def test_une_version_illisible_mene_aux_memes_choix_en_vigueur(
    genre: type[Exception], panneau: str | None
) -> None:
    etat = etat_de(genre("interne"), SLUG, REQUETE, panneau)
    chemin = f"/r/{SLUG}/{panneau}" if panneau else f"/r/{SLUG}"
    assert liens(etat) == [f"{chemin}?zone=reg-11&vue=carte"]
    # Loaded again: nothing on this page would hear another query of the same path.
    assert not [n for n in noeuds(etat) if hasattr(n, "href") and hasattr(n, "data-interne")]
    assert "« zz »".replace(" ", " ") in texte(etat)
    assert "Pas encore de données" not in texte(etat)


def test_les_trois_sorts_d_une_version_se_distinguent() -> None:
    assert len({texte(etat_de(g(""), SLUG, REQUETE)) for g in VERSIONS}) == 3


def test_une_adresse_fausse_passe_avant_sa_version() -> None:
    ailleurs = etat_de(data_layer.ReleaseInconnue(""), "nulle-part", REQUETE)
    assert "/r/nulle-part" in texte(ailleurs)
    assert all("nulle-part" not in href for href in liens(ailleurs))


def test_un_panneau_inconnu_nomme_ceux_qui_existent() -> None:
    etat = etat_de(data_layer.RestitutionInconnue(""), SLUG, "zone=reg-11", "rien")
    panneaux = data_layer.restitution(SLUG).panneaux  # type: ignore[union-attr]
    assert "rien" in texte(etat)
    assert all(p in texte(etat) for p in panneaux)
    suites = ["", *(f"/{p}" for p in panneaux)]
    assert liens(etat) == [f"/r/{SLUG}{s}?zone=reg-11" for s in suites]
