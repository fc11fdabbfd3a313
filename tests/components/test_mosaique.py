"""The national map of communes, as a component."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import formats
from components.maps.classes import Methode
from components.maps.legende import Legende
from components.maps.mosaique import _texte, mosaique, pose, retouches_mosaique
from components.maps.mosaique_figures import echantillons, legende_cercles, legende_traits
from components.maps.mosaique_modele import (
    MASQUEE,
    NON_TRANSMISE,
    SANS_VALEUR,
    Cercle,
    Cercles,
    Contour,
    Mosaique,
    Trait,
    Traits,
    aligner,
    colorier,
    legender,
)
from data_layer.catalogue.schema import Format
from data_layer.result import Colonne, Statut
from geodata.decoupages import Decoupage, inscrit

TAUX = Colonne("t", "Taux", "Taux", "pour 1 000", Format.DECIMAL, 1, None)  # type: ignore[arg-type]
SEJOURS = Colonne("s", "Séjours", "Séjours", "séjours", Format.ENTIER, 0, None)  # type: ignore[arg-type]
EVOLUTION = replace(TAUX, signe=True)


@pytest.fixture(autouse=True)
def _contours(geographie: None) -> None:
    """Insets are framed on outlines."""


def _carte(**autres: Any) -> Mosaique:
    departements = inscrit("departement")
    lus: dict[str, tuple[float | None, Statut]]
    lus = {code: (float(i), Statut.OK) for i, code in enumerate(departements.codes, start=1)}
    lus |= {"29": (None, Statut.MASQUE), "35": (None, Statut.NON_TRANSMIS), "99": (12.0, Statut.OK)}
    lus |= {"75": (7.0, Statut.AU_MOINS)}
    del lus["56"]
    valeurs, statuts, inconnus = aligner(departements, lus)
    classes, coupees = colorier(valeurs, statuts, TAUX)
    faite = Mosaique(
        decoupage=departements,
        classes=classes,
        valeurs=valeurs,
        statuts=statuts,
        colonne=TAUX,
        legende=legender(classes, coupees, TAUX),
        titre="Taux",
        sous_titre="France, 2020",
        source="Source",
        resume="Carte",
        sans_lieu=tuple((code, "12,0") for code in inconnus),
    )
    return replace(faite, **autres)


def _pose(carte: Mosaique) -> dict[str, Any]:
    lue: dict[str, Any] = json.loads(pose(carte))
    return lue


def test_une_classe_et_une_valeur_par_unite() -> None:
    carte = _carte()
    lue = _pose(carte)
    numeros = carte.decoupage.numeros()
    classes = [ord(c) - 48 for c in lue["classes"]]
    valeurs = lue["valeurs"].split(";")
    assert len(classes) == len(valeurs) == 101
    assert classes[numeros["29"] - 1] == MASQUEE
    assert classes[numeros["35"] - 1] == NON_TRANSMISE
    assert classes[numeros["56"] - 1] == SANS_VALEUR
    assert (classes[0], classes[-1]) == (2, 7)
    assert (valeurs[0], valeurs[numeros["29"] - 1]) == ("1", "")
    assert lue["reserves"] == {str(numeros["75"]): "au-moins"}
    assert lue["decoupage"] == {"genre": "departement", "adresse": None}


def test_rien_de_masque_ne_part() -> None:
    lue = _pose(_carte())
    masquee = inscrit("departement").numeros()["29"]
    assert lue["valeurs"].split(";")[masquee - 1] == ""
    assert str(masquee) not in lue["reserves"]


def test_une_unite_inconnue_est_ecrite_a_cote() -> None:
    dits = json.dumps(mosaique("c", _carte()).to_plotly_json(), default=_json)  # type: ignore[no-untyped-call]
    assert "Sans place sur la carte" in dits and '"99\\u202f: "' in dits


def test_un_changement_n_envoie_pas_de_geometrie() -> None:
    autre = _carte(titre="Autre", contours=(Contour("choisie", "departement", ("29",)),))
    retouches = dict(retouches_mosaique("c", autre))
    ids = {getattr(c, "id", None) for c in mosaique("c", autre)._traverse()}  # type: ignore[no-untyped-call]
    assert set(retouches) <= ids
    assert set(retouches["c-plan"]) == {"data-pose", "aria-label"}
    lue = json.loads(retouches["c-plan"]["data-pose"])
    assert lue["contours"] == [{"role": "choisie", "genre": "unite", "numeros": [28]}]
    # A hundred units weigh a few kilobytes.
    assert len(retouches["c-plan"]["data-pose"]) < 3_000


def test_un_contour_se_dit_dans_un_autre_decoupage() -> None:
    contour = Contour("principale", "region", ("53", "inconnue"))
    (lu,) = _pose(_carte(contours=(contour,)))["contours"]
    assert lu["genre"] == "region" and len(lu["numeros"]) == 1


def test_la_legende_dit_tout_ce_qui_se_voit() -> None:
    legende = _carte().legende
    assert isinstance(legende, Legende)
    nombres = {e.fond: e.nombre for e in legende.entrees}
    assert (nombres["masque"], nombres["non-transmis"], nombres["vide"]) == (1, 1, 1)
    assert sum(n for n in nombres.values() if n) == 101


@pytest.mark.parametrize("colonne", [TAUX, EVOLUTION])
@pytest.mark.parametrize("methode", list(Methode))
def test_les_classes_sont_celles_des_seuils(colonne: Colonne, methode: Methode) -> None:
    valeurs = [-3.0, None, 0.0, 2.5, 2.5, 8.0, 40.0, float("nan")]
    statuts = [Statut.OK, Statut.MASQUE, *[Statut.OK] * 5, Statut.SANS_OBJET]
    classes, coupees = colorier(valeurs, statuts, colonne, methode)
    assert classes[1] == MASQUEE and classes[-1] == SANS_VALEUR
    assert [classes[i] for i in (0, 2, 3, 4, 5, 6)] == [
        coupees.ton(valeurs[i]) for i in (0, 2, 3, 4, 5, 6)
    ]


def test_rien_a_montrer() -> None:
    classes, coupees = colorier([None, None], [Statut.MASQUE, Statut.SANS_OBJET], TAUX)
    assert list(classes) == [MASQUEE, SANS_VALEUR] and not len(coupees)


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_les_nombres_sont_arrondis_comme_partout(valeur: float, decimales: int) -> None:
    envoye = float(_texte(valeur, decimales))
    assert formats.nombre(envoye, Format.DECIMAL, decimales) == formats.nombre(
        valeur, Format.DECIMAL, decimales
    )


def test_les_tailles_ont_trois_reperes_simples() -> None:
    assert echantillons(81_234, entiers=True) == [50_000, 20_000, 5_000]
    assert echantillons(3, entiers=True) == [2]
    points = tuple(Cercle((48.0, -4.0), v, "x") for v in (10.0, 1_000.0))
    titre, liste = legende_cercles(Cercles(points, SEJOURS))
    assert titre.children == "Séjours" and len(liste.children) == 3
    assert legende_cercles(None) == []


def test_les_flux_sous_le_seuil_sont_comptes() -> None:
    traits = Traits(
        tuple(Trait((48.0, -4.0), (47.0, -3.0), v) for v in (12.0, 15.0, 200.0)), SEJOURS, 20
    )
    assert "2 flux de moins de 20" in legende_traits(traits)[-1].children
    lue = _pose(_carte(traits=traits))["lignes"]
    assert lue == {"maximum": 200.0, "traits": [[48.0, -4.0, 47.0, -3.0, 200.0]]}


def test_autant_de_classes_que_d_unites() -> None:
    with pytest.raises(ValueError, match="one a unit"):
        _carte(decoupage=Decoupage("departement", ("01",), ("Ain",)))


def _json(objet: Any) -> Any:
    return objet.to_plotly_json() if hasattr(objet, "to_plotly_json") else str(objet)
