"""French grammar of zones, measures and units, for sentences made from results.

The complement (« de la Meuse », « d'Île-de-France », « de Paris ») follows the field TNCC (type de
nom en clair) of the Code officiel géographique of the Insee (a test compares them); the article
and the preposition of place follow usage. Every région and département is listed; other zones are
quoted by name.
"""

from __future__ import annotations

import re
import unicodedata

from geodata.zones import Genre, Zone

NBSP = "\u00a0"
_HAUTE = re.compile(r"(?<=\S) (?=[:;?!%](?:[\s\".,…)»]|$))|(?<=\d) (?=\d{3}\b)")
_GUILLEMETS = re.compile(r"(?<=«) (?=\S)|(?<=\S) (?=»)")

# Codes of départements, then of régions, by article of the name as a subject.
_ARTICLES = {
    "le ": (
        "14 15 18 25 29 30 32 39 41 45 46 47 49 56 59 62 63 67 68 69 81 82 83 84 90 94 95",
        "24 44",
    ),
    "la ": (
        "16 17 19 21 23 24 26 2A 2B 31 33 42 43 44 48 50 51 52 53 54 55 57 58 70 71 72 73 74 76 77 "
        "80 85 86 87 93 971 972 973",
        "01 02 03 27 28 53 75 93 94",
    ),
    "l'": ("01 02 03 07 09 10 11 12 27 28 34 35 36 37 38 60 61 89 91", "11 76 84"),
    "les ": ("04 05 06 08 13 22 40 64 65 66 78 79 88 92", "32 52"),
    # « La » of La Réunion belongs to its name and keeps its capital.
    "": ("75 974 976", "04 06"),
}
# TNCC 0 and 1: « de » or « d' » without article, though the subject may have one.
_SANS_ARTICLE = ("28 35 37 49 54 71 75 77 974 976", "04 06 11 27 28 53 76 84 93 94")
_EN = (
    "07 09 16 17 19 21 24 26 28 2A 2B 31 33 35 37 38 41 43 44 47 48 49 52 53 54 57 70 71 73 74 "
    "76 77 82 85 87 93 971 972 973",
    "01 02 03 11 24 27 28 53 75 76 84 93 94",
)
_A = ("75 974 976", "04 06")

_FEMININS = frozenset(
    "durée part proportion moyenne valeur dépense densité catégorie zone population quantité "
    "consommation production région classe spécialité substance indication famille "
    "journée séance".split()
)
_VOYELLES = "aeiouyhœæ"
_INVARIABLES = frozenset({"", "%", "€", "km", "h", "prix", "mois", "fois", "pt"})


def _ids(codes: tuple[str, str]) -> frozenset[str]:
    departements, regions = codes
    return frozenset(
        [f"dep-{c}" for c in departements.split()] + [f"reg-{c}" for c in regions.split()]
    )


_ARTICLE = {i: article for article, codes in _ARTICLES.items() for i in _ids(codes)} | {"fr": "la "}
# Zones named after what they are, and how a label may begin with it already: « le GHT Léman », « le
# territoire de santé Nord » for « TDS Nord ».
_NOMS_COMMUNS = {
    Genre.GHT: ("GHT",),
    Genre.TERRITOIRE_DE_SANTE: ("territoire de santé", "TDS"),
    Genre.BASSIN_DE_VIE: ("bassin de vie", "BV"),
    Genre.PANIER: ("panier",),
}
_COMPLEMENT_NU, _LIEU_EN, _LIEU_A = _ids(_SANS_ARTICLE), _ids(_EN) | {"fr"}, _ids(_A)


def composer(texte: str) -> str:
    """Return a text that came with data (a credit, a notice) with the spaces that French print wants."""
    return _GUILLEMETS.sub(NBSP, _HAUTE.sub("\u202f", texte))


def cite(nom: str) -> str:
    """Return a name between French quotation marks, on one line."""
    return f"«{NBSP}{' '.join(nom.split())}{NBSP}»"


def elide(mot: str, suite: str) -> str:
    """Return ``mot`` (« de », « le », « la ») before ``suite``: « d'Eure », « de Paris »."""
    premiere = unicodedata.normalize("NFD", suite[:1].lower())[:1]
    return f"{mot[:-1]}'{suite}" if premiere and premiere in _VOYELLES else f"{mot} {suite}"


def sujet(zone: Zone) -> str:
    """Return a zone as a subject: « la Meuse », « Paris », « les Vosges », « le GHT X », « « CH X » »."""
    article = _ARTICLE.get(zone.id)
    if article is not None:
        return f"{article}{zone.libelle}"
    return f"le {_nomme(zone)}" if zone.genre in _NOMS_COMMUNS else cite(zone.libelle)


def _nomme(zone: Zone) -> str:
    """Return the common noun and the name, the noun once: the label may begin with it."""
    noms, libelle = _NOMS_COMMUNS[zone.genre], " ".join(zone.libelle.split())
    for nom in noms:
        debut, suite = libelle[: len(nom)], libelle[len(nom) :]
        if debut.casefold() == nom.casefold() and suite[:1] in ("", " "):
            return f"{noms[0]}{suite}"
    # Anybody may name a basket.
    return f"{noms[0]} {cite(libelle) if zone.genre is Genre.PANIER else libelle}"


def de(zone: Zone) -> str:
    """Return its complement: « de la Meuse », « du Val-d'Oise », « d'Île-de-France »."""
    if zone.id in _COMPLEMENT_NU:
        return elide("de", zone.libelle)
    return contracte(sujet(zone))


def lieu(zone: Zone) -> str:
    """Return where: « en Bretagne », « dans la Meuse », « à Mayotte », « à « CH X » »."""
    if zone.id in _LIEU_A:
        return f"à {zone.libelle}"
    if zone.id in _LIEU_EN:
        return f"en {zone.libelle}"
    return f"à {sujet(zone)}" if zone.genre is Genre.ETABLISSEMENT else f"dans {sujet(zone)}"


def pluriel(zone: Zone) -> bool:
    """Whether its verb is in the plural: « les Vosges arrivent »."""
    return _ARTICLE.get(zone.id) == "les "


def contracte(groupe: str) -> str:
    """Return « de » before a noun group: « le Nord » -> « du Nord », « l'Ain » -> « de l'Ain »."""
    for article, contraction in (("le ", "du "), ("les ", "des ")):
        if groupe.startswith(article):
            return contraction + groupe.removeprefix(article)
    return f"de {groupe}"


def avec_article(nom: str) -> str:
    """Return a singular common noun with its article: « l'âge moyen », « la part d'hommes ».

    Nouns are masculine unless listed; a label is put in lower case but for initials (« DMS »).
    """
    bas = minuscule(nom)
    return elide("la" if _est_feminin(bas) else "le", bas)


def avec_indefini(nom: str) -> str:
    """Return the same with the other article: « un montant remboursé », « une dépense »."""
    bas = minuscule(nom)
    return f"{'une' if _est_feminin(bas) else 'un'} {bas}"


def ordinal(rang: int, nom: str) -> str:
    """Return a rank from 1 among things of that name: « 1re » région, « 1er » département, « 2e »."""
    if rang > 1:
        return f"{rang}e"
    return "1re" if _est_feminin(minuscule(nom)) else "1er"


def _est_feminin(nom: str) -> bool:
    return re.split(r"[^\w]", nom, maxsplit=1)[0] in _FEMININS


def minuscule(texte: str) -> str:
    """Return a label in the middle of a sentence; a word in capitals (« CHR/U ») stays."""
    if texte[1:2].isupper():
        return texte
    return texte[:1].lower() + texte[1:]


def accorde(unite: str, valeur: float) -> str:
    """Return a unit, declared in the plural, in the number of a value: singular below 2."""
    if unite.lower() in _INVARIABLES or abs(valeur) >= 2:
        return unite
    return re.sub(r"s\b", "", unite)


def enumere(noms: list[str]) -> str:
    """Return « a, b et c »."""
    return " et ".join([", ".join(noms[:-1]), noms[-1]] if len(noms) > 1 else noms)
