// @ts-check
// The dots of a class, for its teacher and for its students: see mbviz/ui/screens/classroom.

import { unpack } from "../page/bytes.js";
import { onResize, onTheme, pointOn } from "../page/canvas.js";
import { kept, part } from "../page/component.js";
import { arrive, leaveFor, STAGE } from "../page/way.js";
import { keepKeyboard, press } from "./keyboard.js";
import { dotAt, paint } from "./painting.js";
import { greet, newRoom, seek, takeDots } from "./room.js";
import { newSide, showSide } from "./side.js";

/** @typedef {import("./room.js").Room} Room */

/** @param {ShadowRoot | HTMLElement} parent */
function mount(parent) {
  const room = newRoom(part(parent, ".classroom", HTMLElement), part(parent, "canvas", HTMLCanvasElement));
  room.paint = () => {
    room.frame ||= requestAnimationFrame(() => {
      room.frame = 0;
      paint(room);
    });
  };
  listen(room);
  onResize(room.root, room.paint);
  onTheme(room.canvas, room.paint);
  return { room, side: newSide(parent, room) };
}

/** @param {Room} room */
function listen(room) {
  const { canvas } = room;
  canvas.addEventListener("pointermove", (event) => {
    room.hover = pointOn(event);
    canvas.style.cursor = dotAt(room) && room.header?.opens ? "pointer" : "";
    room.paint();
  });
  canvas.addEventListener("pointerleave", () => {
    room.hover = null;
    room.paint();
  });
  canvas.addEventListener("click", (event) => {
    room.hover = pointOn(event);
    const dot = dotAt(room);
    if (dot && room.header?.opens) room.act("dot", { number: dot.draw });
  });
}

const mounted = kept(mount);

/** @param {import("../page/component.js").Component<Uint8Array>} component */
export function runClassroom({ data, parentElement, setTriggerValue }) {
  const { room, side } = mounted(parentElement);
  const { header, arrays } = unpack(data);
  room.act = (name, more = {}) => {
    if (name === "dot") leaveFor(STAGE);
    else press(room.root, room.header);
    setTriggerValue("act", { name, ...more, at: performance.now() });
  };
  takeDots(room, header, arrays);
  if (room.header && room.header.code === header.code && header.dropped === false && room.header.dropped) room.guess = NaN; // another draw
  Object.assign(room, { header, law: arrays.law ?? null });
  room.root.style.setProperty("--palette-data", header.colors.data);
  room.root.dataset.role = header.role;
  greet(room, header);
  seek(header);
  showSide(side, room, header);
  keepKeyboard(room.root, header);
  arrive(header.place, null);
  room.paint();
}
