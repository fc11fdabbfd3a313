/* The map of communes, what a visitor does with it: the mouse reads a unit or a circle and a click tells Dash, keys
   read what is in the middle, maps of a pair move together. */
(function () {
  "use strict";
  const M = (window.portulanMosaique = window.portulanMosaique || {});

  M.ecouter = function (figure, carte) {
    carte.bulle = window.L.tooltip({ className: "carte-bulle", opacity: 1, direction: "auto", offset: [12, 0] });
    carte.on("mousemove", (e) => montrer(figure, carte, e.latlng, e.containerPoint));
    carte.on("mouseout movestart zoomstart", () => cacher(figure, carte));
    carte.on("click", (e) => {
      const commune = carte.couche.commune(e.latlng);
      const cercle = M.cercleSous(carte, figure.pose, e.containerPoint);
      const unite = figure.modele.unites[commune];
      if (cercle || unite) {
        const data = { unite: cercle ? null : unite, commune, cercle: cercle ? cercle[4] : null, heure: Date.now() };
        window.dash_clientside.set_props(figure.sol.clic, { data });
      }
    });
  };

  function montrer(figure, carte, latlng, point) {
    if (!figure.pose) {
      return null;
    }
    const cercle = M.cercleSous(carte, figure.pose, point);
    const commune = cercle ? 0 : carte.couche.commune(latlng);
    if (!commune && !cercle) {
      cacher(figure, carte);
      return null;
    }
    carte.vise = { latlng, point };
    M.survoler(carte, figure, commune);
    const lignes = cercle ? M.direCercle(figure, cercle) : M.dire(figure, commune);
    carte.bulle.setLatLng(latlng).setContent(M.bulle(lignes));
    if (!carte.hasLayer(carte.bulle)) {
      carte.bulle.addTo(carte);
    }
    return lignes;
  }

  function cacher(figure, carte) {
    carte.vise = null;
    carte.bulle.remove();
    if (figure.pose) {
      M.survoler(carte, figure, 0);
    }
  }

  /* A tooltip that is open reads the new values. */
  M.redire = function (figure) {
    figure.cartes.filter((c) => c.vise).forEach((c) => montrer(figure, c, c.vise.latlng, c.vise.point));
  };

  /* Moved by keys, the map says what is in its middle; Enter says it again. */
  M.clavier = function (figure, carte) {
    const element = carte.getContainer();
    let touche = false;
    function lire() {
      const milieu = carte.getSize().divideBy(2);
      const lignes = montrer(figure, carte, carte.containerPointToLatLng(milieu), milieu);
      element.classList.toggle("mosaique-vise", Boolean(lignes));
      M.annoncer(figure, lignes ? lignes.filter(Boolean).join(", ") : "");
    }
    element.addEventListener("keydown", (e) => {
      touche = /^Arrow|^[+\-=]$|^Enter$/.test(e.key);
      if (e.key === "Enter") {
        lire();
      }
    });
    element.addEventListener("pointerdown", () => (touche = false));
    carte.on("moveend", () => touche && lire());
    carte.on("mousemove blur", () => element.classList.remove("mosaique-vise"));
  };

  M.annoncer = function (figure, texte) {
    const place = figure.element.parentElement.querySelector(".mosaique-dit");
    if (place) {
      place.textContent = texte;
    }
  };

  M.jumeler = function (figure, carte) {
    const groupe = figure.sol.jumelage;
    if (!groupe) {
      return;
    }
    carte.on("move zoom", () => {
      if (carte.suit) {
        return;
      }
      for (const autre of M.figures.values()) {
        const suivante = autre.principale;
        if (autre !== figure && autre.sol.jumelage === groupe && suivante) {
          suivante.suit = true;
          suivante.setView(carte.getCenter(), carte.getZoom(), { animate: false });
          suivante.suit = false;
        }
      }
    });
  };
})();
