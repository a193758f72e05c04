// Everything by keyboard. The letters work on the canvas alone, never where somebody writes.

import type { ReactFlowInstance } from "@xyflow/react";
import {
  askToPublish,
  copy,
  focusStep,
  goBack,
  goForward,
  nudge,
  openPanel,
  paste,
  remove,
  select,
  tidyUp,
} from "../commands";
import { context } from "../context";
import { type Step, stepOf, stepsOf } from "../model/definition";
import { sourcesOf, targetsOf } from "../model/edit";
import { get, openDrawer, set } from "../store";
import { saveNow } from "../sync";
import type { StepBox, WayLine } from "./graph";

export type Flow = ReactFlowInstance<StepBox, WayLine>;
const STEP = 24;
const PAN = 120;
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What is written here is text, not a command. */
function writes(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

/** Keys that work anywhere on the page; true where one was meant. */
export function onAnyKey(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  if (key === "s") void saveNow();
  else if (writes(event.target) || get().dialog) return false;
  else if (key === "z" && !event.shiftKey) goBack();
  else if (key === "y" || (key === "z" && event.shiftKey)) goForward();
  else return false;
  return true;
}

/** Keys on the canvas; true where one was meant. */
export function onCanvasKey(event: KeyboardEvent, flow: Flow): boolean {
  if (writes(event.target)) return false;
  const { current, selection, definition } = get();
  const here = current || (stepsOf(definition)[0]?.id ?? "");
  const chosen = selection.length ? selection : here ? [here] : [];
  const arrow = ARROWS[event.key];
  if (arrow && (event.ctrlKey || event.metaKey)) pan(flow, arrow);
  else if (event.ctrlKey || event.metaKey) return onCommandKey(event, chosen);
  else if (arrow && (event.altKey || event.shiftKey))
    nudge(chosen, arrow[0] * STEP, arrow[1] * STEP);
  else if (event.altKey) return false;
  else if (arrow) walk(here, event.key, flow);
  else return onLetter(event.key, here, chosen, flow);
  return true;
}

function onCommandKey(event: KeyboardEvent, chosen: readonly string[]): boolean {
  switch (event.key.toLowerCase()) {
    case "a":
      set({ selection: stepsOf(get().definition).map((step) => step.id) });
      return true;
    case "c":
      if (!get().selection.length) set({ selection: chosen });
      copy();
      return true;
    case "x":
      set({ selection: chosen });
      copy();
      void remove(chosen);
      return true;
    case "v":
      paste();
      return true;
    case "f":
      set({ dialog: { kind: "find" } });
      return true;
    case "enter":
      if (context.mayPublish) void askToPublish();
      return true;
    default:
      return false;
  }
}

function onLetter(key: string, here: string, chosen: readonly string[], flow: Flow): boolean {
  switch (key) {
    case "Enter":
      select(here, { panel: true });
      openPanel(`steps/${here}`, true);
      return true;
    case " ":
      select(here, { add: true });
      return true;
    case "Escape":
      set({ selection: [], panel: "" });
      return true;
    case "Delete":
    case "Backspace":
      void remove(chosen);
      return true;
    case "i":
    case "Insert":
      set({ selection: [here], dialog: { kind: "insert" } });
      return true;
    case "c":
      set({ dialog: { kind: "connect", source: here } });
      return true;
    case "t":
      tidyUp();
      void flow.fitView({ padding: 0.1 });
      return true;
    case "+":
    case "=":
      void flow.zoomIn();
      return true;
    case "-":
      void flow.zoomOut();
      return true;
    case "0":
      void flow.fitView({ padding: 0.1 });
      return true;
    case "/":
      set({ dialog: { kind: "find" } });
      return true;
    case "p":
      openDrawer("problems");
      return true;
    case "s":
      openDrawer("simulate");
      return true;
    case "d":
      if (context.versions.length) openDrawer("compare");
      return true;
    case "l":
      window.location.assign(context.urls.steplist);
      return true;
    case "q":
      openPanel("details", true);
      return true;
    case "?":
      set({ dialog: { kind: "help" } });
      return true;
    case "Home":
      return go(stepsOf(get().definition)[0]?.id, flow);
    default:
      return false;
  }
}

function pan(flow: Flow, [right, down]: readonly [number, number]): void {
  const { x, y, zoom } = flow.getViewport();
  void flow.setViewport({ x: x - right * PAN, y: y - down * PAN, zoom });
}

/** Right and left follow the ways, up and down go to the nearest box above and below. */
function walk(here: string, key: string, flow: Flow): void {
  const { definition } = get();
  const step = stepOf(definition, here);
  if (!step) return;
  if (key === "ArrowRight")
    go(
      targetsOf(step).find((id) => stepOf(definition, id)),
      flow,
    );
  else if (key === "ArrowLeft") go(sourcesOf(definition, here)[0], flow);
  else go(nearest(step, key === "ArrowDown" ? 1 : -1), flow);
}

function nearest(step: Step, side: 1 | -1): string | undefined {
  const { definition, positions } = get();
  const from = positions[step.id];
  if (!from) return undefined;
  const distance = (id: string): number => {
    const place = positions[id];
    const down = place ? (place.y - from.y) * side : 0;
    return place && down > 4 ? down + 2 * Math.abs(place.x - from.x) : Number.POSITIVE_INFINITY;
  };
  const found = stepsOf(definition)
    .map((one) => ({ id: one.id, far: distance(one.id) }))
    .filter((one) => Number.isFinite(one.far))
    .sort((a, b) => a.far - b.far);
  return found[0]?.id;
}

export function go(id: string | undefined, flow: Flow): boolean {
  if (!id) return false;
  select(id);
  show(id, flow);
  focusStep(id);
  return true;
}

/** Brings a step into view, without zooming. */
export function show(id: string, flow: Flow): void {
  const place = get().positions[id];
  if (!place) return;
  const { x, y, zoom } = flow.getViewport();
  const room = document.querySelector(".dc-flow")?.getBoundingClientRect();
  if (!room) return;
  const left = place.x * zoom + x;
  const top = place.y * zoom + y;
  const inside =
    left > 20 && top > 20 && left < room.width - 230 * zoom && top < room.height - 90 * zoom;
  if (!inside) void flow.setCenter(place.x + 104, place.y + 34, { zoom });
}
