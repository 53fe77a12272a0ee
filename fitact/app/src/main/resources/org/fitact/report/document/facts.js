"use strict";
// Facts where a reader points: a group of a figure with a title has something to tell.
{
  const { root, all, make } = page;

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
    const shown = () => marks.filter(mark => !mark.closest(".off, .beyond"));
    svg.tabIndex = 0;
    svg.setAttribute("aria-label", svg.getAttribute("aria-label") + "; arrow keys go from point to point");
    svg.addEventListener("pointermove", event =>
      tell(event.buttons ? null : event.target.closest("[data-facts]") || nearest(shown(), event)));
    svg.addEventListener("pointerleave", () => tell(null));
    svg.addEventListener("blur", () => tell(null));
    svg.addEventListener("keydown", event => {
      if (event.shiftKey) {
        return;
      }
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

  Object.assign(page, { tell, told: () => told });
  page.equip(() => all("figure svg[role=img]").forEach(pointable));
}
