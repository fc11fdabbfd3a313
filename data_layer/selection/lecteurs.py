"""One reader per key of an address: it takes a text into the selection, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from data_layer.catalogue.schema import Lecture, Restitution, Vue
from data_layer.selection.avis import Avis, Choix
from data_layer.selection.contexte import Contexte
from data_layer.selection.modele import Selection, niveau_suivant
from data_layer.selection.periode import Periode

ZONES_COMPAREES_MAX = 1

LIBELLES_NIVEAU: Mapping[str, str] = {
    "region": "Région",
    "departement": "Département",
    "etablissement": "Établissement",
}
LIBELLES_LECTURE: Mapping[str, str] = {
    "total": "Total",
    "evol": "Évolution N-1 (%)",
    "evol_val": "Évolution N-1 (valeur)",
}

Lecteur = Callable[[Selection, str, Contexte, list[Avis]], Selection]


def lecteurs(restitution: Restitution) -> dict[str, Lecteur]:
    """The readers of a restitution, in order of dependence: a level is read against its zone."""
    tous: dict[str, Lecteur] = {
        "maj": _lire_maj,
        "zone": _lire_zone,
        "vs": _lire_vs,
        "periode": _lire_periode,
        "par": _lire_par,
        "niveau": _lire_niveau,
        "lecture": _lire_lecture,
        "unite": _lire_unite,
        "vue": _lire_vue,
        "tri": _lire_tri,
    }
    for dimension in restitution.filtres:
        tous[dimension.cle] = _lecteur_filtre(dimension.cle)
    return tous


def _lire_maj(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    # Whether that release exists is the warehouse's to say, before the selection is read against it.
    return replace(selection, maj=texte or None)


def _zone_inconnue(cle: str, texte: str, contexte: Contexte) -> Avis:
    proches = contexte.zones.proches(texte, 5) if texte else ()
    choix = (*(Choix(z.id, z.libelle) for z in proches if z.id != "fr"), Choix("fr", "France"))
    dit = f"La zone « {court(texte)} » est inconnue." if texte else "Aucune zone n'est choisie."
    message = f"{dit} Une zone s'écrit fr, reg-11, dep-55 ou fin-550006795. Choisissez-en une."
    return Avis(cle, message, choix, bloquant=True)


def _lire_zone(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    if contexte.zones.get(texte) is None:
        avis.append(_zone_inconnue("zone", texte, contexte))
        return replace(selection, zone=None)
    niveau = niveau_suivant(texte, selection.restitution.niveaux)
    return replace(selection, zone=texte, niveau=niveau)


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
        if contexte.zones.get(code) is None:
            avis.append(_zone_inconnue("vs", code, contexte))
            return selection
    if selection.zone in demandees:
        avis.append(
            Avis("vs", "La zone comparée est déjà la zone principale ; choisissez-en une autre.")
        )
        return selection
    return replace(selection, vs=demandees)


def _lire_periode(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    etendue = contexte.etendue
    try:
        periode = Periode.lire(texte)
    except ValueError:
        periode = None
    dedans = periode and etendue.debut <= periode.debut and periode.fin <= etendue.fin
    if periode is None or not dedans:
        message = (
            f"La période « {court(texte)} » n'est pas disponible. Écrivez une année "
            f"({etendue.fin}) ou une suite d'années ({etendue.ecrire()})."
        )
        choix = (
            Choix(str(etendue.fin), str(etendue.fin)),
            Choix(etendue.ecrire(), etendue.libelle),
        )
        avis.append(Avis("periode", message, choix))
        return selection
    return replace(selection, periode=periode)


def _parmi(
    cle: str, texte: str, permis: Mapping[str, str], avis: list[Avis], quoi: str
) -> str | None:
    """The text when allowed, else a notice that lists what is."""
    if texte in permis:
        return texte
    choix = tuple(Choix(code, libelle) for code, libelle in permis.items())
    avis.append(Avis(cle, f"{quoi} « {court(texte)} » : valeur inconnue.", choix))
    return None


def _lire_par(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    permis = {
        n: (d.libelle if (d := selection.restitution.dimension(n)) else "Zone")
        for n in selection.restitution.natures
    }
    lu = _parmi("par", texte, permis, avis, "Répartition")
    return replace(selection, par=lu) if lu else selection


def _lire_niveau(
    selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
) -> Selection:
    permis = {n: LIBELLES_NIVEAU[n] for n in selection.restitution.niveaux}
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
    permis = {u: selection.restitution.mesure(u).libelle for u in selection.restitution.unites}
    lu = _parmi("unite", texte, permis, avis, "Unité")
    return replace(selection, unite=lu) if lu else selection


def _lire_vue(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    permis = {str(v): str(v).capitalize() for v in selection.restitution.formes}
    lu = _parmi("vue", texte, permis, avis, "Vue")
    return replace(selection, vue=Vue(lu)) if lu else selection


def _lire_tri(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    mesures = {m.cle: m.libelle for m in selection.restitution.mesures}
    permis = {"libelle": "Libellé"} | mesures
    permis |= {f"-{cle}": f"{libelle}, décroissant" for cle, libelle in permis.items()}
    lu = _parmi("tri", texte, permis, avis, "Tri")
    if lu is None or lu == f"-{selection.unite}":
        return selection
    return replace(selection, tri=lu)


def _lecteur_filtre(cle: str) -> Lecteur:
    def lire_filtre(
        selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]
    ) -> Selection:
        dimension = selection.restitution.dimension(cle)
        if dimension is None:
            return selection
        permis = {v.code: v.libelle for v in dimension.valeurs}
        lus = [_parmi(cle, t, permis, avis, dimension.libelle) for t in texte.split(",")[:50]]
        return selection.filtrer(cle, tuple(t for t in lus if t))

    return lire_filtre


def court(texte: str, limite: int = 40) -> str:
    """A visitor's text as a message may repeat it: short, and on one line."""
    propre = "".join(c if c.isprintable() else "·" for c in texte)
    return propre if len(propre) <= limite else f"{propre[:limite]}…"
