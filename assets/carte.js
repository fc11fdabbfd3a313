/* The functions of the map's layers (components/maps/couches.py names them), and the few manners Leaflet
   lacks. dash-leaflet finds them in window.dashExtensions.carte; colours are CSS variables, so that the
   theme changes without asking anybody. */
(function () {
  "use strict";
  const NOMS_DEPUIS = { dep: 7, ght: 7, tds: 7, reg: 6 };
  const MOTIFS = {
    masque: "url(#motif-masque)", "non-transmis": "url(#motif-non-transmis)", partage: "url(#motif-partage)",
  };

  function fond(nom) {
    if (MOTIFS[nom]) {
      return MOTIFS[nom];
    }
    if (/^(seq|div)-[1-7]$/.test(nom || "")) {
      return `var(--${nom})`;
    }
    if (nom === "situe") {
      return "var(--fond-principale)";
    }
    return nom === "vide" ? "var(--surface)" : "var(--carte-hors)";
  }

  /* White between tones; grey around what is pale, and around the middle class of a diverging scale. */
  function bord(nom) {
    return MOTIFS[nom] || nom === "vide" || /^div/.test(nom || "") ? "var(--masque)" : "var(--contour-carte)";
  }

  /* A new answer over the same ground only brings other colours and texts. Through the hideout, dash-leaflet
     would make every shape anew: they are laid on the shapes that stand, and kept beside the hideout these
     were drawn with. A map drawn again has another hideout, whose own colours hold. */
  const teintes = new WeakMap();
  const posees = new Set();
  const actuelles = (contexte) => teintes.get(contexte.hideout) || contexte.hideout;

  function reteindre(neuves, hideout, encarts) {
    if (neuves) {
      // Shapes still on their way will find their colours; those that stand take them now.
      [hideout, ...encarts].forEach((dessine) => dessine && teintes.set(dessine, neuves));
      posees.forEach((pose) => {
        teintes.set(pose.contexte.hideout, neuves);
        pose.couche.setStyle(style(pose.entite, pose.contexte));
        if (pose.couche.isTooltipOpen()) {
          pose.couche.getTooltip().update();
        }
      });
    }
    return window.dash_clientside.no_update;
  }

  function style(entite, contexte) {
    const nom = actuelles(contexte).fonds[entite.properties.id];
    return {
      fillColor: fond(nom), fillOpacity: 1, weight: 0.8, opacity: 1,
      color: bord(nom),
    };
  }

  const TRAITS = {
    gaine: { color: "var(--surface)", weight: 6, opacity: 0.9 },
    principale: { color: "var(--couleur-principale)", weight: 3 },
    comparee: { color: "var(--couleur-comparee)", weight: 3, dashArray: "7 5", lineCap: "butt" },
  };

  const contour = (entite, contexte) =>
    Object.assign({ fill: false, opacity: 1 }, TRAITS[contexte.hideout.trait]);

  const survol = () => ({ weight: 2.5, color: "var(--texte)" });

  const terre = () => ({ fillColor: "var(--carte-voisins)", fillOpacity: 1, stroke: false });

  function garde(entite, contexte) {
    const gardees = contexte.hideout.garde;
    return !gardees || gardees.includes(entite.properties.id);
  }

  const voisin = (entite, contexte) =>
    entite.properties.territoire === contexte.hideout.territoire;

  function clic(evenement, contexte) {
    const entite = evenement.layer && evenement.layer.feature;
    if (!entite || !actuelles(contexte).fonds[entite.properties.id]) {
      return;
    }
    contexte.setProps({
      n_clicks: (contexte.n_clicks || 0) + 1,
      clickData: { properties: { id: entite.properties.id, nom: entite.properties.nom }, heure: Date.now() },
    });
  }

  /* Labels come from data: they are put in as text, never as HTML. */
  function bulle(lignes) {
    const boite = document.createElement("div");
    lignes.forEach((ligne, i) => {
      const element = document.createElement(i ? "span" : "strong");
      element.textContent = ligne;
      boite.appendChild(element);
    });
    return boite;
  }

  const centres = new Map();

  /* Middle of the largest ring: the name of a département with islands stays on the mainland. */
  function centre(couche, id) {
    if (!centres.has(id)) {
      let meilleur = null;
      let plusGrande = -1;
      const anneaux = couche.getLatLngs().map((p) => (Array.isArray(p[0]) ? p[0] : p));
      for (const points of anneaux) {
        let aire = 0, x = 0, y = 0;
        points.forEach((a, i) => {
          const b = points[(i + 1) % points.length];
          const croix = a.lng * b.lat - b.lng * a.lat;
          aire += croix;
          x += (a.lng + b.lng) * croix;
          y += (a.lat + b.lat) * croix;
        });
        if (Math.abs(aire) > plusGrande) {
          plusGrande = Math.abs(aire);
          meilleur = aire ? [y / (3 * aire), x / (3 * aire)] : points[0];
        }
      }
      centres.set(id, meilleur);
    }
    return centres.get(id);
  }

  function forme(entite, couche, contexte) {
    const { id } = entite.properties;
    const textes = () => actuelles(contexte).textes[id] || [entite.properties.nom, "Hors de la sélection"];
    const pose = { couche, entite, contexte };
    couche.bindTooltip(() => bulle(textes()), { sticky: true, className: "carte-bulle", opacity: 1 });
    couche.on("add", () => posees.add(pose));
    couche.on("remove", () => posees.delete(pose));
    if (contexte.hideout.noms) {
      couche.nom = { id, nom: textes()[0], dehors: [undefined, "hors"].includes(contexte.hideout.fonds[id]) };
      couche.on("add", () => nommer(couche._map, couche));
      couche.on("remove", () => couche.nom.etiquette && couche.nom.etiquette.remove());
    }
  }

  /* Write the name of a zone, or take it away: at middle zoom, where it is no wider than its zone. Names
     that do not show are not made: a hundred of them would double the time of a recolour. */
  function nommer(plan, couche) {
    const { id, nom, dehors, etiquette } = couche.nom;
    const emprise = couche.getBounds();
    const large = plan.latLngToContainerPoint(emprise.getNorthEast()).x
      - plan.latLngToContainerPoint(emprise.getSouthWest()).x;
    const montre = plan.getZoom() >= NOMS_DEPUIS[id.slice(0, 3)] && nom.length * 6.2 <= large;
    if (montre && !etiquette) {
      couche.nom.etiquette = window.L.tooltip({
        permanent: true, direction: "center", className: "carte-nom" + (dehors ? " carte-nom-hors" : ""), opacity: 1,
      }).setLatLng(centre(couche, id)).setContent(bulle([nom]));
      plan.addLayer(couche.nom.etiquette);
      // A drawing of a name, hidden while the map zooms: the twin table is where names are read.
      couche.nom.etiquette.getElement().setAttribute("aria-hidden", "true");
    } else if (!montre && etiquette) {
      etiquette.remove();
      couche.nom.etiquette = null;
    }
  }

  window.dashExtensions = Object.assign({}, window.dashExtensions, {
    carte: { style, contour, survol, terre, garde, voisin, clic, forme },
  });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { carte: { reteindre } });

  /* Patterns are drawn once for the page: every map refers to them, CSS gives them their ink. */
  function poserMotifs() {
    if (document.getElementById("motif-masque")) {
      return;
    }
    const porte = document.createElement("div");
    porte.className = "carte-motifs";
    porte.setAttribute("aria-hidden", "true");
    porte.innerHTML =
      '<svg width="0" height="0"><defs>' +
      '<pattern id="motif-masque" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
      '<rect class="motif-fond" width="6" height="6"/><rect class="motif-hachure" width="1.6" height="6"/></pattern>' +
      '<pattern id="motif-non-transmis" width="6" height="6" patternUnits="userSpaceOnUse">' +
      '<rect class="motif-fond" width="6" height="6"/><circle class="motif-point" cx="3" cy="3" r="1.1"/></pattern>' +
      '<pattern id="motif-partage" width="8" height="8" patternUnits="userSpaceOnUse">' +
      '<rect class="motif-bande" width="8" height="8"/><rect class="motif-fond" width="3" height="8"/></pattern>' +
      "</defs></svg>";
    document.body.appendChild(porte);
  }

  const calme = window.matchMedia("(prefers-reduced-motion: reduce)");
  const etroit = window.matchMedia("(max-width: 40rem)");

  function accueillir() {
    const L = window.L;
    if (!L || !L.Map || L.Map.portulan) {
      return;
    }
    L.Map.portulan = true;
    Object.assign(L.Control.Zoom.prototype.options, { zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" });
    L.Map.addInitHook(function () {
      poserMotifs();
      if (calme.matches) {
        Object.assign(this.options, { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false });
      }
      this.on("zoomend", () => this.eachLayer((couche) => couche.nom && nommer(this, couche)));
      // On a narrow screen the legend is a drawer, and drawers are shut when one comes in.
      if (etroit.matches) {
        document.querySelectorAll(".carte-legende[open]:not([data-vue])").forEach((tiroir) => {
          tiroir.dataset.vue = "";
          tiroir.removeAttribute("open");
        });
      }
    });
  }

  accueillir();
  document.addEventListener("DOMContentLoaded", accueillir);
})();
