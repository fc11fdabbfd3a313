"""Addresses of the house, built in one place."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote

from data_layer import requete_de, restitution, restitutions
from data_layer.selection import Selection

METHODE_DU_SECRET = "/methodologie#secret"
"""Where the page says what is masked and why."""
_RESTITUTION = re.compile(r"/r/[a-z0-9-]{1,64}(?:/[a-z0-9-]{1,64})?")


def adresse(selection: Selection) -> str:
    """The address of a view: ``/r/<slug>?…``, defaults omitted."""
    page = selection.restitution.page
    chemin = page if page and not selection.panneau else _chemin(selection)
    return _adresse(chemin, requete_de(selection))


def adresse_fichier(selection: Selection, fichier: str) -> str:
    """The address of a download of this view: ``/r/<slug>/telecharger.xlsx?…``."""
    return _adresse(f"{_chemin(selection)}/{fichier}", requete_de(selection))


def adresse_api(selection: Selection) -> str:
    """The address that gives the same figures to a machine."""
    return _adresse(f"/api/v1{_chemin(selection)}.json", requete_de(selection))


def adresse_datee(selection: Selection, version: str) -> str:
    """The address that will always reopen these very figures: it names its release."""
    return adresse(selection.avec(maj=version))


def adresse_corrigee(
    slug: str, requete: str, cle: str, valeur: str, panneau: str | None = None
) -> str:
    """A typed address with one key mended (or taken away when ``valeur`` is empty)."""
    declaree = restitution(slug)
    base = declaree.chemin if declaree else f"/r/{slug}"
    return _adresse(f"{base}/{panneau}" if panneau else base, _corrigee(requete, cle, valeur))


def adresse_avec(adresse: str, cle: str, valeur: str) -> str:
    """A local address with one key of its query set, or taken away when ``valeur`` is empty."""
    chemin, _, requete = adresse.partition("#")[0].partition("?")
    return _adresse(chemin, _corrigee(requete, cle, valeur))


def valeur_de(adresse: str, cle: str) -> str:
    """What a key of the query of an address says, empty when it says nothing."""
    return _paires(adresse.partition("#")[0].partition("?")[2]).get(cle, "")


def adresse_panier(pour: str = "zone", retour: str = "", panier: str = "") -> str:
    """The page of a basket: to be the zone or the compared one (``zone``, ``vs``) of ``retour``.

    panier: the id of a basket to start from.
    """
    paires = {"pour": pour if pour == "vs" else "", "panier": panier, "retour": retour}
    return _adresse("/panier", "&".join(f"{c}={_cite(v, '')}" for c, v in paires.items() if v))


def adresse_liste(panier: str) -> str:
    """The file of the establishments of a basket; ``panier`` is its id, ``pan-<hash>``."""
    return f"/panier/{panier}.txt"


def retour_permis(texte: str) -> str | None:
    """The address of a restitution that a visitor's text is, written again; None for any other one.

    Never an address elsewhere: path and query are read apart, and only the path of a restitution passes.
    """
    chemin, _, requete = texte.partition("#")[0].partition("?")
    chemin = chemin.rstrip("/")
    pages = {r.page for r in restitutions() if r.page}
    if chemin not in pages and not _RESTITUTION.fullmatch(chemin):
        return None
    return _adresse(chemin, _corrigee(requete, "", ""))


def _paires(requete: str) -> dict[str, str]:
    return dict(parse_qsl(requete.removeprefix("?")[:2000], errors="replace"))


def _cite(texte: str, sauf: str = "/") -> str:
    # Half a surrogate pair is no text: it becomes a question mark.
    return quote(texte, safe=sauf, errors="replace")


def _corrigee(requete: str, cle: str, valeur: str) -> str:
    paires = _paires(requete) | {cle: valeur}
    return "&".join(f"{_cite(c)}={_cite(v, ',.')}" for c, v in paires.items() if v)


def _chemin(selection: Selection) -> str:
    base = f"/r/{selection.slug}"
    return f"{base}/{selection.panneau}" if selection.panneau else base


def _adresse(chemin: str, requete: str) -> str:
    return f"{chemin}?{requete}" if requete else chemin
