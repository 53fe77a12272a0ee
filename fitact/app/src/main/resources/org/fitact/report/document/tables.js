"use strict";
// Tables: sorted by a click on a header, copied as text.
{
  const { all, make, button } = page;

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

  page.equip(() => {
    all("table").filter(table => table.tHead).forEach(sortable);
    all("table").forEach(copyable);
  });
}
