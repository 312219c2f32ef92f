// @ts-check
// What stands beside the pile of a class: how to come in, how many have, and what there is to press.

import { fill, part, say } from "../page/component.js";
import { fixed } from "../page/numbers.js";
import { digitsOf } from "./digits.js";

/** @typedef {import("./room.js").Room} Room */
/** @typedef {import("./room.js").Header} Header */

/**
 * @param {ParentNode} parent
 * @param {Room} room
 */
export function newSide(parent, room) {
  const button = (/** @type {string} */ name) => part(parent, `button.${name}`, HTMLButtonElement);
  const text = (/** @type {string} */ selector) => part(parent, selector, HTMLElement);
  const side = {
    button, text,
    typed: part(parent, ".typed", HTMLInputElement), slider: part(parent, ".guess input", HTMLInputElement), qr: part(parent, ".qr", HTMLImageElement),
  };
  for (const name of ["open", "leave", "drop", "again"]) button(name).addEventListener("click", () => room.act(name));
  button("reveal").addEventListener("click", () => room.act(room.header?.revealed ? "hide" : "reveal"));
  button("back").addEventListener("click", () => room.act("join", { text: room.header?.back ?? "" }));
  button("opens").addEventListener("click", () => room.act("dot", { number: room.header?.draw ?? 0 }));
  askOnce(side, room);
  part(parent, "form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (side.typed.value.trim()) room.act("join", { text: side.typed.value });
    else side.typed.focus(); // it is what is missing
  });
  side.slider.addEventListener("input", () => {
    room.guess = Number(side.slider.value);
    if (room.header) showGuess(side, room, room.header);
    room.paint();
  });
  return side;
}

/** @typedef {ReturnType<typeof newSide>} Side */

/**
 * What cannot be undone is asked once more, in the place of the buttons.
 * @param {Side} side
 * @param {Room} room
 */
function askOnce({ button, text }, room) {
  let asked = "";
  const show = (/** @type {string} */ name) => {
    asked = name;
    text(".buttons").hidden = Boolean(name);
    text(".sure").hidden = !name;
  };
  const leave = () => {
    const from = asked;
    show("");
    button(from).focus();
  };
  for (const [name, word] of /** @type {const} */ ([["clear", "sureClear"], ["end", "sureEnd"]])) {
    button(name).addEventListener("click", () => {
      show(name);
      if (room.header) say(text(".sure .question"), fill(room.header.words[word], { dots: room.losses.length }));
      button("no").focus();
    });
  }
  button("yes").addEventListener("click", () => {
    room.act(asked);
    leave();
  });
  button("no").addEventListener("click", leave);
  text(".sure").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // a presenter's page would become small
    leave();
  });
}

/**
 * @param {Side} side
 * @param {Room} room
 * @param {Header} header
 */
export function showSide(side, room, header) {
  const { button, text } = side;
  const { words, role } = header;
  for (const name of ["open", "join", "drop", "opens"]) say(button(name), words[name]);
  say(button("leave"), { student: words.leave, gone: words.start }[String(role)] ?? words.other);
  for (const name of ["clear", "end", "yes", "no"]) say(button(name), words[name]);
  say(text(".enter span"), role === "gone" ? words.other : words.code);
  say(text(".told"), header.told);
  say(text(".problem"), header.refused);
  text(".problem").hidden = !header.refused;
  text(".chart").hidden = role === "gone" || role === "unknown";
  room.root.classList.toggle("empty", !room.losses.length && !header.revealed);
  room.canvas.setAttribute("aria-label", header.summary ?? header.told);
  button("leave").hidden = role === "nobody" || role === "teacher";
  button("open").hidden = !header.founds;
  button("back").hidden = !header.back;
  say(button("back"), fill(words.back, { code: header.back }));
  if (role === "teacher") showTeacher(side, room, header);
  if (role === "student") showStudent(side, room, header);
}

/**
 * @param {Side} side
 * @param {Room} room
 * @param {Header} header
 */
function showTeacher({ button, text, qr }, { losses }, { code, words, seats = 0, address = "", link = "", qr: picture = "", is_local, revealed, axis }) {
  if (qr.getAttribute("src") !== picture) qr.src = picture;
  qr.alt = link;
  qr.hidden = !picture;
  say(text(".code"), code);
  say(text(".address"), `${words.address} ${address.replace(/^https?:\/\//, "")}`);
  say(text(".here"), is_local ? `⚠ ${words.here}` : "");
  say(text(".count dd"), String(losses.length));
  say(text(".count dt"), fill(words.dots, { seats }));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  say(text(".mean dd"), losses.length ? fixed(mean, digitsOf(axis)) : "–");
  say(text(".mean dt"), words.mean);
  say(button("reveal"), revealed ? words.hide : words.reveal);
}

/**
 * @param {Side} side
 * @param {Room} room
 * @param {Header} header
 */
function showStudent(side, room, header) {
  const { button, text } = side;
  const { dropped = false, left = 0, words } = header;
  text(".before").hidden = dropped;
  text(".after").hidden = !dropped;
  say(button("again"), fill(words.again, { left }));
  button("again").hidden = left < 1;
  button("opens").hidden = !header.opens;
  showGuess(side, room, header);
}

/**
 * The guess, and after the dot has fallen what it really is.
 * @param {Side} side
 * @param {Room} room
 * @param {Header} header
 */
function showGuess({ text, slider }, { guess }, { axis: [low, high], axis, words, mine = [], dropped }) {
  const digits = digitsOf(axis);
  const step = String((high - low) / 100);
  if (slider.step !== step || slider.min !== String(low)) Object.assign(slider, { min: String(low), max: String(high), step });
  if (Number.isNaN(guess)) slider.value = String(low);
  slider.classList.toggle("unset", Number.isNaN(guess));
  say(text(".guess span"), words.guess);
  say(text(".guess output"), Number.isNaN(guess) ? "?" : fixed(guess, digits));
  const last = mine.at(-1);
  if (!dropped) return;
  const told = [last && fill(words.yours, { loss: fixed(last[1], 4) }), !Number.isNaN(guess) && fill(words.guessed, { guess: fixed(guess, digits) })];
  say(text(".yours"), told.filter(Boolean).join(" "));
}
