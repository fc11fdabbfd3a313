"""The parts of a restitution page that follow the selection, each under its own id.

:func:`parties` gives all of them for one answer, so that the first page and every later repaint are
built by the same code. A part that fails is replaced by a state of its own; the others stay.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components import etats
from components.adresses import adresse, adresse_corrigee
from components.arbre_liste import etape, nom_de
from components.bandeau import INDICE_PERIODE
from components.cartes_chiffres import cartes
from components.charts import vue_annees, vue_graphique
from components.francais import composer
from components.lecture import note_de_lecture, phrase_masque, phrase_source
from components.liens import attributs, lien
from components.maps.carte import carte
from components.outils import outils
from components.refus import avis_refus, etat_refus, indice_periode, lignes_absentes
from components.sans_resultat import avis_masque, sans_resultat
from components.signes import signes
from components.tables.grille import grille
from data_layer import Reponse
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from data_layer.selection import Contexte, Selection
from geodata.zones import Genre, Zones

_journal = logging.getLogger(__name__)
Enfants = Component | list[Component] | str

_EMBOITEES = (Genre.FRANCE, Genre.REGION, Genre.DEPARTEMENT)
PARTIES = ("fil", "titre", "avis", "chiffres", "outils", "vue", "lecture")
INERTES = (*(nom for nom in PARTIES if nom != "vue"), INDICE_PERIODE)
"""The parts that Dash does not follow (``components.inerte``); the last one stands in the banner."""


def partie(nom: str, construire: Callable[[], Enfants]) -> Enfants:
    """Build one part; if it fails, say so in its place and log why."""
    try:
        return construire()
    except Exception:
        _journal.exception("la partie %s n'a pas pu être construite", nom)
        return etats.en_echec(nom)


def parties(
    reponse: Reponse, contexte: Contexte, sauf: tuple[str, ...] = ()
) -> Mapping[str, Enfants]:
    """Children of each part of the page and of the banner, for an answer or an address to be mended.

    ``sauf``: parts that stay as they are and need not be built.
    """
    selection, resultat = reponse.lu.selection, reponse.resultat
    communes: dict[str, Enfants] = {
        "fil": partie("le fil d'Ariane", lambda: fils_ariane(selection, contexte)),
        "avis": partie("les avis", lambda: avis(reponse, contexte)),
        INDICE_PERIODE: [] if resultat is None else indice_periode(resultat),
    }
    if resultat is None:
        entete = html.H1(selection.restitution.titre, className="titre-resultat")
        return communes | {nom: [] for nom in PARTIES[3:]} | {"titre": entete}
    if (rien := _rien(resultat, contexte)) is not None:
        # Only dashes to show: one state stands for the view, its figures and its reading note.
        communes |= {"titre": partie("le titre", lambda: titre(resultat))}
        communes |= {"outils": partie("les outils", lambda: outils(resultat))}
        return communes | {"chiffres": [], "vue": rien, "lecture": []}
    constructeurs: Mapping[str, tuple[str, Callable[[], Enfants]]] = {
        "titre": ("le titre", lambda: titre(resultat)),
        "outils": ("les outils", lambda: outils(resultat)),
        "chiffres": ("les chiffres clés", lambda: cartes(resultat)),
        "vue": ("la vue", lambda: vue(resultat)),
        "lecture": (
            "la note de lecture",
            lambda: [] if _a_choisir(resultat) else lecture(resultat),
        ),
    }
    # A view without rows is a state, also where a table stands that could have taken the next ones.
    sauf = () if lignes_absentes(resultat) else sauf
    return communes | {
        cle: partie(nom, construire)
        for cle, (nom, construire) in constructeurs.items()
        if cle not in sauf
    }


def _a_choisir(resultat: Resultat) -> bool:
    """Whether a choice is missing, so that there is nothing to read yet."""
    return resultat.refus is not None and bool(resultat.refus.titre)


def _rien(resultat: Resultat, contexte: Contexte) -> Component | None:
    """The state of a result without a figure; a failure there leaves the ordinary parts."""
    try:
        return sans_resultat(resultat, contexte)
    except Exception:
        _journal.exception("l'état sans résultat n'a pas pu être construit")
        return None


def resume(reponse: Reponse) -> str:
    """The selection in a few words, for the narrow banner."""
    if reponse.resultat is None:
        return "Choisir une zone"
    selection, noeuds = reponse.lu.selection, reponse.contexte.noeuds
    lieux = " et ".join(z.libelle for z in reponse.resultat.zones)
    if selection.hors_activite:
        return ", ".join([lieux, selection.offre.mesure(selection.unite).court])
    noeud = noeuds.get(selection.noeud) if noeuds is not None and selection.noeud else None
    produit = [nom_de(noeud, selection.restitution)] if noeud is not None else []
    return ", ".join([lieux, selection.periode.libelle, *produit])


def fils_ariane(selection: Selection, contexte: Contexte) -> list[Component]:
    """Where the reader is: the zone inside larger ones, and the node inside its classification."""
    noeuds = contexte.noeuds
    classee = noeuds is not None and selection.noeud and not selection.hors_activite
    produits = noeuds.chemin(selection.noeud) if noeuds is not None and classee else ()
    chemins = {
        "Territoire": _chemin_zone(selection, contexte.zones),
        "Classification": [(etape(n), adresse(selection.choisir_noeud(n.code))) for n in produits],
    }
    # A path of one step would only repeat the title.
    return [_fil(nom, chemin) for nom, chemin in chemins.items() if len(chemin) > 1]


def _chemin_zone(selection: Selection, zones: Zones) -> list[tuple[str, str]]:
    """France > région > département > établissement."""
    zone = zones.get(selection.zone) if selection.zone else None
    if zone is None:
        return []
    # Territories cross one another: only what lies wholly inside the next one makes a path.
    parents = (zones.get(p) for p in reversed(zone.parents))
    autour = [z for z in parents if z is not None and z.genre in _EMBOITEES]
    return [(z.libelle, adresse(selection.prendre(z.id))) for z in (*autour, zone)]


def _fil(nom: str, chemin: Sequence[tuple[str, str]]) -> Component:
    """A breadcrumb of (label, address): each step but the last is a link."""
    etapes = [html.Li(lien(libelle, href)) for libelle, href in chemin[:-1]]
    etapes.append(html.Li(chemin[-1][0], **attributs(aria_current="page")))
    return html.Nav(html.Ol(etapes), className="fil-ariane", **attributs(aria_label=nom))


def avis(reponse: Reponse, contexte: Contexte) -> list[Component]:
    """The notices of an address, each with links that mend it; an unknown zone offers a choice.

    Then that of an answer whose rows are not published, or whose main lines are masked.
    """

    selection = reponse.lu.selection

    def mendee(cle: str, valeur: str) -> str:
        return adresse_corrigee(selection.slug, reponse.requete, cle, valeur, selection.panneau)

    zones = [a for a in reponse.lu.avis if a.bloquant and a.cle in ("zone", "vs")]
    autres = [a for a in reponse.lu.avis if a not in zones]
    dits = [etats.zone_inconnue(a, mendee) for a in zones]
    suite = _avis_du_secret(reponse.resultat, contexte) if reponse.resultat else []
    return [*([etats.notices(autres, mendee)] if autres else []), *dits, *suite]


def _avis_du_secret(resultat: Resultat, contexte: Contexte) -> list[Component]:
    """What secrecy hides, said once: of the rows, else of the main lines."""
    if resultat.refus is not None:
        refus = avis_refus(resultat)
        return [refus] if refus is not None else []
    masque = avis_masque(resultat, contexte)
    return [masque] if masque is not None else []


def titre(resultat: Resultat) -> Component:
    """What, where, when; under it every other choice in force, then what to know before reading."""
    return html.Div(
        [
            html.H1(resultat.titre, className="titre-resultat"),
            html.Div(
                [
                    html.P(resultat.sous_titre, className="sous-titre"),
                    *(
                        html.P(composer(r), className="sous-titre remarque")
                        for r in resultat.remarques
                    ),
                ],
                className="sous-titres",
            ),
        ]
    )


def vue(resultat: Resultat) -> Component:
    """The view asked for, or what stands for it when no row of it is published."""
    if (refuse := etat_refus(resultat)) is not None:
        return refuse
    constructeurs: Mapping[Vue, Callable[[Resultat], Component]] = {
        Vue.TABLEAU: grille,
        Vue.GRAPHIQUE: vue_graphique,
        Vue.CARTE: carte,
        Vue.ANNEES: vue_annees,
    }
    forme = resultat.selection.vue
    return html.Div(constructeurs[forme](resultat), className=f"vue vue-{forme}")


def lecture(resultat: Resultat) -> Component:
    """Under each view: the reading sentence, what a row is, source, masked share, update."""
    return html.Div(
        [
            html.P(note_de_lecture(resultat)),
            html.P(
                [
                    " — ".join(
                        t
                        for t in (
                            phrase_source(resultat),
                            phrase_masque(resultat),
                            resultat.sens_ligne,
                        )
                        if t
                    ),
                    " — ",
                    lien("Méthode", "/methodologie"),
                ],
                className="note-source",
            ),
            *signes(resultat),
        ],
        className="note-lecture",
    )
