/* The slider of years under the maps of flows (components/maps/curseur_annee.py). The years around the one shown are
   asked for once the page is idle; while the slider moves, what they show is laid on the maps that stand; once it is
   let go, the address takes the year and the rest of the page follows.

   What is asked is the address as the server understood it: one that had faults, which the page tells, would be refused
   once a year. */
(function () {
  "use strict";
  const GARDEES = 40;
  const ENSEMBLE = 60; // ms, until what an answer sets is all there
  const poses = new Map();
  let voulue = null; // The year that the visitor brought the slider to, until the page follows.
  let prevu = null;

  function suite() {
    const place = document.getElementById("curseur-annee-suite");
    return place ? JSON.parse(place.value) : null;
  }

  function requete(lue, annee) {
    const question = new URLSearchParams(lue.requete);
    question.set("periode", annee);
    return question.toString();
  }

  function demander(lue, annee) {
    const page = document.querySelector("[data-chemin]");
    if (!page) {
      return Promise.resolve(null);
    }
    const adresse = `${page.dataset.chemin}/pose.json?${requete(lue, annee)}`;
    if (!poses.has(adresse)) {
      const pose = fetch(adresse)
        .then((reponse) => (reponse.ok ? reponse.json() : null))
        .catch(() => null);
      poses.set(adresse, pose);
      // What could not be read is asked for again at the next gesture.
      pose.then((arrivee) => arrivee || poses.delete(adresse));
      if (poses.size > GARDEES) {
        poses.delete(poses.keys().next().value);
      }
    }
    return poses.get(adresse);
  }

  /* The years of the slider, from the nearest, one after the other: never more than one question at once, and none
     while a presentation changes views. */
  function prevoir() {
    const lue = suite();
    if (!lue || prevu === lue.requete || "presente" in document.documentElement.dataset) {
      return;
    }
    prevu = lue.requete;
    const proches = lue.annees.filter((a) => a !== lue.annee);
    proches.sort((a, b) => Math.abs(a - lue.annee) - Math.abs(b - lue.annee));
    proches.reduce((avant, annee) => avant.then(() => prevu === lue.requete && demander(lue, annee)), Promise.resolve());
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cartographie = {
    /* Only the visitor drags: a year that the page sets comes by another property. */
    montrer(annee) {
      const lue = suite();
      if (lue && annee !== undefined && annee !== null && annee !== (voulue || lue.annee)) {
        voulue = annee;
        demander(lue, annee).then((pose) => {
          if (pose && voulue === annee) {
            pose.filter(([id]) => !id.startsWith("curseur-annee"))
              .forEach(([id, proprietes]) => window.dash_clientside.set_props(id, proprietes));
          }
        });
      }
      return window.dash_clientside.no_update;
    },

    /* A year that the page sets comes with what the slider would ask: nothing is left to go to once both are there. */
    async aller(annee) {
      await new Promise((suivre) => setTimeout(suivre, ENSEMBLE));
      const lue = suite();
      voulue = null;
      if (!lue || annee === lue.annee) {
        return window.dash_clientside.no_update;
      }
      // The page is asked again, perhaps of a later release: what was read before is not mixed with it.
      poses.clear();
      const page = document.querySelector("[data-chemin]");
      return { slug: page.dataset.slug, panneau: null, requete: requete(lue, annee), mode: "push" };
    },
  };

  const auRepos = window.requestIdleCallback || ((faire) => setTimeout(faire, 300));
  new MutationObserver(() => suite() && auRepos(prevoir, { timeout: 3000 })).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["value", "data-presente"],
  });
})();
