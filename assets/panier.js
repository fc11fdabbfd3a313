/* The basket: its list is changed here, at once, so that two quick clicks are both counted.

   The store "panier-contenu" holds FINESS numbers, sorted, each once. The server draws it and checks it
   when it is saved. */
(function () {
  "use strict";
  const TAILLE_MAX = 1000000;
  const TROP_LOURD =
    "Ce fichier dépasse 1 Mo, et n'a pas été envoyé. Gardez un numéro FINESS par ligne, sans autre " +
    "colonne : 50 000 lignes tiennent alors dans 0,6 Mo.";
  let place = null;

  function lien(adresse) {
    const ancre = document.createElement("a");
    ancre.href = adresse;
    return ancre;
  }

  function refuser() {
    const enfant = (type, children, className) => ({
      type: type,
      namespace: "dash_html_components",
      props: { children: children, className: className },
    });
    window.dash_clientside.set_props("panier-rapport", {
      children: enfant(
        "Div",
        [enfant("P", "Fichier refusé", "avis-titre"), enfant("P", TROP_LOURD, null)],
        "avis avis-erreur"
      ),
    });
  }

  // dcc.Upload drops without a word a file that is too big: it is stopped before, and said.
  function peser(evenement) {
    const zone = evenement.target.closest && evenement.target.closest("#panier-fichier");
    const fichiers = zone && (evenement.dataTransfer || evenement.target).files;
    if (fichiers && fichiers.length && fichiers[0].size > TAILLE_MAX) {
      evenement.preventDefault();
      evenement.stopPropagation();
      if (evenement.target.matches("input")) {
        evenement.target.value = "";
      }
      refuser();
    }
  }
  document.addEventListener("change", peser, true);
  document.addEventListener("drop", peser, true);

  // The field of dcc.Upload has no name, comes later than its place, and may be made anew.
  new MutationObserver(() => {
    const champ = document.querySelector("#panier-fichier input:not([aria-label])");
    if (champ) {
      champ.setAttribute("aria-label", "Fichier de la liste");
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulanPanier: {
      modifier(_tout, _bascules, _retirer, _vider, importes, trouves, contenu) {
        // Buttons that have just been drawn come here too, unclicked.
        const gestes = window.dash_clientside.callback_context.triggered.filter((t) => t.value);
        const numeros = new Set(contenu || []);
        gestes.forEach((geste) => {
          const qui = geste.prop_id.slice(0, geste.prop_id.lastIndexOf("."));
          const bouton = qui.startsWith("{") ? JSON.parse(qui) : {};
          if (qui === "panier-vider") {
            numeros.clear();
          } else if (qui === "panier-tout-ajouter") {
            (trouves || []).forEach((n) => numeros.add(n));
          } else if (qui === "panier-importes") {
            (importes || []).forEach((n) => numeros.add(n));
          } else if (bouton.type === "panier-retirer") {
            const boutons = [...document.querySelectorAll("#panier-liste tbody button")];
            place = boutons.indexOf(document.activeElement);
            numeros.delete(bouton.finess);
          } else if (bouton.finess && !numeros.delete(bouton.finess)) {
            numeros.add(bouton.finess);
          }
        });
        return gestes.length ? [...numeros].sort() : window.dash_clientside.no_update;
      },
      marquer(contenu, _dessines, bascules) {
        const numeros = new Set(contenu || []);
        return bascules.map((b) => String(numeros.has(b.finess)));
      },
      // Nothing can be done with an empty basket, and the reason is shown.
      fermerSiVide(contenu) {
        const vide = !(contenu || []).length;
        return [vide, vide, vide, !vide];
      },
      // The row that had the focus is gone: the one that took its place has it, or the count.
      rendreLeFoyer() {
        if (place !== null && place >= 0) {
          const voulue = place;
          window.requestAnimationFrame(() => {
            const boutons = document.querySelectorAll("#panier-liste tbody button");
            const suivant = boutons[Math.min(voulue, boutons.length - 1)];
            (suivant || document.getElementById("panier-compte")).focus();
          });
        }
        place = null;
        return window.dash_clientside.no_update;
      },
      // The basket is saved: this page takes its address, so that Back finds it; then on.
      suivre(suite) {
        if (!suite || !suite.ici) {
          return window.dash_clientside.no_update;
        }
        window.history.replaceState({}, "", suite.ici);
        if (suite.page) {
          window.history.pushState({}, "", suite.page);
          window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
          window.scrollTo(0, 0);
        } else if (suite.fichier) {
          const ancre = lien(suite.fichier);
          ancre.download = "";
          ancre.click();
        }
        return window.dash_clientside.no_update;
      },
      emporter(clics, texte) {
        if (!clics || !texte) {
          return window.dash_clientside.no_update;
        }
        return {
          content: texte,
          filename: "compte-rendu.txt",
          type: "text/plain;charset=utf-8",
          base64: false,
        };
      },
    },
  });
})();
