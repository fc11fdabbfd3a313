/* dcc.Dropdown of Dash 4, made whole for who does not see it.

   Its tab stop is a hidden input marked aria-hidden, which hands the focus to the button; and the button
   is named by its value alone. Here the button takes the tab stop, and its name starts with the label of
   the field (.champ > .champ-libelle). Its open list calls "option" what holds a focusable input, and has
   no name: here it is a named group of the radio buttons or boxes that it is. When it has a search, typing
   goes there. To be removed when Dash does all four. The name of a zone too long for its field is kept whole. */
(function () {
  "use strict";
  let attendu = false;
  let numero = 0;

  function nommer(bouton) {
    const champ = bouton.closest(".champ");
    const libelle = champ && champ.querySelector(".champ-libelle, label");
    const noms = bouton.getAttribute("aria-labelledby") || "";
    if (!libelle || (libelle.id && noms.startsWith(libelle.id))) {
      return;
    }
    libelle.id = libelle.id || "libelle-" + (numero += 1);
    bouton.setAttribute("aria-labelledby", (libelle.id + " " + noms).trim());
  }

  function nommerListe(feuille) {
    const bouton = document.querySelector('[aria-controls="' + CSS.escape(feuille.id) + '"]');
    const champ = bouton && bouton.closest(".champ");
    const libelle = champ && champ.querySelector(".champ-libelle, label");
    const nom = (libelle && libelle.textContent) || "Choix";
    feuille.setAttribute("aria-label", nom);
    feuille.toggleAttribute("data-liste-zone", Boolean(champ && champ.matches(".champ-zone")));
    feuille.querySelectorAll(".dash-options-list").forEach((liste) => {
      liste.setAttribute("role", "group");
      liste.setAttribute("aria-label", nom);
    });
    const recherche = feuille.querySelector("input.dash-dropdown-search");
    if (recherche && !feuille.dataset.ouverte) {
      // Dash gives the focus to the chosen option, where typed letters would be lost.
      feuille.dataset.ouverte = "oui";
      recherche.focus();
      window.setTimeout(() => recherche.focus(), 60);
    }
    feuille.querySelectorAll("label[role='option']").forEach((option) => {
      option.removeAttribute("role");
      option.removeAttribute("aria-selected");
    });
  }

  // A zone whose name is longer than its field is said in full when pointed at or focused (21-bandeau.css).
  function direEntier(champ) {
    const bouton = champ.querySelector("button.dash-dropdown");
    const valeur = champ.querySelector(".dash-dropdown-value");
    const nom = valeur ? valeur.innerText.trim() : "";
    const coupe = [valeur, ...(valeur ? valeur.querySelectorAll("*") : [])].some(
      (e) => e && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
    );
    for (const porteur of [champ, bouton].filter(Boolean)) {
      if (!coupe) {
        porteur.removeAttribute("data-entier");
      } else if (porteur.dataset.entier !== nom) {
        porteur.dataset.entier = nom;
      }
    }
  }

  function mettreEnOrdre() {
    attendu = false;
    document.querySelectorAll(".dash-dropdown-content").forEach(nommerListe);
    document.querySelectorAll(".dash-dropdown-focus-target").forEach((relais) => {
      const bouton = relais.nextElementSibling;
      if (relais.getAttribute("tabindex") !== "-1") {
        relais.setAttribute("tabindex", "-1");
      }
      if (bouton && bouton.matches("button") && bouton.getAttribute("tabindex") !== "0") {
        bouton.setAttribute("tabindex", "0");
      }
    });
    document.querySelectorAll("button.dash-dropdown").forEach(nommer);
    document.querySelectorAll(".champ-zone").forEach(direEntier);
  }

  new MutationObserver(() => {
    if (!attendu) {
      attendu = true;
      window.requestAnimationFrame(mettreEnOrdre);
    }
  }).observe(document.documentElement, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["tabindex", "aria-selected"],
  });
})();
