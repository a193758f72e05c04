// Where on the canvas something is dropped: on a way, on a box, or beside them.

import type { Way } from "../model/ways";
import type { Flow } from "./keyboard";

/** A line is thin: a little beside it is on it. */
const NEAR: readonly [number, number][] = [
  [0, 0],
  [0, -14],
  [0, 14],
  [-14, 0],
  [14, 0],
];
let lit: Element | null = null;

export interface Point {
  clientX: number;
  clientY: number;
}

/** The way under a point of the screen that is none of the step `except`; it is lit. */
export function wayAt(flow: Flow, point: Point, except = ""): Way | undefined {
  for (const [dx, dy] of NEAR) {
    for (const element of document.elementsFromPoint(point.clientX + dx, point.clientY + dy)) {
      const drawn = element.closest(".react-flow__edge");
      const way = drawn && flow.getEdge(drawn.getAttribute("data-id") ?? "")?.data?.way;
      if (!way || way.source === except || way.target === except) continue;
      light(drawn.querySelector(".dc-way"));
      return way;
    }
  }
  light(null);
  return undefined;
}

export function light(element: Element | null): void {
  if (element === lit) return;
  lit?.classList.remove("is-over");
  element?.classList.add("is-over");
  lit = element;
}

/** The step whose box is at a point of the screen. */
export function stepAt({ clientX, clientY }: Point): string {
  const box = document.elementFromPoint(clientX, clientY)?.closest(".react-flow__node");
  return box?.getAttribute("data-id") ?? "";
}
