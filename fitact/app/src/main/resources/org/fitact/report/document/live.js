"use strict";
// Follows what a page tells of: asks for a newer one and puts it in place of this one, which a reader goes on using as it was.
(() => {
  const SECONDS = 5;
  const bar = document.querySelector(".live");
  const main = document.querySelector("main");
  const status = bar.querySelector("[role=status]");
  const follow = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, autocomplete: "off" });
  const label = document.createElement("label");
  label.append(follow, " follow");
  status.before(label);
  let tag = "";

  // Whatever has a state, by its heading and its number under that: what was added elsewhere changes no name.
  function named() {
    const names = new Map();
    let heading = "";
    let number = 0;
    for (const element of main.querySelectorAll("h2, details, table, summary, button, input, svg[tabindex]")) {
      if (element.tagName === "H2") {
        [heading, number] = [element.textContent, 0];
      }
      names.set(heading + "\n" + element.tagName + number++, element);
    }
    return names;
  }

  const nameOf = (wanted, names) => [...names].filter(([, element]) => element === wanted).map(([name]) => name)[0];

  function replace(next) {
    const before = named();
    const focused = nameOf(document.activeElement, before);
    const anchor = [...before].find(([, element]) => element.getBoundingClientRect().bottom > 0);
    const top = anchor && anchor[1].getBoundingClientRect().top;
    const sorted = [...before].filter(([, element]) => element.closest("th[aria-sort]"))
      .map(([name, element]) => [name, element.closest("th").ariaSort]);
    const open = [...before].filter(([, element]) => element.open).map(([name]) => name);
    const off = new Set([...main.querySelectorAll(".key input:not(:checked)")].map(({ name, value }) => name + " " + value));

    for (const figure of main.querySelectorAll("figure[data-seen]")) {
      const newer = next.querySelector("figure[data-name='" + CSS.escape(figure.dataset.name) + "']");
      if (newer) {
        newer.dataset.seen = figure.dataset.seen;
      }
    }
    main.replaceChildren(...next.childNodes);
    main.querySelectorAll(".key input").forEach(choice => choice.checked = !off.has(choice.name + " " + choice.value));
    document.dispatchEvent(new Event("renewed"));

    const after = named();
    open.filter(name => after.has(name)).forEach(name => after.get(name).open = true);
    for (const [name, direction] of sorted) {
      for (let press = 0; press < 2 && after.has(name) && after.get(name).closest("th").ariaSort !== direction; press++) {
        after.get(name).click();
      }
    }
    if (after.has(focused)) {
      after.get(focused).focus({ preventScroll: true });
    }
    if (anchor && after.has(anchor[0])) {
      scrollBy({ top: after.get(anchor[0]).getBoundingClientRect().top - top, behavior: "instant" });
    }
  }

  // Nothing is taken from under a pointer or a selection.
  const read = () => document.querySelector(".told") || String(getSelection());

  async function ask() {
    if (!follow.checked || document.hidden || read()) {
      return;
    }
    try {
      const answer = await fetch(location.pathname, { headers: { "If-None-Match": tag }, cache: "no-store" });
      if (!answer.ok && answer.status !== 304) {
        throw new Error(await answer.text());
      }
      if (answer.ok) {
        const next = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (read()) {
          return;
        }
        tag = answer.headers.get("ETag");
        bar.querySelector(".progress").textContent = next.querySelector(".progress").textContent;
        replace(next.querySelector("main"));
      }
      say("");
    } catch (failure) {
      say(failure instanceof TypeError ? "No longer served: this is what was last seen." : failure.message);
    }
  }

  function say(words) {
    if (status.textContent !== words) {
      status.textContent = words;
    }
  }

  setInterval(ask, SECONDS * 1000);
  document.addEventListener("visibilitychange", ask);
  follow.addEventListener("change", ask);
})();
