"""Reading releases: the one in force, one by its id, all of them."""

from __future__ import annotations

import json
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from data_layer.warehouse import depot, manifeste
from data_layer.warehouse.modele import (
    ErreurEntrepot,
    Release,
    ReleaseAbimee,
    ReleaseInconnue,
    ReleasePurgee,
)
from data_layer.warehouse.verification import verifier_vite

_journal = logging.getLogger(__name__)
# How long a damaged release is left alone before it is looked at again, in seconds.
_DELAI_ESSAI = 5.0

_Signature = tuple[Path, int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Ouverte:
    """What the process serves: replaced whole, never changed."""

    racine: Path
    signature: _Signature
    release: Release | None
    essai: float | None  # when to look again, if what the pointer names could not be taken


_verrou = threading.Lock()
_ouverte: _Ouverte | None = None


def release_courante() -> Release | None:
    """Return the release in force, None when nothing was ever published.

    Costs one ``stat`` while the pointer does not move. When it does, the release it names is
    checked (sizes, footers) and taken; if it is damaged the fact is logged and the previous one
    goes on serving (at start: the most recent one which is whole). What is returned never
    changes: keep it for the whole of an answer. Safe to call from any thread.
    """
    global _ouverte  # noqa: PLW0603 (the open release is the one global of the house)
    actuelle = _ouverte
    if actuelle is not None and _a_jour(actuelle):
        return actuelle.release
    with _verrou:
        if _ouverte is None or not _a_jour(_ouverte):
            _ouverte = _rouvrir(_ouverte)
        return _ouverte.release


def release(identifiant: str) -> Release:
    """Return a kept release, quickly checked.

    Raises ReleasePurgee when it was published and removed, ReleaseInconnue when it never was, and
    ReleaseAbimee when it is there but damaged.
    """
    if not manifeste.id_valide(identifiant):
        raise ReleaseInconnue(f"« {identifiant[:40]} » n'est pas un identifiant de publication.")
    try:
        trouvee = manifeste.lire(identifiant)
    except FileNotFoundError:
        if identifiant in ids_purges():
            raise ReleasePurgee(
                f"La publication {identifiant} n'est plus conservée : "
                "seules les plus récentes le sont."
            ) from None
        raise ReleaseInconnue(f"Aucune publication {identifiant} n'a existé ici.") from None
    anomalies = [a for jeu in trouvee.jeux.values() for a in verifier_vite(jeu)]
    if anomalies:
        raise ReleaseAbimee(
            f"La publication {identifiant} est abîmée ({'; '.join(map(str, anomalies))})."
        )
    return trouvee


def conservee(identifiant: str) -> bool:
    """Whether a release is still kept; costs one ``stat``."""
    return depot.chemin_manifeste(identifiant).exists()


def releases() -> list[Release]:
    """Return the kept releases, most recent first: manifests only, no file is checked."""
    lues = []
    for chemin in depot.dossier_releases().glob("*.json"):
        if manifeste.id_valide(chemin.stem):
            try:
                lues.append(manifeste.lire(chemin.stem))
            except (ReleaseAbimee, OSError) as erreur:
                _journal.error("Manifest left out: %s", erreur)
    return sorted(lues, key=lambda r: (r.date, r.id), reverse=True)


def ids_purges() -> set[str]:
    """Return the ids of the releases which were purged; a torn last line is passed over."""
    try:
        lignes = depot.chemin_journal().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return set()
    ids = set()
    for ligne in lignes:
        try:
            ids.add(str(json.loads(ligne)["id"]))
        except (ValueError, KeyError, TypeError):
            continue
    return ids


def id_pointe() -> str | None:
    """Return the id written in the pointer, None without a pointer. Raises ReleaseAbimee."""
    try:
        identifiant = json.loads(depot.chemin_pointeur().read_bytes())["release"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as erreur:
        raise ReleaseAbimee("Le pointeur live.json est abîmé.") from erreur
    if not isinstance(identifiant, str) or not manifeste.id_valide(identifiant):
        raise ReleaseAbimee("Le pointeur live.json est abîmé.")
    return identifiant


def derniere_intacte() -> Release | None:
    """Return the most recent release which passes the quick check, None when there is none."""
    for candidate in releases():
        if not any(verifier_vite(jeu) for jeu in candidate.jeux.values()):
            return candidate
    return None


def _signature() -> _Signature:
    chemin = depot.chemin_pointeur()
    try:
        etat = chemin.stat()
    except OSError:
        return None
    return chemin, etat.st_mtime_ns, etat.st_ino, etat.st_size


def _a_jour(ouverte: _Ouverte) -> bool:
    if ouverte.essai is not None and time.monotonic() >= ouverte.essai:
        return False
    return ouverte.racine == depot.racine() and ouverte.signature == _signature()


def _rouvrir(avant: _Ouverte | None) -> _Ouverte:
    """Return what to serve now. Signature first: a swap meanwhile is seen next time."""
    racine, signature = depot.racine(), _signature()
    servie = avant.release if avant is not None and avant.racine == racine else None
    try:
        identifiant = id_pointe()
        if identifiant is not None:
            meme = servie is not None and servie.id == identifiant
            prise = servie if meme and avant and not avant.essai else release(identifiant)
            return _Ouverte(racine, signature, prise, None)
        if not any(depot.dossier_releases().glob("*.json")) and servie is None:
            return _Ouverte(racine, signature, None, None)
        raise ReleaseAbimee("Le pointeur live.json a disparu.")
    except (ErreurEntrepot, OSError) as erreur:
        secours = servie if servie is not None else derniere_intacte()
        _journal.error(
            "Release in force refused (%s); serving %s", erreur, secours.id if secours else "none"
        )
        return _Ouverte(racine, signature, secours, time.monotonic() + _DELAI_ESSAI)
