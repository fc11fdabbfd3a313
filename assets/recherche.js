/* Search in the header: arrows go through what was found, Escape closes, leaving closes.

   The sheet is a plain list of links, so that it reads and opens like any other list. */
(function () {
  "use strict";
  const trouvailles = (boite) => Array.from(boite.querySelectorAll("a.trouvaille"));
  const champ = (boite) => boite.querySelector("input");

  function poserFerme(boite, ferme) {
    boite.setAttribute("data-ferme", ferme ? "oui" : "non");
  }

  document.addEventListener("keydown", (evenement) => {
    const boite = evenement.target.closest && evenement.target.closest(".recherche");
    if (!boite) {
      return;
    }
    if (evenement.key === "Escape") {
      poserFerme(boite, true);
      champ(boite).focus();
    } else if (evenement.key === "ArrowDown" || evenement.key === "ArrowUp") {
      const liens = trouvailles(boite);
      const place = liens.indexOf(document.activeElement);
      evenement.preventDefault();
      poserFerme(boite, false);
      const suivante = place + (evenement.key === "ArrowDown" ? 1 : -1);
      if (suivante < 0) {
        champ(boite).focus();
      } else if (liens.length) {
        liens[Math.min(suivante, liens.length - 1)].focus();
      }
    }
  });

  document.addEventListener("input", (evenement) => {
    const boite = evenement.target.closest(".recherche");
    if (boite) {
      poserFerme(boite, false);
    }
  });

  document.addEventListener("focusin", (evenement) => {
    const ici = evenement.target.closest && evenement.target.closest(".recherche");
    document.querySelectorAll(".recherche").forEach((boite) => poserFerme(boite, boite !== ici));
  });

  document.addEventListener("click", (evenement) => {
    const ici = evenement.target.closest(".recherche");
    const pris = evenement.target.closest("a.trouvaille");
    document.querySelectorAll(".recherche").forEach((boite) => {
      if (boite !== ici || pris) {
        poserFerme(boite, true);
      }
    });
  });
})();
