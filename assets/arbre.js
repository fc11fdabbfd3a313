/* The tree picker of the banner: a <dialog> opened under its button ([data-arbre=ouvrir]).

   Choosing or "Fermer" closes it; Escape, the trap of the focus and its return to the button are the
   dialog's own. Enter or the down arrow in its search leads to the first answer, the arrows go on. */
(function () {
  "use strict";
  const PAUSE = 150;
  let derniere = 0;
  const feuille = () => document.getElementById("arbre-feuille");
  const bouton = () => document.querySelector("[data-arbre='ouvrir']");
  const choix = () => Array.from(feuille().querySelectorAll(".arbre-choix"));

  /* Under the button, within the window; narrow screens are the style sheet's. */
  function placer() {
    const boite = bouton().getBoundingClientRect();
    const style = feuille().style;
    const largeur = feuille().offsetWidth;
    style.setProperty("--arbre-x", Math.max(8, Math.min(boite.left, window.innerWidth - largeur - 8)) + "px");
    style.setProperty("--arbre-y", boite.bottom + 4 + "px");
  }

  function ouvrir() {
    feuille().showModal();
    bouton().setAttribute("aria-expanded", "true");
    placer();
    document.getElementById("arbre-texte").focus();
    feuille().onclose = () => {
      bouton().setAttribute("aria-expanded", "false");
      bouton().focus();
    };
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    portulanArbre: {
      /* Asked after a pause in typing; a text already asked (emptied by the server) is not. */
      demander(texte, demande) {
        const numero = (derniere += 1);
        return new Promise((rendre) => {
          const tue = () => numero !== derniere || (texte || "") === (demande || "");
          window.setTimeout(
            () => rendre(tue() ? window.dash_clientside.no_update : texte || ""),
            PAUSE
          );
        });
      },
      /* The button that was pressed went with the former list: the place it opened takes the focus. */
      rendreLeFoyer() {
        window.requestAnimationFrame(() => {
          const ici = feuille();
          const perdu = document.activeElement === document.body || document.activeElement === ici;
          if (ici && ici.open && perdu && choix().length) {
            choix()[0].focus();
          }
        });
        return window.dash_clientside.no_update;
      },
    },
  });

  document.addEventListener("click", (evenement) => {
    const cible = evenement.target.closest("[data-arbre]");
    const dialogue = feuille();
    if (cible && cible.dataset.arbre === "ouvrir") {
      ouvrir();
    } else if (dialogue && dialogue.open && (cible || evenement.target === dialogue)) {
      // The dialog itself is only hit beside its content: on the veil.
      dialogue.close();
    }
  });

  window.addEventListener("resize", () => {
    if (feuille() && feuille().open) {
      placer();
    }
  });

  document.addEventListener("keydown", (evenement) => {
    const ici = evenement.target.closest && evenement.target.closest("#arbre-feuille");
    if (!ici) {
      return;
    }
    const dansTexte = evenement.target.id === "arbre-texte";
    const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
    if (dansTexte && (evenement.key === "Enter" || pas === 1)) {
      evenement.preventDefault();
      (choix()[0] || evenement.target).focus();
    } else if (pas && evenement.target.matches(".arbre-choix")) {
      evenement.preventDefault();
      const suivant = choix()[choix().indexOf(evenement.target) + pas];
      (suivant || (pas < 0 ? document.getElementById("arbre-texte") : evenement.target)).focus();
    }
  });
})();
