"use strict";
// What makes a report handy. Each of the scripts after this one adds its part; what they share is here.
const page = (() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const parts = [];

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
    parts.forEach(part => part());
  }

  document.addEventListener("DOMContentLoaded", equip);
  // Where a page follows a campaign, live.js says this once there are newer figures and tables.
  document.addEventListener("renewed", equip);

  return { root, all, make, button, equip: part => parts.push(part) };
})();
