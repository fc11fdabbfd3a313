"""Headless Chromium through its own driver: Selenium downloads nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

LARGE = (1440, 900)
ETROIT = (390, 844)
"""Sizes in CSS pixels."""

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
    "--lang=fr-FR",
)


class ChromiumAbsent(RuntimeError):
    """Chromium or its driver is not installed; the message says how."""


def lancer(profil: Path, telechargements: Path) -> webdriver.Chrome:
    """Start a browser with a new profile; what it downloads goes to ``telechargements``.

    Raises:
        ChromiumAbsent: there is no ``chromium`` or no ``chromedriver`` on the path.
    """
    chemins = {nom: shutil.which(nom) for nom in ("chromium", "chromedriver")}
    absents = [nom for nom, chemin in chemins.items() if chemin is None]
    if absents:
        raise ChromiumAbsent(
            f"{' et '.join(absents)} : introuvable. Lancez « make chromium » (« make test » le fait), "
            "ou installez les paquets chromium et chromium-driver."
        )
    options = webdriver.ChromeOptions()
    options.binary_location = str(chemins["chromium"])
    for option in (*_OPTIONS, f"--user-data-dir={profil}"):
        options.add_argument(option)  # type: ignore[no-untyped-call]
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})  # type: ignore[no-untyped-call]
    pilote = webdriver.Chrome(service=Service(str(chemins["chromedriver"])), options=options)
    pilote.set_page_load_timeout(30)
    pilote.set_script_timeout(30)
    pilote.execute_cdp_cmd(
        "Browser.setDownloadBehavior",
        {"behavior": "allow", "downloadPath": str(telechargements)},
    )
    dimensionner(pilote, LARGE)
    return pilote


def dimensionner(pilote: webdriver.Chrome, taille: tuple[int, int]) -> None:
    """Give the page a width and a height, whatever the window's."""
    largeur, hauteur = taille
    pilote.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {
            "width": largeur,
            "height": hauteur,
            "deviceScaleFactor": 1,
            "mobile": taille == ETROIT,
        },
    )
