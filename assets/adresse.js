/* The address bar and the store "adresse": one way each.

   Store -> bar: pushState for a choice, replaceState for an order of rows; never a rebuilt page.
   Bar -> store: one listener for Back and Forward, and for links inside the site that stay on the page.
   dcc.Location is left to changes of page: its own idea of the query string is not trusted, since it
   does not hear pushState, and would miss a Back to the query it still holds. */
(function () {
  "use strict";

  function pageActuelle() {
    const page = document.querySelector("[data-chemin]");
    return page ? page.dataset.chemin : null;
  }

  function chemin(adresse) {
    return "/r/" + adresse.slug + (adresse.panneau ? "/" + adresse.panneau : "");
  }

  function relire() {
    const trouve = /^\/r\/([^/]+)(?:\/([^/]+))?\/?$/.exec(window.location.pathname);
    if (!trouve || window.location.pathname.replace(/\/$/, "") !== pageActuelle()) {
      return;
    }
    window.dash_clientside.set_props("adresse", {
      data: {
        slug: trouve[1],
        panneau: trouve[2] || null,
        requete: window.location.search.slice(1),
        mode: "none",
      },
    });
  }

  window.addEventListener("popstate", relire);
  window.addEventListener("_dashprivate_pushstate", relire);
  // A choice made without a network is in the bar but not on the page: asked again when it is back.
  window.addEventListener("online", relire);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulan: {
      ecrireAdresse(adresse) {
        if (adresse && (adresse.mode === "push" || adresse.mode === "replace")) {
          const cible = chemin(adresse) + (adresse.requete ? "?" + adresse.requete : "");
          if (window.location.pathname + window.location.search !== cible) {
            window.history[adresse.mode + "State"]({}, "", cible);
          }
        }
        return window.dash_clientside.no_update;
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
    const bouton = evenement.target.closest("[data-copier], [data-imprimer]");
    if (!bouton) {
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
