"""The one grammar of addresses: from a query string to a selection, and back.

``lire`` never raises: whatever the text, it returns a selection and the notices. ``ecrire`` omits
defaults and keeps a fixed order, so one view has one address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

from data_layer.catalogue.schema import Lecture, Restitution, Vue
from data_layer.selection.avis import Avis, Choix
from data_layer.selection.contexte import Contexte
from data_layer.selection.modele import Selection, niveau_suivant
from data_layer.selection.periode import Periode

VERSION = 1
LONGUEUR_MAX = 2_000
ZONES_COMPAREES_MAX = 1
CLES = ("zone", "vs", "niveau", "periode", "noeud", "par", "lecture", "unite", "vue", "tri", "maj")
RESERVEES = ("vs_periode", "scenario", "v")

# One function a grammar version, from its pairs to those of the next one; links live as long as it does.
MIGRATIONS: Mapping[int, Callable[[dict[str, str]], dict[str, str]]] = {}


@dataclass(frozen=True, slots=True)
class Lu:
    """A selection as read, and what could not be taken."""

    selection: Selection
    avis: tuple[Avis, ...]

    @property
    def bloque(self) -> bool:
        return any(a.bloquant for a in self.avis)


def par_defaut(restitution: Restitution, contexte: Contexte) -> Selection:
    """France, the latest year, rows one level down, ranked on the first measure."""
    fin = contexte.etendue.fin
    return Selection(
        restitution=restitution,
        zone="fr",
        periode=Periode(fin, fin),
        niveau=niveau_suivant("fr", restitution.niveaux),
        unite=restitution.unites[0],
    )


def lire(restitution: Restitution, requete: str, contexte: Contexte) -> Lu:
    """Read a query string (with or without its ``?``).

    Every key that cannot be taken becomes a notice that says what is allowed.
    """
    avis: list[Avis] = []
    paires = _paires(requete.removeprefix("?"), avis)
    paires = _migrer(paires, avis)
    selection = par_defaut(restitution, contexte)
    lecteurs = _lecteurs(restitution)
    for cle in paires:
        if cle not in lecteurs and cle != "v":
            avis.append(_cle_inconnue(cle, restitution, tuple(lecteurs)))
    # The order of the readers is the order of dependence: a level is read against its zone.
    for cle, lecteur in lecteurs.items():
        if cle in paires:
            selection = lecteur(selection, paires[cle], contexte, avis)
    return Lu(selection, tuple(avis))


def _paires(requete: str, avis: list[Avis]) -> dict[str, str]:
    if len(requete) > LONGUEUR_MAX:
        message = (
            f"L'adresse est trop longue ({len(requete)} caractères, {LONGUEUR_MAX} au plus). "
            "Repartez de la restitution et refaites vos choix."
        )
        avis.append(Avis("adresse", message, bloquant=True))
        return {}
    paires: dict[str, str] = {}
    for cle, valeur in parse_qsl(requete, keep_blank_values=True, errors="replace"):
        if cle in paires:
            message = (
                f"Le paramètre « {_court(cle)} » figure deux fois. Gardez-en un ; "
                "plusieurs valeurs s'écrivent séparées par des virgules."
            )
            avis.append(Avis(cle, message, bloquant=True))
        paires[cle] = valeur
    return paires


def _migrer(paires: dict[str, str], avis: list[Avis]) -> dict[str, str]:
    version = paires.get("v", str(VERSION))
    if not version.isascii() or not version.isdigit() or not 1 <= int(version[:6]) <= VERSION:
        message = (
            f"La version « {_court(version)} » des adresses est inconnue ; {VERSION} est comprise."
        )
        avis.append(Avis("v", message, (Choix(str(VERSION), f"version {VERSION}"),)))
        return paires
    for depart in range(int(version), VERSION):
        paires = MIGRATIONS[depart](paires)
    return paires


_Lecteur = Callable[[Selection, str, Contexte, list[Avis]], Selection]


def _lecteurs(restitution: Restitution) -> dict[str, _Lecteur]:
    lecteurs: dict[str, _Lecteur] = {
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
        lecteurs[dimension.cle] = _lecteur_filtre(dimension.cle)
    return lecteurs


def _cle_inconnue(cle: str, restitution: Restitution, permises: tuple[str, ...]) -> Avis:
    if cle in CLES or cle in RESERVEES:
        message = f"Le paramètre « {cle} » ne s'applique pas à « {restitution.titre} »."
    else:
        message = f"Le paramètre « {_court(cle)} » est inconnu."
    return Avis(cle, f"{message} Paramètres permis : {', '.join(permises)}.")


def _lire_maj(selection: Selection, texte: str, contexte: Contexte, avis: list[Avis]) -> Selection:
    # Whether that release exists is the warehouse's to say, before the selection is read against it.
    return replace(selection, maj=texte or None)


def _zone_inconnue(cle: str, texte: str, contexte: Contexte) -> Avis:
    proches = contexte.zones.proches(texte, 5) if texte else ()
    choix = tuple(Choix(z.id, z.libelle) for z in proches) or (Choix("fr", "France"),)
    dit = f"La zone « {_court(texte)} » est inconnue." if texte else "Aucune zone n'est choisie."
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
            f"La période « {_court(texte)} » n'est pas disponible. Écrivez une année "
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
    avis.append(Avis(cle, f"{quoi} « {_court(texte)} » : valeur inconnue.", choix))
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


def _lecteur_filtre(cle: str) -> _Lecteur:
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


def ecrire(selection: Selection, contexte: Contexte) -> str:
    """The query string of a selection, without ``?``: defaults omitted, order fixed."""
    defaut = par_defaut(selection.restitution, contexte)
    zone = selection.zone or ""
    paires = [
        ("zone", zone, "fr"),
        ("vs", ",".join(selection.vs), ""),
        ("par", selection.par, defaut.par),
        ("niveau", selection.niveau, niveau_suivant(zone, selection.restitution.niveaux)),
        ("periode", selection.periode.ecrire(), defaut.periode.ecrire()),
        *((cle, ",".join(codes), "") for cle, codes in selection.filtres),
        ("lecture", str(selection.lecture), str(defaut.lecture)),
        ("unite", selection.unite, defaut.unite),
        ("vue", str(selection.vue), str(defaut.vue)),
        ("tri", selection.tri, ""),
        ("maj", selection.maj or "", ""),
    ]
    return "&".join(
        f"{c}={quote(v, safe=',.')}" for c, v, par_omission in paires if v != par_omission
    )


def _court(texte: str, limite: int = 40) -> str:
    """A visitor's text as a message may repeat it: short, and on one line."""
    propre = "".join(c if c.isprintable() else "·" for c in texte)
    return propre if len(propre) <= limite else f"{propre[:limite]}…"
