"""Market shares: who treats the residents of a zone, and how concentrated that is."""

from __future__ import annotations

from tests.data_layer.flux.oracle_base import (
    LIEUX,
    MASQUE,
    SANS_OBJET,
    Base,
    Cellule,
    Demande,
    Somme,
    deriver,
    part_masquee,
    pour,
)

Mesures = dict[str, Cellule]
GENRES = (
    *("daf", "daf-public", "daf-public-ch", "daf-public-chr", "daf-public-autre-public"),
    *("daf-pnl", "daf-pnl-clcc", "daf-pnl-ebnl", "oqn", "oqn-prive", "oqn-pnl"),
)
FINS = tuple(c for c in GENRES if not any(x.startswith(c + "-") for x in GENRES))
RIEN: Mesures = {"volume": SANS_OBJET, "part": SANS_OBJET}


class Parts:
    """What ``parts-de-marche`` answers to one selection."""

    def __init__(self, base: Base, d: Demande) -> None:
        self.base, self.d = base, d
        self.connues = base.annees(d.noeud)
        self.colonne = LIEUX["fin" if d.niveau == "etablissement" else "fig"]
        self._lues: dict[tuple[int, str, str], dict[object, Somme]] = {}

    def par(self, annee: int, zone: str, colonne: str) -> dict[object, Somme]:
        """Sums by establishment, by kind (``genre``) or all together (``""``)."""
        if (annee, zone, colonne) not in self._lues:

            def cle(r: dict, s: dict, k: int) -> object:
                if colonne == "genre":
                    return f"{s['secteur']}-{s['statut']}-{s['categorie']}"
                if colonne and zone != "fr":
                    return self.base.ailleurs(r, s, colonne)
                return s[colonne] if colonne else ""

            self._lues[annee, zone, colonne] = self.base.sommes(self.d, annee, cle, de=zone)
        return self._lues[annee, zone, colonne]

    def total(self, annee: int, zone: str) -> Cellule:
        if annee not in self.connues:
            return SANS_OBJET
        return self.base.volume(self.d, self.par(annee, zone, "").get("", Somme()))

    def une(self, annee: int, zone: str, somme: Somme) -> Mesures:
        if annee not in self.connues:
            return RIEN
        volume, total = self.base.volume(self.d, somme), self.total(annee, zone)
        return {"volume": volume, "part": deriver(lambda v, t: pour(v, t, 100), volume, total)}

    def etablissement(self, annee: int, zone: str, code: str) -> Mesures:
        return self.une(annee, zone, self.par(annee, zone, self.colonne).get(code, Somme()))

    def genre(self, annee: int, zone: str, code: str) -> Mesures:
        tout = Somme()
        for nom, s in self.par(annee, zone, "genre").items():
            if f"{nom}-".startswith(f"{code}-"):
                tout.ajouter(s)
        return self.une(annee, zone, tout)

    @staticmethod
    def deux(courant: Mesures, avant: Mesures) -> Mesures:
        return courant | {
            "volume_avant": avant["volume"],
            "part_avant": avant["part"],
            "ecart_part": deriver(lambda a, b: a - b, courant["part"], avant["part"]),
        }

    def presents(self, zone: str, annees: list[int], colonne: str) -> list[str]:
        return sorted({str(c) for a in annees for c in self.par(a, zone, colonne)})

    def zones(self) -> list[str]:
        return [z for z in (self.d.zone, self.d.vs) if z]

    def etablissements(self) -> dict[tuple, Mesures]:
        a = self.d.annee
        return {
            (i, c): self.deux(self.etablissement(a, z, c), self.etablissement(a - 1, z, c))
            for i, z in enumerate(self.zones())
            for c in self.presents(z, [a, a - 1], self.colonne)
        }

    def blocs(self) -> dict[str, dict[tuple, Mesures]]:
        a = self.d.annee
        synthese = {
            (i, c): self.deux(self.genre(a, z, c), self.genre(a - 1, z, c))
            for i, z in enumerate(self.zones())
            for c in GENRES
        }
        return {
            "classement": synthese if self.d.par == "statut" else self.etablissements(),
            "synthese": synthese,
            "concentration": {
                (i, str(x)): self.concentration(x, z)
                for i, z in enumerate(self.zones())
                for x in self.connues
            },
            "evolution": {
                (i, f"{x}|{c}"): self.genre(x, z, c)
                for i, z in enumerate(self.zones())
                for x in self.connues
                for c in FINS
            },
        }

    def concentration(self, annee: int, zone: str) -> Mesures:
        """Exact when all is shown, else the lower bound that masked cells of one at least leave."""
        par = self.par(annee, zone, "finess")
        lues = [self.base.volume(self.d, s) for s in par.values()]
        loin = [v for (v, s), c in zip(lues, par, strict=True) if c[:4] == "reg-" and s == "ok"]
        au_loin = any(c[:4] == "reg-" for c in par)
        total = self.total(annee, zone)
        montrees = sorted((v for v, s in lues if s == "ok"), reverse=True)
        m = len(lues) - len(montrees)
        if total[1] != "ok":
            return dict.fromkeys(("hhi", "equivalent", "trois"), MASQUE)
        t, reste, carres = total[0], total[0] - sum(montrees), sum(v * v for v in montrees)
        if not t:
            return dict.fromkeys(("hhi", "equivalent", "trois"), SANS_OBJET)
        if not m and not au_loin:
            return {
                "hhi": (carres / t**2, "ok"),
                "equivalent": (t**2 / carres, "ok"),
                "trois": (100 * sum(montrees[:3]) / t, "ok"),
            }
        haut = min(1.0, (carres + ((reste - (m - 1)) ** 2 + (m - 1) if m else 0)) / t**2)
        if au_loin:
            # Those of another région are many, or one: no more is known.
            siennes = sorted(
                (v for (v, s), c in zip(lues, par, strict=True) if c[:4] != "reg-" and s == "ok"),
                reverse=True,
            )
            cache = t - sum(siennes)
            sur = cache < (siennes[2] if len(siennes) > 2 else 0)
            trois = (100 * sum(siennes[:3]) / t, "ok" if sur else "au_moins")
            return {
                "hhi": ((carres - sum(v * v for v in loin)) / t**2, "au_moins"),
                "equivalent": (1 / haut, "au_moins"),
                "trois": trois if siennes else MASQUE,
            }
        troisieme = montrees[2] if len(montrees) > 2 else 0
        trois = 100 * sum(montrees[:3]) / t
        return {
            "hhi": ((carres + reste**2 / m) / t**2, "au_moins"),
            "equivalent": (1 / haut, "au_moins"),
            "trois": (trois, "ok" if reste < troisieme else "au_moins") if montrees else MASQUE,
        }

    def tetes(self) -> list[Mesures]:
        lues = []
        for z in self.zones():
            ici, avant = (self.total(a, z) for a in (self.d.annee, self.d.annee - 1))

            def tout(t: Cellule) -> Mesures:
                return {"volume": t, "part": deriver(lambda v: 100.0 if v else None, t)}

            lues.append(self.deux(tout(ici), tout(avant)))
        return lues

    def part_masquee(self) -> float | None:
        lignes = [x["volume"] for x in self.etablissements().values()]
        return part_masquee(lignes, [self.total(self.d.annee, z) for z in self.zones()])
