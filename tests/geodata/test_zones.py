"""Zone ids, hierarchy and search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.texte import sans_accent
from geodata.zones import Genre, Zone, Zones, etablissement, lire_id, zones_administratives

ADMINISTRATIVES = zones_administratives()
TOUTES = ADMINISTRATIVES.toutes()
une_zone = st.sampled_from(TOUTES)


def test_compte_et_hierarchie() -> None:
    assert len(ADMINISTRATIVES) == 120
    assert len(ADMINISTRATIVES.enfants("fr", Genre.DEPARTEMENT)) == 101
    codes = [z.code for z in ADMINISTRATIVES.enfants("reg-94", Genre.DEPARTEMENT)]
    assert codes == ["2A", "2B"]
    paris = ADMINISTRATIVES.get("dep-75")
    assert paris is not None and paris.parents == ("reg-11", "fr")
    idf = ADMINISTRATIVES.parent(paris, Genre.REGION)
    assert idf is not None and idf.libelle == "Île-de-France"
    assert ADMINISTRATIVES.parent(paris, Genre.GHT) is None


@given(une_zone)
def test_un_id_se_relit(zone: Zone) -> None:
    assert lire_id(zone.id) == (zone.genre, zone.code)
    assert ADMINISTRATIVES.get(zone.id) is zone


@given(st.text(max_size=80))
def test_lire_id_ne_leve_jamais(texte: str) -> None:
    lu = lire_id(texte)
    if lu is not None:
        assert Zone(lu[0], lu[1], "").id == texte


@given(une_zone)
def test_le_libelle_retrouve_la_zone(zone: Zone) -> None:
    for ecriture in (zone.libelle, zone.libelle.upper(), sans_accent(zone.libelle)):
        # The DROM are région and département under the same name: the région comes first.
        assert zone.libelle in {z.libelle for z in ADMINISTRATIVES.chercher(ecriture, 1)}
        assert zone in ADMINISTRATIVES.chercher(ecriture, 3)


@given(une_zone, st.data())
def test_un_debut_de_chaque_mot_retrouve_la_zone(zone: Zone, data: st.DataObject) -> None:
    debuts = [
        mot[: data.draw(st.integers(1, len(mot)), label=mot)]
        for mot in sans_accent(zone.libelle).split()
    ]
    assert zone in ADMINISTRATIVES.chercher(" ".join(debuts), 120)


@given(une_zone.filter(lambda z: len(z.libelle) >= 7), st.data())
def test_deux_lettres_interverties_pardonnees(zone: Zone, data: st.DataObject) -> None:
    colle = sans_accent(zone.libelle).replace(" ", "")
    rang = data.draw(st.integers(1, len(colle) - 2))
    faute = colle[:rang] + colle[rang + 1] + colle[rang] + colle[rang + 2 :]
    assert zone in ADMINISTRATIVES.chercher(faute, 20)


@given(st.text(max_size=200), st.integers(-1, 30))
def test_toute_recherche_repond_sans_lever(texte: str, limite: int) -> None:
    trouvees = ADMINISTRATIVES.chercher(texte, limite)
    assert len(trouvees) <= max(limite, 0)
    assert len({z.id for z in trouvees}) == len(trouvees)
    assert len(ADMINISTRATIVES.proches(texte)) <= 5


@pytest.mark.parametrize(
    ("texte", "premier"),
    [
        ("75", "dep-75"),
        ("reg-75", "reg-75"),
        ("2a", "dep-2A"),
        ("paca", "reg-93"),
        ("Ile-de-Frnace", "reg-11"),
        ("val doise", "dep-95"),
        ("picardie", "reg-32"),
        ("guadeloupe", "reg-01"),
        ("france", "fr"),
        ("970211207", "fin-970211207"),
        ("centre hosp martinique", "fin-970211207"),
        ("CHR Martinique", "fin-970211207"),
    ],
)
def test_premiere_reponse(texte: str, premier: str) -> None:
    zones = ADMINISTRATIVES.avec([etablissement("970211207", "CHU DE MARTINIQUE")])
    assert zones.chercher(texte)[0].id == premier


def test_genres_voulus_seulement() -> None:
    trouvees = ADMINISTRATIVES.chercher("guadeloupe", genres=[Genre.DEPARTEMENT])
    assert [z.id for z in trouvees] == ["dep-971"]


@pytest.mark.parametrize(
    ("inconnu", "propose"),
    [("dep-2a", "dep-2A"), ("dep-idf", None), ("reg-ile-de-france", "reg-11"), ("75", "dep-75")],
)
def test_propositions_pour_un_id_inconnu(inconnu: str, propose: str | None) -> None:
    proches = [z.id for z in ADMINISTRATIVES.proches(inconnu)]
    assert propose is None or propose in proches


def test_avec_ne_change_pas_l_index() -> None:
    nouveau = ADMINISTRATIVES.avec([etablissement("750712184", "AP-HP")])
    assert len(ADMINISTRATIVES) == 120 and len(nouveau) == 121
    assert [z.id for z in nouveau.enfants("reg-11", Genre.ETABLISSEMENT)] == ["fin-750712184"]
    assert nouveau.chercher("7507")[0].id == "fin-750712184"


def test_etablissement_sans_departement_reste_en_france() -> None:
    assert etablissement("200200145", "POLYCLINIQUE LA RESIDENCE").parents == ("fr",)


def test_deux_mille_cliniques_n_en_cachent_pas_une() -> None:
    zones = Zones(
        [*TOUTES, *(etablissement(f"75{n:07d}", f"CLINIQUE SAINT {n}") for n in range(2_000))]
    )
    assert zones.chercher("clinique saint 1234")[0].code == "750001234"
    assert zones.chercher("750001999")[0].code == "750001999"
    assert zones.chercher("xzxzx") == []
