/* What is asked while the network is lost waits for it, then is asked again in its order.

   A request of Dash that does not arrive would be an error, and the click that made it be lost. What is a
   state of the page (a control, a text, a link followed) replaces a former call of the same callback, as
   Dash does itself: the newer one, told of both changes. A gesture (a click) is kept by itself, and nothing
   is merged across it. How each is asked again is in rejeu.js.
   An answer of 502 or 504 is no lost network: it is asked twice more, then given back to Dash, and said. */
(function () {
  "use strict";
  const envoyer = window.fetch.bind(window);
  const PAUSES = [1000, 2000, 5000]; // Between two tries while the network is lost.
  const RAPPELS = [300, 1000]; // Before asking again what a proxy answered in the server's place...
  const PATIENCE = 5000; // ...unless it took that long: the server is at work, and would be no quicker.
  const PASSAGERS = [502, 504];
  const GESTES = /\.(n_clicks|clickData|cellRendererData|contents)$/;
  let attente = []; // Calls to make, in order.
  let rejeu = null; // Those made again (rejeu.js), until all are.
  let essais = 0;
  let minuterie = null;
  let enCours = false;
  let coupe = false; // The last request did not arrive.
  let panne = null; // The outputs of the call that the server could not answer.

  function dire() {
    const perdu = !navigator.onLine || coupe;
    document.documentElement.toggleAttribute("data-hors-ligne", perdu);
    for (const [id, montre] of [["bandeau-hors-ligne", perdu], ["bandeau-panne", panne && !perdu]]) {
      document.getElementById(id)?.toggleAttribute("hidden", !montre);
    }
  }

  /* Ask: the answer, or null when the network is lost. */
  async function joindre(url, options) {
    const debut = performance.now();
    for (let essai = 0; ; essai += 1) {
      const reponse = await envoyer(url, options).catch((erreur) => {
        if (erreur.name === "AbortError") {
          throw erreur;
        }
        return null;
      });
      coupe = !reponse;
      const passager = reponse && PASSAGERS.includes(reponse.status) && performance.now() - debut < PATIENCE;
      if (!passager || essai === RAPPELS.length) {
        constater(reponse, options.body);
        return reponse;
      }
      await new Promise((suite) => window.setTimeout(suite, RAPPELS[essai]));
    }
  }

  /* A failure is said until the same call succeeds, or the page is asked for again. */
  function constater(reponse, corps) {
    if (reponse && (panne || reponse.status >= 500)) {
      const { output } = JSON.parse(corps);
      panne = reponse.status >= 500 ? output : panne === output ? null : panne;
    }
    dire();
  }

  const estGeste = (corps) => (corps.changedPropIds || []).some((p) => GESTES.test(p));

  function attendre(url, options) {
    const corps = JSON.parse(options.body);
    return new Promise((rendre) => {
      const place = attente.findLastIndex((une) => une.geste || une.corps.output === corps.output);
      if (place >= 0 && !attente[place].geste && !estGeste(corps)) {
        const [ancienne] = attente.splice(place, 1);
        corps.changedPropIds = [...new Set([...corps.changedPropIds, ...ancienne.corps.changedPropIds])];
        ancienne.rendre(new Response(null, { status: 204 }));
      }
      const vue = window.portulanRejeu.vueDe(corps);
      attente.push({ url, options, corps, rendre, vue, geste: estGeste(corps) });
      programmer();
    });
  }

  function programmer() {
    if (!minuterie && !enCours) {
      minuterie = window.setTimeout(reprendre, PAUSES[Math.min(essais, PAUSES.length - 1)]);
      essais += 1;
    }
  }

  /* Make the calls that wait, one after the other; whether all were answered. */
  async function vider() {
    while (attente.length) {
      const une = attente[0];
      const reponse = await joindre(une.url, { ...une.options, body: rejeu.corps(une) });
      if (!reponse) {
        return false;
      }
      // Asked anew while it was on its way: the newer call says it all.
      if (attente[0] === une) {
        attente.shift();
        await rejeu.noter(une, reponse);
      }
    }
    return true;
  }

  async function reprendre() {
    if (enCours) {
      return;
    }
    enCours = true;
    window.clearTimeout(minuterie);
    minuterie = null;
    try {
      rejeu = rejeu || window.portulanRejeu.commencer();
      if (await vider()) {
        essais = 0;
        const fini = rejeu;
        rejeu = null;
        fini.livrer();
      }
    } finally {
      enCours = false;
      dire();
      if (attente.length) {
        programmer();
      }
    }
  }

  window.fetch = function (url, options) {
    const pour = typeof url === "string" && url.includes("_dash-update-component");
    if (!pour || !options || typeof options.body !== "string") {
      return envoyer(url, options);
    }
    if (enCours || attente.length) {
      return attendre(url, options);
    }
    return joindre(url, options).then((reponse) => reponse || attendre(url, options));
  };

  window.addEventListener("offline", dire);
  window.addEventListener("online", () => {
    essais = 0;
    dire();
    reprendre();
  });
  document.addEventListener("click", (evenement) => {
    if (evenement.target.closest("[data-reessayer]")) {
      panne = null;
      dire();
    }
  });
})();
