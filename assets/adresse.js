/* The address bar and the store "adresse": one way each.

   Store -> bar: pushState for a choice, replaceState for an order of rows; never a rebuilt page.
   Bar -> store: one listener for Back and Forward, and for links inside the site that stay on the page.
   dcc.Location is left to changes of page: its own idea of the query string is not trusted, since it
   does not hear pushState, and would miss a Back to the query it still holds.
   Store -> screen: what is given back is painted, unless the screen shows it already (adresse.ecran). */
(function () {
  "use strict";

  const pageActuelle = () => document.querySelector("[data-chemin]");

  /* The page says its own path: some restitutions have another one than /r/<slug>. */
  function chemin(adresse) {
    const page = pageActuelle();
    if (page && page.dataset.slug === adresse.slug && (page.dataset.panneau || null) === (adresse.panneau || null)) {
      return page.dataset.chemin;
    }
    return "/r/" + adresse.slug + (adresse.panneau ? "/" + adresse.panneau : "");
  }

  function relire() {
    const page = pageActuelle();
    if (!page || window.location.pathname.replace(/\/$/, "") !== page.dataset.chemin) {
      return;
    }
    window.dash_clientside.set_props("adresse", {
      data: {
        slug: page.dataset.slug,
        panneau: page.dataset.panneau || null,
        requete: window.location.search.slice(1),
        mode: "none",
      },
    });
  }

  const RIEN = () => window.dash_clientside.no_update;
  let ici = null; // The address last heard of.
  let enVol = false; // A repaint was asked for, and is not there yet.

  const tri = (requete) => new URLSearchParams(requete).get("tri") || "";

  function triee(requete, ordre) {
    const suite = new URLSearchParams(requete);
    suite.delete("tri");
    return [suite.toString(), ...(ordre ? ["tri=" + encodeURIComponent(ordre)] : [])].filter(Boolean).join("&");
  }

  /* A choice and an order of rows asked for at once both start from one address: the later answer would
     undo the other. What has to be asked instead, or null. */
  function reunies(adresse) {
    const depuis = adresse.depuis;
    if (!ici || depuis === undefined || depuis === ici.requete || adresse.slug !== ici.slug) {
      return null;
    }
    const requete =
      adresse.ecran === "trie"
        ? triee(ici.requete, tri(adresse.requete))
        : tri(ici.requete) !== tri(depuis) && triee(adresse.requete, tri(ici.requete));
    return requete === false ? null : { ...adresse, requete, ecran: undefined, depuis: undefined };
  }

  window.addEventListener("popstate", relire);
  window.addEventListener("_dashprivate_pushstate", relire);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulan: {
      ecrireAdresse(adresse) {
        if (!adresse || !adresse.mode) {
          ici = adresse;
          enVol = false;
          return RIEN();
        }
        const deux = reunies(adresse);
        if (deux) {
          window.dash_clientside.set_props("adresse", { data: deux });
          return RIEN();
        }
        ici = adresse;
        if (adresse.mode === "push" || adresse.mode === "replace") {
          const cible = chemin(adresse) + (adresse.requete ? "?" + adresse.requete : "");
          if (window.location.pathname + window.location.search !== cible) {
            window.history[adresse.mode + "State"]({}, "", cible);
          }
        }
        // An order of rows told while a repaint is on its way: what comes has not that order.
        if (adresse.ecran === "peint" || (adresse.ecran === "trie" && !enVol)) {
          return RIEN();
        }
        enVol = true;
        return adresse;
      },
      /* The parts of the page were set: by a repaint, unless they say that only the order of rows changed. */
      peinte(parties) {
        enVol = enVol && "trie" in parties;
        window.dash_clientside.portulan.titrer();
      },
      titrer() {
        window.requestAnimationFrame(() => {
          const titre = document.querySelector("main h1");
          document.title = titre ? titre.textContent + " · Portulan" : "Portulan";
        });
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("click", (evenement) => {
    const bouton = evenement.target.closest("[data-copier], [data-imprimer], [data-reessayer]");
    if (!bouton) {
      return;
    }
    if (bouton.hasAttribute("data-reessayer")) {
      relire();
      return;
    }
    if (bouton.hasAttribute("data-imprimer")) {
      window.print();
      return;
    }
    const dire = (texte) => {
      const avant = bouton.dataset.libelle || bouton.textContent;
      bouton.dataset.libelle = avant;
      bouton.textContent = texte;
      window.setTimeout(() => {
        bouton.textContent = avant;
      }, 2500);
    };
    const complete = new URL(bouton.dataset.copier, window.location.origin).href;
    const presse = navigator.clipboard ? navigator.clipboard.writeText(complete) : Promise.reject();
    presse.then(
      () => dire("Adresse copiée"),
      () => window.prompt("Copiez cette adresse :", complete)
    );
  });
})();
