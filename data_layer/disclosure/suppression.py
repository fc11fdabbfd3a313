"""Choosing what else to mask: a greedy walk over the relations, then taking back what nothing needs.

Method: Handbook on Statistical Disclosure Control (Hundepool et al.), chapter 4, secondary suppression over
linked tables; the look-ahead prices in the partner that a newly masked cell will ask for in its other
relations.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data_layer.disclosure.etat import LARGEUR, Etat, Membres, fautives, union_minimale
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.intervalles import largeurs
from data_layer.disclosure.systeme import Logiques, Reels, Systeme
from data_layer.disclosure.treillis import Entiers

_TOURS = 400
_IMPOSSIBLE = 1e15
_PRUDENCE = 3.0
"""What a relation newly touched costs, in times its cheapest partner: partners ask for partners."""
_TOURS_D_ELARGISSEMENT = 6
"""Rounds after which only counts that would be known exactly go on asking for more."""
_PRIX_D_UNE_LARGEUR = 1e5
"""Cost above which a width between 1 and 4 is left as it is (about one masked cell in a hundred)."""


@dataclass(eq=False)
class Suppression:
    """A mask being built over a system.

    ``figes``: sets whose status was decided elsewhere (m), with ``masques_figes`` what it is.
    ``protegees``: cells that secondary masking must go round, at any cost but secrecy (m).
    ``primaires``: sets to hide as if they counted 1 to 10, by another rule (m).
    """

    systeme: Systeme
    figes: Logiques
    masques_figes: Logiques
    protegees: Logiques
    primaires: Logiques
    graine: int = 0
    masque: Logiques = field(init=False)
    sensibles: Logiques = field(init=False)
    """Sets of 1 to 10 and ``primaires``, which must not be worked out (m)."""
    visees: Logiques = field(init=False)
    """These, and the sets masked to hide them: masked in vain if others tell them (m)."""
    reclamees: Logiques = field(init=False)
    """Sets that earlier stages show and that must be masked there for this one to hold (m)."""
    _requis: Logiques = field(init=False)

    def __post_init__(self) -> None:
        s = self.systeme
        self._m = Membres.de(s)
        self._hasard = np.random.default_rng(self.graine)
        self.sensibles = (s.effectifs <= SEUIL) | self.primaires
        sensible = self.sensibles & ~self.figes
        # What must stay masked whatever happens: primary cells, hidden atoms, what others decided.
        self._requis = sensible | ~s.publie | (self.figes & self.masques_figes)
        libre = s.publie & ~self.figes
        prix = s.poids * np.maximum(s.effectifs, 1.0) * np.where(self.protegees, 1e6, 1.0)
        self.prix = np.where(libre, prix, np.inf)
        self.prix_figes = np.where(self.figes & ~self.masques_figes & s.publie, prix, np.inf)
        self.reclamees = np.zeros(len(s), dtype=bool)
        self.masque = self._requis.copy()
        self.visees = self.sensibles.copy()

    def proteger(self) -> None:
        """Mask until no relation gives anything away, then widen what can be worked out too closely."""
        self._completer()
        self._alleger()
        self.elargir()

    def exiger(self, ensembles: Entiers) -> None:
        """Mask these sets for good, and what that asks for."""
        self._requis[ensembles] = True
        self.masque[ensembles] = True
        self.visees[ensembles] = True
        self._completer()

    def reclamer(self, ensembles: Entiers) -> None:
        """Ask earlier stages to mask these, and go on as if they had: what that asks for is their matter."""
        self.reclamees[ensembles] = True
        self._requis[ensembles] = True
        self.masque[ensembles] = True

    def _completer(self) -> None:
        s, m = self.systeme, self._m
        for _ in range(_TOURS):
            etat = Etat.de(s, self.masque)
            fautes = np.flatnonzero(fautives(s, m, etat))
            if not len(fautes):
                return
            prix = np.where(self.masque, np.inf, self.prix)
            choix = self._moins_cheres(fautes, etat, prix, self._suites(etat, prix))
            if not len(choix):
                return  # nothing left to mask in these relations: everything in them is
            self.masque[choix] = True

    def _suites(self, etat: Etat, prix: Reels) -> Reels:
        """What masking a set would ask for in relations where nothing is masked yet: the cheapest partner."""
        s, m = self.systeme, self._m
        intactes = np.flatnonzero(etat.masques == 0)
        if not len(intactes):
            return np.zeros(len(s))
        debuts, places, rang = m.extraire(intactes)
        siens = prix[m.membre[places]]
        premier = np.minimum.reduceat(siens, debuts)
        au_premier = siens == premier[rang]
        second = np.minimum.reduceat(np.where(au_premier, np.inf, siens), debuts)
        # Two equally cheap ones: either has the other for partner.
        ex_aequo = np.add.reduceat(au_premier.astype(np.int64), debuts) > 1
        second = np.where(ex_aequo, premier, second)
        partenaire = np.where(au_premier, second[rang], premier[rang])
        partenaire = np.where(np.isfinite(partenaire), partenaire, _IMPOSSIBLE)
        sommes: Reels = np.bincount(m.membre[places], partenaire, len(s)).astype(np.float64)
        return sommes

    def _moins_cheres(self, fautes: Entiers, etat: Etat, prix: Reels, suites: Reels) -> Entiers:
        """The best set to mask in each faulty relation."""
        s, m = self.systeme, self._m
        debuts, places, rang = m.extraire(fautes)
        membres = m.membre[places]
        total = prix[membres] + _PRUDENCE * suites[membres]
        # One that does not fill the group up will ask for another.
        manque = np.maximum(SEUIL + 1 - etat.somme[fautes], 0)[rang]
        trop_petit = (s.effectifs[membres] < manque) & ~m.parent[places]
        total = total * np.where(trop_petit, 1.5, 1.0)
        total = total * (1 + 1e-6 * self._hasard.random(len(total)))
        mieux = np.minimum.reduceat(total, debuts)
        elues = (total == mieux[rang]) & np.isfinite(total)
        return np.unique(membres[elues])

    def _alleger(self) -> None:
        """Show again, dearest first, what no relation needs masked."""
        s, m = self.systeme, self._m
        for _ in range(_TOURS):
            etat = Etat.de(s, self.masque)
            r = m.relation
            besoin = np.zeros(len(s), dtype=bool)
            besoin[m.membre[self._necessaires(etat)]] = True
            levables = self.masque & ~self._requis & ~besoin
            if not levables.any():
                return
            rangs = np.where(levables, self.prix * (1 + 1e-6 * self._hasard.random(len(s))), -1.0)
            # One at most by relation and turn: the state of the others is then still true.
            meilleurs = np.maximum.reduceat(rangs[m.membre], m.debuts)
            battues = np.zeros(len(s), dtype=bool)
            battues[m.membre[rangs[m.membre] < meilleurs[r]]] = True
            self.masque[levables & ~battues] = False

    def _necessaires(self, etat: Etat) -> Logiques:
        """Entries whose relation would give something away without them."""
        s, m = self.systeme, self._m
        r, n = m.relation, s.effectifs[m.membre]
        deux = etat.masques[r] == 2
        surveillees = (m.caches == 0) & (s.effectifs[s.parents] > SEUIL)
        somme = etat.somme[r] - np.where(m.parent, 0.0, n)
        enfants = etat.enfants[r] - np.where(m.parent, 0, 1)
        # The largest that would remain is not known cheaply: a set as large as it is kept as if it were it.
        seul_plus_grand = ~m.parent & (n == etat.plus_grand[r])
        plus_grand = np.where(seul_plus_grand, 0.0, etat.plus_grand[r])
        union = union_minimale(somme, plus_grand, s.exces[r])
        etroite = (union <= SEUIL) | (somme - enfants < LARGEUR)
        return np.asarray(deux | (surveillees[r] & (enfants > 0) & etroite))

    def elargir(self) -> bool:
        """Mask one more cell wherever intervals pin a masked count down, from the top of the chain.

        Return whether anything was masked.
        """
        avant = int(self.masque.sum())
        self._elargir()
        return int(self.masque.sum()) > avant

    def _elargir(self) -> None:
        s = self.systeme
        au_large = True
        for tour in range(_TOURS):
            largeur = largeurs(s, self.masque)
            au_large &= tour < _TOURS_D_ELARGISSEMENT
            etroits = self.masque & (largeur < (LARGEUR if au_large else 1))
            if not (etroits & self.sensibles).any():
                return
            ajout = self._a_masquer(self._m, largeur, etroits, self.prix, partout=not au_large)
            if len(ajout):
                self._requis[ajout] = True  # taking it back would undo the round
                self.masque[ajout] = True
                self._completer()
            elif au_large:
                au_large = False  # what may still be known exactly is widened at any price
            elif not self._faire_elargir(largeur, etroits):
                return

    def _faire_elargir(self, largeur: Reels, etroits: Logiques) -> bool:
        """Where nothing is left to mask here, ask earlier stages; return whether there was what to ask."""
        ajout = self._a_masquer(self._m, largeur, etroits, self.prix_figes, partout=False)
        self.reclamer(ajout)
        return len(ajout) > 0

    def _a_masquer(
        self, m: Membres, largeur: Reels, etroits: Logiques, a_payer: Reels, *, partout: bool
    ) -> Entiers:
        """One more cell for each narrow set without a narrow parent: in its cheapest relation, or in all."""
        s = self.systeme
        tenus = np.zeros(len(s), dtype=bool)
        tenus[s.membres[np.repeat(etroits[s.parents], s.tailles)]] = True
        en_tete = etroits & ~tenus
        entrees = np.flatnonzero(~m.parent & en_tete[m.membre])
        if not len(entrees):
            return entrees
        relations = np.unique(m.relation[entrees])
        debuts, places, rang = m.extraire(relations)
        membres = m.membre[places]
        # A count under LARGEUR widens little.
        prix = np.where(self.masque[membres], np.inf, a_payer[membres])
        prix = prix * np.where(s.effectifs[membres] <= LARGEUR, 2.0, 1.0)
        mieux = np.minimum.reduceat(prix, debuts)
        elue = np.full(len(s.parents), -1, dtype=np.int64)
        elues = prix == mieux[rang]
        elue[relations[rang[elues]]] = membres[elues]
        cout = np.full(len(s.parents), np.inf)
        cout[relations] = mieux
        sets, siens = m.membre[entrees], m.relation[entrees]
        ordre = np.lexsort((cout[siens], sets))
        sets, siens = sets[ordre], siens[ordre]
        premiere = np.concatenate([[True], sets[1:] != sets[:-1]]) | partout
        sets, siens = sets[premiere], siens[premiere]
        vaut = np.isfinite(cout[siens])
        vaut &= (largeur[sets] < 1) | (cout[siens] <= _PRIX_D_UNE_LARGEUR)
        return np.unique(elue[siens[vaut]])
