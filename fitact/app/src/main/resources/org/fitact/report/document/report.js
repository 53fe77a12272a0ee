"use strict";
// What makes a report handy: facts where a reader points, schemes and rates left out, tables sorted and copied, figures saved.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function button(text, label, action) {
    const element = make("button", { type: "button", textContent: text });
    element.setAttribute("aria-label", label);
    element.addEventListener("click", () => action(element));
    return element;
  }

  root.classList.add("script");

  // ---- Facts: a group of a figure with a title has something to tell.

  const tip = make("div", { className: "tip", hidden: true });
  tip.setAttribute("role", "status");
  document.body.append(tip);
  let told = null;

  function tell(mark) {
    told?.classList.remove("told");
    told = mark;
    tip.hidden = !mark;
    if (!mark) {
      return;
    }
    mark.classList.add("told");
    tip.replaceChildren(...mark.dataset.facts.split(" · ").map(fact => make("div", { textContent: fact })));
    const at = mark.getBoundingClientRect();
    const width = root.clientWidth;
    const middle = Math.min(Math.max((at.left + at.right) / 2, 0), width);
    tip.style.left = Math.max(4, Math.min(middle - tip.offsetWidth / 2, width - tip.offsetWidth - 4)) + "px";
    const above = at.top - tip.offsetHeight - 8;
    tip.style.top = (above > 4 ? above : Math.min(at.bottom + 8, innerHeight - tip.offsetHeight - 4)) + "px";
  }

  function nearest(marks, event) {
    let best = null;
    let least = 18;
    for (const mark of marks) {
      const at = mark.getBoundingClientRect();
      const x = Math.max(at.left - event.clientX, 0, event.clientX - at.right);
      const y = Math.max(at.top - event.clientY, 0, event.clientY - at.bottom);
      if (Math.hypot(x, y) < least) {
        least = Math.hypot(x, y);
        best = mark;
      }
    }
    return best;
  }

  function pointable(svg) {
    const marks = all("g > title", svg).map(title => {
      const mark = title.parentNode;
      mark.dataset.facts = title.textContent;
      title.remove();
      return mark;
    });
    if (!marks.length) {
      return;
    }
    const shown = () => marks.filter(mark => !mark.closest(".off"));
    svg.tabIndex = 0;
    svg.setAttribute("aria-label", svg.getAttribute("aria-label") + "; arrow keys go from point to point");
    svg.addEventListener("pointermove", event => tell(event.target.closest("[data-facts]") || nearest(shown(), event)));
    svg.addEventListener("pointerleave", () => tell(null));
    svg.addEventListener("blur", () => tell(null));
    svg.addEventListener("keydown", event => {
      const order = shown();
      const at = order.indexOf(told);
      const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? -1 : at - 1, ArrowUp: at < 0 ? -1 : at - 1,
        Home: 0, End: -1 }[event.key];
      if (event.key === "Escape") {
        tell(null);
      } else if (next !== undefined && order.length) {
        event.preventDefault();
        tell(order.at(next % order.length));
      }
    });
  }

  // ---- Schemes and rates: what is not checked is left out of figures and tables.

  const choices = () => all(".key input");
  function reshape(line, off) {
    const corners = line.dataset.corners.split(" ");
    const path = line.querySelector("path");
    path.dataset.whole ||= path.getAttribute("d");
    const points = path.dataset.whole.match(/[-\d.]+ [-\d.]+/g).filter((point, corner) => !off.rate.has(corners[corner]));
    path.setAttribute("d", points.length ? "M" + points.join("L") + (path.dataset.whole.endsWith("Z") ? "Z" : "") : "");
  }

  function choose() {
    const off = { scheme: new Set(), rate: new Set() };
    choices().filter(choice => !choice.checked).forEach(choice => off[choice.name].add(choice.value));
    for (const part of all("[data-scheme], [data-other], [data-rate]")) {
      const { scheme, other, rate } = part.dataset;
      part.classList.toggle("off", off.scheme.has(scheme) || off.scheme.has(other) || off.rate.has(rate));
    }
    all("[data-corners]").forEach(line => reshape(line, off));
    tell(null);
  }

  // ---- Tables: sorted by a click on a header, copied as text.

  const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const UNITS = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

  function text(cell) {
    const copy = cell.cloneNode(true);
    all("svg", copy).forEach(mark => mark.remove());
    all("br", copy).forEach(end => end.replaceWith(" "));
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  function number(cell) {
    const plain = text(cell).replace(/−/g, "-").replace(/,(?=\d{3})/g, "").replace(/^[<≤>≥]\s*/, "");
    const power = plain.match(/^(?:([-+]?[\d.]+)×)?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/);
    if (power) {
      const digits = [...power[3]].map(digit => DIGITS.indexOf(digit)).join("");
      return Number((power[1] || "1") + "e" + (power[2] ? "-" : "") + digits);
    }
    const unit = plain.match(/^[-+]?[\d.]+ (KiB|MiB|GiB)/);
    return parseFloat(plain) * (unit ? UNITS[unit[1]] : 1);
  }

  function compare(column, down) {
    return (a, b) => {
      const [first, second] = [a.cells[column], b.cells[column]];
      const [x, y] = [number(first), number(second)];
      if (isNaN(x) !== isNaN(y)) {
        return isNaN(x) ? 1 : -1;
      }
      return (isNaN(x) ? text(first).localeCompare(text(second)) : x - y) * (down ? -1 : 1);
    };
  }

  function sortable(table) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    for (const header of table.tHead.rows[0].cells) {
      const press = make("button", { type: "button", title: "Sort by this column" }, ...header.childNodes);
      header.append(press);
      press.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[header.ariaSort];
        const direction = next === undefined ? "ascending" : next;
        [...table.tHead.rows[0].cells].forEach(other => other.removeAttribute("aria-sort"));
        header.ariaSort = direction;
        const rows = [...original];
        body.append(...(direction ? rows.sort(compare(header.cellIndex, direction === "descending")) : rows));
      });
    }
  }

  // Bold cells carry these marks until the text of all is escaped.
  const [BOLD, PLAIN] = ["\uE000", "\uE001"];

  function grid(table) {
    return [...table.rows].filter(row => !row.classList.contains("off")).map(row =>
      [...row.cells].filter(cell => !cell.classList.contains("off")).map(cell => {
        const words = text(cell);
        const bold = cell.querySelector("b");
        return bold ? words.replace(bold.textContent, BOLD + bold.textContent + PLAIN) : words;
      }));
  }

  const numeric = table => [...(table.tHead || table).rows[0].cells].filter(cell => !cell.classList.contains("off"))
    .map(cell => cell.classList.contains("n"));

  const SPECIAL = { "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "−": "$-$",
    "–": "--", "—": "---", "×": "$\\times$", "±": "$\\pm$", "≤": "$\\leq$", "≥": "$\\geq$", "<": "$<$", ">": "$>$",
    "κ": "$\\kappa$", "λ": "$\\lambda$", "δ": "$\\delta$", "ζ": "$\\zeta$", "Σ": "$\\Sigma$", "…": "\\ldots{}",
    "\u00a0": "~" };

  const latex = words => words
    .replace(/[\\~^−–—×±≤≥<>κλδζΣ…\u00a0]|[&%$#_{}]/g, sign => SPECIAL[sign] || "\\" + sign)
    .replace(/(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, minus, power) =>
      "$^{" + (minus ? "-" : "") + [...power].map(digit => DIGITS.indexOf(digit)).join("") + "}$")
    .replace(BOLD, "\\textbf{").replace(PLAIN, "}");

  const FORMATS = {
    CSV: table => grid(table).map(row => row.map(cell => {
      const plain = cell.replace(BOLD, "").replace(PLAIN, "");
      return /[",\n]/.test(plain) ? "\"" + plain.replaceAll("\"", "\"\"") + "\"" : plain;
    }).join(",")).join("\n") + "\n",

    Markdown: table => {
      const rows = grid(table).map(row => "| " + row.map(cell =>
        cell.replaceAll("|", "\\|").replace(BOLD, "**").replace(PLAIN, "**")).join(" | ") + " |");
      rows.splice(1, 0, "|" + numeric(table).map(right => right ? "---:|" : "---|").join(""));
      return rows.join("\n") + "\n";
    },

    LaTeX: table => {
      const [head, ...rows] = grid(table).map(row => row.map(latex).join(" & ") + " \\\\");
      return ["\\begin{tabular}{" + numeric(table).map(right => right ? "r" : "l").join("") + "}", "\\toprule", head,
        "\\midrule", ...rows, "\\bottomrule", "\\end{tabular}"].join("\n") + "\n";
    },
  };

  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // A page from a file may not be allowed to; what is selected can be copied all the same.
      const area = make("textarea", { value: words });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function copyable(table) {
    const tools = make("div", { className: "tools" }, "Copy as ");
    for (const [name, format] of Object.entries(FORMATS)) {
      tools.append(button(name, "Copy the table as " + name, async element => {
        await copy(format(table));
        element.classList.add("done");
        setTimeout(() => element.classList.remove("done"), 1500);
      }));
    }
    table.closest(".scroll").after(tools);
  }

  // ---- Figures: saved as they are seen, on white.

  function drawing(svg) {
    const copy = svg.cloneNode(true);
    const { width, height } = svg.viewBox.baseVal;
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    all(".off", copy).forEach(part => part.remove());
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

  // ---- Light or dark: as the system says, until a reader says otherwise.

  const other = { light: "dark", dark: "light" };
  let seen = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const theme = button(other[seen], "Light or dark", () => {
    seen = root.dataset.theme = other[seen];
    theme.textContent = other[seen];
  });
  theme.className = "theme";

  function equip() {
    document.querySelector("main").prepend(theme);
    choices().forEach(choice => choice.addEventListener("change", choose));
    all("figure svg").forEach(pointable);
    all("table").filter(table => table.tHead).forEach(sortable);
    all("table").forEach(copyable);
    all("figure").filter(figure => figure.querySelector("svg")).forEach(savable);
    choose();
  }

  equip();
  // Where a page follows a campaign, live.js says this once there are newer figures and tables.
  document.addEventListener("renewed", equip);
})();
