"""What the sheet of the tree picker lists: a place of the tree, or what answers a text."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.liens import attributs
from data_layer.catalogue.schema import Classification, Restitution
from data_layer.selection import Noeud, Noeuds, Selection

TYPE_OUVRIR = "arbre-ouvrir"
TYPE_CHOISIR = "arbre-choisir"
REPONSES_MAX = 30
Enfants = list[Component]


def nom_de(noeud: Noeud, restitution: Restitution) -> str:
    """A node in words: the root and the families as the declaration calls them."""
    arbre = restitution.classification
    if arbre is None:
        return noeud.libelle
    if not noeud.code:
        return arbre.racine
    return next((f.libelle for f in arbre.familles if f.cle == noeud.code), noeud.libelle)


def etape(noeud: Noeud) -> str:
    """A node as a step of a path: short, since the others stand beside it."""
    return noeud.libelle if noeud.code else "Tout"


def place(code: str, noeuds: Noeuds) -> str:
    """Where the sheet opens for a node: itself when there is something below it, else what holds it."""
    noeud = noeuds.get(code)
    if noeud is None:
        return ""
    return code if noeuds.enfants(code) else noeud.parent or ""


def parcours(ici: str, selection: Selection, noeuds: Noeuds) -> Enfants:
    """The place being browsed: its breadcrumb, then itself and the nodes right under it, to choose."""
    chemin = noeuds.chemin(ici) or noeuds.chemin("")
    lignes = [_ligne(chemin[-1], selection, noeuds, ici=True)]
    lignes += [_ligne(n, selection, noeuds) for n in noeuds.enfants(chemin[-1].code)]
    return [
        _fil(chemin),
        html.Ul(lignes, className="arbre-lignes", **attributs(data_place=chemin[-1].code)),
    ]


def reponses(texte: str, selection: Selection, noeuds: Noeuds) -> Enfants:
    """The nodes that answer a text, best first, each with the path that leads to it."""
    trouves = noeuds.chercher(texte, REPONSES_MAX)
    lignes = [_ligne(n, selection, noeuds, chemin=noeuds.chemin(n.code)[1:-1]) for n in trouves]
    return [
        html.P(_dire_combien(len(trouves)), className="arbre-compte", role="status"),
        html.Ul(lignes, className="arbre-lignes"),
    ]


def _dire_combien(total: int) -> str:
    if not total:
        return (
            "Aucun produit ne répond. Essayez un autre mot, ou le début d'un code LPP, ATC ou UCD."
        )
    if total >= REPONSES_MAX:
        return f"Les {REPONSES_MAX} meilleures réponses"
    return f"{total} réponse{'s' if total > 1 else ''}"


def _fil(chemin: Sequence[Noeud]) -> Component:
    etapes = [
        html.Li(
            html.Button(
                etape(n),
                id={"type": TYPE_OUVRIR, "noeud": n.code, "ou": "fil"},
                type="button",
            )
        )
        for n in chemin[:-1]
    ]
    etapes.append(html.Li(etape(chemin[-1]), **attributs(aria_current="location")))
    return html.Nav(
        html.Ol(etapes), className="arbre-fil", **attributs(aria_label="Place dans l'arbre")
    )


def _ligne(
    noeud: Noeud,
    selection: Selection,
    noeuds: Noeuds,
    *,
    ici: bool = False,
    chemin: Sequence[Noeud] = (),
) -> Component:
    """A node to choose, and a chevron to open what is under it. ``ici``: the place being browsed."""
    nom = nom_de(noeud, selection.restitution)
    choisi = noeud.code == selection.noeud
    marque = attributs(aria_current="true") if choisi else {}
    detail = _niveau(noeud, selection.restitution.classification)
    voie = " › ".join(etape(n) for n in chemin)
    boutons = [
        html.Button(
            [
                html.Span(nom, className="arbre-nom"),
                *([html.Span(detail, className="arbre-code")] if detail else []),
                *([html.Span("choisi", className="arbre-marque")] if choisi else []),
                *([html.Span(voie, className="arbre-voie")] if voie else []),
            ],
            id={"type": TYPE_CHOISIR, "noeud": noeud.code},
            className="arbre-choix",
            type="button",
            title=f"Choisir {nom}",
            **attributs(data_arbre="choisir"),
            **marque,
        )
    ]
    if not ici and noeuds.enfants(noeud.code):
        boutons.append(
            html.Button(
                "›",
                id={"type": TYPE_OUVRIR, "noeud": noeud.code, "ou": "liste"},
                className="arbre-ouvrir",
                type="button",
                title="Ouvrir",
                **attributs(aria_label=f"Ouvrir {nom}"),
            )
        )
    return html.Li(boutons, className="arbre-ligne arbre-ici" if ici else "arbre-ligne")


def _niveau(noeud: Noeud, arbre: Classification | None) -> str:
    """``Chapitre 0301``; nothing for the root and the families."""
    niveau = arbre.niveau_de(noeud.code) if arbre and noeud.code_court else None
    return f"{niveau.libelle} {noeud.code_court}" if niveau else ""
