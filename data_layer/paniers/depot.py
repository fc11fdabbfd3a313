"""Where baskets are kept: ``var/paniers/<hash>.json``, one file each, written whole, never changed.

When they are as many as they may be, those that nobody read for long leave (:mod:`.place`).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from data_layer.paniers.modele import Panier, PanierRefuse, composer, empreinte_lue
from data_layer.paniers.place import Place, marquer_lu
from data_layer.warehouse.depot import racine, remplacer_json
from geodata.zones import Genre, Zone

PANIERS_MAX = 50_000
"""Most baskets kept on a server: saving needs no account, so the disk needs a bound."""

journal = logging.getLogger("portulan.paniers")
# Two threads that save the same basket would share the name of their provisional file.
_verrou = threading.Lock()


def enregistrer(nom: str, finess: Iterable[str]) -> Panier:
    """Keep a basket under its hash and return it; saving it again changes nothing.

    Raises:
        PanierRefuse: see ``composer``; or the server keeps as many baskets as it may, or cannot write.
    """
    panier = composer(nom, finess)
    chemin = _chemin(panier.empreinte)
    with _verrou:
        if chemin.exists() and lire(panier.empreinte) == panier:
            return panier
        neuf = not chemin.exists()
        place = _place(chemin.parent)
        try:
            # A purge makes room for one at least, unless the bound itself was lowered.
            if neuf and place.nombre() >= PANIERS_MAX and not place.liberer():
                raise PanierRefuse(
                    f"Ce serveur garde déjà {PANIERS_MAX} paniers, et n'en prend plus : exportez "
                    "votre liste, et prévenez qui tient le portail."
                )
            remplacer_json(chemin, {"nom": panier.nom, "finess": list(panier.finess)})
            if neuf:
                place.ajoute()
        except OSError:
            journal.exception("Basket %s could not be written", panier.empreinte)
            raise PanierRefuse(
                "Le panier n'a pas pu être enregistré ; le défaut est de notre côté. Réessayez plus tard."
            ) from None
    return panier


def lire(empreinte: str) -> Panier | None:
    """Return the basket of a hash (``<hash>`` or ``pan-<hash>``), None when there is none.

    A damaged file counts as none, and is logged.
    """
    seule = empreinte_lue(empreinte)
    if seule is None:
        return None
    chemin = _chemin(seule)
    try:
        panier = _lire(chemin)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as erreur:
        journal.error("Basket %s cannot be read: %s", seule, repr(erreur)[:200])
        return None
    marquer_lu(chemin)
    return panier


def zone(panier: Panier) -> Zone:
    """Return the zone that a basket is: it lies in France, and is made of its establishments."""
    composition = tuple(f"{Genre.ETABLISSEMENT}-{numero}" for numero in panier.finess)
    return Zone(Genre.PANIER, panier.empreinte, panier.nom, ("fr",), composition=composition)


# A basket never changes and only what was read is kept (an exception is not): safe to remember.
@lru_cache(maxsize=64)
def _lire(chemin: Path) -> Panier:
    contenu = json.loads(chemin.read_text(encoding="utf-8"))
    if not isinstance(contenu["finess"], list):
        raise TypeError("finess is not a list")
    panier = composer(contenu["nom"], contenu["finess"])
    if panier.empreinte != chemin.stem:
        raise ValueError("its content is not that of its hash")
    return panier


def _chemin(empreinte: str) -> Path:
    return _dossier() / f"{empreinte}.json"


def _dossier() -> Path:
    return racine() / "paniers"


@lru_cache(maxsize=1)
def _place(dossier: Path) -> Place:
    return Place(dossier)
