/* The national map of communes (components/maps/mosaique.py): a figure is one main map and its insets, which show
   the same colours. What it is made from is in data-sol (addresses, read once), what it shows in data-pose: the
   server changes that one only, and no geometry is asked for again.

   mosaique-geometrie.js reads borders, mosaique-tuiles.js paints, mosaique-couches.js draws over, mosaique-bulles.js
   says, mosaique-gestes.js answers the visitor, mosaique-image.js makes a picture to take away. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const figures = new Map(); // element -> figure
  const PLANS = document.getElementsByClassName("mosaique-plan");
  const FIGEE = {
    zoomControl: false, dragging: false, touchZoom: false, scrollWheelZoom: false, doubleClickZoom: false,
    boxZoom: false, keyboard: false, zoomSnap: 0,
  };
  const PIED = 26; // px, the strip of the scale bar: that of carte.css
  const calme = window.matchMedia("(prefers-reduced-motion: reduce)");
  M.figures = figures;

  function veiller() {
    for (const [element, figure] of figures) {
      if (!element.isConnected) {
        figure.cartes.forEach((carte) => carte.remove());
        figures.delete(element);
      }
    }
    if (!window.L) {
      return;
    }
    for (const element of PLANS) {
      if (!figures.has(element)) {
        monter(element);
      } else if (figures.get(element).principale && figures.get(element).texte !== element.dataset.pose) {
        poser(figures.get(element));
      }
    }
  }

  async function monter(element) {
    const sol = JSON.parse(element.dataset.sol);
    const figure = { element, sol, cartes: [], noms: {}, modele: { geo: {}, version: 0 }, texte: null };
    figures.set(element, figure);
    try {
      figure.modele.geo.large = await M.geometrie(sol.large);
      if (!element.isConnected) {
        return;
      }
      await decouper(figure, JSON.parse(element.dataset.pose));
    } catch (erreur) {
      M.annoncer(figure, "La carte n'a pas pu être chargée. Rechargez la page.");
      throw erreur;
    }
    dessiner(figure);
    poser(figure);
    M.annoncer(figure, "");
    plusTard(() => completer(figure));
  }

  const plusTard = (faire) => (window.requestIdleCallback || setTimeout)(faire, { timeout: 1500 });

  /* After the colours: the land around, the names. The fine borders come when they are needed. */
  async function completer(figure) {
    const { sol, cartes } = figure;
    const [voisins, communes] = await Promise.all([
      sol.voisins ? M.json(sol.voisins).catch(() => null) : null, M.json(sol.communes),
    ]);
    figure.noms.communes = communes;
    if (figure.pose && !figure.noms.unites && figure.pose.decoupage.genre === "commune") {
      figure.noms.unites = communes.noms;
    }
    figure.voisins = voisins;
    if (voisins && figure.element.isConnected) {
      cartes.forEach(voisiner, figure);
    }
  }

  function voisiner(carte) {
    M.entourer(this, carte);
  }

  M.entourer = function (figure, carte) {
    const territoire = carte.territoire || "metropole";
    const features = figure.voisins.features.filter((e) => e.properties.territoire === territoire);
    if (carte.voisins) {
      carte.voisins.remove();
    }
    carte.voisins = M.voisiner(carte, { type: "FeatureCollection", features });
  };

  function dessiner(figure) {
    const { element } = figure;
    const cadre = element.closest(".mosaique");
    const pose = JSON.parse(element.dataset.pose);
    figure.modele.classes = new Uint8Array(figure.modele.geo.large.n + 1);
    figure.modele.encres = M.encres(element, pose.gamme, echelle());
    const principale = ouvrir(figure, element, {
      zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 120, minZoom: 4.5, maxZoom: 11, scrollWheelZoom: false,
    }, pose.emprise, [14, 14]);
    figure.principale = principale;
    window.L.control.scale({ imperial: false, maxWidth: 120 }).addTo(principale);
    // The wheel scrolls the page, unless the visitor is in the map.
    principale.on("focus", () => principale.scrollWheelZoom.enable());
    principale.on("blur", () => principale.scrollWheelZoom.disable());
    principale.on("zoomend", () => affiner(figure));
    principale.on("zoomend", () => figure.pose && M.surposer(principale, figure));
    principale.on("zoomend moveend", () => nommer(figure));
    M.clavier(figure, principale);
    M.jumeler(figure, principale);
    cadre.querySelectorAll(".mosaique-encart").forEach((plan) => {
      const carte = ouvrir(figure, plan, FIGEE, JSON.parse(plan.dataset.emprise), [5, 18]);
      carte.territoire = plan.dataset.territoire;
    });
  }

  const echelle = () => Math.min(2, Math.max(1, window.devicePixelRatio || 1));

  function ouvrir(figure, element, options, emprise, marge) {
    const carte = window.L.map(element, {
      attributionControl: false, fadeAnimation: false, zoomAnimation: !calme.matches, ...options,
    });
    carte.fitBounds(emprise, { paddingTopLeft: marge, paddingBottomRight: options === FIGEE ? [5, 5] : [14, 14 + PIED], animate: false });
    M.preparer(carte);
    carte.couche = M.couche(figure.modele);
    figure.cartes.push(carte);
    M.ecouter(figure, carte);
    new ResizeObserver(() => {
      if (!carte._mapPane) {
        return; // Removed meanwhile.
      }
      // A map that changes size does not lead the other one.
      const suivait = carte.suit;
      carte.suit = true;
      carte.invalidateSize({ animate: false });
      carte.suit = suivait;
    }).observe(element);
    return carte;
  }

  /* What is shown changed: colours always, borders and frames only when they are others. */
  async function poser(figure) {
    const { element, modele } = figure;
    const texte = element.dataset.pose;
    figure.texte = texte;
    const pose = JSON.parse(texte);
    const autre = await decouper(figure, pose, texte);
    if (figure.texte !== texte || !figure.cartes.length) {
      return; // Another one came in between, or the maps are not there yet.
    }
    const avant = figure.pose;
    Object.assign(figure, { pose, valeurs: pose.valeurs.split(";"), montre: texte });
    teinter(figure);
    figure.cartes.forEach((carte) => {
      if (!carte.hasLayer(carte.couche)) {
        carte.addLayer(carte.couche);
      } else {
        if (autre) {
          carte.couche.redecouper();
        }
        carte.couche.repeindre();
      }
      if (!avant || autre || ["contours", "cercles", "lignes", "reperes"].some((c) => different(avant[c], pose[c]))) {
        M.surposer(carte, figure);
      }
      carte.survole = null;
      M.survoler(carte, figure, 0);
    });
    if (avant && different(avant.emprise, pose.emprise)) {
      figure.principale.fitBounds(pose.emprise);
    }
    M.redire(figure);
    element.dataset.version = modele.version;
    element.dispatchEvent(new CustomEvent("mosaique", { bubbles: true, detail: { version: modele.version } }));
    affiner(figure);
    nommer(figure);
  }

  const different = (a, b) => JSON.stringify(a) !== JSON.stringify(b);

  /* The class of each commune, from that of its unit. */
  function teinter({ element, pose, modele }) {
    const { classes, unites } = modele;
    classes[0] = M.DEHORS;
    for (let commune = 1; commune < classes.length; commune++) {
      const unite = unites[commune];
      classes[commune] = unite ? pose.classes.charCodeAt(unite - 1) - 48 : 10;
    }
    modele.pales = /0/.test(pose.classes) && pose.gamme === "seq";
    modele.encres = M.encres(element, pose.gamme, echelle());
    modele.version += 1;
  }

  /* Read which unit each commune is of; true when it is another division of the country. */
  async function decouper(figure, pose, texte) {
    const { modele, noms } = figure;
    const { genre, adresse } = pose.decoupage;
    const cle = adresse || genre;
    if (modele.cle === cle) {
      return false;
    }
    const { large } = modele.geo;
    let unites, titres;
    if (adresse) {
      const lu = await M.json(adresse);
      unites = Uint16Array.of(0, ...lu.unites);
      titres = lu.libelles;
    } else {
      unites = { departement: large.departement, region: large.region }[genre] || Uint16Array.from({ length: large.n + 1 }, (_, i) => i);
      titres = { departement: large.entete.departements, region: large.entete.regions }[genre];
      titres = titres ? titres.map((t) => t.nom) : noms.communes && noms.communes.noms;
    }
    if (figure.texte !== texte) {
      return false; // Another pose came in between: these are not its units.
    }
    Object.assign(modele, { cle, unites, nombre: Math.max(1, pose.classes.length) });
    noms.unites = titres;
    return true;
  }

  /* The fine borders, from the zoom where they show. */
  async function affiner(figure) {
    const { modele, sol, principale } = figure;
    if (!principale || modele.geo.fin || principale.getZoom() <= 7.3) {
      return;
    }
    const fin = await M.geometrie(sol.fin);
    if (!modele.geo.fin && figure.element.isConnected) {
      modele.geo.fin = fin;
      principale.couche.redraw();
      M.surposer(principale, figure);
    }
  }

  function nommer({ principale, modele, noms }) {
    noms.departements = noms.departements || new Map();
    M.nommer(principale, noms.departements, modele.geo.large.entete.departements);
  }

  function changerDeTheme() {
    for (const figure of figures.values()) {
      if (figure.pose) {
        teinter(figure);
        figure.cartes.forEach((carte) => {
          carte.couche.repeindre();
          M.surposer(carte, figure);
        });
        if (figure.voisins) {
          figure.cartes.forEach(voisiner, figure);
        }
      }
    }
  }

  function accueillir() {
    veiller();
    new MutationObserver(veiller).observe(document.body, {
      childList: true, subtree: true, attributes: true, attributeFilter: ["data-pose"],
    });
    new MutationObserver(changerDeTheme).observe(document.documentElement, {
      attributes: true, attributeFilter: ["data-bs-theme"],
    });
  }

  if (document.body) {
    accueillir();
  } else {
    document.addEventListener("DOMContentLoaded", accueillir);
  }
})();
