// As much of a browser as the unit tests need: colours, elements, and contexts that write down what is drawn.

/** The red, green, blue and opacity of "#rrggbb", "rgb(…)" or "rgba(…)"; browsers read many more. */
function pixelOf(color) {
  if (color.startsWith("#")) return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16)).concat(255);
  const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
  return [red, green, blue, Math.round(255 * alpha)];
}

/** A context that keeps the names and arguments of all calls, and what was set, in `log`; texts are 7 pixels a letter. */
export function recorder() {
  const log = [];
  const state = {
    measureText: (text) => ({ width: 7 * text.length }),
    getImageData: () => ({ data: Uint8ClampedArray.from(pixelOf(state.fillStyle)) }),
    createImageData: (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
  };
  return new Proxy(state, {
    get: (_, name) => (name === "log" ? log : state[name] ?? ((...at) => void log.push([name, ...at]))),
    set: (_, name, value) => {
      state[name] = value;
      log.push([`${name} =`, value]);
      return true;
    },
  });
}

export class Element extends EventTarget {
  attributes = {};
  children = [];
  dataset = {};
  parentElement = null;
  style = {};
  textContent = "";
  clientWidth = 0;
  clientHeight = 0;

  constructor(localName) {
    super();
    this.localName = localName;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  setAttributeNS(_, name, value) {
    this.setAttribute(name, value);
  }

  append(...children) {
    children.forEach((child) => this.appendChild(child));
  }

  appendChild(child) {
    child.remove();
    child.parentElement = this;
    this.children.push(child);
    return child;
  }

  remove() {
    const siblings = this.parentElement?.children;
    siblings?.splice(siblings.indexOf(this), 1);
    this.parentElement = null;
  }

  contains(other) {
    for (let node = other; node; node = node.parentElement) if (node === this) return true;
    return false;
  }

  getRootNode() {
    return this.parentElement?.getRootNode() ?? this;
  }
}

/** A canvas; the pixels last put on it are in `context.put`. */
class Canvas extends Element {
  context = Object.assign(recorder(), { drawn: [] });

  getContext() {
    const { context } = this;
    Object.assign(context, { put: null, putImageData: (image) => (context.put = image), drawImage: (...at) => context.drawn.push(at) });
    return context;
  }

  toDataURL() {
    return `data:${this.width}x${this.height}`;
  }
}

/** Moves and turns, as the matrix (a, b, c, d, e, f). */
class Matrix {
  constructor(parts = [1, 0, 0, 1, 0, 0]) {
    [this.a, this.b, this.c, this.d, this.e, this.f] = parts;
    this.isIdentity = parts.join() === "1,0,0,1,0,0";
  }

  translate(x, y) {
    const { a, b, c, d, e, f } = this;
    return new Matrix([a, b, c, d, e + a * x + c * y, f + b * x + d * y]);
  }

  rotate(degrees) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    const { a, b, c, d, e, f } = this;
    return new Matrix([a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f]);
  }
}

/** Looks at the page whenever the test calls `changed`. */
class Observer {
  static all = new Set();

  constructor(look) {
    this.look = look;
  }

  observe() {
    Observer.all.add(this);
  }

  disconnect() {
    Observer.all.delete(this);
  }
}

/** What a test does after it has changed the page. */
export const changed = () => Observer.all.forEach((observer) => observer.look());

const create = (name) => (name === "canvas" ? new Canvas(name) : new Element(name));

export const page = { chart: null }; // what document.querySelector finds

Object.assign(globalThis, {
  DOMMatrix: Matrix,
  MutationObserver: Observer,
  ShadowRoot: class extends Element {},
  getComputedStyle: (element) => element.style,
  window: globalThis,
  document: {
    body: new Element("body"),
    createElement: create,
    createElementNS: (_, name) => create(name),
    querySelector: () => page.chart,
  },
});
