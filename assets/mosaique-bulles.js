/* The map of communes, what it says: numbers as components/formats writes them, tooltips, names of départements. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});
  const FINE = "\u202f";
  const formats = new Map();

  /* `texte`: the digits that came from the server, as text: rounded as decimals and not as floats. */
  M.nombre = function (texte, { decimales = 0, suffixe = "", signe = false } = {}) {
    const cle = `${decimales}${signe}`;
    if (!formats.has(cle)) {
      formats.set(cle, new Intl.NumberFormat("fr-FR", {
        minimumFractionDigits: decimales, maximumFractionDigits: decimales, useGrouping: "always",
        roundingMode: "halfExpand", signDisplay: signe ? "exceptZero" : "negative",
      }));
    }
    const ecrit = formats.get(cle).format(texte).replace(/[\u00a0\u202f ]/g, FINE).replace("-", "\u2212");
    return suffixe ? `${ecrit}${FINE}${suffixe}` : ecrit;
  };

  /* Labels come from data: they are put in as text, never as HTML. */
  M.bulle = function (lignes) {
    const boite = document.createElement("div");
    lignes.filter(Boolean).forEach((ligne, i) => {
      const element = document.createElement(i ? "span" : "strong");
      element.textContent = ligne;
      boite.appendChild(element);
    });
    return boite;
  };

  /* What a unit says, in lines. `figure`: that of assets/mosaique.js. */
  M.dire = function (figure, commune) {
    const { pose, modele, noms } = figure;
    const unite = modele.unites[commune];
    const nomCommune = noms.communes ? noms.communes.noms[commune - 1] : "";
    if (!unite) {
      return [nomCommune, "Hors de la sélection"];
    }
    const nom = noms.unites ? noms.unites[unite - 1] : "";
    return [
      nom || nomCommune,
      `${pose.mesure}${FINE}: ${M.valeur(figure, unite)}`,
      ...((pose.precisions || {})[unite] || []),
      nom && nomCommune && nom !== nomCommune ? `Commune${FINE}: ${nomCommune}` : "",
    ];
  };

  M.direCercle = ({ pose }, [, , valeur, libelle]) =>
    [libelle, `${pose.cercles.mesure}${FINE}: ${M.nombre(String(valeur), pose.cercles.format)}`];

  const SIGNES = { "au-moins": "au moins ", approche: `≈${FINE}` };

  M.valeur = function ({ pose, valeurs }, unite) {
    const texte = valeurs[unite - 1];
    if (!texte) {
      return pose.mots[pose.classes.charCodeAt(unite - 1) - 48] || "—";
    }
    return (SIGNES[(pose.reserves || {})[unite]] || "") + M.nombre(texte, pose.format);
  };

  /* Names of départements at middle zoom, where they fit: drawings, the twin table is where names are read. */
  M.nommer = function (carte, noms, departements) {
    const zoom = carte.getZoom();
    const vue = carte.getBounds().pad(0.1);
    departements.forEach((dep) => {
      const large = (2 * dep.rayon * 256 * 2 ** zoom) / (360 * Math.cos((dep.centre[0] * Math.PI) / 180));
      const montre = zoom >= 6.5 && zoom <= 10.5 && dep.nom.length * 6 <= 1.35 * large && vue.contains(dep.centre);
      const etiquette = noms.get(dep.code);
      if (montre && !etiquette) {
        const neuve = window.L.tooltip({ permanent: true, direction: "center", className: "carte-nom", opacity: 1 })
          .setLatLng(dep.centre).setContent(M.bulle([dep.nom]));
        carte.addLayer(neuve);
        neuve.getElement().setAttribute("aria-hidden", "true");
        noms.set(dep.code, neuve);
      } else if (!montre && etiquette) {
        etiquette.remove();
        noms.delete(dep.code);
      }
    });
  };
})();
