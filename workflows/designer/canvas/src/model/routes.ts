// Where a long way runs, so that it does not run behind boxes.

import type { Position, Positions } from "./definition";
import { HEIGHT, WIDTH } from "./layout";

export const OUT = 26;
const MARGIN = 10;
const FURTHER = [0.8, -0.8, 1.4, -1.4, 2.1, -2.1, 3, -3, 4, -4, 5.2, -5.2];

/** The height of the stretch between two boxes; `undefined` where the straight way is free. */
export function laneOf(
  from: Position,
  to: Position,
  positions: Positions,
  ends: readonly [string, string],
): number | undefined {
  const start = from.x + WIDTH + OUT;
  const end = to.x - OUT;
  const [left, right] = start < end ? [start, end] : [end - MARGIN, start + MARGIN];
  const [sourceY, targetY] = [from.y + HEIGHT / 2, to.y + HEIGHT / 2];
  const forward = start <= end;
  const others = Object.entries(positions).filter(
    ([id, box]) =>
      box.x < right && box.x + WIDTH > left && (!forward || (id !== ends[0] && id !== ends[1])),
  );
  const isFree = (y: number): boolean =>
    others.every(([, box]) => y < box.y - MARGIN || y > box.y + HEIGHT + MARGIN);
  if (forward && !others.length) return undefined;
  const wanted = forward
    ? [targetY, sourceY, ...FURTHER.map((far) => targetY + far * HEIGHT)]
    : FURTHER.map((far) => Math.max(sourceY, targetY) + far * HEIGHT);
  return wanted.find(isFree) ?? (forward ? undefined : Math.max(sourceY, targetY) + HEIGHT);
}

/** A way of right angles with round corners. */
export function rounded(points: readonly Position[], radius: number): string {
  const [first] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [before, corner, after] = [points[index - 1], points[index], points[index + 1]];
    if (!before || !corner || !after) continue;
    const room = Math.min(radius, length(before, corner) / 2, length(corner, after) / 2);
    const [come, go] = [towards(corner, before, room), towards(corner, after, room)];
    path += `L${come.x} ${come.y}Q${corner.x} ${corner.y} ${go.x} ${go.y}`;
  }
  const last = points.at(-1);
  return last ? `${path}L${last.x} ${last.y}` : path;
}

function length(one: Position, other: Position): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}

function towards(from: Position, to: Position, far: number): Position {
  return {
    x: from.x + Math.sign(to.x - from.x) * far,
    y: from.y + Math.sign(to.y - from.y) * far,
  };
}
