"""The pictures of the README, on synthetic data: ``python -m tests.browser.captures``.

They go to git, hence their weight is held: a picture too heavy stops the script.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.browser.chromium import ETROIT, lancer
from tests.browser.navigateur import Navigateur
from tests.browser.serveur import RACINE, servir
from tests.browser.tableau import lire_tableau
from tests.conftest import _preparer as preparer

DOSSIER = RACINE / "docs/images"
POIDS_MAX = 300_000
"""Bytes."""
_LARGE = (1440, 900)
_HAUTE = (1440, 1160)
_DM = "/r/dm-medicaments?zone=reg-11&noeud=dm&periode=2020"


@dataclass(frozen=True, slots=True)
class Vue:
    """A picture: its name, what it shows, at which size, and what tells that it is drawn."""

    nom: str
    adresse: str
    taille: tuple[int, int]
    prete: str


VUES = (
    Vue("portail", "/", _LARGE, "#portail-themes a"),
    Vue("tableau", f"{_DM}&vs=reg-32", _HAUTE, "#grille .grille-nombre"),
    Vue("graphique", f"{_DM}&vs=reg-32&vue=graphique", _HAUTE, "#graphe-graphique .bars path"),
    Vue(
        "carte",
        "/r/dm-medicaments?noeud=dm&periode=2020&niveau=departement&pour=habitants&vue=carte",
        _HAUTE,
        "#carte-plan path.leaflet-interactive",
    ),
    Vue("etroit", f"{_DM}&par=classification", ETROIT, "#grille .grille-nombre"),
)


def prendre(page: Navigateur, vue: Vue) -> Path:
    """Write one picture; return its file.

    Raises:
        RuntimeError: it weighs more than git should carry.
    """
    page.taille(vue.taille)
    page.ouvrir(vue.adresse)
    page.element(vue.prete)
    if "grille" in vue.prete:
        lire_tableau(page)
    # The banner of choices and the insets of the map settle after what was waited for.
    time.sleep(1)
    fichier = DOSSIER / f"{vue.nom}.png"
    page.pilote.save_screenshot(str(fichier))
    poids = fichier.stat().st_size
    if poids > POIDS_MAX:
        raise RuntimeError(f"{fichier.name} pèse {poids} octets, {POIDS_MAX} au plus")
    print(f"  {fichier.relative_to(RACINE)}, {poids // 1000} ko")
    return fichier


def main() -> None:
    """Serve the demonstrations, made for the occasion, and take every picture."""
    from data_layer import demo

    DOSSIER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portulan-captures-") as temporaire:
        dossier = Path(temporaire)
        preparer(dossier / "var")
        for publier in demo.DEMONSTRATIONS.values():
            publier(1)
        with servir(dossier / "var", dossier / "journal.txt") as serveur:
            pilote = lancer(dossier / "profil", dossier)
            try:
                page = Navigateur(pilote, serveur.base, dossier)
                for vue in VUES:
                    prendre(page, vue)
            finally:
                pilote.quit()


if __name__ == "__main__":
    main()
