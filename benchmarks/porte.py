"""The door against its own SQL sent raw to DuckDB, and against pandas, on the same Parquet."""

from __future__ import annotations

from collections.abc import Callable

import duckdb
import pandas as pd

import data_layer
from benchmarks.mesure import Mesure, a_tour_de_role, rapport
from data_layer import ouverture as ouvertures
from data_layer.selection import Periode

QUESTIONS = {
    "France par région": "",
    "France par région, évolution": "lecture=evol",
    "Île-de-France et Hauts-de-France par département": "zone=reg-11&vs=reg-32",
    "France par catégorie": "par=categorie",
    "Meuse par établissement, dix ans": "zone=dep-55&periode=2015..2024",
    "France par département, un filtre": "niveau=departement&categorie=ch",
}

Requete = tuple[str, tuple[object, ...]]


def requetes_de(question: str) -> list[Requete]:
    """The SQL that a question sends, recorded on its way."""
    _par_la_porte(question)()  # opening the release asks for its zones: not part of the question
    moteur = ouvertures.moteur()
    envoyees: list[Requete] = []
    executer = moteur.executer

    def noter(sql: str, parametres: object = ()) -> object:
        envoyees.append((sql, tuple(parametres)))  # type: ignore[arg-type]
        return executer(sql, parametres)  # type: ignore[arg-type]

    moteur.executer = noter  # type: ignore[assignment,method-assign]
    try:
        _par_la_porte(question)()
    finally:
        moteur.executer = executer  # type: ignore[method-assign]
    return envoyees


def _par_la_porte(question: str) -> Callable[[], object]:
    def demander() -> object:
        data_layer.vider_memoire()
        return data_layer.repondre("activite-mco", question).resultat

    return demander


def _brut(requetes: list[Requete]) -> Callable[[], object]:
    base = duckdb.connect(":memory:", config={"threads": "1"})
    base.execute("SET enable_object_cache = true")
    jeu = ouvertures.ouvrir().release.jeux["activite_mco"]
    vue, fichier = ouvertures.nom_vue(jeu), jeu.fichier(jeu.name)
    base.execute(f"""CREATE VIEW "{vue}" AS SELECT * FROM read_parquet('{fichier}')""")

    def envoyer() -> object:
        return [base.execute(sql, list(p)).fetchnumpy() for sql, p in requetes]

    return envoyer


def _pandas(question: str) -> Callable[[], object]:
    """The main block of the question in pandas, the table already in memory."""
    jeu = ouvertures.ouvrir().release.jeux["activite_mco"]
    table = pd.read_parquet(jeu.fichier(jeu.name))
    selection = data_layer.lire("activite-mco", question).selection
    comptes = [m.cle for m in selection.restitution.mesures if not m.poids]
    moyennes = [m.cle for m in selection.restitution.mesures if m.poids]
    colonne = {"region": "region", "departement": "departement", "etablissement": "finess"}
    groupe = selection.par if selection.par != "zone" else colonne[selection.niveau]

    def une(periode: Periode) -> pd.DataFrame:
        lignes = table[table["annee"].between(periode.debut, periode.fin)]
        for genre, nom in (("reg", "region"), ("dep", "departement")):
            codes = [z.split("-")[1] for z in selection.zones if z.startswith(genre)]
            lignes = lignes[lignes[nom].isin(codes)] if codes else lignes
        produits = lignes[moyennes].mul(lignes["moyennes_poids"], axis=0)
        sommes = pd.concat([lignes[[f"{m}_plancher" for m in comptes]], produits], axis=1)
        return sommes.groupby(lignes[groupe], observed=True).sum()

    def calculer() -> object:
        periodes = [selection.periode]
        if selection.lecture != "total":
            periodes.append(selection.periode.decaler(-1))
        annuelles = [une(Periode(a, a)) for a in range(2015, 2025)]
        return [une(p) for p in periodes], annuelles

    return calculer


def mesurer() -> list[tuple[str, dict[str, Mesure], float, float]]:
    """For each question: durations, ratio to raw DuckDB, ratio to pandas."""
    resultats = []
    for nom, question in QUESTIONS.items():
        mesures = a_tour_de_role(
            {
                "query()": _par_la_porte(question),
                "DuckDB brut": _brut(requetes_de(question)),
                "pandas": _pandas(question),
            }
        )
        resultats.append(
            (nom, mesures, rapport(mesures, "DuckDB brut"), rapport(mesures, "pandas"))
        )
    return resultats
