/* While the mouse is on a mark that leads somewhere, its figure says so: `data-mene`, read by graphe.css.
   Python writes what a mark leads to in its customdata, empty where there is nothing. */
(() => {
  "use strict";
  const suivies = new WeakSet();

  const suivre = (figure) => {
    suivies.add(figure);
    figure.on("plotly_hover", ({ points }) =>
      figure.toggleAttribute("data-mene", points.some((p) => String(p.customdata ?? "") !== ""))
    );
    figure.on("plotly_unhover", () => figure.removeAttribute("data-mene"));
  };

  // On its way down: Plotly tells of a mark as soon as the mouse is heard of there.
  const arriver = ({ target }) => {
    const figure = target.closest?.(".graphe .js-plotly-plot");
    if (figure?.on && !suivies.has(figure)) suivre(figure);
  };
  document.addEventListener("mouseover", arriver, true);
})();
