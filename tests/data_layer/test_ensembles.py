"""GHT and baskets are sets of establishments, not a ground: what rows say inside one, and no rate there."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_layer import lire, paniers, query
from data_layer.result import Resultat

pytestmark = pytest.mark.usefixtures("entrepot")
SLUG = "dm-medicaments"


def _lu(requete: str) -> Resultat:
    return query(lire(SLUG, requete).selection)


@pytest.fixture
def panier(entrepot: Path) -> str:
    """A basket of the establishments of a GHT, as a zone."""
    codes = _lu("zone=ght-75G06&niveau=etablissement").bloc.codes
    return f"pan-{paniers.enregistrer('Un panier', list(codes)).empreinte}"


@pytest.mark.parametrize(
    ("requete", "dit"),
    [
        ("zone=ght-75G06&niveau=departement", "ceux des établissements du GHT implantés dans ce d"),
        (
            "zone={panier}&niveau=departement",
            "ceux des établissements du panier implantés dans ce d",
        ),
        ("zone={panier}&niveau=region", "ceux des établissements du panier implantés dans cette r"),
        ("zone={panier}&niveau=tds", "ceux des établissements du panier implantés dans ce t"),
        ("zone={panier}&niveau=ght", "publics qui font partie du panier."),
        (
            "zone=ght-75G06&vs={panier}&niveau=departement",
            "établissements du GHT ou du panier impl",
        ),
        (
            "zone=reg-11&vs={panier}",
            "implantés. Sous le panier, seuls comptent les établissements du",
        ),
        (
            "zone=reg-11&vs=ght-75G06",
            "implantés. Sous le GHT, seuls comptent les établissements du",
        ),
        # All the territories of France, the chosen one marked.
        ("zone=ght-75G06&niveau=tds", "ceux des établissements qui y sont implantés."),
        ("zone=ght-75G06&niveau=etablissement", "identifié par son numéro FINESS."),
        ("zone=reg-75", "ceux des établissements qui y sont implantés."),
    ],
)
def test_une_zone_dans_un_ght_ou_un_panier_dit_qu_elle_n_est_pas_entiere(
    panier: str, requete: str, dit: str
) -> None:
    sens = _lu(f"periode=2020&{requete.format(panier=panier)}").sens_ligne
    assert dit in sens
    entiere = sens.endswith("établissements qui y sont implantés.")
    assert entiere is (dit == "ceux des établissements qui y sont implantés.")


@pytest.mark.parametrize(
    ("requete", "refuse"),
    [
        ("zone=ght-75G06", True),
        ("zone=ght-75G06&niveau=ght", True),
        ("zone={panier}&niveau=departement", True),
        ("zone=reg-75&vs=ght-75G06", True),
        ("zone=reg-75&vs={panier}", True),
        ("zone=reg-75&niveau=etablissement", True),
        ("zone=reg-75&niveau=ght", False),
        ("zone=reg-75&vs=tds-75T01&niveau=departement", False),
    ],
)
def test_rien_de_ce_qui_est_un_ensemble_d_etablissements_n_est_rapporte_aux_habitants(
    panier: str, requete: str, refuse: bool
) -> None:
    lu = _lu(f"periode=2020&pour=habitants&{requete.format(panier=panier)}")
    assert (lu.bloc.meneuse != "taux") is refuse
    assert ("pas rapportées aux habitants" in "".join(lu.remarques)) is refuse
    assert ("habitants" not in lu.sous_titre) is refuse


def test_un_ght_dans_une_region_dit_par_quoi_son_taux_divise() -> None:
    requete = "periode=2020&zone=reg-75&niveau=ght"
    divise = "par tous les habitants des départements de son territoire."
    assert _lu(f"{requete}&pour=habitants").sens_ligne.endswith(divise)
    assert divise not in _lu(requete).sens_ligne


def test_une_region_dans_un_panier_le_dit_aussi_pour_l_activite(panier: str) -> None:
    lu = query(lire("activite-mco", f"zone={panier}&niveau=region").selection)
    assert "établissements du panier implantés dans cette région." in lu.sens_ligne
