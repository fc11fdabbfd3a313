/* What is asked while the server cannot be reached waits for it, then is asked again in its order.

   A request of Dash that does not arrive would be an error, and the choice that made it be lost. It is kept
   here, tried again until the server answers, and only then given back to Dash. Two calls of one
   callback become one, as Dash does itself when they are made together: the newer one, told of both changes.
   Each leaves with the address of that moment, to which the former ones have added. The strip "hors ligne"
   is shown meanwhile. */
(function () {
  "use strict";
  const envoyer = window.fetch.bind(window);
  const PAUSES = [1000, 2000, 5000];
  const ADRESSES = ["adresse", "a-peindre"]; // The stores of callbacks/adresse.py.
  const INJOIGNABLE = [502, 504]; // A proxy says that the server behind it does not answer.
  let attente = [];
  let essais = 0;
  let minuterie = null;
  let enCours = false;

  function direReseau() {
    const perdu = !navigator.onLine || attente.length > 0;
    const bandeau = document.getElementById("bandeau-hors-ligne");
    document.documentElement.toggleAttribute("data-hors-ligne", perdu);
    if (bandeau) {
      bandeau.hidden = !perdu;
    }
  }

  function joindre(url, options) {
    return envoyer(url, options).then(
      (reponse) => (INJOIGNABLE.includes(reponse.status) ? null : reponse),
      (erreur) => {
        if (erreur.name === "AbortError") {
          throw erreur;
        }
        return null;
      }
    );
  }

  function attendre(url, options) {
    const corps = JSON.parse(options.body);
    return new Promise((rendre) => {
      const place = attente.findIndex((une) => une.corps.output === corps.output);
      if (place >= 0) {
        const [ancienne] = attente.splice(place, 1);
        corps.changedPropIds = [...new Set([...corps.changedPropIds, ...ancienne.corps.changedPropIds])];
        ancienne.rendre(new Response(null, { status: 204 }));
      }
      attente.push({ url, options, corps, rendre });
      programmer();
      direReseau();
    });
  }

  function programmer() {
    if (!minuterie && !enCours) {
      minuterie = window.setTimeout(reprendre, PAUSES[Math.min(essais, PAUSES.length - 1)]);
      essais += 1;
    }
  }

  function adresseDe(corps, adresse) {
    for (const recu of [...(corps.inputs || []), ...(corps.state || [])].flat()) {
      if (adresse && ADRESSES.includes(recu.id) && recu.property === "data") {
        recu.value = adresse;
      }
    }
    return JSON.stringify(corps);
  }

  async function vider() {
    const magasin = window.dash_component_api.getLayout("adresse");
    let adresse = magasin && magasin.props.data;
    while (attente.length) {
      const une = attente[0];
      const reponse = await joindre(une.url, { ...une.options, body: adresseDe(une.corps, adresse) });
      if (!reponse) {
        return;
      }
      // Asked anew while it was on its way: the newer call says it all.
      if (attente[0] === une) {
        const lue = await reponse.clone().json().catch(() => ({}));
        adresse = ((lue.response || {}).adresse || {}).data || adresse;
        attente.shift();
        une.rendre(reponse);
      }
    }
    essais = 0;
  }

  async function reprendre() {
    if (enCours) {
      return;
    }
    enCours = true;
    window.clearTimeout(minuterie);
    minuterie = null;
    try {
      await vider();
    } finally {
      enCours = false;
      direReseau();
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
    if (attente.length) {
      return attendre(url, options);
    }
    return joindre(url, options).then((reponse) => reponse || attendre(url, options));
  };

  window.addEventListener("offline", direReseau);
  window.addEventListener("online", () => {
    essais = 0;
    direReseau();
    reprendre();
  });
})();
