/* The calls that waited for the network (attente.js), made again from where the page has come to.

   Each was asked on a page that showed none of the answers before it: it leaves with the address that they
   have given, to which is added what a link has changed meanwhile. When all are answered the page is asked
   for, once, at the last address. */
(function () {
  "use strict";
  const ADRESSES = ["adresse", "a-peindre"]; // The stores of callbacks/adresse.py.

  const porteuses = (corps) =>
    [...(corps.inputs || []), ...(corps.state || [])]
      .flat()
      .filter((recu) => recu && ADRESSES.includes(recu.id) && recu.property === "data");

  /* What a link has changed from one address to another, changed in a third. */
  function suivre(adresse, avant, apres) {
    if (!apres || !adresse || apres.slug !== adresse.slug) {
      return apres || adresse;
    }
    if (avant.requete === apres.requete) {
      return { ...apres, requete: adresse.requete };
    }
    const [suite, a, b] = [adresse, avant, apres].map((une) => new URLSearchParams(une.requete));
    for (const cle of new Set([...a.keys(), ...b.keys()])) {
      if (a.get(cle) !== b.get(cle)) {
        suite.delete(cle);
        b.getAll(cle).forEach((valeur) => suite.append(cle, valeur));
      }
    }
    return { ...apres, requete: suite.toString().replaceAll("%2C", ",") };
  }

  function commencer() {
    const faites = [];
    let adresse = null; // Where the answers have led.
    let vue = null; // Where the page was when the last call was asked.

    function avancer(apres) {
      adresse = suivre(adresse, vue, apres);
      vue = apres || vue;
    }

    /* The body of a call, with the address of the answers before it. */
    function corps(une) {
      avancer(une.vue);
      porteuses(une.corps).forEach((recu) => (recu.value = adresse));
      return JSON.stringify(une.corps);
    }

    async function noter({ rendre }, reponse) {
      const lue = await reponse.clone().json().catch(() => null);
      const ecrit = (reponse.ok && lue && lue.response) || {};
      adresse = (ecrit.adresse && ecrit.adresse.data) || adresse;
      faites.push({ rendre, reponse, lue, ecrit });
    }

    /* Give the answers back. None may paint, nor lead anywhere: they were made for a page that has changed
       since, and Dash drops all but the last of one callback. */
    function livrer() {
      const mene = faites.some(({ ecrit }) => ecrit.adresse || ecrit.suite);
      for (const { rendre, reponse, lue, ecrit } of faites) {
        if (ecrit.suite) {
          rendre(new Response(null, { status: 204 }));
        } else if (ecrit.adresse) {
          delete ecrit.adresse;
          rendre(new Response(JSON.stringify(lue), { status: 200, headers: reponse.headers }));
        } else {
          rendre(reponse);
        }
      }
      const magasin = window.dash_component_api.getLayout("adresse");
      if (mene && magasin) {
        avancer(magasin.props.data);
        const { slug, panneau, requete } = adresse;
        window.dash_clientside.set_props("adresse", { data: { slug, panneau, requete, mode: "push" } });
      }
    }

    return { corps, noter, livrer };
  }

  window.portulanRejeu = { commencer, vueDe: (corps) => (porteuses(corps)[0] || {}).value };
})();
