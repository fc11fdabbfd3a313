"""A visitor: what they open, choose, click and type, said in their words.

Controls are found by their label or name, so that a change of style breaks no test.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.chromium import dimensionner
from tests.browser.lecteur import LISTE, OPTION, Lecteur

_OPTION = """
return [...document.querySelectorAll(arguments[1])].find((o) => o.innerText.trim() === arguments[0])
  || null;
"""


class Navigateur(Lecteur):
    """One browser on one server, and what is done with it."""

    def ouvrir(self, adresse: str) -> None:
        """Type an address; wait for the title of its page."""
        self.pilote.get(self.base + adresse)
        self.attendre(lambda: self.h1, f"la page {adresse}")

    def aller(self, adresse: str) -> None:
        """Go to another address of the same page without loading it, as Back and Forward do."""
        self.js(
            "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'))",
            adresse,
        )
        self.attendre_calme()

    def taille(self, taille: tuple[int, int]) -> None:
        dimensionner(self.pilote, taille)

    def cliquer(self, nom: str, dans: str = "body", genres: str = "a, button, summary") -> None:
        """Click the control of that name, as a mouse does."""
        self._clic(lambda: self.nomme(nom, dans, genres), nom)

    def cliquer_sur(self, selecteur: str) -> None:
        self._clic(lambda: self.element(selecteur), selecteur)

    def _clic(self, trouver: Callable[[], WebElement], quoi: str) -> None:
        def essai() -> bool:
            cible = trouver()
            self.js("arguments[0].scrollIntoView({block: 'center'})", cible)
            cible.click()
            return True

        self.attendre(essai, f"clic sur {quoi}")

    def viser(self, selecteur: str, *, clic: bool = False) -> None:
        """Bring the mouse to the middle of an element, and click there when asked."""
        cible = self.element(selecteur)
        self.js("arguments[0].scrollIntoView({block: 'center'})", cible)
        cible = self.attendre(lambda: self._immobile(selecteur), f"{selecteur} immobile")
        geste = self._gestes().move_to_element(cible)
        (geste.click() if clic else geste).perform()

    def _immobile(self, selecteur: str) -> WebElement | None:
        """An element that has the same place twice: a figure takes its height after its marks."""
        places = []
        for _ in range(2):
            cible = self.element(selecteur)
            places.append(cible.rect)
            time.sleep(0.15)
        return cible if places[0] == places[1] else None

    def cliquer_au_point(self, x: float, y: float) -> None:
        """Click a point of the window, in CSS pixels, as a mouse that comes there does."""
        for genre in ("mouseMoved", "mousePressed", "mouseReleased"):
            clic = {} if genre == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.pilote.execute_cdp_cmd(
                "Input.dispatchMouseEvent", {"type": genre, "x": x, "y": y, **clic}
            )

    def _gestes(self) -> Any:
        """Selenium 4.2 has no types."""
        return ActionChains(self.pilote)  # type: ignore[no-untyped-call]

    def taper(self, *touches: str) -> None:
        """Press keys one after the other, wherever the focus is."""
        for touche in touches:
            self._gestes().send_keys(touche).perform()

    def choisir(self, libelle: str, option: str, texte: str = "") -> None:
        """Choose in a field of the banner; ``texte`` is typed in its search first."""
        self._clic(lambda: self.champ(libelle), libelle)
        self.element(LISTE)
        if texte:
            self.element(".dash-dropdown-content input[type=search]").send_keys(texte)
        self._clic(
            lambda: self.attendre(lambda: self.trouver(_OPTION, option, OPTION), option), option
        )
        if self.nombre(LISTE):
            self.taper(Keys.ESCAPE)
            self.attendre(
                lambda: not self.nombre(LISTE),
                f"la liste « {libelle} » se ferme",
            )

    def marquer(self) -> None:
        """Leave a mark on the page that only a rebuilt page would lose."""
        self.js("document.querySelector('[data-chemin]').portulanMarque = true")

    def arrive(self, extension: str) -> Path:
        """The file of this extension that comes, whole, in the folder of downloads."""

        def fini() -> Path | None:
            entiers = [f for f in self.telechargements.iterdir() if f.suffix == extension]
            return entiers[0] if entiers and entiers[0].stat().st_size else None

        return self.attendre(fini, f"un fichier {extension}")
