"""The selection banner: one labelled control a choice, and their values for a selection.

The banner is built once a page; afterwards only values change (``components.choix``), so that focus stays
where the visitor put it.
"""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.choix import CLES_ZONE, valeurs
from components.liens import attributs
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_NIVEAU,
    Contexte,
    Selection,
)
from geodata.texte import sans_accent
from geodata.zones import Zone, Zones

Options = list[dict[str, Any]]
_GENRES = {"reg": "Région", "dep": "Département", "fin": "Établissement", "fr": ""}


def identifiant(cle: str) -> dict[str, str]:
    """The id of the control of a choice; zone pickers are apart, their options come as one types."""
    return {"type": "choix-zone" if cle in CLES_ZONE else "choix", "cle": cle}


def option_zone(zone: Zone, index: Zones) -> dict[str, Any]:
    """An option of a zone picker: name, what it is and where, and the texts that find it."""
    region = next((z for p in zone.parents if (z := index.get(p)) and p.startswith("dep-")), None)
    genre = _GENRES.get(str(zone.genre), "")
    code = "" if zone.id == "fr" else zone.code
    detail = " · ".join(t for t in (genre, code, region.libelle if region else "") if t)
    libelle = f"{zone.libelle} ({detail})" if detail else zone.libelle
    return {"label": libelle, "value": zone.id, "search": f"{libelle} {sans_accent(libelle)}"}


def options_zone(texte: str, choisie: str | None, index: Zones, limite: int = 30) -> Options:
    """Options for what is being typed, best first; the chosen zone is always known to the picker.

    With nothing typed: France, the régions, then the départements.
    """
    actuelle = index.get(choisie) if choisie else None
    choisie_seule = [option_zone(actuelle, index)] if actuelle else []
    if not texte.strip():
        zones = [z for g in ("fr", "reg", "dep") for z in index.toutes() if z.genre == g]
        return choisie_seule + [option_zone(z, index) for z in zones if z != actuelle]
    # The picker filters what it is given by the typed text: options found by a near miss carry it; the
    # chosen zone does not, so that it gives its name to the field and stays out of the answers.
    trouvees = index.chercher(texte, limite)
    options = [option_zone(z, index) for z in trouvees]
    options = [{**option, "search": f"{option['search']} {texte}"} for option in options]
    return options + (choisie_seule if actuelle not in trouvees else [])


def bandeau(selection: Selection, contexte: Contexte, resume: str) -> Component:
    """The whole banner. ``resume`` states the selection on the button that folds it when narrow."""
    return html.Section(
        [
            html.Button(
                resume,
                id="bandeau-resume",
                className="bandeau-resume",
                type="button",
                **attributs(aria_expanded="false", data_bascule="bandeau-corps"),
            ),
            html.Div(
                [
                    html.Div(_premier_rang(selection, contexte), className="bandeau-rang"),
                    html.Div(_second_rang(selection), className="bandeau-filtres"),
                ],
                id="bandeau-corps",
                className="bandeau-corps",
            ),
        ],
        className="bandeau",
        **attributs(aria_label="Sélection"),
    )


def _premier_rang(selection: Selection, contexte: Contexte) -> list[Component]:
    v = valeurs(selection)
    annees: Options = [
        {"label": str(a), "value": a}
        for a in range(contexte.etendue.fin, contexte.etendue.debut - 1, -1)
    ]
    echanger = html.Button(
        "⇄",
        id="echanger",
        className="bouton bouton-icone bandeau-echange",
        type="button",
        disabled=not selection.vs,
        title="Échanger les deux zones",
        **attributs(aria_label="Échanger les deux zones"),
    )
    effacer = html.Button(
        "Réinitialiser", id="reinitialiser", className="bouton bouton-discret", type="button"
    )
    return [
        _zone("zone", "Zone", v["zone"], contexte.zones, "principale", "z"),
        echanger,
        _zone("vs", "Comparer avec", v["vs"], contexte.zones, "comparee", "c"),
        _choix("fin", "Année", annees, v["fin"], classe="champ champ-court"),
        _choix(
            "debut",
            "Cumul depuis",
            annees,
            v["debut"],
            placeholder="une année",
            classe="champ champ-court",
            effacable=True,
        ),
        effacer,
    ]


def _second_rang(selection: Selection) -> list[Component]:
    v, restitution = valeurs(selection), selection.restitution
    niveaux = [{"label": LIBELLES_NIVEAU[n], "value": n} for n in restitution.niveaux]
    natures = [{"label": d.libelle, "value": d.cle} for d in restitution.dimensions if d.ventile]
    unites = [{"label": restitution.mesure(u).libelle, "value": u} for u in restitution.unites]
    lectures = [{"label": libelle, "value": code} for code, libelle in LIBELLES_LECTURE.items()]
    champs = [
        _choix("rangees", "Détail par", niveaux + natures, v["rangees"]),
        _choix("unite", "Unité", unites, v["unite"]),
        _choix("lecture", "Lecture", lectures, v["lecture"]),
    ]
    for dimension in restitution.filtres:
        options = [
            {"label": valeur.court or valeur.libelle, "value": valeur.code, "title": valeur.libelle}
            for valeur in dimension.valeurs
        ]
        champs.append(
            _choix(
                dimension.cle,
                dimension.libelle,
                options,
                v[dimension.cle],
                multi=True,
                placeholder=dimension.tous.capitalize(),
            )
        )
    return champs


_TEXTES: Any = {
    "search": "Rechercher",
    "select_all": "Tout choisir",
    "deselect_all": "Ne rien choisir",
    "selected_count": "{num_selected} choisies",
    "clear_search": "Effacer la recherche",
    "clear_selection": "Effacer le choix",
    "no_options_found": "Aucune réponse",
}


def _zone(
    cle: str, libelle: str, valeur: str | None, index: Zones, role: str, touche: str
) -> Component:
    picker = dcc.Dropdown(
        id=identifiant(cle),
        options=options_zone("", valeur, index),
        value=valeur,
        clearable=cle == "vs",
        placeholder="Choisir une zone" if cle == "zone" else "Aucune",
        maxHeight=360,
        search_order="original",
        labels=_TEXTES,
    )
    return html.Div(
        [html.Label(libelle, className="champ-libelle"), picker],
        className="champ champ-zone",
        **attributs(data_zone=role, data_raccourci=touche),
    )


def _choix(
    cle: str,
    libelle: str,
    options: Options,
    valeur: Any,
    *,
    multi: bool = False,
    placeholder: str = "",
    classe: str = "champ",
    effacable: bool = False,
) -> Component:
    picker = dcc.Dropdown(
        id=identifiant(cle),
        options=options,
        value=valeur,
        multi=multi,
        clearable=multi or effacable,
        searchable=False,
        placeholder=placeholder,
        labels=_TEXTES,
    )
    return html.Div([html.Label(libelle, className="champ-libelle"), picker], className=classe)
