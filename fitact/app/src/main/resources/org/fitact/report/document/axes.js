"use strict";
// Axes: where values stand in a figure, as it was drawn and as it is seen.
{
  const LEAST = 1e-3;

  // Values to pixels and back, as in drawing.Scale.
  class Scale {
    constructor(low, high, from, to, log) {
      Object.assign(this, { low, high, from, to, log });
    }

    share(value) {
      return this.log ? Math.log(Math.max(value, this.low * 1e-6) / this.low) / Math.log(this.high / this.low)
        : (value - this.low) / (this.high - this.low);
    }

    of(share) {
      return this.log ? this.low * (this.high / this.low) ** share : this.low + share * (this.high - this.low);
    }

    at(value) {
      return this.from + this.share(value) * (this.to - this.from);
    }

    value(pixel) {
      return this.of((pixel - this.from) / (this.to - this.from));
    }

    // Round values, and how far apart they are about each.
    ticks(most) {
      const decades = Math.log10(this.high / this.low);
      const found = [];
      if (this.log && decades > 1) {
        for (let power = 10 ** Math.floor(Math.log10(this.low)); power <= this.high; power *= 10) {
          found.push(...(decades > 3 && 3 * decades > most ? [1] : [1, 2, 5]).map(step => ({ value: step * power, step: power })));
        }
      } else {
        const raw = (this.high - this.low) / most;
        const power = 10 ** Math.floor(Math.log10(raw));
        const step = power * (raw / power <= 1.5 ? 1 : raw / power <= 3.5 ? 2 : raw / power <= 7.5 ? 5 : 10);
        for (let i = Math.ceil(this.low / step - 1e-9); i * step <= this.high + 1e-9 * step; i++) {
          found.push({ value: i * step, step });
        }
      }
      return found.filter(({ value }) => value >= this.low * (1 - 1e-9) && value <= this.high * (1 + 1e-9));
    }
  }

  // An axis as it was drawn, and the values at the edges of its plot as they are seen: those of all views of a figure.
  class Axis {
    constructor(group, from, to, seen) {
      const [low, high, first, last, log, factor] = group.dataset.scale.split(" ").map(Number);
      Object.assign(this, { group, from, to, factor, seen, least: 0, drawn: new Scale(low, high, first, last, !!log) });
    }

    whole(log) {
      const [low, high] = [this.drawn.value(this.from), this.drawn.value(this.to)];
      return new Scale(log === this.drawn.log ? low : log ? this.least : 0, high, this.from, this.to, log);
    }

    now() {
      const { low, high, log } = this.seen;
      return low === undefined ? this.whole(this.drawn.log) : new Scale(low, high, this.from, this.to, log);
    }

    // Shows what is between two shares of what is seen; never more than there is.
    frame(first, last) {
      const now = this.now();
      const whole = this.whole(now.log);
      const [low, high] = [whole.share(now.of(first)), whole.share(now.of(last))];
      const length = Math.min(1, Math.max(LEAST, high - low));
      const start = Math.max(0, Math.min(low, 1 - length));
      this.see(length > 1 - 1e-6 && now.log === this.drawn.log ? {}
        : { low: whole.of(start), high: whole.of(start + length), log: now.log });
    }

    see(values) {
      Object.keys(this.seen).forEach(name => delete this.seen[name]);
      Object.assign(this.seen, values);
    }

    map(pixel) {
      const moved = this.seen.low === undefined ? pixel : this.now().at(this.drawn.value(pixel));
      return +Math.max(-1e5, Math.min(1e5, moved)).toFixed(2);
    }

    text(value, step) {
      if (Math.abs(value) < step / 1000) {
        return "0";
      }
      if (this.drawn.log && this.drawn.low < 1e-3) {
        const power = Math.floor(Math.log10(value) + 1e-9);
        const digits = Math.max(0, power - Math.floor(Math.log10(step) + 1e-9));
        const head = +(value / 10 ** power).toFixed(digits);
        return (head === 1 ? "" : head + "×") + "10" + [...String(power)].map(sign => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(sign)]).join("");
      }
      const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(step * this.factor) - 1e-9)));
      return (value * this.factor).toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
    }

    said(name) {
      const { low, high } = this.now();
      return name + " " + this.text(low, (high - low) / 50) + " to " + this.text(high, (high - low) / 50);
    }
  }

  page.Axis = Axis;
}
