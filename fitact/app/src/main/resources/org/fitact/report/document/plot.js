"use strict";
// Plots: what is drawn over two axes, and moves with the values that these show.
{
  const { all, Axis } = page;

  function draw(tag, attributes, ...children) {
    const element = document.createElementNS(document.querySelector("svg").namespaceURI, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  class Plot {
    constructor(group, seen) {
      [this.left, this.top, this.right, this.bottom] = group.dataset.plot.split(" ").map(Number);
      const axis = name => [...group.children].find(child => child.dataset.axis === name);
      this.x = new Axis(axis("x"), this.left, this.right, seen.x);
      this.y = new Axis(axis("y"), this.bottom, this.top, seen.y);
      this.axes = { x: this.x, y: this.y };
      const [width, height] = [this.right - this.left, this.bottom - this.top];
      // A drawing of its own, since that can end at its edges.
      this.data = draw("svg", { x: this.left, y: this.top, width, height, viewBox: [this.left, this.top, width, height].join(" ") },
        ...[...group.children].filter(child => !child.dataset.axis));
      this.ticks = draw("g", {});
      group.append(this.ticks, this.data);
      this.marks = all("[data-at]", this.data).map(mark => ({ mark, at: mark.dataset.at.split(" ").map(Number),
        all: mark.closest("[data-facts]") || mark }));
      this.shapes = all("line, circle, rect, path, text", this.data).filter(shape => !shape.closest("[data-at]"))
        .map(shape => ({ shape, drawn: Object.fromEntries([...shape.attributes].map(({ name, value }) => [name, Number(value)])) }));
      for (const [axis, place] of [[this.x, 0], [this.y, 1]]) {
        const positive = this.marks.map(({ at }) => axis.drawn.value(at[place])).filter(value => value > axis.drawn.high / 1000);
        axis.least = Math.min(...positive, axis.drawn.high) / 1.25;
      }
    }

    zoomed() {
      return Object.values(this.axes).some(axis => axis.seen.low !== undefined);
    }

    redraw() {
      const [x, y] = [pixel => this.x.map(pixel), pixel => this.y.map(pixel)];
      const set = (shape, values) => Object.entries(values).forEach(([name, value]) => shape.setAttribute(name, value));
      for (const { shape, drawn } of this.shapes) {
        if (shape.tagName === "path") {
          shape.dataset.drawn ??= shape.getAttribute("d");
          shape.setAttribute("d", shape.dataset.drawn.replace(/([-\d.]+) ([-\d.]+)/g, (_, first, second) => x(+first) + " " + y(+second)));
        } else if (shape.tagName === "line") {
          set(shape, { x1: x(drawn.x1), y1: y(drawn.y1), x2: x(drawn.x2), y2: y(drawn.y2) });
        } else if (shape.tagName === "circle") {
          set(shape, { cx: x(drawn.cx), cy: y(drawn.cy) });
        } else if (shape.tagName === "rect") {
          const [left, top] = [x(drawn.x), y(drawn.y)];
          set(shape, { x: left, y: top, width: x(drawn.x + drawn.width) - left, height: y(drawn.y + drawn.height) - top });
        } else {
          // It names a level.
          set(shape, { y: y(drawn.y) });
        }
      }
      for (const { mark, at: [left, top], all: whole } of this.marks) {
        const [across, down] = [x(left), y(top)];
        mark.setAttribute("transform", "translate(" + (across - left) + " " + (down - top) + ")");
        whole.classList.toggle("beyond", this.zoomed()
          && (across < this.left - 1 || across > this.right + 1 || down < this.top - 1 || down > this.bottom + 1));
      }
      this.data.setAttribute("overflow", this.zoomed() ? "hidden" : "visible");
      this.ticks.replaceChildren();
      for (const [name, axis] of Object.entries(this.axes)) {
        axis.group.classList.toggle("off", axis.seen.low !== undefined);
        if (axis.seen.low !== undefined) {
          this.axis(name, axis);
        }
      }
    }

    axis(name, axis) {
      const now = axis.now();
      const { left, right, top, bottom } = this;
      const style = { fill: "var(--muted)", "font-size": 11.5, "text-anchor": name === "x" ? "middle" : "end" };
      let free = -Infinity;
      for (const { value, step } of now.ticks(name === "x" ? Math.max(2, (right - left) / 80) : 5)) {
        const at = now.at(value).toFixed(2);
        const line = name === "x" ? { x1: at, y1: top, x2: at, y2: bottom + 4 } : { x1: left, y1: at, x2: right, y2: at };
        const text = axis.text(value, step);
        this.ticks.append(draw("line", { ...line, stroke: "var(--grid)" }));
        if (name === "y" || at - 4 * text.length > free) {
          this.ticks.append(draw("text", { ...style, ...(name === "x" ? { x: at, y: bottom + 18 } : { x: left - 6, y: +at + 4 }) }, text));
          free = +at + 4 * text.length;
        }
      }
      if (name === "x") {
        this.ticks.append(draw("line", { x1: left, y1: bottom, x2: right, y2: bottom, stroke: "var(--muted)" }));
      }
    }
  }

  Object.assign(page, { Plot, draw });
}
