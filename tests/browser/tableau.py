"""The table as it is read: rows in the order shown, each as a record of texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.browser.navigateur import Navigateur

# AG Grid splits a row between its pinned and its middle parts: they are put together by index.
_LIGNES = """
const grille = document.getElementById("grille");
if (!grille?.matches("[data-etroit]")) return null;
const net = (t) => (t || "").replace(/\\s+/g, " ").trim();
// Rows are hidden until the grid has its layout, and do not all come out in the same frame.
const cache = (n) => net(n.textContent) && !net(n.innerText);
if ([...grille.querySelectorAll(".grille-nombre")].some(cache)) return null;
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

# A row as it is painted: what stands in a cell, and what stands under it (a share or an index).
_RANGEES = """
const net = (t) => (t || "").replace(/\\s+/g, " ").trim();
const lues = { tetes: new Map(), lignes: new Map() };
for (const case_ of document.querySelectorAll("#grille [role=gridcell][col-id]")) {
  const rangee = case_.closest("[row-index]");
  const ou = case_.closest(".ag-floating-top") ? lues.tetes : lues.lignes;
  const index = parseInt(rangee.getAttribute("row-index").replace(/\\D/g, ""), 10);
  const ligne = ou.get(index) || { code: "", libelle: "", rang: "", cases: [] };
  const id = case_.getAttribute("col-id");
  if (id === "rang") ligne.rang = net(case_.innerText);
  else if (id === "libelle") {
    ligne.libelle = net(case_.querySelector(".grille-nom").textContent);
    ligne.code = net(case_.querySelector(".grille-code > span:not(.grille-rang-etroit)")?.textContent);
  } else if (case_.querySelector(".grille-nombre")) {
    // A masked value has its word for screen readers beside its dots.
    const vu = case_.querySelector(".grille-nombre");
    ligne.cases.push([id, net((vu.querySelector("[aria-hidden]") || vu).innerText),
      net(case_.querySelector(".grille-part")?.innerText)]);
  }
  ou.set(index, ligne);
}
const trie = (m) => [...m].sort((a, b) => a[0] - b[0]).map((e) => e[1]);
return { tetes: trie(lues.tetes), lignes: trie(lues.lignes) };
"""
# Those the grid holds, the ones out of sight too.
_TOUTES = """
const net = (t) => (t || "").replace(/\\s+/g, " ").trim();
const grille = window.dash_ag_grid.getApi("grille");
const FIXES = new Set(["rang", "libelle", "actions", "detail"]);
const cles = grille.getColumns().map((c) => c.getColId()).filter((c) => !FIXES.has(c));
const lire = (d) => ({ code: d.s || "", libelle: net(d.l), rang: d.r === null ? "" : String(d.r),
  cases: cles.map((c) => [c, net(d[c][1]), net(d[c][2])]) });
const lignes = [];
grille.forEachNode((n) => lignes.push(lire(n.data)));
const tetes = [...Array(grille.getPinnedTopRowCount()).keys()].map(
  (i) => lire(grille.getPinnedTopRow(i).data));
return { tetes, lignes };
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


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row: ``cases`` holds, by column, what is written and what stands under it (share or index)."""

    code: str
    libelle: str
    rang: str
    cases: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rangees:
    """``tetes``: the main lines; ``lignes``: the others, in the order of the screen."""

    tetes: list[Rangee]
    lignes: list[Rangee]

    def ligne(self, code: str) -> Rangee:
        """The row of a code."""
        return next(li for li in self.lignes if li.code == code)


def lire_rangees(page: Navigateur, *, toutes: bool = False) -> Rangees:
    """The rows of the table of the address in the bar, once it is drawn.

    Those painted; with ``toutes`` those the grid holds, for a table higher than the window.
    """
    page.attendre_calme()
    lire_tableau(page)

    def une(brute: dict[str, Any]) -> Rangee:
        cases = {cle: (valeur, dessous) for cle, valeur, dessous in brute["cases"]}
        return Rangee(brute["code"], brute["libelle"], brute["rang"], cases)

    lues = page.js(_TOUTES if toutes else _RANGEES)
    return Rangees([une(t) for t in lues["tetes"]], [une(li) for li in lues["lignes"]])
