// Two people on one draft: the parts in which they differ, and the draft made of the choices.

import { type Definition, equal, isPart, listOf, type Part } from "./definition";

export type Side = "mine" | "theirs";

export interface Difference {
  /** The part's path. */
  path: string;
  mine: unknown;
  theirs: unknown;
  /** Both changed it since they had the same. */
  both: boolean;
  /** What nobody would lose anything by. */
  proposed: Side;
}

const LISTS = { fields: "key", steps: "id", case_actions: "key" } as const;
const DETAILS = ["title", "description"];

/** Every part by its path. */
export function partsOf(definition: Definition): Map<string, unknown> {
  const parts = new Map<string, unknown>();
  const details: Part = {};
  for (const [key, value] of Object.entries(definition)) {
    if (DETAILS.includes(key)) details[key] = value;
    else if (!(key in LISTS) && key !== "constants") parts.set(`=${key}`, value);
  }
  parts.set("details", details);
  parts.set("constants", isPart(definition.constants) ? definition.constants : {});
  for (const [list, name] of Object.entries(LISTS)) {
    for (const part of listOf(definition[list])) parts.set(`${list}/${String(part[name])}`, part);
  }
  return parts;
}

export function differences(base: Definition, mine: Definition, theirs: Definition): Difference[] {
  const [before, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const paths = new Set([...other.keys(), ...own.keys()]);
  const found: Difference[] = [];
  for (const path of paths) {
    const [m, o, b] = [own.get(path), other.get(path), before.get(path)];
    if (equal(m, o)) continue;
    const both = !equal(m, b) && !equal(o, b);
    found.push({ path, mine: m, theirs: o, both, proposed: equal(m, b) ? "theirs" : "mine" });
  }
  return found;
}

/** Theirs, with the parts that `choices` gives to me. */
export function merged(
  mine: Definition,
  theirs: Definition,
  choices: ReadonlyMap<string, Side>,
): Definition {
  const result: Definition = { ...theirs };
  const own = partsOf(mine);
  for (const [path, side] of choices) {
    if (side === "theirs") continue;
    const part = own.get(path);
    const [section = "", ...rest] = path.split("/");
    if (path === "details") {
      for (const key of DETAILS) {
        if (isPart(part) && key in part) result[key] = part[key];
        else delete result[key];
      }
    } else if (path === "constants") result.constants = part;
    else if (path.startsWith("=")) result[path.slice(1)] = part;
    else result[section] = mergedList(result[section], section, rest.join("/"), part, mine);
  }
  return result;
}

function mergedList(
  list: unknown,
  section: string,
  id: string,
  part: unknown,
  mine: Definition,
): unknown[] {
  const name = LISTS[section as keyof typeof LISTS];
  const present = listOf(list);
  if (part === undefined) return present.filter((one) => one[name] !== id);
  if (present.some((one) => one[name] === id)) {
    return present.map((one) => (one[name] === id ? part : one));
  }
  // Where it stood among mine: behind the nearest before it that is there.
  const own = listOf(mine[section]).map((one) => one[name]);
  const earlier = own.slice(0, own.indexOf(id)).reverse();
  const neighbour = earlier.find((one) => present.some((other) => other[name] === one));
  const index = present.findIndex((one) => one[name] === neighbour) + 1;
  return [...present.slice(0, index), part, ...present.slice(index)];
}
