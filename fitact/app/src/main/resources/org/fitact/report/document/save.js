"use strict";
// Figures: saved as they are seen, on white.
{
  const { all, make, button } = page;

  function drawing(svg) {
    const copy = svg.cloneNode(true);
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    all(".off, .beyond", copy).forEach(part => part.remove());
    all(".told", copy).forEach(part => part.classList.remove("told"));
    const light = document.querySelector("style").textContent.match(/:root\{([^}]*)\}/)[1];
    const style = document.createElementNS(svg.namespaceURI, "style");
    style.textContent = "svg{" + light + "background:var(--paper);font-family:Roboto,Arial,sans-serif}";
    copy.prepend(style);
    return new XMLSerializer().serializeToString(copy);
  }

  function save(blob, name) {
    const link = make("a", { download: name, href: URL.createObjectURL(blob) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  function png(svg, name) {
    const picture = new Image();
    const { width, height } = svg.viewBox.baseVal;
    picture.addEventListener("load", () => {
      const canvas = make("canvas", { width: 2 * width, height: 2 * height });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(blob => save(blob, name), "image/png");
    });
    picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing(svg));
  }

  function savable(figure) {
    const svg = figure.querySelector("svg");
    const name = figure.dataset.name;
    figure.querySelector("figcaption").after(make("div", { className: "tools" }, "Save as ",
      button("SVG", "Save the figure as SVG", () =>
        save(new Blob([drawing(svg)], { type: "image/svg+xml" }), name + ".svg")),
      button("PNG", "Save the figure as PNG", () => png(svg, name + ".png"))));
  }

  page.equip(() => all("figure").filter(figure => figure.querySelector("svg")).forEach(savable));
}
