// @ts-check
// What the browser knows of a class: what Python sent last, the dots that have come, and the visitor's token.

/**
 * What Python sends.
 * @typedef {object} Header
 * @property {"nobody" | "gone" | "unknown" | "teacher" | "student"} role
 * @property {string} code of the class, empty where there is none
 * @property {string} token of its teacher or of the seat; empty where there is none
 * @property {import("../page/way.js").Place} place
 * @property {string} session names the session; another one knows nothing of the token
 * @property {[number, number]} axis where the loss axis begins and ends, nats
 * @property {number} times how many times it is magnified
 * @property {string} back the class that this visitor was in last and that goes on; empty where there is none
 * @property {Record<"batch" | "data" | "other", string>} colors
 * @property {Record<string, string>} words
 * @property {string} told
 * @property {boolean} elsewhere whether the class is none of this server, but another one may have it
 * @property {string} refused why what was wished could not be; empty where it could
 * @property {string} [summary] what the pile shows, for those who do not see it
 * @property {string} [stream] of which pile the dots are
 * @property {number} [start] the number of the first dot that is sent
 * @property {number} [seats]
 * @property {boolean} [revealed]
 * @property {number[]} [levels] chances of the law's quantiles
 * @property {number} [all] the loss of all the data, nats
 * @property {string} [address] where a code can be typed
 * @property {string} [link] what leads into the class
 * @property {string} [qr] the same as a picture
 * @property {boolean} [is_local] whether no other machine can open it
 * @property {boolean} [opens] whether a dot's batch may be opened on the stage
 * @property {boolean} founds whether a class may be opened here
 * @property {[number, number][]} [mine] draws and losses of a student's dots; none while they may not be told
 * @property {number} [draw] of the student's batch
 * @property {boolean} [dropped] @property {number} [left]
 */

const AGAIN = 3000; // milliseconds after which the token is shown once more
const SOUGHT = 30_000; // milliseconds after which a class is looked for once more

/**
 * @param {HTMLElement} root
 * @param {HTMLCanvasElement} canvas
 */
export const newRoom = (root, canvas) => ({
  root, canvas,
  header: /** @type {Header | null} */ (null),
  law: /** @type {Float32Array | null} */ (null),
  stream: "",
  draws: /** @type {number[]} */ ([]), losses: /** @type {number[]} */ ([]), came: /** @type {number[]} */ ([]), // in the order in which they came
  placed: /** @type {import("./pile.js").Placed[]} */ ([]),
  hover: /** @type {{ x: number, y: number } | null} */ (null),
  guess: NaN, frame: 0, greeting: 0,
  paint: () => {},
  act: (/** @type {string} */ _name, /** @type {{ text?: string, number?: number }} */ _more = {}) => {},
});

/** @typedef {ReturnType<typeof newRoom>} Room */

/**
 * Take over the dots that came, or ask for all where some are missing.
 * @param {Room} room
 * @param {Header} header
 * @param {Record<string, ArrayLike<number>>} arrays
 */
export function takeDots(room, header, arrays) {
  const stream = header.stream ?? "";
  const isNew = stream !== room.stream;
  if (isNew) Object.assign(room, { stream, draws: [], losses: [], came: [] });
  if (!stream) return takeMine(room, header.mine ?? []);
  const start = header.start ?? 0;
  if (start > room.draws.length) return room.act("more");
  const now = performance.now();
  const atOnce = isNew || matchMedia("(prefers-reduced-motion: reduce)").matches;
  for (let k = room.draws.length - start; k < arrays.draws.length; k++) {
    room.draws.push(arrays.draws[k]);
    room.losses.push(arrays.losses[k]);
    room.came.push(atOnce ? -Infinity : now + 60 * Math.min(k, 20)); // one after the other
  }
}

/**
 * Before the law is revealed a student has only dots of their own.
 * @param {Room} room
 * @param {[number, number][]} mine
 */
function takeMine(room, mine) {
  const now = performance.now();
  const atOnce = !room.header || room.header.code === "" || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const before = new Map(room.draws.map((draw, k) => [draw, room.came[k]]));
  room.draws = mine.map(([draw]) => draw);
  room.losses = mine.map(([, loss]) => loss);
  room.came = room.draws.map((draw) => before.get(draw) ?? (atOnce ? -Infinity : now));
}

/**
 * Keep the token, or show the one that was kept.
 * @param {Room} room
 * @param {Header} header
 */
export function greet(room, header) {
  clearTimeout(room.greeting);
  const name = `mbviz-class-${header.code}`;
  if (header.token) sessionStorage.setItem(name, header.token);
  if (header.role !== "unknown" || header.refused) return;
  const hello = () => {
    if (!room.root.isConnected) return;
    room.act("hello", { text: sessionStorage.getItem(name) ?? "" });
    room.greeting = window.setTimeout(hello, AGAIN);
  };
  room.greeting = window.setTimeout(hello, 0);
}

/**
 * Go to the server that has the class: what stands between sees which by the code in the address, when the page is loaded
 * anew. Where that leads back here, the server is lost, and the page stays.
 * @param {Header} header
 */
export function seek({ elsewhere, code }) {
  const [name, now] = [`mbviz-class-sought-${code}`, Date.now()];
  if (!elsewhere || now - Number(sessionStorage.getItem(name)) < SOUGHT) return;
  sessionStorage.setItem(name, String(now));
  const address = new URL(location.href);
  address.searchParams.set("code", code);
  location.replace(address);
}
