// @ts-check
// The private parts of Plotly and Streamlit that our scripts rely on, all of them: an upgrade may change any without
// a word. tests/browser/test_internals.py looks for each on a real chart. Style sheets cannot ask here: saving.css
// and style.css name .stElementContainer, .svg-container, .main-svg and .hoverlayer as well.

/** @typedef {import("../drawing/boxes.js").Box} Box */

/**
 * An axis as Plotly keeps it: where it begins and how long it is, in pixels, and where on it a value lies.
 * @typedef {{ _offset: number, _length: number, d2p: (value: number) => number }} Axis
 */

/**
 * A chart as Plotly keeps it.
 * @typedef {object} Plot
 * @property {{ width: number, height: number, xaxis?: Axis, yaxis?: Axis }} _fullLayout
 * @property {(event: string, listener: () => void) => void} on
 * @property {(event: string, listener: () => void) => void} [removeListener] gone when Plotly has left the chart
 */

/** @typedef {HTMLElement & Plot} Chart */

/**
 * The Plotly chart that Streamlit drew for a key; null before it is there.
 * @param {string} key
 */
export function chartOf(key) {
  const chart = /** @type {Chart | null} */ (document.querySelector(`.st-key-${key} .js-plotly-plot`));
  return chart?._fullLayout ? chart : null;
}

/**
 * The element that Streamlit gave the chart's key.
 * @param {Chart} chart
 */
export const elementOf = (chart) => /** @type {HTMLElement} */ (chart.closest(".stElementContainer"));

/**
 * The element that is as large as the chart, and lies below all its layers.
 * @param {Chart} chart
 */
export const holderOf = (chart) => /** @type {HTMLElement} */ (chart.querySelector(".svg-container"));

/**
 * The chart's drawings, which lie on each other.
 * @param {Chart} chart
 */
export const layersOf = (chart) => [...chart.querySelectorAll(".main-svg")];

/**
 * Whether a part of a layer holds what shows only under the pointer.
 * @param {Element} part
 */
export const isHover = (part) => part.classList.contains("hoverlayer");

/**
 * The chart's text alternative.
 * @param {Chart} chart
 */
export const altOf = (chart) => chart.closest("[role=figure]")?.getAttribute("aria-label") ?? "";

/**
 * The chart's width and height in pixels.
 * @param {Chart} chart
 */
export const sizeOf = ({ _fullLayout: { width, height } }) => ({ width, height });

/**
 * Where the chart's first pair of axes lies in its holder, and where on it values lie; null for a chart without axes.
 * @param {Chart} chart
 */
export function axesOf({ _fullLayout: { xaxis, yaxis } }) {
  if (!xaxis || !yaxis) return null;
  return {
    box: { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length },
    x: (/** @type {number} */ value) => xaxis._offset + xaxis.d2p(value),
    y: (/** @type {number} */ value) => yaxis._offset + yaxis.d2p(value),
  };
}

/**
 * Calls a listener whenever Plotly has drawn the chart, until what it returns is called.
 * @param {Chart} chart
 * @param {() => void} listener
 */
export function onPlotted(chart, listener) {
  chart.on("plotly_afterplot", listener);
  return () => chart.removeListener?.("plotly_afterplot", listener);
}

/**
 * The elements that Streamlit gave a key.
 * @param {string} key
 */
export const placesOf = (key) => document.querySelectorAll(`.st-key-${key}`);

/**
 * Let the page end so far above the window's lower edge: see style.css.
 * @param {number} height pixels
 */
export const leaveRoom = (height) => document.documentElement.style.setProperty("--mbviz-bar", `${height}px`);

/**
 * Mend the menu that Streamlit shows beside a narrow page: its items lie in groups, and with these its list is none that
 * a screen reader can count.
 */
export function mendMenu() {
  const list = document.querySelector("[data-testid=stSidebarNavItems]");
  list?.setAttribute("role", "group");
  for (const item of list?.querySelectorAll("li") ?? []) item.setAttribute("role", "none"); // the links in them are read
}

/**
 * The links to other screens that Streamlit drew in the container of a key, in their order.
 * @param {string} key
 */
export const linksOf = (key) => /** @type {HTMLAnchorElement[]} */ ([
  ...document.querySelectorAll(`.st-key-${key} [data-testid="stPageLink"] a`),
]);

/**
 * The link to another page of the app that a click is on, if it is on one.
 * @param {Event} event
 */
export function isPageLink(event) {
  const links = ["stTopNavLink", "stTopNavDropdownLink", "stSidebarNavLink"].map((name) => `a[data-testid=${name}]`);
  const link = event.target instanceof Element ? event.target.closest([...links, "[data-testid=stPageLink] a"].join()) : null;
  return link instanceof HTMLAnchorElement ? link : null;
}

/**
 * Lets a change of settings replace the address. Streamlit would add an entry to the browser's history for each, and
 * Back would lead through all of them. Another page still gets an entry.
 * @param {() => boolean} isAway whether the address is another page's already, since Back led there: what Streamlit makes
 * of it until that page is there is about the pages before
 */
export function keepEntries(isAway) {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const isHere = (/** @type {string | URL | null | undefined} */ url) => !url || new URL(url, location.href).pathname === location.pathname;
  history.replaceState = (state, unused, url) => {
    if (!isAway()) replace(state, unused, url);
  };
  history.pushState = (state, unused, url) => {
    if (!isAway()) (isHere(url) ? replace : push)(state, unused, url);
  };
}

/**
 * Calls a listener whenever the page is connected to its server again, and another one when it has given that up.
 * @param {() => void} connected
 * @param {() => void} givenUp
 */
export function onConnection(connected, givenUp) {
  const page = document.querySelector("[data-testid=stApp]");
  const name = "data-test-connection-state";
  const changes = new MutationObserver(() => {
    const state = page?.getAttribute(name);
    if (state === "CONNECTED") connected();
    if (state === "DISCONNECTED_FOREVER") givenUp();
  });
  if (page) changes.observe(page, { attributes: true, attributeFilter: [name] });
}
