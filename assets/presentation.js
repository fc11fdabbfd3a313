/* Presenting at a meeting: the view alone, on the whole screen, in large type (53-presentation.css); keys go through
   the kept views (presentation-vues.js) by changing the store "adresse", so that a map that can stay does.

   [data-presente] on <html> while it lasts. The document goes full screen, not the view: what is made anew
   when the number of maps changes would end it. Where full screen is refused, the layer fills the window. */
(function () {
  "use strict";
  const P = window.portulanPresentation;
  const racine = document.documentElement;
  const PAS = 80; // px
  const VISIBLE = 2500; // ms, the counter
  let etat = null; // While presenting: {vues, rang, allee, ecartes}
  let outils = null; // What lies over the view: {titre, compte, place, dit}

  const couche = () => document.getElementById("partie-vue");

  /* ---- what lies over the view ---------------------------------------------------------------- */

  function element(nom, attributs, ...enfants) {
    const fait = document.createElement(nom);
    Object.entries(attributs).forEach(([cle, valeur]) => fait.setAttribute(cle, valeur));
    fait.append(...enfants);
    return fait;
  }

  function bouton(texte, nom, faire) {
    const fait = element("button", { type: "button", class: "bouton", "aria-label": nom }, texte);
    fait.addEventListener("click", faire);
    return fait;
  }

  function poserOutils() {
    if (outils) {
      return;
    }
    const titre = element("p", { class: "presentation-titre" });
    const place = element("span", { class: "presentation-ou" });
    const dit = element("p", { class: "presentation-annonce", role: "status", "aria-live": "polite" });
    const compte = element("div", { class: "presentation-compte", role: "group", "aria-label": "Présentation" },
      bouton("‹", "Vue précédente", () => avancer(-1)), place, bouton("›", "Vue suivante", () => avancer(1)),
      bouton("Quitter", "Quitter la présentation", () => quitter()));
    outils = { titre, compte, place, dit };
    document.body.append(titre, compte, dit);
  }

  let effacement = null;

  function montrerCompte() {
    outils.compte.dataset.visible = "oui";
    clearTimeout(effacement);
    effacement = setTimeout(() => delete outils.compte.dataset.visible, VISIBLE);
  }

  /* The name and place of the view on the screen, told to all. */
  function situer(annonce) {
    const { vues, rang } = etat;
    const vue = vues[rang];
    outils.titre.textContent = (vue && vue.nom) || "";
    // The view begins under the name that the visitor gave it.
    racine.style.setProperty("--presentation-haut", `${outils.titre.offsetHeight}px`);
    outils.compte.dataset.seule = String(!vues.length);
    outils.place.textContent = `${vue ? rang + 1 : "–"} / ${vues.length}`;
    const nom = vue ? `Vue ${rang + 1} sur ${vues.length} : ${P.nomDe(vue)}.` : "Vue affichée.";
    // Said after it is in the page: what comes with its place is not heard.
    setTimeout(() => (outils.dit.textContent = etat ? `${nom} ${annonce || ""}` : ""), 60);
    montrerCompte();
    clearTimeout(prevision);
    prevision = setTimeout(() => etat && prevoir(), 500);
  }

  let prevision = null;

  /* All that stands beside the way down to the view: covered, so neither focused nor read. */
  function ecarter() {
    const ecartes = [];
    for (let e = couche(); e && e !== document.body; e = e.parentElement) {
      ecartes.push(...[...e.parentElement.children].filter((f) => f !== e && !f.inert && !tenus().includes(f)));
    }
    ecartes.forEach((e) => (e.inert = true));
    return ecartes;
  }

  const tenus = () => [outils.titre, outils.compte, outils.dit];

  /* ---- going through -------------------------------------------------------------------------- */

  /* What the maps show for a view, asked for while its neighbour is on the screen: laid at once on maps that stand. */
  const poses = new Map(); // address -> promise, then what it gave

  function prevoir() {
    const { vues, rang } = etat;
    [vues[rang + 1], vues[rang - 1]].filter((vue) => vue && !poses.has(vue.adresse)).forEach(({ adresse }) => {
      const [chemin, requete] = adresse.split(/\?(.*)/s);
      poses.set(adresse, null);
      fetch(`${chemin}/pose.json?${requete || ""}`)
        .then((reponse) => (reponse.ok ? reponse.json() : null))
        .then((pose) => poses.set(adresse, pose), () => poses.delete(adresse));
    });
  }

  function montrer(pose) {
    const plans = (pose || []).filter(([id]) => id.endsWith("-plan"));
    if (plans.length && plans.length === document.querySelectorAll(".mosaique-plan").length) {
      pose.forEach(([id, proprietes]) => window.dash_clientside.set_props(id, proprietes));
    }
  }

  function aller(rang) {
    etat.rang = rang;
    P.installer();
    montrer(poses.get(etat.vues[rang].adresse));
    const { adresse } = etat.vues[rang];
    const page = document.querySelector("[data-chemin]");
    if (adresse !== P.ici()) {
      const requete = adresse.slice(page.dataset.chemin.length + 1);
      // Back leads to the view before the presentation, not through all that was shown.
      const mode = etat.allee ? "replace" : "push";
      etat.allee = true;
      window.dash_clientside.set_props("adresse", { data: { slug: page.dataset.slug, panneau: null, requete, mode } });
    }
    situer();
  }

  function avancer(pas) {
    const { vues, rang } = etat;
    const depuis = rang < 0 && pas < 0 ? vues.length : rang;
    const vise = Math.max(0, Math.min(vues.length - 1, depuis + pas));
    if (vues.length && vise !== rang) {
      aller(vise);
    } else {
      montrerCompte();
    }
  }

  /* ---- beginning and end ---------------------------------------------------------------------- */

  P.presenter = function (depuis) {
    const vues = P.vues();
    if (etat || !couche()) {
      return;
    }
    etat = { vues, rang: P.rang(vues), allee: false };
    poserOutils();
    P.installer();
    racine.dataset.presente = "oui";
    etat.ecartes = ecarter();
    couche().tabIndex = -1;
    couche().focus({ preventScroll: true });
    if (racine.requestFullscreen) {
      racine.requestFullscreen({ navigationUI: "hide" })
        .then(() => etat || quitterPleinEcran(), () => undefined); // Refused: the layer is there.
    }
    if (depuis >= 0 && vues[depuis]) {
      etat.rang = depuis;
      aller(depuis);
    }
    situer(vues.length ? "Flèches : autre vue. Échap : quitter." : "Échap : quitter.");
  };

  function quitterPleinEcran() {
    if (document.fullscreenElement) {
      document.exitFullscreen().catch(() => undefined);
    }
  }

  function quitter() {
    if (!etat) {
      return;
    }
    P.installer();
    etat.ecartes.forEach((e) => (e.inert = false));
    etat = null;
    poses.clear(); // A later presentation may read another release.
    delete racine.dataset.presente;
    delete outils.compte.dataset.visible;
    outils.titre.textContent = outils.dit.textContent = "";
    if (couche()) {
      couche().removeAttribute("tabindex");
    }
    quitterPleinEcran();
    const retour = document.getElementById("presenter") || document.getElementById("contenu");
    if (retour) {
      retour.focus();
    }
  }

  document.addEventListener("fullscreenchange", () => document.fullscreenElement || quitter());
  window.addEventListener("popstate", () => etat && setTimeout(() => {
    const page = document.querySelector("[data-chemin]");
    if (!page || window.location.pathname.replace(/\/$/, "") !== page.dataset.chemin) {
      quitter();
    } else if (etat) {
      etat.rang = P.rang(etat.vues);
      situer();
    }
  }));

  /* ---- keys ----------------------------------------------------------------------------------- */

  const PAS_DE = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity,
  };
  const VERS = { ArrowRight: [PAS, 0], ArrowLeft: [-PAS, 0], ArrowDown: [0, PAS], ArrowUp: [0, -PAS] };

  /* Heard before all others: the map has the arrows else, and the page its letters. */
  window.addEventListener("keydown", (evenement) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, target } = evenement;
    if (!etat || ctrlKey || metaKey || altKey || document.querySelector("dialog[open]")) {
      return;
    }
    const surCarte = Boolean(target.closest && target.closest(".leaflet-container"));
    const surBouton = Boolean(target.closest && target.closest("button, summary, a"));
    const [figure] = P.figures();
    const pris = () => {
      evenement.preventDefault();
      evenement.stopImmediatePropagation();
    };
    if (key === "Escape") {
      pris();
      quitter();
    } else if (shiftKey && key in VERS) {
      if (!surCarte && figure) {
        pris();
        figure.principale.panBy(VERS[key]);
      }
    } else if (key in PAS_DE && !(key === " " && surBouton)) {
      pris();
      avancer(key === " " && shiftKey ? -1 : PAS_DE[key]);
    } else if ("+=-".includes(key) && !surCarte && figure) {
      pris();
      figure.principale[key === "-" ? "zoomOut" : "zoomIn"]();
    } else if (key.length === 1 && !"+=- ".includes(key)) {
      evenement.stopImmediatePropagation(); // Shortcuts of the page that is not seen.
    }
  }, true);

  ["pointermove", "pointerdown"].forEach((genre) => window.addEventListener(genre, () => etat && montrerCompte()));
})();
