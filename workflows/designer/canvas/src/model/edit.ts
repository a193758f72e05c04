// Changes of a definition that need no server: connecting, inserting into a way, pasting.

import {
  type Definition,
  freeName,
  isPart,
  type Position,
  type Positions,
  type Step,
  stepOf,
  stepsOf,
  withStep,
} from "./definition";
import { isAside, type Slot, slotsOf, type Way, withTarget } from "./ways";

export function connected(
  definition: Definition,
  id: string,
  slot: Slot,
  target: string,
): Definition {
  return withStep(definition, id, (step) => withTarget(step, slot, target));
}

/** Takes a drawn way out: every slot that goes it leads nowhere then. */
export function without(definition: Definition, way: Way): Definition {
  return withStep(definition, way.source, (step) =>
    way.slots.reduce((changed, slot) => withTarget(changed, slot, ""), step),
  );
}

/**
 * The way leads to the step `id` now, and that, or the block that it opens, to where the way led.
 * Of several ways of the step those go there that go where its first one does.
 */
export function putInto(definition: Definition, way: Way, id: string): Definition {
  const joined = way.slots.reduce(
    (changed, slot) => connected(changed, way.source, slot, id),
    definition,
  );
  const step = stepOf(joined, id);
  const last = step?.kind === "parallel" ? stepOf(joined, String(step.join)) : step;
  const slots = last ? slotsOf(last) : [];
  if (!last || !way.target || way.target === id) return joined;
  return slots
    .filter((slot) => slot.target === slots[0]?.target && !isAside(slot.kind))
    .reduce((changed, slot) => connected(changed, last.id, slot, way.target), joined);
}

export interface Clip {
  steps: Step[];
  positions: Positions;
}

export function copied(definition: Definition, positions: Positions, ids: readonly string[]): Clip {
  const steps = stepsOf(definition).filter((step) => ids.includes(step.id));
  const kept = steps.flatMap((step): [string, Position][] => {
    const place = positions[step.id];
    return place ? [[step.id, place]] : [];
  });
  return { steps, positions: Object.fromEntries(kept) };
}

/** The clip once more under free names; ways among its steps stay among them. */
export function pasted(
  definition: Definition,
  clip: Clip,
  shift: number,
): { definition: Definition; positions: Positions; ids: string[] } {
  const taken = new Set(stepsOf(definition).map((step) => step.id));
  const names = new Map<string, string>();
  for (const step of clip.steps) {
    const name = freeName(taken, step.id);
    taken.add(name);
    names.set(step.id, name);
  }
  const steps = clip.steps.map((step) => renamedStep(step, names));
  const positions: Positions = {};
  for (const [id, name] of names) {
    const place = clip.positions[id];
    if (place) positions[name] = { x: place.x + shift, y: place.y + shift };
  }
  const present = Array.isArray(definition.steps) ? (definition.steps as unknown[]) : [];
  return {
    definition: { ...definition, steps: [...present, ...steps] },
    positions,
    ids: [...names.values()],
  };
}

function renamedStep(step: Step, names: ReadonlyMap<string, string>): Step {
  let changed: Step = { ...step, id: names.get(step.id) ?? step.id };
  for (const slot of slotsOf(step)) {
    const name = names.get(slot.target);
    if (name) changed = withTarget(changed, slot, name);
  }
  const join = typeof step.join === "string" ? names.get(step.join) : undefined;
  if (join) changed = { ...changed, join };
  if (!isPart(step.who)) return changed;
  const who = { ...step.who };
  const same = names.get(String(who.same_as));
  if (same) who.same_as = same;
  if (Array.isArray(who.not_by)) who.not_by = who.not_by.map((id) => names.get(String(id)) ?? id);
  return { ...changed, who };
}

/** Steps that lead to `id`, in their order. */
export function sourcesOf(definition: Definition, id: string): string[] {
  return stepsOf(definition)
    .filter((step) => slotsOf(step).some((slot) => slot.target === id))
    .map((step) => step.id);
}

export function targetsOf(step: Step): string[] {
  return [...new Set(slotsOf(step).flatMap((slot) => (slot.target ? [slot.target] : [])))];
}
