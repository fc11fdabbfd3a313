/* French words of Plotly. Its own locale files come from a CDN; the library, which is fetched only when
   a page shows a figure, takes up what it finds in window.PlotlyLocales. */
(function () {
  "use strict";
  const FR = {
    moduleType: "locale",
    name: "fr",
    dictionary: {
      "Autoscale": "Échelle automatique",
      "Click to enter Y axis title": "Titre de l'axe vertical",
      "Click to enter X axis title": "Titre de l'axe horizontal",
      "Compare data on hover": "Comparer les valeurs survolées",
      "Double-click on legend to isolate one trace": "Double-cliquer sur la légende pour isoler une série",
      "Double-click to zoom back out": "Double-cliquer pour revenir à la vue entière",
      "Download plot": "Télécharger l'image",
      "Download plot as a PNG": "Télécharger l'image en PNG",
      "Pan": "Déplacer",
      "Reset": "Rétablir",
      "Reset axes": "Rétablir les axes",
      "Show closest data on hover": "Montrer la valeur la plus proche",
      "Snapshot succeeded": "Image enregistrée",
      "Sorry, there was a problem downloading your snapshot!": "L'image n'a pas pu être enregistrée.",
      "Taking snapshot - this may take a few seconds": "Préparation de l'image…",
      "Toggle Spike Lines": "Lignes de repère",
      "Zoom": "Agrandir",
      "Zoom in": "Agrandir",
      "Zoom out": "Réduire",
    },
    format: {
      days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
      shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
      months: [
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
      ],
      shortMonths: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin",
        "juil.", "août", "sept.", "oct.", "nov.", "déc.",
      ],
      date: "%d/%m/%Y",
      decimal: ",",
      thousands: "\u202f",
      grouping: [3],
      currency: ["", "\u202f€"],
      year: "%Y",
      month: "%b %Y",
      dayMonth: "%-d %b",
      dayMonthYear: "%-d %b %Y",
    },
  };
  if (window.Plotly) {
    window.Plotly.register(FR);
  } else {
    (window.PlotlyLocales = window.PlotlyLocales || []).push(FR);
  }
})();
