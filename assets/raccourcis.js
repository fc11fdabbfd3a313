/* Keyboard: "/" search, "z" zone, "c" compare, "t" "g" "k" "a" views, "p" presents, "?" help.

   A key acts on the element that carries data-raccourci="<key>", or on the first control inside it.
   Never while typing, never with a modifier; the help dialog can turn single letters off (WCAG 2.1.4). */
(function () {
  "use strict";
  const CLE = "portulan-raccourcis";
  const CONTROLES = "a[href], button, input, select, textarea, summary, [tabindex='0']";

  const actifs = () => {
    try {
      return localStorage.getItem(CLE) !== "non";
    } catch (refus) {
      return true;
    }
  };

  function enSaisie(cible) {
    // An open list of choices takes what is typed, wherever the focus is in it.
    if (document.querySelector(".dash-dropdown-content")) {
      return true;
    }
    // A zone picker opens on the first letter typed, which is one of a name.
    if (cible.closest && cible.closest(".champ-zone")) {
      return true;
    }
    const champ = cible.closest && cible.closest("input, textarea, select, [contenteditable='true']");
    return Boolean(champ) && !["checkbox", "radio", "button"].includes(champ.type);
  }

  function viser(touche) {
    const marques = document.querySelectorAll("[data-raccourci='" + CSS.escape(touche) + "']");
    const marque = Array.from(marques).find((m) => m.getClientRects().length > 0);
    if (!marque) {
      return false;
    }
    // dcc.Dropdown puts a hidden relay before its button: the button is the control.
    const controle = marque.matches(CONTROLES)
      ? marque
      : marque.querySelector("button.dash-dropdown") || marque.querySelector(CONTROLES);
    if (!controle) {
      return false;
    }
    controle.focus();
    if (controle.matches("a, button, summary")) {
      controle.click();
    } else if (controle.select) {
      controle.select();
    }
    return true;
  }

  function direEtat() {
    const bouton = document.getElementById("bascule-raccourcis");
    if (bouton) {
      bouton.textContent = actifs()
        ? "Désactiver les raccourcis à une touche"
        : "Activer les raccourcis à une touche";
    }
  }

  function ouvrirAide() {
    const dialogue = document.getElementById("aide-clavier");
    if (dialogue && !dialogue.open) {
      direEtat();
      dialogue.showModal();
    }
  }

  document.addEventListener("keydown", (evenement) => {
    const { key, ctrlKey, metaKey, altKey, target } = evenement;
    if (ctrlKey || metaKey || altKey || evenement.defaultPrevented || enSaisie(target)) {
      return;
    }
    if (document.querySelector("dialog[open]") || !actifs()) {
      return;
    }
    if (key === "?") {
      evenement.preventDefault();
      ouvrirAide();
    } else if ("/zctgkap".includes(key) && key.length === 1 && viser(key)) {
      evenement.preventDefault();
    }
  });

  document.addEventListener("click", (evenement) => {
    if (evenement.target.closest("[data-ouvre='aide-clavier']")) {
      ouvrirAide();
    } else if (evenement.target.closest("[data-ferme='aide-clavier']")) {
      document.getElementById("aide-clavier").close();
    } else if (evenement.target.closest("#bascule-raccourcis")) {
      try {
        localStorage.setItem(CLE, actifs() ? "non" : "oui");
      } catch (refus) {
        /* Not kept: shortcuts stay as they are. */
      }
      direEtat();
    }
  });
})();
