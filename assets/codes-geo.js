/* The page of PMSI codes: its map leads where its lists lead, and its title is read when another code comes.

   A click on an outline follows the link of that code in the table of neighbours: one way to go. */
(function () {
  "use strict";
  const sien = (code) => document.querySelector(`#codes-geo a[data-code="${CSS.escape(code)}"]`);

  function clic(evenement) {
    const entite = evenement.layer && evenement.layer.feature;
    const lien = entite && sien(entite.properties.code);
    if (lien) {
      lien.click();
    }
  }

  const limite = () => ({ fill: false, color: "var(--texte-discret)", opacity: 1, weight: 1.2 });

  window.dashExtensions = Object.assign({}, window.dashExtensions, { codes: { clic, limite } });

  const touche = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const dedans = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

  /* Names in the order of the page, the chosen one first: whole where there is room, else the code alone,
     else nothing. What is hidden is in the table, and under the mouse. */
  function placer(cadre) {
    const pris = [];
    const bords = cadre.getBoundingClientRect();
    cadre.querySelectorAll(".codes-nom").forEach((nom) => {
      nom.dataset.place = ["nom", "code", "non"].find((place) => {
        nom.dataset.place = place;
        const boite = nom.getBoundingClientRect();
        return place === "non" || (dedans(boite, bords) && !pris.some((autre) => touche(boite, autre)));
      });
      if (nom.dataset.place !== "non") {
        pris.push(nom.getBoundingClientRect());
      }
    });
  }

  /* Leaflet moves names in the same turn as the map: they are looked at when it is over. */
  function accueillir() {
    const L = window.L;
    if (!L || !L.Map || L.Map.portulanCodes) {
      return;
    }
    L.Map.portulanCodes = true;
    L.Map.addInitHook(function () {
      let attendu = 0;
      this.on("zoomend moveend resize layeradd", () => {
        if (!attendu && this.getContainer().closest(".codes-plan")) {
          attendu = window.requestAnimationFrame(() => {
            attendu = 0;
            placer(this.getContainer());
          });
        }
      });
    });
  }

  accueillir();
  document.addEventListener("DOMContentLoaded", accueillir);

  let dernier = null;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulanCodes: {
      /* The link that was followed is gone with what it stood in: the focus goes to what it led to. */
      suivre() {
        window.requestAnimationFrame(() => {
          const titre = document.querySelector("#codes-geo [data-code-montre]");
          const montre = titre && titre.dataset.codeMontre;
          if (titre && montre !== dernier) {
            titre.focus();
          }
          dernier = montre;
        });
        return window.dash_clientside.no_update;
      },
    },
  });
})();
