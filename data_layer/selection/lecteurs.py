"""One reader per key of an address: it takes a text into the selection, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from data_layer.catalogue.mesures import POUR_HABITANTS, TAUX
from data_layer.catalogue.schema import RACINE, Lecture, Restitution, Vue
from data_layer.selection.avis import Avis, Choix, court
from data_layer.selection.contexte import Contexte
from data_layer.selection.lecture_periode import lire_periode, lire_vs_periode
from data_layer.selection.modele import Selection
from data_layer.selection.niveaux import libelle_niveau, niveaux_lignes
from data_layer.selection.noeud_inconnu import noeud_inconnu
from data_layer.selection.restrictions import (
    filtre_refuse,
    nature_refusee,
    unite_refusee,
    va_de_soi,
    valeur_refusee,
)

ZONES_COMPAREES_MAX = 1

LIBELLES_LECTURE: Mapping[str, str] = {
    "total": "Total",
    "evol": "Évolution N-1 (%)",
    "evol_val": "Évolution N-1 (valeur)",
}
LIBELLES_POUR: Mapping[str, str] = {"habitants": POUR_HABITANTS.capitalize()}
LIBELLES_PERIMETRE: Mapping[str, str] = {"constant": "Périmètre constant"}
LIBELLES_VUE: Mapping[str, str] = {
    "tableau": "Tableau",
    "graphique": "Graphique",
    "carte": "Carte",
    "annees": "Cinq ans",
}

# Read against the node: while that one is unknown, what they would refuse means nothing.
SELON_LE_NOEUD = frozenset({"par", "niveau", "unite", "tri"})

Lecteur = Callable[[Selection, str, Contexte, list[Avis]], Selection]


def lecteurs(restitution: Restitution) -> dict[str, Lecteur]:
    """The readers of a restitution, in order of dependence: a level is read against its zone."""
    tous: dict[str, Lecteur] = {"maj": _lire_maj, "zone": _lire_zone, "vs": _lire_vs}
    if restitution.classification is not None:
        tous["noeud"] = _lire_noeud
    tous["periode"] = lire_periode
    if restitution.deux_annees:
        tous["vs_periode"] = lire_vs_periode
    for dimension in restitution.filtres:
        tous[dimension.cle] = _lecteur_filtre(dimension.cle)
    tous |= {"par": _lire_par, "niveau": _lire_niveau}
    if restitution.evolutions:
        tous["lecture"] = _lire_lecture
    tous |= {"unite": _lire_unite}
    if restitution.par_habitant:
        tous["pour"] = _lire_pour
    tous |= {"vue": _lire_vue, "tri": _lire_tri}
    if Vue.ANNEES in restitution.formes:
        tous["perimetre"] = _lire_perimetre
    return tous


def _lire_maj(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    # Whether that release exists is the warehouse's to say, before the selection is read against it.
    return replace(selection, maj=texte or None)


def _zone_inconnue(cle: str, texte: str, contexte: Contexte, niveaux: tuple[str, ...]) -> Avis:
    proches = contexte.zones.proches(texte, 5) if texte else ()
    choix = (*(Choix(z.id, z.libelle) for z in proches if z.id != "fr"), Choix("fr", "France"))
    dit = f"La zone « {court(texte)} » est inconnue." if texte else "Aucune zone n'est choisie."
    ecrits = "fr, reg-11, dep-55 ou fin-550006795"
    if "ght" in niveaux:
        ecrits = "fr, reg-11, dep-55, ght-84G01, tds-84T01, fin-550006795 ou pan- et son empreinte"
    elif "tds" in niveaux:
        ecrits = "fr, reg-11, dep-55, tds-84T01 ou bv-55545"
    message = f"{dit} Une zone s'écrit {ecrits}. Choisissez-en une."
    return Avis(cle, message, choix, bloquant=True)


def _lire_zone(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    if (mauvaise := _zone_refusee("zone", texte, contexte, selection.restitution)) is not None:
        avis.append(mauvaise)
        return replace(selection, zone=None)
    return selection.avec(zone=texte)


def _zone_refusee(
    cle: str, texte: str, contexte: Contexte, restitution: Restitution
) -> Avis | None:
    """Why a zone may not be chosen: there is none of this code, or it is of a kind that says nothing here."""
    zone = contexte.zones.get(texte)
    if zone is None:
        return _zone_inconnue(cle, texte, contexte, restitution.niveaux)
    if not restitution.genres or zone.genre in restitution.genres:
        return None
    autour = [z for p in zone.parents if (z := contexte.zones.get(p)) is not None]
    permises = [z for z in autour if z.genre in restitution.genres]
    message = (
        f"« {restitution.titre} » ne se lit pas pour « {zone.libelle} » : choisissez une zone qui "
        "l'entoure, ou une autre."
    )
    return Avis(cle, message, tuple(Choix(z.id, z.libelle) for z in permises), bloquant=True)


def _lire_vs(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    demandees = tuple(dict.fromkeys(t for t in texte.split(",") if t))
    if len(demandees) > ZONES_COMPAREES_MAX:
        message = f"Une seule zone peut être comparée ici ; {len(demandees)} sont demandées."
        choix = tuple(
            Choix(z.id, z.libelle)
            for t in demandees[:8]
            if (z := contexte.zones.get(t)) is not None
        )
        avis.append(Avis("vs", message, choix, bloquant=True))
        return selection
    for code in demandees:
        if (mauvaise := _zone_refusee("vs", code, contexte, selection.restitution)) is not None:
            avis.append(mauvaise)
            return selection
    if selection.zone in demandees:
        avis.append(
            Avis("vs", "La zone comparée est déjà la zone principale ; choisissez-en une autre.")
        )
        return selection
    return replace(selection, vs=demandees)


def _lire_noeud(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    noeuds = contexte.noeuds
    declaree = selection.restitution
    if texte == RACINE and declaree.noeud and declaree.racine:
        return selection.choisir_noeud("")
    if noeuds is not None and texte and (code := noeuds.code_ecrit(texte)):
        return selection.choisir_noeud(code)
    proches = noeuds.chercher(texte.partition("-")[2] or texte, 5) if noeuds and texte else []
    choix = [Choix(n.code, n.libelle) for n in proches if n.code]
    choix += [Choix(f.code, f.libelle) for f in (noeuds.enfants("") if noeuds else ())]
    message = noeud_inconnu(texte, selection.restitution, noeuds)
    avis.append(Avis("noeud", message, tuple(dict.fromkeys(choix)), bloquant=True))
    return selection


def _parmi(
    cle: str,
    texte: str,
    permis: Mapping[str, str],
    avis: list[Avis],
    quoi: str,
    pourquoi: Callable[[str], str | None] = lambda _: None,
) -> str | None:
    """The text when allowed, else a notice that lists what is; ``pourquoi``: why not here."""
    if texte in permis:
        return texte
    choix = tuple(Choix(code, libelle) for code, libelle in permis.items())
    message = pourquoi(texte) or f"{quoi} « {court(texte)} » : valeur inconnue."
    avis.append(Avis(cle, message, choix))
    return None


def _lire_par(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    permis = {n: libelle_nature(selection.restitution, n) for n in selection.offre.natures}
    lu = _parmi("par", texte, permis, avis, "Répartition", partial(nature_refusee, selection))
    return selection.avec(par=lu) if lu else selection


def _lire_niveau(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    permis = {n: libelle_niveau(selection.restitution, n) for n in niveaux_lignes(selection)}
    lu = _parmi("niveau", texte, permis, avis, "Niveau")
    return replace(selection, niveau=lu) if lu else selection


def _lire_lecture(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    lu = _parmi("lecture", texte, LIBELLES_LECTURE, avis, "Lecture")
    return replace(selection, lecture=Lecture(lu)) if lu else selection


def _lire_unite(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    offre = selection.offre
    permis = {u: offre.mesure(u).libelle for u in offre.unites}
    lu = _parmi("unite", texte, permis, avis, "Unité", partial(unite_refusee, selection))
    return replace(selection, unite=lu) if lu else selection


def _lire_pour(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    lu = _parmi("pour", texte, LIBELLES_POUR, avis, "Rapport")
    return replace(selection, pour=lu) if lu else selection


def _lire_perimetre(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    lu = _parmi("perimetre", texte, LIBELLES_PERIMETRE, avis, "Périmètre")
    if lu and selection.vue is not Vue.ANNEES:
        message = (
            "Le périmètre constant ne concerne que la vue « Cinq ans » : il n'est pas appliqué."
        )
        avis.append(Avis("perimetre", message, (Choix("", "Retirer ce choix"),)))
        return selection
    return replace(selection, perimetre=lu) if lu else selection


def _lire_vue(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    permis = {str(v): LIBELLES_VUE[v] for v in selection.restitution.formes}
    lu = _parmi("vue", texte, permis, avis, "Vue")
    return replace(selection, vue=Vue(lu)) if lu else selection


def _lire_tri(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    offertes = selection.offre.colonnes(selection.restitution, selection.unite)
    mesures = {m.cle: m.libelle for m in offertes}
    if selection.rapportee:
        mesures = {TAUX: LIBELLES_POUR[selection.pour], **mesures}
    permis = {"libelle": "Libellé"} | mesures
    permis |= {f"-{cle}": f"{libelle}, décroissant" for cle, libelle in permis.items()}
    lu = _parmi("tri", texte, permis, avis, "Tri")
    if lu is None or lu == f"-{selection.meneuse}":
        return selection
    return replace(selection, tri=lu)


def _lecteur_filtre(cle: str) -> Lecteur:
    def lire_filtre(
        selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
    ) -> Selection:
        dimension = next((d for d in selection.offre.filtres if d.cle == cle), None)
        if dimension is None:
            declaree = selection.restitution.dimension(cle)
            if declaree is not None and not va_de_soi(selection, declaree, texte):
                message = filtre_refuse(selection, declaree)
                avis.append(Avis(cle, message, (Choix("", "Retirer ce filtre"),)))
            return selection
        permis = {v.code: v.libelle for v in dimension.valeurs}
        demandes = texte.split(",")[:50]
        if dimension.unique and len(demandes) > 1:
            message = f"{dimension.libelle} : une seule valeur se choisit ; {len(demandes)} sont demandées."
            choix = tuple(Choix(t, permis[t]) for t in dict.fromkeys(demandes) if t in permis)
            avis.append(Avis(cle, message, choix))
            return selection
        declaree = selection.restitution.dimension(cle) or dimension
        refus = partial(valeur_refusee, declaree)
        lus = [_parmi(cle, t, permis, avis, dimension.libelle, refus) for t in demandes]
        return selection.filtrer(cle, tuple(t for t in lus if t))

    return lire_filtre


def libelle_nature(restitution: Restitution, nature: str) -> str:
    """What rows are, as the banner names it: ``Zone``, ``Classification``, ``GHM``."""
    if (dimension := restitution.dimension(nature)) is not None:
        return dimension.libelle
    if (referentiel := restitution.referentiel(nature)) is not None:
        return referentiel.libelle
    arbre = restitution.classification
    return arbre.libelle if nature == "classification" and arbre else "Zone"
