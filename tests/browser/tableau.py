"""The table as it is read: rows in the order shown, each as a record of texts."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.navigateur import Navigateur

# AG Grid splits a row between its pinned and its middle parts: they are put together by index.
_LIGNES = """
const grille = document.getElementById("grille");
if (!grille) return null;
const net = (t) => (t || "").replace(/\\s+/g, " ").trim();
const lire = (zone) => {
  const lues = new Map();
  for (const case_ of grille.querySelectorAll(zone + " [role=gridcell][col-id]")) {
    const rangee = case_.closest("[row-index]");
    const index = parseInt(rangee.getAttribute("row-index").replace(/\\D/g, ""), 10);
    const ligne = lues.get(index) || {};
    const id = case_.getAttribute("col-id");
    const nom = case_.querySelector(".grille-nom");
    ligne[id] = id === "libelle" && nom ? net(nom.textContent) : net(case_.innerText);
    if (id === "libelle") ligne.zone = case_.querySelector("[data-zone]")?.dataset.zone || "";
    lues.set(index, ligne);
  }
  return [...lues].sort((a, b) => a[0] - b[0]).map((e) => e[1]);
};
return { tetes: lire(".ag-floating-top"), lignes: lire(".ag-body") };
"""

# The grid draws names first; a row is there when it has values.
_SANS_VALEUR = {"rang", "libelle", "zone", "actions", "detail"}


@dataclass(frozen=True, slots=True)
class Tableau:
    """``tetes``: the main lines; ``lignes``: the others. Keys: ``rang``, ``libelle``, ``zone``, measures."""

    tetes: list[dict[str, str]]
    lignes: list[dict[str, str]]

    @property
    def noms(self) -> list[str]:
        return [ligne["libelle"] for ligne in self.lignes]

    @property
    def rangs(self) -> dict[str, str]:
        return {ligne["libelle"]: ligne["rang"] for ligne in self.lignes}


def lire_tableau(page: Navigateur, contient: str = "") -> Tableau:
    """Wait for rows with their values, and for one named ``contient`` when given."""

    def lire() -> Tableau | None:
        lu = page.js(_LIGNES)
        if not lu or not lu["tetes"] or not lu["lignes"]:
            return None
        if not all(any(ligne[c] for c in set(ligne) - _SANS_VALEUR) for ligne in lu["lignes"]):
            return None
        tableau = Tableau(lu["tetes"], lu["lignes"])
        return tableau if not contient or contient in tableau.noms else None

    tableau = page.attendre(lire, f"le tableau {contient}")
    assert tableau is not None
    return tableau
