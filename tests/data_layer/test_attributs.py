"""What is known of establishments beside their place, against the tables of the release."""

from __future__ import annotations

from pathlib import Path

import data_layer
from data_layer.ouverture import moteur, nom_vue


def _lus(sql: str, table: str) -> set[str]:
    ouverture = data_layer.ouvrir()
    restitution = data_layer.restitution("dm-medicaments")
    assert restitution is not None
    jeu = ouverture.jeu(restitution)
    vues = {nom: f'"{nom_vue(jeu, nom)}"' for nom in (table, "etablissements")}
    lues = moteur().executer(sql.format(t=vues[table], e=vues["etablissements"]))
    return {str(f) for f in lues["finess"].tolist()}


def test_les_attributs_sont_ceux_des_tables(entrepot: Path) -> None:
    connus = {a.cle: a for a in data_layer.attributs_etablissements(data_layer.ouvrir())}
    assert list(connus) == ["champ", "statut", "categorie", "classe"]
    clcc = _lus("SELECT finess FROM {t} WHERE categorie = 'clcc'", "etablissements")
    assert clcc
    assert connus["categorie"].finess["clcc"] == clcc
    # From the facts themselves, not from the roll-up that is read.
    en_had = _lus(
        "SELECT DISTINCT finess FROM {t} JOIN {e} USING (etab) WHERE champ = 1", "dm_medicaments"
    )
    assert en_had
    assert connus["champ"].finess["had"] == en_had
    assert list(connus["champ"].valeurs) == ["mco", "had", "ssr"]


def test_seules_les_valeurs_qu_un_etablissement_a_sont_offertes(entrepot: Path) -> None:
    for attribut in data_layer.attributs_etablissements(data_layer.ouvrir()):
        assert set(attribut.valeurs) == set(attribut.finess)
        assert all(attribut.finess.values())
