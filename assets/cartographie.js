/* The slider of years under the maps of flows. The years around the one shown are asked for once the page is
   idle; while the slider moves, what they show is laid on the maps that stand; once it is let go, the address
   takes the year and the rest of the page follows. */
(function () {
  "use strict";
  const GARDEES = 40;
  const poses = new Map();

  const curseur = () => document.getElementById("curseur-annee");

  function requete(annee) {
    const page = document.querySelector("[data-chemin]");
    const suite = new URLSearchParams(window.location.search);
    suite.set("periode", annee);
    return page ? `${page.dataset.chemin}/pose.json?${suite}` : null;
  }

  function demander(annee) {
    const adresse = requete(annee);
    if (!adresse) {
      return Promise.resolve(null);
    }
    if (!poses.has(adresse)) {
      const lue = fetch(adresse)
        .then((reponse) => (reponse.ok ? reponse.json() : null))
        .catch(() => null);
      poses.set(adresse, lue);
      // What could not be read is asked for again at the next gesture.
      lue.then((pose) => pose || poses.delete(adresse));
      if (poses.size > GARDEES) {
        poses.delete(poses.keys().next().value);
      }
    }
    return poses.get(adresse);
  }

  let voulue = null;

  function montrer(annee) {
    voulue = annee;
    const dite = document.getElementById("curseur-annee-dite");
    if (dite) {
      dite.textContent = annee;
    }
    demander(annee).then((pose) => {
      if (pose && voulue === annee) {
        pose.forEach(([id, proprietes]) => window.dash_clientside.set_props(id, proprietes));
      }
    });
  }

  function aller(annee) {
    // The page is asked again, perhaps of a later release: what was read before is not mixed with it.
    poses.clear();
    const suite = new URLSearchParams(window.location.search);
    suite.set("periode", annee);
    const page = document.querySelector("[data-chemin]");
    window.dash_clientside.set_props("adresse", {
      data: { slug: page.dataset.slug, panneau: null, requete: suite.toString(), mode: "push" },
    });
  }

  /* The years of the slider, from the nearest, one after the other: never more than one question at once. */
  function prevoir() {
    const c = curseur();
    if (!c || c.dataset.prevu === window.location.search) {
      return;
    }
    c.dataset.prevu = window.location.search;
    const ici = Number(c.value);
    const annees = [];
    for (let a = Number(c.min); a <= Number(c.max); a += 1) {
      annees.push(a);
    }
    annees.sort((a, b) => Math.abs(a - ici) - Math.abs(b - ici));
    annees.reduce((avant, annee) => avant.then(() => demander(annee)), Promise.resolve());
  }

  document.addEventListener("input", (evenement) => {
    if (evenement.target === curseur()) {
      montrer(Number(evenement.target.value));
    }
  });
  document.addEventListener("change", (evenement) => {
    if (evenement.target === curseur()) {
      aller(Number(evenement.target.value));
    }
  });
  const auRepos = window.requestIdleCallback || ((suite) => setTimeout(suite, 300));
  new MutationObserver(() => curseur() && auRepos(prevoir, { timeout: 3000 })).observe(document.documentElement, {
    childList: true,
    subtree: true,
  });
})();
