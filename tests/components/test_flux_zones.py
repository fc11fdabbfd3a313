"""Consumption, production and flows from zone to zone: what is masked is drawn nowhere."""

from __future__ import annotations

import pytest

from components.charts import couleurs, flux_croisee, flux_matrice, flux_sankey, flux_zones
from data_layer.result import Statut
from tests.fabrique.masques_flux import Repondre, masquer, poser, traces


def test_les_barres_opposees_se_partagent_selon_les_taux_montres(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("analyse-croisee", "zone=reg-24&niveau=departement")
    figure = flux_croisee.croisee(resultat)
    (dehors,), (dedans,) = traces(figure, "consommation"), traces(figure, "consommation sur place")
    ligne = next(li for li in resultat.bloc.lignes() if li.code == "37")
    total, fuite = (ligne.cellules[c].valeur for c in ("consommation", "fuite"))
    assert min(dehors.x) == -total
    assert min(dedans.x) == pytest.approx(-total * (1 - fuite / 100))
    muet = masquer(resultat, "classement", "37")
    figure = flux_croisee.croisee(muet)
    assert -total not in next(traces(figure, "consommation")).x
    (talons, _) = traces(figure, "masque")
    assert "masqué" in talons.hovertext[0]
    assert str(int(total)) not in talons.hovertext[0]


def test_la_matrice_montre_les_parts_hachure_les_masques_et_laisse_vides_les_zeros(
    repondre_flux: Repondre,
) -> None:
    resultat = masquer(
        repondre_flux("analyse-croisee", "zone=dep-37&niveau=departement"), "matrice", "37|37"
    )
    figure = flux_matrice.matrice(resultat, 0)
    bloc = resultat.blocs["matrice"]
    codes = flux_zones.zones_du_groupe(resultat, 0).codes
    cases = {li.code: li for li in bloc.lignes()}
    # Those of other régions are told together.
    vers = [*codes, *flux_zones.AU_DELA]
    du_carre = [cases[c] for a in codes for b in vers if (c := f"{a}|{b}") in cases]
    assert {"37|hors-region", "37|41"} <= {li.code for li in du_carre}
    assert len(du_carre) >= len(codes)
    montrees = [li for li in du_carre if li.cellules["autosuffisance"].valeur]
    masquees = [li for li in du_carre if li.cellules["volume"].statut is Statut.MASQUE]
    couleurs_lues = [t for t in figure.data if t.name != "masque"]
    assert sum(len(t.x) for t in couleurs_lues) == len(montrees)
    (hachures,) = traces(figure, "masque")
    assert len(hachures.x) == len(masquees) >= 1
    assert hachures.text is None
    assert not any(c.isdigit() for b in hachures.hovertext for c in b.split("masqué<br>")[0])
    for trace in couleurs_lues:
        assert trace.marker.color in couleurs.SEQUENTIELLE
    vide = poser(resultat, "matrice", "37|41", "volume", 0.0)
    assert "37|41" not in [li.code for li in flux_matrice.cases_de_la_matrice(vide, 0)]


def test_le_sankey_ne_lie_que_des_flux_montres_qui_sortent(repondre_flux: Repondre) -> None:
    resultat = repondre_flux("analyse-croisee", "zone=dep-37&vs=dep-41&niveau=departement")
    lignes = flux_sankey.flux_principaux(resultat, 0)
    (trace,) = flux_sankey.sankey(resultat, 0).data
    assert list(trace.link.value) == [li.cellules["volume"].valeur for li in lignes]
    assert min(trace.link.value) > 10
    assert all(li.code.split("|")[0] != li.code.split("|")[1] for li in lignes)
    premier = lignes[0].code
    muet = masquer(resultat, "matrice", premier)
    (trace,) = flux_sankey.sankey(muet, 0).data
    assert premier not in [li.code for li in flux_sankey.flux_principaux(muet, 0)]
    assert not any(lignes[0].libelle in c for c in trace.link.customdata)
    assert flux_sankey.masques_du_groupe(muet, 0) == 1 + flux_sankey.masques_du_groupe(resultat, 0)
