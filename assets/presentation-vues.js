/* The views of a presentation: addresses and names, kept by the browser and nowhere else; the list where they are
   named, moved, opened and removed (components/maps/presentation.py). presentation.js shows them.

   localStorage["portulan-presentation"]: [{adresse, titre, nom}], titre as the page wrote it, nom as the visitor did
   ("" when they did not). What is read there is checked: any page of the site could have written it. */
(function () {
  "use strict";
  const P = (window.portulanPresentation = window.portulanPresentation || {});
  const CLE = "portulan-presentation";
  const MAXIMUM = 30;
  const LONGUEURS = { adresse: 2000, titre: 300, nom: 120 };
  let enMemoire = null; // Where storage is refused: as long as the page stands.

  const page = () => document.querySelector("[data-chemin]");
  const dialogue = () => document.getElementById("presentation-vues");
  const nomDe = (vue) => vue.nom || vue.titre;

  P.ici = () => (page() ? page().dataset.chemin : window.location.pathname) + window.location.search;
  P.nomDe = nomDe;

  function valable(vue) {
    const chemin = page() && page().dataset.chemin;
    return (
      vue && Object.entries(LONGUEURS).every(([cle, n]) => typeof vue[cle] === "string" && vue[cle].length <= n) &&
      (vue.adresse === chemin || vue.adresse.startsWith(chemin + "?"))
    );
  }

  P.vues = function () {
    let lues = enMemoire;
    try {
      lues = lues || JSON.parse(localStorage.getItem(CLE) || "[]");
    } catch (refus) {
      lues = []; // Forbidden, or not ours.
    }
    return (Array.isArray(lues) ? lues : []).filter(valable).slice(0, MAXIMUM);
  };

  P.rang = (vues) => vues.findIndex((vue) => vue.adresse === P.ici());

  function garder(vues) {
    enMemoire = null;
    try {
      localStorage.setItem(CLE, JSON.stringify(vues));
    } catch (refus) {
      enMemoire = vues;
    }
    afficher();
  }

  /* What the maps show and where, in one line: « Taux de recours brut, MCO, 2021, Bretagne et Normandie ». */
  function titrer() {
    const lire = (choix) => [...document.querySelectorAll(choix)].map((e) => e.textContent.trim());
    const [suite] = lire(".partie-titre .sous-titre");
    const titres = new Set(lire(".mosaiques .figure-titre"));
    const zones = new Set(lire(".mosaiques .figure-textes > p").map((dit) =>
      suite && dit.endsWith(", " + suite) ? dit.slice(0, -suite.length - 2) : dit.split(",")[0]));
    return `${[...titres].join(" / ")}, ${[...zones].join(" et ")}`.slice(0, LONGUEURS.titre);
  }

  function ajouter() {
    const vues = P.vues();
    const deja = P.rang(vues);
    if (deja >= 0) {
      return dire(`Cette vue y est déjà, en place ${deja + 1}.`);
    }
    if (vues.length >= MAXIMUM) {
      return dire(`${MAXIMUM} vues au plus : retirez-en une d'abord.`);
    }
    const adresse = P.ici();
    if (adresse.length > LONGUEURS.adresse) {
      return dire("L'adresse de cette vue est trop longue pour être gardée.");
    }
    garder([...vues, { adresse, titre: titrer(), nom: "" }]);
    const suite = enMemoire ? " Ce navigateur ne garde rien : la liste disparaîtra avec la page." : "";
    return dire(`Vue ajoutée, en place ${vues.length + 1}.${suite}`);
  }

  let tue = null;

  /* In the list when it is open, beside the buttons else; and no longer than it is true. */
  function dire(texte) {
    const ou = dialogue().open ? dialogue() : document.querySelector(".presentation-barre");
    const place = ou.querySelector(".presentation-dit");
    place.textContent = texte;
    clearTimeout(tue);
    tue = setTimeout(() => (place.textContent = ""), 8000);
  }

  /* ---- the list ------------------------------------------------------------------------------- */

  function element(nom, attributs, ...enfants) {
    const fait = document.createElement(nom);
    Object.entries(attributs).forEach(([cle, valeur]) => fait.setAttribute(cle, valeur));
    fait.append(...enfants);
    return fait;
  }

  function bouton(texte, geste, nom, inutile) {
    const fait = element("button", { type: "button", class: "bouton", "data-presentation": geste, "aria-label": nom }, texte);
    fait.disabled = Boolean(inutile);
    return fait;
  }

  function ligne(vue, i, vues) {
    const n = i + 1;
    const nom = element("input", {
      class: "saisie", type: "text", maxlength: LONGUEURS.nom, "aria-label": `Nom de la vue ${n}`, autocomplete: "off",
      "data-adresse": vue.adresse,
    });
    nom.value = nomDe(vue);
    nom.title = nomDe(vue);
    const ouvrir = { class: "bouton", href: vue.adresse, "data-interne": "1", "data-presentation": "ouvrir" };
    const ici = vue.adresse === P.ici();
    return element("li", { class: "presentation-vue", "data-rang": i, ...(ici ? { "aria-current": "true" } : {}) },
      element("span", { class: "presentation-place" }, String(n)),
      nom,
      element("div", { class: "groupe-boutons" },
        element("a", { ...ouvrir, "aria-label": `Ouvrir la vue ${n}` }, "Ouvrir"),
        bouton("Présenter d'ici", "depuis", `Présenter d'ici, vue ${n}`),
        bouton("↑", "monter", `Monter la vue ${n}`, i === 0),
        bouton("↓", "descendre", `Descendre la vue ${n}`, n === vues.length),
        bouton("Retirer", "retirer", `Retirer la vue ${n}`),
        ...(ici ? [element("span", { class: "presentation-ici" }, "à l'écran")] : [])));
  }

  /* The number in the bar, and the list when it is open. */
  function afficher() {
    const vues = P.vues();
    document.querySelectorAll(".presentation-nombre").forEach((place) => {
      const dit = vues.length ? `(${vues.length})` : "";
      if (place.textContent !== dit) {
        place.textContent = dit;
      }
    });
    if (dialogue() && dialogue().open) {
      dialogue().querySelector(".presentation-vide").hidden = vues.length > 0;
      dialogue().querySelector(".presentation-mode").hidden = !vues.length;
      dialogue().querySelector("[data-presentation='depuis-la-premiere']").hidden = !vues.length;
      dialogue().querySelector(".presentation-liste").replaceChildren(...vues.map(ligne));
    }
  }

  /* A list made anew loses the focus: to the same button of that line, or to what is left. */
  function foyer(rang, geste) {
    const lignes = dialogue().querySelectorAll(".presentation-vue");
    const la = lignes[Math.min(rang, lignes.length - 1)] || dialogue();
    const choix = [...la.querySelectorAll(`[data-presentation="${geste}"], button`)].filter((b) => !b.disabled && !b.hidden);
    (choix.find((b) => b.dataset.presentation === geste) || choix[0]).focus();
  }

  function deplacer(rang, pas) {
    const vues = P.vues();
    const [vue] = vues.splice(rang, 1);
    vues.splice(rang + pas, 0, vue);
    garder(vues);
    foyer(rang + pas, pas < 0 ? "monter" : "descendre");
    dire(`« ${nomDe(vue)} » est en place ${rang + pas + 1} sur ${vues.length}.`);
  }

  function retirer(rang) {
    const vues = P.vues();
    const [vue] = vues.splice(rang, 1);
    garder(vues);
    foyer(rang, vues.length ? "retirer" : "fermer");
    dire(`« ${nomDe(vue)} » est retirée.`);
  }

  function fermer(puis) {
    dialogue().close();
    if (puis) {
      puis();
    }
  }

  const gestes = {
    presenter: () => P.presenter(),
    ajouter,
    vues() {
      dialogue().showModal();
      afficher();
    },
    fermer: () => fermer(),
    ouvrir: () => fermer(),
    "depuis-la-premiere": () => fermer(() => P.presenter(0)),
    depuis: (rang) => fermer(() => P.presenter(rang)),
    monter: (rang) => deplacer(rang, -1),
    descendre: (rang) => deplacer(rang, 1),
    retirer,
  };

  document.addEventListener("click", (evenement) => {
    const cible = evenement.target.closest("[data-presentation]");
    const geste = cible && gestes[cible.dataset.presentation];
    if (geste) {
      geste(Number((cible.closest("[data-rang]") || { dataset: { rang: -1 } }).dataset.rang), cible);
    }
  });

  document.addEventListener("change", (evenement) => {
    const champ = evenement.target.closest(".presentation-vue input");
    if (!champ) {
      return;
    }
    const vues = P.vues();
    // By its address: a list made anew while a name is written tells the change of a line that is no longer there.
    const vue = vues.find((v) => v.adresse === champ.dataset.adresse);
    if (!vue) {
      return;
    }
    const ecrit = champ.value.trim();
    vue.nom = ecrit === vue.titre ? "" : ecrit;
    champ.value = champ.title = nomDe(vue);
    try {
      // The list stays as it is: what is clicked next is still there.
      localStorage.setItem(CLE, JSON.stringify(vues));
    } catch (refus) {
      enMemoire = vues;
    }
    dire("Nom gardé.");
  });

  window.addEventListener("storage", (evenement) => evenement.key === CLE && afficher());

  let barre = null;
  new MutationObserver(() => {
    const la = document.getElementById("presenter");
    if (la !== barre) {
      barre = la;
      afficher();
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
