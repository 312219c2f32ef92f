// Marks the selected example's row on a chart whose vertical axis counts rows; a click on a row selects it.

function drawRow(state, frame) {
  const { row, color } = state.data;
  if (row === null) return;
  const [top, bottom] = [frame.y(row - 0.5), frame.y(row + 0.5)];
  const thin = bottom - top < 6;
  frame.context.strokeStyle = color;
  frame.context.lineWidth = 3;
  // a row too thin to be framed gets a frame around it instead of inside
  frame.context.strokeRect(frame.left - 2, thin ? (top + bottom) / 2 - 3 : top, frame.width + 4, thin ? 6 : bottom - top);
}

function rowHandlers(state) {
  return {
    click: (event) => {
      const box = state.canvas.getBoundingClientRect();
      const row = state.frame.rowAt(event.clientY - box.top);
      if (row >= 0 && row < state.data.count) state.setTriggerValue("pick", row);
    },
  };
}

export default (component) => overlay(component, { draw: drawRow, handlers: rowHandlers });
