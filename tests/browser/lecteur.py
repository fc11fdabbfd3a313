"""What a visitor reads, found by its name: label of a field, name of a link or of a button.

Every reading waits: the page is drawn by scripts, and answers later than the click.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.webelement import WebElement

DELAI = 15.0
"""Seconds before giving up: many times what a repaint takes, for a machine shared by others."""
LISTE = ".dash-dropdown-content"
OPTION = f"{LISTE} .dash-dropdown-option"
"""An open list of the banner and its options, by class: which roles suit them is another matter."""
T = TypeVar("T")

# The control of a name: what a screen reader would call it, among those that are shown.
_NOMME = """
const [nom, dans, genres] = arguments;
const net = (t) => (t || "").replace(/\\s+/g, " ").trim();
const appele = (e) => net(e.getAttribute("aria-label")) || net(e.innerText);
return [...document.querySelectorAll(dans)]
  .flatMap((racine) => [...racine.querySelectorAll(genres)])
  .find((e) => e.getClientRects().length && (appele(e) === nom || net(e.innerText) === nom)) || null;
"""
_CHAMP = """
const champ = [...document.querySelectorAll(".champ")].find(
  (c) => c.querySelector("label, .champ-libelle")?.textContent.trim() === arguments[0]);
return champ ? champ.querySelector("button, input:not([aria-hidden])") : null;
"""
_CHAMPS = """
return [...document.querySelectorAll(".bandeau .champ")].filter((c) => c.getClientRects().length)
  .map((c) => c.querySelector(".champ-libelle").textContent.trim());
"""
# Nothing is asked for, running, or waiting to be drawn: Dash keeps its callbacks in a public store.
_CALME = """
const fini = arguments[arguments.length - 1];
const etapes = ["requested", "prioritized", "blocked", "executing", "watched", "executed"];
const libre = () => {
  const etat = window.store?.getState().callbacks;
  return Boolean(etat) && etapes.every((cle) => !(etat[cle] || []).length);
};
const avant = libre();
requestAnimationFrame(() => requestAnimationFrame(() => fini(avant && libre())));
"""


class Lecteur:
    """What is read on the page of one browser, on one server.

    ``telechargements``: the folder where files arrive.
    """

    def __init__(self, pilote: webdriver.Chrome, base: str, telechargements: Path) -> None:
        self.pilote = pilote
        self.base = base
        self.telechargements = telechargements

    def js(self, corps: str, *arguments: Any) -> Any:
        """Run the body of a function in the page."""
        return self.pilote.execute_script(corps, *arguments)  # type: ignore[no-untyped-call]

    def trouver(self, corps: str, *arguments: Any) -> WebElement | None:
        """Run the body of a function that returns an element, or null."""
        trouve = self.js(corps, *arguments)
        return trouve if isinstance(trouve, WebElement) else None

    def attendre(self, lire: Callable[[], T | None], quoi: str, delai: float = DELAI) -> T:
        """Return the first true value of ``lire``; fail, saying ``quoi``, when none comes."""
        fin = time.monotonic() + delai
        while True:
            try:
                valeur = lire()
                if valeur:
                    return valeur
            except WebDriverException:
                pass  # An element was redrawn while it was being read.
            if time.monotonic() > fin:
                raise AssertionError(f"attendu en vain : {quoi}\n{self.ou()}")
            time.sleep(0.05)

    def ou(self) -> str:
        """Where the visitor is, for the message of a failure."""
        texte = self.js("return document.querySelector('main')?.innerText || ''")
        return f"à {self.adresse}\n{texte[:800]}"

    def texte(self, selecteur: str = "main") -> str:
        """The text that is shown in the first element of a selector, every space made plain."""
        lu = self.js("return document.querySelector(arguments[0])?.innerText || ''", selecteur)
        return " ".join(str(lu).split())

    @property
    def adresse(self) -> str:
        """Path and query of the address bar."""
        return str(self.js("return location.pathname + location.search"))

    @property
    def h1(self) -> str:
        return self.texte("main h1")

    @property
    def sous_titre(self) -> str:
        return self.texte("main .sous-titre")

    def attendre_h1(self, *morceaux: str) -> str:
        """Wait for a title that holds all these pieces."""
        return self.attendre(
            lambda: self.h1 if all(m in self.h1 for m in morceaux) else "", f"titre avec {morceaux}"
        )

    def attendre_sous_titre(self, *morceaux: str) -> str:
        return self.attendre(
            lambda: self.sous_titre if all(m in self.sous_titre for m in morceaux) else "",
            f"sous-titre avec {morceaux}",
        )

    def attendre_texte(self, texte: str, selecteur: str = "main") -> str:
        """Wait for a text, whatever the spaces between its words."""
        return self.attendre(
            lambda: t if texte in (t := self.texte(selecteur)) else "",
            f"« {texte} » dans {selecteur}",
        )

    def attendre_adresse(self, morceau: str) -> str:
        return self.attendre(lambda: self.adresse if morceau in self.adresse else "", morceau)

    def attendre_calme(self) -> None:
        """Wait until the page has drawn all it was asked to: what is read then is of one selection."""
        self.attendre(lambda: self.pilote.execute_async_script(_CALME), "la fin du dessin")

    def nombre(self, selecteur: str) -> int:
        """How many elements answer a selector."""
        return int(self.js("return document.querySelectorAll(arguments[0]).length", selecteur))

    def element(self, selecteur: str) -> WebElement:
        """Wait for an element that is shown."""
        return self.attendre(
            lambda: self.trouver(
                "return [...document.querySelectorAll(arguments[0])]"
                ".find((e) => e.getClientRects().length) || null",
                selecteur,
            ),
            selecteur,
        )

    def nomme(self, nom: str, dans: str = "body", genres: str = "a, button, summary") -> WebElement:
        """Wait for the control of that name."""
        return self.attendre(lambda: self.trouver(_NOMME, nom, dans, genres), f"{genres} « {nom} »")

    def champ(self, libelle: str) -> WebElement:
        """The control of a labelled field."""
        return self.attendre(lambda: self.trouver(_CHAMP, libelle), f"le champ « {libelle} »")

    def valeur(self, libelle: str) -> str:
        """What a field of the banner shows."""
        return str(self.champ(libelle).text).strip()

    def attendre_valeur(self, libelle: str, debut: str) -> None:
        """Wait for a field of the banner to show a text that starts so."""
        self.attendre(
            lambda: self.valeur(libelle).startswith(debut), f"« {debut}… » dans « {libelle} »"
        )

    def champs(self) -> set[str]:
        """The labels of the fields that the banner shows."""
        return set(self.js(_CHAMPS))

    def options(self) -> list[str]:
        """The options that an open list shows."""
        lire = "return [...document.querySelectorAll(arguments[0])].map((o) => o.innerText.trim())"
        return list(self.js(lire, OPTION))

    def actif(self) -> str:
        """What has the focus: its tag, id, name and text."""
        return str(
            self.js(
                "const e = document.activeElement; return e ? [e.tagName, e.id, e.getAttribute('row-id'),"
                " e.getAttribute('aria-label'), e.innerText].filter(Boolean).join(' | ') : ''"
            )
        )

    @property
    def marquee(self) -> bool:
        return bool(
            self.js("return document.querySelector('[data-chemin]')?.portulanMarque === true")
        )
