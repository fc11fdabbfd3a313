/* Put into each page before its own scripts (benchmarks/navigateur.py). It reads the page at every frame:
   - banc.premiers: when each sign first showed, in ms since the navigation began;
   - banc.agir(nom, geste): does the gesture, then resolves once the page has kept one look for a while,
     with the time from the gesture to the frame where that look came, and the calls it took.
   Times are taken after the frame is painted, not when the DOM changed. */
(function () {
  "use strict";
  if (window.banc) {
    return;
  }
  const un = (selecteur) => document.querySelector(selecteur);
  const tous = (selecteur) => [...document.querySelectorAll(selecteur)];
  const texte = (selecteur) => (un(selecteur) ? un(selecteur).textContent : "");
  const rectangle = (selecteur) => {
    const element = un(selecteur);
    return Boolean(element) && element.getBoundingClientRect().height > 0;
  };

  const BARRES = ".js-plotly-plot .barlayer .point path";
  const FORMES = "#carte-plan path.leaflet-interactive";

  /* What is useful of each page, drawn. */
  const SIGNES = {
    nu: () => rectangle("#banc-nu"),
    accueil: () => rectangle(".portail-principal a[href^='/r/']"),
    tableau: () => rectangle(".ag-center-cols-container .ag-row .ag-cell"),
    graphique: () => rectangle(BARRES),
    carte: () => tous(FORMES).length > 10,
  };

  /* What the eye compares: two looks that differ are two pictures. */
  const ASPECTS = {
    nu: () => texte("#banc-sortie"),
    tableau: () => tous(".ag-center-cols-container .ag-row").slice(0, 12).map((e) => e.textContent).join("|"),
    graphique: () => tous(".js-plotly-plot .barlayer path, .js-plotly-plot .scatterlayer path")
      .map((e) => e.getAttribute("d")).join("|"),
    carte: () => tous("#figure-carte path.leaflet-interactive").map((e) => e.getAttribute("fill")).join("|"),
  };

  const premiers = {};
  const appels = [];
  const aprefs = new MessageChannel();
  let suites = [];
  aprefs.port1.onmessage = () => {
    const maintenant = performance.now();
    suites.splice(0).forEach((suite) => suite(maintenant));
  };

  /* Call back with the time after the coming paint. */
  function apresPeinture(suite) {
    suites.push(suite);
    aprefs.port2.postMessage(0);
  }

  function guetter() {
    const nouveaux = Object.keys(SIGNES).filter((nom) => !(nom in premiers) && document.body && SIGNES[nom]());
    if (nouveaux.length) {
      apresPeinture((t) => nouveaux.forEach((nom) => { premiers[nom] = premiers[nom] || t; }));
    }
    // Once seen, nothing more is read: the frames of a repaint are not to be slowed down.
    if (performance.now() < 30000 && !Object.keys(premiers).length) {
      requestAnimationFrame(guetter);
    }
  }

  /* {"cle":"fin","type":"choix"}.value -> fin.value */
  const court = (propriete) => propriete.replace(/^\{.*"cle":"([^"]*)".*\}/, "$1");

  const demander = window.fetch;
  window.fetch = function (adresse, options) {
    if (String(adresse).includes("_dash-update-component")) {
      const corps = (options && options.body) || "{}";
      const pour = (JSON.parse(corps).changedPropIds || []).map(court).join(" ") || "(rien)";
      appels.push({ pour, envoyes: corps.length, depart: performance.now() });
    }
    return demander.apply(this, arguments);
  };

  /* Calls to the server since an instant; sizes are those of bodies, compressed on the way back. They all
     have one address: entries of the browser and calls are paired by their order. */
  function depuis(instant) {
    const derniers = appels.filter((a) => a.depart >= instant);
    const entrees = performance.getEntriesByType("resource")
      .filter((e) => e.name.includes("_dash-update-component") && e.startTime >= instant)
      .sort((a, b) => a.startTime - b.startTime);
    return derniers.map((a, i) => ({
      pour: a.pour,
      envoyes: a.envoyes,
      recus: entrees[i] ? entrees[i].encodedBodySize : 0,
      depart: a.depart - instant,
      duree: entrees[i] ? entrees[i].duration : 0,
      attente: entrees[i] ? entrees[i].responseStart - entrees[i].requestStart : 0,
    }));
  }

  /* Everything else the page asked for meanwhile. */
  const autres = () => performance.getEntriesByType("resource")
    .filter((e) => !e.name.includes("_dash-update-component")).length;

  function agir(nom, geste, calme) {
    return new Promise((resoudre) => {
      performance.clearResourceTimings();
      performance.setResourceTimingBufferSize(2000);
      const avant = ASPECTS[nom]();
      let dernier = avant, change = null;
      const depart = performance.now();
      geste();
      (function regarder() {
        const aspect = ASPECTS[nom]();
        if (aspect !== dernier) {
          dernier = aspect;
          apresPeinture((t) => { change = t; });
        }
        const attente = performance.now() - (change || depart);
        if (change && dernier !== avant && attente > calme) {
          resoudre({ delai: change - depart, appels: depuis(depart), autres: autres() });
        } else if (attente > 15000) {
          resoudre({ delai: null, appels: depuis(depart), autres: autres() });
        } else {
          requestAnimationFrame(regarder);
        }
      })();
    });
  }

  const image = () => new Promise((oui) => requestAnimationFrame(oui));

  /* Open a dropdown of the banner, then click one of its options, known by its label or its place: the clock
     starts at the second click. A list of several values stays open: it is closed afterwards. */
  async function choisir(nom, cle, laquelle, calme) {
    const bouton = tous("button.dash-dropdown").find((b) => b.id.includes(`"cle":"${cle}"`));
    bouton.click();
    let option = null;
    for (let i = 0; i < 120 && !option; i += 1) {
      await image();
      const options = tous(".dash-dropdown-option");
      option = options[laquelle] || options.find((o) => o.textContent.trim() === laquelle);
    }
    if (!option) {
      return { delai: null, appels: [], autres: 0 };
    }
    const lu = await agir(nom, () => option.click(), calme);
    if (un(".dash-dropdown-option")) {
      bouton.click();
      await image();
    }
    return lu;
  }

  window.banc = {
    premiers,
    choisir,
    nu: (calme) => agir("nu", () => un("#banc-bouton").click(), calme),
    charge: () => performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
      .reduce((somme, e) => ({ requetes: somme.requetes + 1, octets: somme.octets + e.transferSize }),
        { requetes: 0, octets: 0 }),
  };
  requestAnimationFrame(guetter);
})();
