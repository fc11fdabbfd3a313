"""One server and one browser for all; a clean page for each; nothing wrong in either log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import LARGE, lancer
from tests.browser.navigateur import Navigateur
from tests.browser.serveur import Serveur, servir

_ERREURS_SERVEUR = ("Traceback", "Request failed", "n'a pas pu être construite")


@pytest.fixture(scope="session")
def serveur(entrepot: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    """The application on the demonstration release of the tests."""
    with servir(entrepot, tmp_path_factory.mktemp("serveur") / "journal.txt") as en_marche:
        yield en_marche


@pytest.fixture(scope="session")
def navigateur_ouvert(
    serveur: Serveur, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Navigateur]:
    """The browser, with whatever the test before left in it: use ``page``."""
    telechargements = tmp_path_factory.mktemp("telechargements")
    pilote = lancer(tmp_path_factory.mktemp("profil"), telechargements)
    yield Navigateur(pilote, serveur.base, telechargements)
    pilote.quit()


@pytest.fixture
def page(navigateur_ouvert: Navigateur, serveur: Serveur) -> Iterator[Navigateur]:
    """A visitor who has just come, on a wide screen.

    After the test, an error in the console (refusals of the security policy included) or in the log of
    the server fails it.
    """
    page = navigateur_ouvert
    _nettoyer(page)
    debut = len(serveur.lu())
    yield page
    erreurs = erreurs_console(page)
    assert not erreurs, "erreurs de la console :\n" + "\n".join(erreurs)
    dit = serveur.lu(debut)
    assert not any(e in dit for e in _ERREURS_SERVEUR), f"erreur du serveur :\n{dit[-4000:]}"


@pytest.fixture
def autre_visiteur(
    serveur: Serveur, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Navigateur]:
    """A second browser, which shares nothing with the first."""
    telechargements = tmp_path_factory.mktemp("telechargements")
    pilote = lancer(tmp_path_factory.mktemp("profil"), telechargements)
    yield Navigateur(pilote, serveur.base, telechargements)
    pilote.quit()


def erreurs_console(page: Navigateur) -> list[str]:
    """The errors since the last call: reading the log empties it."""
    lignes = page.pilote.get_log("browser")  # type: ignore[no-untyped-call]
    return [str(ligne["message"]) for ligne in lignes if ligne["level"] == "SEVERE"]


def _nettoyer(page: Navigateur) -> None:
    """A blank page, a wide screen, no memory of the visit before, an empty log."""
    pilote = page.pilote
    pilote.get("about:blank")
    pilote.execute_cdp_cmd(
        "Storage.clearDataForOrigin",
        {"origin": page.base, "storageTypes": "cookies,local_storage,indexeddb,cache_storage"},
    )
    page.taille(LARGE)
    for fichier in page.telechargements.iterdir():
        fichier.unlink()
    erreurs_console(page)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Join the end of the server's log, and a picture of the page, to a failure."""
    resultat = yield
    rapport = resultat.get_result()  # type: ignore[attr-defined]
    fixtures = getattr(item, "funcargs", {})
    if not rapport.failed or "serveur" not in fixtures:
        return
    rapport.sections.append(("journal du serveur", fixtures["serveur"].lu()[-3000:]))
    page = fixtures.get("page")
    if page is not None:
        image = fixtures["serveur"].journal.parent / f"{item.name}.png"
        try:
            page.pilote.save_screenshot(str(image))
            rapport.sections.append(("image de la page", str(image)))
        except Exception as erreur:
            rapport.sections.append(("image de la page", f"impossible : {erreur}"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Selenium 4.2 is that which dash[testing] allows: it calls urllib3 in the old way, at each step."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.filterwarnings("ignore::DeprecationWarning:selenium"))
