"use strict";
// Zoom: another range of an axis is shown, by a dragged frame, by buttons and by keys.
{
  const { all, make, button, draw, Plot } = page;
  const DRAG = 10;
  let shown = [];

  // All views of a figure, the wide and the narrow one, see the same.
  function zoomable(figure) {
    const drawings = all("svg[role=img]", figure).map(svg => ({ svg, groups: all("[data-plot]", svg) })).filter(({ groups }) => groups.length);
    if (!drawings.length) {
      return () => {};
    }
    const seen = figure.dataset.seen ? JSON.parse(figure.dataset.seen) : drawings[0].groups.map(() => ({ x: {}, y: {} }));
    drawings.forEach(drawing => drawing.plots = drawing.groups.map((group, index) => new Plot(group, seen[index])));
    const every = drawings.flatMap(drawing => drawing.plots);
    const status = make("span");
    status.setAttribute("role", "status");

    function redraw() {
      every.forEach(plot => plot.redraw());
      const zoomed = drawings[0].plots.filter(plot => plot.zoomed());
      all("button[data-back]", tools).forEach(back => back.disabled = !zoomed.length);
      all("button[data-axis]", tools).forEach(toggle => toggle.ariaPressed = zoomed.some(plot => {
        const axis = plot.axes[toggle.dataset.axis];
        return axis.now().log !== axis.drawn.log;
      }));
      all("[data-tie]", figure).forEach(tie => tie.classList.toggle("beyond", zoomed.length > 0));
      status.textContent = zoomed.map(plot => plot.x.said("x") + ", " + plot.y.said("y")).join("; ");
      zoomed.length ? figure.dataset.seen = JSON.stringify(seen) : delete figure.dataset.seen;
      const told = page.told();
      page.tell(told && !told.closest(".off, .beyond") ? told : null);
    }

    // Of the plot whose point is told, about that point; of all, about their middles, where none is.
    function change(action) {
      const told = page.told();
      const drawing = told && drawings.find(({ svg }) => svg.contains(told));
      const index = drawing ? drawing.plots.findIndex(plot => plot.data.contains(told)) : -1;
      const middle = [0.5, 0.5];
      if (index >= 0) {
        const box = told.getBoundingClientRect();
        const at = place(drawing.svg, { clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2 });
        const { left, right, top, bottom } = drawing.plots[index];
        middle[0] = (at.x - left) / (right - left);
        middle[1] = (bottom - at.y) / (bottom - top);
      }
      drawings[0].plots.filter((plot, other) => index < 0 || index === other).forEach(plot => action(plot, middle));
      redraw();
    }

    const times = factor => change((plot, middle) => [plot.x, plot.y].forEach((axis, place) =>
      axis.frame(middle[place] * (1 - factor), middle[place] * (1 - factor) + factor)));
    const move = (across, up) => change(plot => {
      plot.x.frame(across, 1 + across);
      plot.y.frame(up, 1 + up);
    });
    const reset = () => change(plot => [plot.x, plot.y].forEach(axis => axis.see({})));
    const turn = name => change(plot => {
      const axis = plot.axes[name];
      const whole = axis.whole(!axis.now().log);
      axis.see(whole.log === axis.drawn.log ? {} : { low: whole.low, high: whole.high, log: whole.log });
    });

    const back = (text, label, action) => {
      const press = button(text, label, action);
      press.dataset.back = "";
      return press;
    };
    const tools = make("div", { className: "tools zoom" }, "Zoom ", button("+", "Zoom in", () => times(0.5)),
      back("−", "Zoom out", () => times(2)), back("←", "Move left", () => move(-0.25, 0)), back("→", "Move right", () => move(0.25, 0)),
      back("↑", "Move up", () => move(0, 0.25)), back("↓", "Move down", () => move(0, -0.25)), back("reset", "Show all of it", reset));
    // Lines between points are straight on any axis; those of a roofline are so over two logarithms alone.
    for (const [name, fits] of [["x", ({ x, y }) => x.drawn.log && !y.drawn.log], ["y", ({ y }) => !y.drawn.log && y.drawn.low >= 0]]) {
      if (drawings[0].plots.every(fits)) {
        const toggle = button(name + (name === "x" ? " linear" : " log"), (name === "x" ? "Linear x" : "Logarithmic y") + " axis", () => turn(name));
        toggle.dataset.axis = name;
        tools.append(toggle);
      }
    }
    tools.append(status);
    figure.querySelector("figcaption").after(tools);

    for (const { svg, plots } of drawings) {
      svg.tabIndex = 0;
      svg.setAttribute("aria-label", svg.getAttribute("aria-label") + "; plus and minus zoom, shift with arrow keys moves, zero shows all");
      svg.addEventListener("keydown", event => {
        const action = event.shiftKey && { ArrowLeft: () => move(-0.25, 0), ArrowRight: () => move(0.25, 0), ArrowUp: () => move(0, 0.25),
          ArrowDown: () => move(0, -0.25) }[event.key] || { "+": () => times(0.5), "=": () => times(0.5), "-": () => times(2), 0: reset }[event.key];
        if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          action();
        }
      });
      svg.addEventListener("dblclick", reset);
      draggable(svg, plots, redraw);
    }
    redraw();
    return redraw;
  }

  const place = (svg, event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

  // A frame is dragged with a mouse or a pen; a finger scrolls.
  function draggable(svg, plots, redraw) {
    let begin = null;
    const frame = draw("rect", { fill: "var(--blue)", "fill-opacity": 0.15, stroke: "var(--blue)" });

    function end() {
      begin = null;
      frame.remove();
    }

    // A side that was hardly dragged is all of its axis.
    function framed(event) {
      const { x, y } = place(svg, event);
      const { left, right, top, bottom } = begin.plot;
      const side = (from, to, low, high) => Math.abs(to - from) < DRAG ? [low, high]
        : [from, to].map(at => Math.max(low, Math.min(at, high))).sort((a, b) => a - b);
      return { across: side(begin.x, x, left, right), down: side(begin.y, y, top, bottom),
        enough: Math.max(Math.abs(x - begin.x), Math.abs(y - begin.y)) >= DRAG };
    }

    svg.addEventListener("mousedown", event => {
      if (begin) {
        // No text is selected.
        event.preventDefault();
        svg.focus({ preventScroll: true });
      }
    });
    svg.addEventListener("pointerdown", event => {
      const { x, y } = place(svg, event);
      const plot = plots.find(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom);
      if (plot && event.button === 0 && event.pointerType !== "touch") {
        begin = { x, y, plot };
        svg.setPointerCapture(event.pointerId);
      }
    });
    svg.addEventListener("pointermove", event => {
      if (begin) {
        const { across, down, enough } = framed(event);
        if (enough) {
          Object.entries({ x: across[0], y: down[0], width: across[1] - across[0], height: down[1] - down[0] })
            .forEach(([name, value]) => frame.setAttribute(name, value));
          svg.append(frame);
        }
      }
    });
    svg.addEventListener("pointerup", event => {
      if (begin) {
        const { across, down, enough } = framed(event);
        const { plot } = begin;
        end();
        if (enough) {
          const { left, right, top, bottom } = plot;
          plot.x.frame((across[0] - left) / (right - left), (across[1] - left) / (right - left));
          plot.y.frame((bottom - down[1]) / (bottom - top), (bottom - down[0]) / (bottom - top));
          redraw();
        }
      }
    });
    svg.addEventListener("pointercancel", end);
    svg.addEventListener("keydown", event => event.key === "Escape" && begin && end());
  }

  page.equip(() => shown = all("figure").map(zoomable));
  // What was left out is no longer where it was.
  document.addEventListener("chosen", () => shown.forEach(redraw => redraw()));
}
