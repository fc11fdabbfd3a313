"""Measures and their values in sentences: what is counted, which verb, which unit."""

from __future__ import annotations

from components import francais
from components.formats import arrondir, mise, nombre
from data_layer.catalogue.mesures import POUR_HABITANTS, TAUX
from data_layer.catalogue.schema import Format
from data_layer.result import Cellule, Colonne, Statut

RELATIVE = "en valeur relative"
POUR = f" {POUR_HABITANTS}"

# What establishments do with what is counted; the other counts are what they carry out.
_VERBES = {"consommation": "consommé", "patients": "pris en charge"}


def nom_mesure(colonne: Colonne) -> str:
    """Return « le nombre de séjours (hors séances) », « la consommation LPP », « l'âge moyen »."""
    libelle = francais.minuscule(colonne.mesure.libelle)
    if colonne.mesure.est_compte or _est_taux_de_compte(colonne):
        return francais.elide("le nombre de", libelle)
    return francais.avec_article(libelle)


def quoi(colonne: Colonne) -> str:
    """Return the same in fewer words where things are counted: « les séjours », « l'âge moyen »."""
    if colonne.mesure.est_compte or _est_taux_de_compte(colonne):
        return f"les {francais.minuscule(colonne.mesure.libelle)}"
    return francais.avec_article(colonne.mesure.libelle)


def fait(colonne: Colonne, texte: str, *, seul: bool) -> str:
    """Return what is done with a volume: « ont réalisé 12 séjours », « totalise un montant de 3 € ».

    ``texte`` is the value as :func:`ecrit` gives it; ``seul``: the subject is singular.
    """
    m = colonne.mesure
    if m.format is Format.MONTANT:
        nom = francais.minuscule(m.libelle).removesuffix(POUR)
        quoi = francais.elide("de", texte)
        return f"{'totalise' if seul else 'totalisent'} {francais.avec_indefini(nom)} {quoi}"
    quoi = m.numerateur or "" if est_taux(colonne) else m.cle
    verbe = _VERBES.get(quoi, "réalisé")
    return f"{'a' if seul else 'ont'} {verbe} {texte}"


def se_fait(colonne: Colonne) -> bool:
    """Whether a value is something done (a volume or its rate), not a mean that is what it is."""
    return colonne.mesure.est_volume or est_taux(colonne)


def est_taux(colonne: Colonne) -> bool:
    """Whether a column relates a volume to inhabitants."""
    return colonne.cle == TAUX


def ecrit(cellule: Cellule, colonne: Colonne, *, signe: bool | None = None) -> str:
    """Return a shown value as a sentence says it: « au moins 1 234 », « environ 5,13 jours ».

    The evolution in % of a percentage says that it is relative: it is no number of points.
    """
    assert cellule.valeur is not None
    valeur = cellule.valeur if signe is None else abs(cellule.valeur)
    texte = nombre(valeur, colonne, signe=signe)
    if not mise(colonne).suffixe:
        texte += f"{francais.NBSP}{_unite(colonne, valeur)}"
    if est_taux(colonne) and not colonne.signe:
        texte += POUR
    if est_relative(colonne):
        texte += f" {RELATIVE}"
    reserve = {Statut.AU_MOINS: "au moins ", Statut.APPROCHE: "environ "}
    return reserve.get(cellule.statut, "") + texte


def est_relative(colonne: Colonne) -> bool:
    """Whether a column is the evolution, in percent, of a measure that is a percentage itself."""
    pourcent = colonne.format is colonne.mesure.format is Format.POURCENT
    return pourcent and colonne.signe


def accordee(unite: str, valeur: float, colonne: Colonne) -> str:
    """Return a unit in the number of a value as it is written: 1,996 reads « 2,00 jours »."""
    return francais.accorde(unite, float(arrondir(valeur, mise(colonne).decimales)))


def _est_taux_de_compte(colonne: Colonne) -> bool:
    """Counts are called by their unit, amounts of something by a name of their own."""
    m = colonne.mesure
    return est_taux(colonne) and m.libelle.lower().startswith(m.unite.lower())


def _unite(colonne: Colonne, valeur: float) -> str:
    m = colonne.mesure
    if (m.est_compte or _est_taux_de_compte(colonne)) and not colonne.signe:
        # The label says more than the unit (« séjours (hors séances) »); its nouns agree.
        libelle = francais.minuscule(m.libelle).removesuffix(POUR)
        mots = libelle.split(" et ")
        dits = [_accorder_premier(mot, valeur, colonne) for mot in mots]
        return " et ".join(dits)
    return accordee(colonne.unite, valeur, colonne)


def _accorder_premier(groupe: str, valeur: float, colonne: Colonne) -> str:
    premier, *suite = groupe.split(" ")
    return " ".join([accordee(premier, valeur, colonne), *suite])
