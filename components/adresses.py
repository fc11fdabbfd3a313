"""Addresses of the house, built in one place."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote

from data_layer import requete_de
from data_layer.selection import Selection


def adresse(selection: Selection) -> str:
    """The address of a view: ``/r/<slug>?…``, defaults omitted."""
    return _adresse(_chemin(selection), requete_de(selection))


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
    paires = dict(parse_qsl(requete.removeprefix("?")[:2000], errors="replace"))
    paires[cle] = valeur
    texte = "&".join(f"{quote(c)}={quote(v, safe=',.')}" for c, v in paires.items() if v)
    return _adresse(f"/r/{slug}/{panneau}" if panneau else f"/r/{slug}", texte)


def _chemin(selection: Selection) -> str:
    base = f"/r/{selection.slug}"
    return f"{base}/{selection.panneau}" if selection.panneau else base


def _adresse(chemin: str, requete: str) -> str:
    return f"{chemin}?{requete}" if requete else chemin
