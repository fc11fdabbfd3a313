"""What an imported list became: counts, then line by line, and the whole of it as a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.etat import court
from components.etats import notice
from components.formats import nombre
from components.francais import composer
from components.liens import attributs
from data_layer.paniers import Import, LigneLue, Verdict

ID_RAPPORT = "panier-rapport"
ID_RAPPORT_TEXTE = "panier-rapport-texte"
ID_EMPORTER = "panier-rapport-emporter"
MONTREES = 200
"""Lines shown on the page; the file has them all."""
EN_ENTIER = 5_000
"""Lines that the file repeats, with what was said of each; of the others it gives verdict and number."""
NOMS: Mapping[Verdict, str] = {
    Verdict.RETENU: "Retenu",
    Verdict.DOUBLON: "Doublon",
    Verdict.INCONNU: "Inconnu",
    Verdict.MAL_FORME: "Mal formé",
    Verdict.EN_TROP: "En trop",
    Verdict.ENTETE: "En-tête",
    Verdict.VIDE: "Ligne vide",
}
_SANS_SUITE = {Verdict.RETENU, Verdict.ENTETE, Verdict.VIDE}


def rapport(lu: Import, fichier: str) -> list[Component]:
    """The report on a list: what was kept, how many of each verdict, the lines."""
    montrees = lignes_montrees(lu.lignes)
    return [
        notice(
            resume(lu, fichier), list(lu.remarques) or _suite(lu), "info" if lu.zones else "alerte"
        ),
        *([_comptes(lu), _lignes(montrees, len(lu.lignes))] if lu.lignes else []),
        html.Button(
            "Télécharger le compte rendu (.txt)",
            id=ID_EMPORTER,
            type="button",
            className="bouton",
            hidden=not lu.lignes,
        ),
    ]


def refus(pourquoi: str) -> list[Component]:
    """A file that is not read; ``pourquoi`` is whole sentences."""
    return [notice("Fichier refusé", pourquoi, "erreur")]


def resume(lu: Import, fichier: str) -> str:
    """``liste.txt : 12 établissements retenus, sur 15 lignes lues.``"""
    gardes, lues = len(lu.zones), len(lu.lignes)
    nom = court(fichier) or "Liste"
    if not lues:
        return f"{nom} : le fichier est vide, rien n'est ajouté."
    dit = f"{nombre(gardes)} établissement{'s retenus' if gardes > 1 else ' retenu'}"
    if not gardes:
        dit = "aucun établissement retenu"
    return f"{nom} : {dit}, sur {nombre(lues)} ligne{'s' if lues > 1 else ''}."


def _suite(lu: Import) -> str:
    if not lu.zones:
        return "La forme attendue : un numéro FINESS par ligne, suivi ou non d'une virgule et d'un nom."
    return "Ils ont rejoint le panier ; ceux qui y étaient déjà n'y sont qu'une fois."


def lignes_montrees(lignes: Sequence[LigneLue]) -> tuple[LigneLue, ...]:
    """All lines when they are few; else those that were not kept first, each group in its order."""
    if len(lignes) > MONTREES:
        lignes = sorted(lignes, key=lambda ligne: ligne.verdict in _SANS_SUITE)
    return tuple(lignes[:MONTREES])


def texte_rapport(lu: Import, fichier: str) -> str:
    """Every line with its verdict, parted by tabs: what the button downloads.

    Beyond ``EN_ENTIER`` lines, which waits in the page, numbers stand by verdict.
    """
    comptes = [f"{NOMS[v]} : {n}" for v, n in lu.comptes.items()]
    lignes = (
        f"{ligne.numero}\t{NOMS[ligne.verdict]}\t{court(ligne.texte, 120)}\t{ligne.message}"
        for ligne in lu.lignes[:EN_ENTIER]
    )
    return "\r\n".join(
        [
            resume(lu, fichier),
            *lu.remarques,
            *comptes,
            "",
            "Ligne\tVerdict\tTexte lu\tDétail",
            *lignes,
            *_au_dela(lu.lignes[EN_ENTIER:]),
            "",
        ]
    )


def _au_dela(lignes: Sequence[LigneLue]) -> list[str]:
    """The numbers of lines, by verdict, runs written by their ends: ``Doublon : 5001-5003, 5007``."""
    if not lignes:
        return []
    suites: dict[Verdict, list[list[int]]] = {}
    for ligne in lignes:
        siennes = suites.setdefault(ligne.verdict, [])
        if siennes and siennes[-1][1] == ligne.numero - 1:
            siennes[-1][1] = ligne.numero
        else:
            siennes.append([ligne.numero, ligne.numero])
    dites = {
        v: ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in siennes)
        for v, siennes in suites.items()
    }
    titre = f"Lignes au-delà de la {EN_ENTIER}e, par verdict"
    return ["", titre, *(f"{NOMS[v]} : {dites[v]}" for v in Verdict if v in dites)]


def _comptes(lu: Import) -> Component:
    return html.Table(
        [
            html.Caption("Lignes lues, par verdict"),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(NOMS[v], scope="row"),
                            html.Td(nombre(n), className="chiffres panier-nombre"),
                        ]
                    )
                    for v, n in lu.comptes.items()
                ]
            ),
        ],
        className="tableau-simple panier-comptes",
    )


def _lignes(montrees: Sequence[LigneLue], total: int) -> Component:
    titre = "Ligne par ligne"
    if total > len(montrees):
        titre += (
            f" : {nombre(len(montrees))} lignes sur {nombre(total)}, celles qui n'ont pas été retenues "
            "d'abord ; toutes sont dans le compte rendu"
        )
    entetes = ("Ligne", "Texte lu", "Verdict", "Détail")
    return html.Div(
        html.Table(
            [
                html.Caption(titre),
                html.Thead(html.Tr([html.Th(nom, scope="col") for nom in entetes])),
                html.Tbody([_ligne(ligne) for ligne in montrees]),
            ],
            className="tableau-simple panier-lignes",
        ),
        className="panier-defile",
        tabIndex="0",
        role="region",
        **attributs(aria_label="Compte rendu ligne par ligne"),
    )


def _ligne(ligne: LigneLue) -> Component:
    return html.Tr(
        [
            html.Td(nombre(ligne.numero), className="chiffres panier-nombre"),
            html.Td(court(ligne.texte, 40)),
            html.Td(NOMS[ligne.verdict], className="panier-verdict"),
            html.Td(composer(ligne.message)),
        ],
        **attributs(data_verdict=str(ligne.verdict)),
    )
