/* The map of communes, what lies over the colours: outlines of zones, flows, proportional circles, the unit under
   the mouse. Leaflet draws them on canvases of their own, above the tiles. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const VOLETS = { voisins: 150, contours: 410, fleches: 420, cercles: 430, survol: 440 };
  const RAYON = 26; // px, of the largest circle: that of components/maps/mosaique_figures.py
  const LARGEUR = 9; // px, of the widest line
  const TRAITS = {
    principale: [["--surface", 6, 0.9], ["--couleur-principale", 3, 1]],
    comparee: [["--surface", 6, 0.9], ["--couleur-comparee", 3, 1, "7 5"]],
    choisie: [["--surface", 5, 0.9], ["--texte", 2.2, 1]],
  };

  M.preparer = function (carte) {
    carte.toiles = {};
    for (const [nom, rang] of Object.entries(VOLETS)) {
      const volet = carte.createPane(nom);
      volet.style.zIndex = rang;
      volet.style.pointerEvents = "none";
      carte.toiles[nom] = window.L.canvas({ pane: nom, padding: 0.3 });
    }
  };

  const encre = (carte, nom) => getComputedStyle(carte.getContainer()).getPropertyValue(nom).trim();

  /* The land around, under everything. */
  M.voisiner = function (carte, collection) {
    const couche = window.L.geoJSON(collection, {
      pane: "voisins", renderer: carte.toiles.voisins, interactive: false,
      style: () => ({ fillColor: encre(carte, "--carte-voisins"), fillOpacity: 1, stroke: false }),
    });
    couche.addTo(carte);
    return couche;
  };

  /* Everything over the colours, drawn anew. */
  M.surposer = function (carte, figure) {
    if (carte.dessus) {
      carte.dessus.remove();
    }
    const groupe = (carte.dessus = window.L.layerGroup().addTo(carte));
    const { pose } = figure;
    (pose.contours || []).slice().reverse().forEach((contour) => {
      const lignes = M.contour(carte.couche.geo(carte.getZoom()), dedans(figure, contour));
      // A coast seen from afar is all bends: what is round it would hide it.
      const minceur = Math.min(1, Math.max(0.4, (carte.getZoom() - 3) / 4.5));
      TRAITS[contour.role].forEach(([nom, weight, opacity, dashArray]) => {
        groupe.addLayer(window.L.polyline(lignes, {
          renderer: carte.toiles.contours, pane: "contours", interactive: false, color: encre(carte, nom),
          weight: weight * minceur, opacity, dashArray, lineCap: dashArray ? "butt" : "round", smoothFactor: 1,
        }));
      });
    });
    fleches(carte, groupe, pose.lignes);
    cercles(carte, groupe, pose.cercles);
    reperes(carte, groupe, pose.reperes || []);
  };

  /* The chosen establishment, over all the rest. */
  function reperes(carte, groupe, lieux) {
    lieux.forEach(([lat, lon, role]) => {
      groupe.addLayer(window.L.circleMarker([lat, lon], {
        renderer: carte.toiles.cercles, pane: "cercles", interactive: false, color: encre(carte, "--surface"), weight: 2.5,
        fillColor: encre(carte, TRAITS[role][1][0]), fillOpacity: 1, radius: 7,
      }));
    });
  }

  function fleches(carte, groupe, lignes) {
    if (!lignes) {
      return;
    }
    // The smallest first: what counts most is on top.
    lignes.traits.slice().sort((a, b) => a[4] - b[4]).forEach(([lat, lon, versLat, versLon, valeur]) => {
      const largeur = Math.max(0.6, (LARGEUR * valeur) / lignes.maximum);
      // Edged with the ground, so that a line is seen on dark tones as on light ones.
      [["--surface", largeur + 1.6, 0.55], ["--texte", largeur, 0.8]].forEach(([nom, weight, opacity]) => {
        groupe.addLayer(window.L.polyline([[lat, lon], [versLat, versLon]], {
          renderer: carte.toiles.fleches, pane: "fleches", interactive: false, color: encre(carte, nom), weight,
          opacity, lineCap: "butt",
        }));
      });
    });
  }

  function cercles(carte, groupe, cercles_) {
    if (!cercles_) {
      return;
    }
    cercles_.points.slice().sort((a, b) => b[2] - a[2]).forEach(([lat, lon, valeur]) => {
      groupe.addLayer(window.L.circleMarker([lat, lon], {
        renderer: carte.toiles.cercles, pane: "cercles", interactive: false, color: encre(carte, "--surface"),
        weight: 1, fillColor: encre(carte, "--texte"), fillOpacity: 0.62, radius: M.rayon(valeur, cercles_.maximum),
      }));
    });
  }

  /* The area of a circle is its value. */
  M.rayon = (valeur, maximum) => Math.max(1.5, RAYON * Math.sqrt(valeur / maximum));

  /* The smallest circle under a point of the map: [lat, lon, value, label]. */
  M.cercleSous = function (carte, pose, point) {
    const { points = [], maximum = 1 } = pose.cercles || {};
    return points
      .filter(([lat, lon, v]) => carte.latLngToContainerPoint([lat, lon]).distanceTo(point) <= M.rayon(v, maximum) + 1)
      .sort((a, b) => a[2] - b[2])[0];
  };

  /* 1 for the communes of a zone: {genre: departement | region | commune | unite, numeros}. */
  function dedans(figure, { genre, numeros }) {
    const { geo, unites } = figure.modele;
    const de = { departement: geo.large.departement, region: geo.large.region, unite: unites }[genre];
    const gardes = new Set(numeros);
    const faits = new Uint8Array(geo.large.n + 1);
    for (let commune = 1; commune < faits.length; commune++) {
      faits[commune] = gardes.has(de ? de[commune] : commune) ? 1 : 0;
    }
    return faits;
  }

  /* The outline of the unit of a commune; none for 0. */
  M.survoler = function (carte, figure, commune) {
    const unite = commune ? figure.modele.unites[commune] : 0;
    if (carte.survole === unite) {
      return;
    }
    carte.survole = unite;
    if (carte.survol) {
      carte.survol.remove();
      carte.survol = null;
    }
    if (unite) {
      const geo = carte.couche.geo(carte.getZoom());
      carte.survol = window.L.polyline(M.contour(geo, dedans(figure, { genre: "unite", numeros: [unite] })), {
        renderer: carte.toiles.survol, pane: "survol", interactive: false, color: encre(carte, "--texte"), weight: 2,
        smoothFactor: 0.5,
      }).addTo(carte);
    }
  };
})();
