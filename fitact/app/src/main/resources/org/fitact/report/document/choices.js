"use strict";
// Schemes and rates: what is not checked is left out of figures and tables.
{
  const { all } = page;

  const choices = () => all(".key input");

  function reshape(line, off) {
    const corners = line.dataset.corners.split(" ");
    const path = line.querySelector("path");
    path.dataset.whole ||= path.dataset.drawn || path.getAttribute("d");
    const points = path.dataset.whole.match(/[-\d.]+ [-\d.]+/g).filter((point, corner) => !off.rate.has(corners[corner]));
    path.dataset.drawn = points.length ? "M" + points.join("L") + (path.dataset.whole.endsWith("Z") ? "Z" : "") : "";
    path.setAttribute("d", path.dataset.drawn);
  }

  function choose() {
    const off = { scheme: new Set(), rate: new Set() };
    choices().filter(choice => !choice.checked).forEach(choice => off[choice.name].add(choice.value));
    for (const part of all("[data-scheme], [data-other], [data-rate]")) {
      const { scheme, other, rate } = part.dataset;
      part.classList.toggle("off", off.scheme.has(scheme) || off.scheme.has(other) || off.rate.has(rate));
    }
    all("[data-corners]").forEach(line => reshape(line, off));
    page.tell(null);
    document.dispatchEvent(new Event("chosen"));
  }

  page.equip(() => {
    choices().forEach(choice => choice.addEventListener("change", choose));
    choose();
  });
}
