/* The portrait of a territory: its parts come one by one (components/portrait/parties.py).

   One announcement tells which has come, for those who do not see them; a part whose answer never came says
   so and may be asked again; the button that prints waits for all, and prints at once when clicked anew. */
(function () {
  "use strict";
  const PARTIES = document.getElementsByClassName("portrait-partie");
  const ATTENTE = '[aria-busy="true"], [data-reprendre]:disabled';
  const PLANS = ".portrait-partie .mosaique-plan:not([data-version])";
  const DELAI = 500; // ms
  const occupees = new Set(); // Parts that were on their way when last looked at.
  let reprise = null; // The part that a visitor asked for again: its title takes the focus of the button.
  let impression = null; // The button that waits, and its own words.

  const enRoute = (partie) => partie.querySelector(ATTENTE);
  const reste = () => [...PARTIES].some(enRoute);

  /* ---- what comes, what does not ------------------------------------------------------------------- */

  function dire(texte) {
    const annonce = document.getElementById("portrait-annonce");
    if (annonce && annonce.textContent !== texte) {
      annonce.textContent = texte;
    }
  }

  function annoncer(venues) {
    const attendues = [...PARTIES].filter(enRoute).length;
    const noms = venues.map((partie) => `« ${partie.dataset.nom} »`).join(", ");
    const suite = attendues ? ` Encore ${attendues} à venir.` : " Le portrait est complet.";
    dire(`${noms} : affiché.${suite}`);
  }

  const demande = (partie) => partie.querySelector("[data-dash-is-loading]");

  /* Dash is no longer asking, and what waits is still there: the answer was an error. */
  function constater(partie) {
    const attente = enRoute(partie);
    if (!attente || !partie.dataset.demandee || demande(partie)) {
      return;
    }
    if (attente.disabled) {
      attente.disabled = false;
      attente.textContent = "Réessayer";
    } else {
      attente.removeAttribute("aria-busy");
      attente.querySelector(".squelette").hidden = true;
      attente.querySelector(".portrait-rate").hidden = false;
    }
    regarder();
  }

  function regarder() {
    const venues = [];
    for (const partie of PARTIES) {
      if (demande(partie)) {
        partie.dataset.demandee = "1";
      } else if (partie.dataset.demandee && enRoute(partie)) {
        // Dash says that it has its answer a little before it shows it.
        window.setTimeout(constater, DELAI, partie);
      }
      if (enRoute(partie)) {
        occupees.add(partie);
      } else if (occupees.delete(partie)) {
        venues.push(partie);
      }
    }
    if (venues.length) {
      annoncer(venues);
      rendreLeFoyer();
    }
    if (impression && !reste() && !document.querySelector(PLANS)) {
      imprimer();
    }
  }

  new MutationObserver(() => PARTIES.length && regarder()).observe(document, {
    subtree: true, childList: true, attributeFilter: ["data-dash-is-loading", "aria-busy", "data-version"],
  });

  /* ---- asking again -------------------------------------------------------------------------------- */

  function reprendre(bouton) {
    const ident = { type: "portrait-demande", cle: bouton.dataset.reprendre };
    const { data } = window.dash_component_api.getLayout(ident).props;
    const partie = bouton.closest(".portrait-partie");
    delete partie.dataset.demandee;
    bouton.disabled = true;
    bouton.textContent = "Nouvel essai…";
    dire(`« ${partie.dataset.nom} » : nouvel essai.`);
    reprise = partie;
    window.dash_clientside.set_props(ident, { data: { ...data, essai: data.essai + 1 } });
  }

  function rendreLeFoyer() {
    if (reprise && !occupees.has(reprise)) {
      reprise.querySelector("h2")?.focus();
      reprise = null;
    }
  }

  /* ---- printing ------------------------------------------------------------------------------------ */

  function imprimer() {
    const { bouton, libelle } = impression;
    impression = null;
    bouton.textContent = libelle;
    window.print();
  }

  document.addEventListener(
    "click",
    (evenement) => {
      const repris = evenement.target.closest("[data-reprendre]");
      if (repris) {
        reprendre(repris);
        return;
      }
      const bouton = evenement.target.closest(".portrait [data-imprimer]");
      if (!bouton || (!impression && !reste())) {
        return;
      }
      evenement.stopPropagation();
      if (impression) {
        imprimer();
        return;
      }
      impression = { bouton, libelle: bouton.textContent };
      bouton.textContent = "Imprimer sans attendre";
      dire("L'impression partira dès que tous les chapitres seront prêts.");
    },
    true
  );
})();
