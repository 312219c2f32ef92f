// @ts-check
// The private parts of Streamlit that our scripts rely on, all of them: an upgrade may change any without a word.
// tests/browser/test_internals.py looks for each on a real page. Style sheets cannot ask here: style.css names
// .stElementContainer as well.

/**
 * The elements that Streamlit gave a key.
 * @param {string} key
 */
export const placesOf = (key) => document.querySelectorAll(`.st-key-${key}`);

/** The part of the page that scrolls. */
export const mainArea = () => document.querySelector("[data-testid=stMain]");

/** All that is shown in it. */
export const contentOf = () => document.querySelector(".stMainBlockContainer > .stVerticalBlock");

/** The parts of a screen that may scroll within themselves, or be cut off; those of its components are their frames and sentences. */
function mayScroll() {
  const roots = [...document.querySelectorAll("[data-testid=stBidiComponentIsolated]")].map((host) => host.shadowRoot);
  const frames = roots.flatMap((root) => [...(root?.querySelectorAll(".frame, .unusual") ?? [])]);
  return [...document.querySelectorAll(".mbviz-scroll, .mbviz-pair, .mbviz-code"), ...frames];
}

/** Those that now do. */
export const scrollersIn = () => mayScroll().filter(
  ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1,
);

/** What changes its size where one of them begins to: they themselves, and what is in them. */
export const watchedIn = () => mayScroll().flatMap((part) => [part, ...part.children]);

/**
 * How much of the window each of the stage's panels has, and how many lines of text its head has; empty where there is no stage.
 */
export function stageSizes() {
  const root = stageRoot();
  const panels = [...(root?.querySelectorAll(".room") ?? [])].map((panel) => panel.getBoundingClientRect().height);
  const lines = new Set([...(root?.querySelectorAll(".head > p") ?? [])].map((part) => Math.round(part.getBoundingClientRect().bottom / 8)));
  return { panels, lines: lines.size };
}

/** What the stage is made of, where that is open. */
const stageRoot = () => placesOf("stage")[0]?.querySelector("[data-testid=stBidiComponentIsolated]")?.shadowRoot;

/** The stage's question. */
export const stageHeading = () => stageRoot()?.querySelector("h1");

/** The page, which knows whether its theme is dark. */
export const pageOf = () => document.querySelector(".stApp") ?? document.body;

/** @typedef {"System" | "Light" | "Dark"} Theme as Streamlit calls them */

/**
 * Where Streamlit keeps the theme of the pages that were opened at a path. It reads it when it begins.
 * @param {string} path
 */
const themeKey = (path) => `stActiveTheme-${path}-v2`;

/**
 * The theme that is kept for a path; what the system has, where none is.
 * @param {string} path
 * @returns {Theme}
 */
export const themeOf = (path) => /** @type {Theme} */ (JSON.parse(localStorage.getItem(themeKey(path)) ?? '"System"'));

/**
 * @param {string} path
 * @param {string} theme
 */
export const keepTheme = (path, theme) => localStorage.setItem(themeKey(path), JSON.stringify(theme));

/**
 * Let the page end so far above the window's lower edge: see style.css.
 * @param {number} height pixels
 */
export function leaveRoom(height) {
  const { style } = document.documentElement;
  const wanted = `${height}px`; // the browser looks through the whole page for what a change of it changes
  if (style.getPropertyValue("--mbviz-bar") !== wanted) style.setProperty("--mbviz-bar", wanted);
}

/** Leave as much as the bar needs at this moment. */
export function barsRoom() {
  const [bar] = /** @type {NodeListOf<HTMLElement>} */ (placesOf("bar"));
  if (bar) leaveRoom(bar.offsetHeight);
}

/**
 * Whether the bar has nothing but its menu: on a phone that then stands where the page ends, over nothing (style.css).
 * @param {boolean} isAlone
 */
export const endPage = (isAlone) => document.documentElement.toggleAttribute("data-mbviz-alone", isAlone);

/**
 * Mend the menu that Streamlit shows beside a narrow page: its items lie in groups, and with these its list is none that
 * a screen reader can count.
 */
export function mendMenu() {
  const list = document.querySelector("[data-testid=stSidebarNavItems]");
  list?.setAttribute("role", "group");
  for (const item of list?.querySelectorAll("li") ?? []) item.setAttribute("role", "none"); // the links in them are read
}

/** Close that menu, which Streamlit leaves open over the screen that was chosen in it. */
export const closeMenu = () => {
  const button = document.querySelector("[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button");
  if (button instanceof HTMLElement) button.click();
};

/**
 * Whether a link is one of that menu.
 * @param {Element} link
 */
export const isOfMenu = (link) => link.matches("[data-testid=stSidebarNavLink]");

/**
 * The link past the menu for whoever hears the page, in the page's language: Streamlit has it in English alone.
 * @param {string} text
 */
export function nameSkipLink(text) {
  const said = document.querySelector("[data-testid=stSkipToContent]")?.firstChild;
  if (said && said.nodeValue !== text) said.nodeValue = text; // its text node stays Streamlit's
}

/**
 * The link to another page of the app that a click is on, if it is on one.
 * @param {Event} event
 */
export function isPageLink(event) {
  const links = ["stTopNavLink", "stTopNavDropdownLink", "stSidebarNavLink"].map((name) => `a[data-testid=${name}]`);
  const link = event.target instanceof Element ? event.target.closest(links.join()) : null;
  return link instanceof HTMLAnchorElement ? link : null;
}

/**
 * Lets a change of settings replace the address. Streamlit would add an entry to the browser's history for each, and
 * Back would lead through all of them. Another page still gets an entry.
 * @param {() => boolean} isAway whether the address is another page's already, since Back led there: what Streamlit makes
 * of it until that page is there is about the pages before
 * @param {() => boolean} [isBound] whether another page was asked for: Streamlit may write that page's settings into the address
 * before it writes the page, and the entry of this one would have them
 */
export function keepEntries(isAway, isBound = () => false) {
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const isHere = (/** @type {string | URL | null | undefined} */ url) => !url || new URL(url, location.href).pathname === location.pathname;
  history.replaceState = (state, unused, url) => {
    if (!isAway()) replace(state, unused, url);
  };
  history.pushState = (state, unused, url) => {
    if (!isAway() && !(isHere(url) && isBound())) (isHere(url) ? replace : push)(state, unused, url);
  };
}

const APP = "[data-testid=stApp]";
const CONNECTION = "data-test-connection-state";

/** Whether the page is connected to its server. */
export const isConnected = () => document.querySelector(APP)?.getAttribute(CONNECTION) === "CONNECTED";

/** Close the menu above a wide page, if a part of it is open: it hears of a press beside it. */
export const closeTopMenu = () => {
  if (!document.querySelector("[data-testid=stTopNavDropdownLink]")) return;
  for (const name of ["pointerdown", "pointerup"]) document.body.dispatchEvent(new PointerEvent(name, { bubbles: true }));
};

/**
 * Streamlit tells the page that holds it of every run, every address and every title. Where nobody holds it, it tells itself, and
 * looks through the origins that it trusts for each: there nothing is told any more. Call it once.
 */
export function silenceEcho() {
  if (window.parent !== window) return;
  const post = window.postMessage.bind(window);
  const isTold = (/** @type {any} */ message) => message?.stCommVersion !== undefined;
  window.postMessage = (/** @type {unknown} */ message, /** @type {any[]} */ ...to) => void (isTold(message) || post(message, ...to));
}

/**
 * Calls a listener whenever the page is connected to its server again, one whenever it is not, and another one when it has
 * given that up.
 * @param {{ connected: () => void, away: () => void, givenUp: () => void }} listeners
 */
export function onConnection({ connected, away, givenUp }) {
  const page = document.querySelector(APP);
  const changes = new MutationObserver(() => {
    const state = page?.getAttribute(CONNECTION);
    if (state === "CONNECTED") connected();
    else away();
    if (state === "DISCONNECTED_FOREVER") givenUp();
  });
  if (page) changes.observe(page, { attributes: true, attributeFilter: [CONNECTION] });
}

/**
 * Close every dialog that Streamlit opens from now on, until what is returned is called: without its server it opens one of
 * its own, in English, and makes the page below unusable. Those that are open already stay.
 */
export function closeDialogs() {
  const selector = "[data-testid=stDialog]";
  const before = new Set(document.querySelectorAll(selector));
  const close = () => {
    for (const dialog of document.querySelectorAll(selector)) if (!before.has(dialog)) dialog.querySelector("button")?.click();
  };
  const opened = new MutationObserver(close);
  opened.observe(document.body, { childList: true });
  return () => opened.disconnect();
}
