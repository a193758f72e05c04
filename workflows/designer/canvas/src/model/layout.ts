// Where steps stand that nobody has placed.

import dagre from "@dagrejs/dagre";
import { type Definition, listOf, type Positions, stepOf, stepsOf } from "./definition";
import { isAside, type Way, waysOf } from "./ways";

export const WIDTH = 208;
export const HEIGHT = 68;
const GAP = 44;
const BETWEEN = 110;

/** All steps in layers from left to right, along the ways. */
export function tidy(definition: Definition): Positions {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: "LR",
    nodesep: GAP,
    ranksep: BETWEEN,
    edgesep: 20,
    marginx: 24,
    marginy: 24,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  const steps = stepsOf(definition);
  for (const step of steps) graph.setNode(step.id, { width: WIDTH, height: HEIGHT });
  for (const step of steps) {
    for (const way of waysOf(step)) {
      if (!graph.hasNode(way.target)) continue;
      graph.setEdge(step.id, way.target, { weight: isAside(way.kind) ? 1 : 3 }, way.kind);
    }
  }
  dagre.layout(graph);
  const found: Positions = {};
  for (const step of steps) {
    const node = graph.node(step.id);
    found[step.id] = { x: Math.round(node.x - WIDTH / 2), y: Math.round(node.y - HEIGHT / 2) };
  }
  return found;
}

/** Places for those that have none: near a neighbour, or all anew where most have none. */
export function completed(definition: Definition, positions: Positions): Positions {
  const steps = stepsOf(definition);
  const missing = steps.filter((step) => !positions[step.id]);
  if (!missing.length) return positions;
  if (missing.length * 2 > steps.length) return tidy(definition);
  const result = { ...positions };
  for (const step of missing) {
    const before = steps.find(
      (one) => result[one.id] && waysOf(one).some((way) => way.target === step.id),
    );
    const after = waysOf(step).find((way) => result[way.target]);
    const near = before ? result[before.id] : undefined;
    const far = after ? result[after.target] : undefined;
    let place = { x: 24, y: 24 };
    if (near) place = { x: near.x + WIDTH + GAP, y: near.y };
    else if (far) place = { x: far.x - WIDTH - GAP, y: far.y };
    result[step.id] = free(place, result);
  }
  return result;
}

/** Places for a new step, or the block that it opens, on a way: what comes later makes room. */
export function between(
  definition: Definition,
  positions: Positions,
  way: Way,
  id: string,
): Positions {
  const [from, to] = [positions[way.source], positions[way.target]];
  if (!from || !to || to.x <= from.x) return positions;
  const columns = columnsOf(definition, id);
  const left = from.x + WIDTH + BETWEEN;
  const moved = Math.max(0, left + columns.length * (WIDTH + BETWEEN) - to.x);
  const result: Positions = {};
  for (const [name, place] of Object.entries(positions)) {
    result[name] = place.x >= to.x ? { x: place.x + moved, y: place.y } : place;
  }
  columns.forEach((ids, column) => {
    ids.forEach((name, row) => {
      const y = to.y + (row - (ids.length - 1) / 2) * (HEIGHT + GAP);
      result[name] = free({ x: left + column * (WIDTH + BETWEEN), y }, result);
    });
  });
  return result;
}

function columnsOf(definition: Definition, id: string): string[][] {
  const step = stepOf(definition, id);
  if (step?.kind !== "parallel") return [[id]];
  return [[id], listOf(step.branches).map((one) => String(one.to)), [String(step.join)]];
}

function free(place: { x: number; y: number }, positions: Positions) {
  const others = Object.values(positions);
  let y = place.y;
  const overlaps = (): boolean =>
    others.some(
      (one) => Math.abs(one.x - place.x) < WIDTH + 12 && Math.abs(one.y - y) < HEIGHT + 12,
    );
  while (overlaps()) y += HEIGHT + GAP / 2;
  return { x: place.x, y };
}
