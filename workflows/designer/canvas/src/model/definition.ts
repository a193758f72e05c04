// A definition as it is edited: JSON that need not be complete. Nothing here changes what it is given.

export type Text = Record<string, string>;
export type Part = Record<string, unknown>;
export type Path = readonly (string | number)[];

export interface Step extends Part {
  id: string;
  kind: string;
}

export interface Definition extends Part {
  key: string;
  kind: string;
}

export interface Position {
  x: number;
  y: number;
}

export type Positions = Record<string, Position>;

export function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isPart) : [];
}

export function stepsOf(definition: Definition): Step[] {
  return listOf(definition.steps).filter(
    (one): one is Step => typeof one.id === "string" && typeof one.kind === "string",
  );
}

export function stepOf(definition: Definition, id: string): Step | undefined {
  return stepsOf(definition).find((one) => one.id === id);
}

export function withStep(definition: Definition, id: string, change: (step: Step) => Step) {
  const steps = Array.isArray(definition.steps) ? (definition.steps as unknown[]) : [];
  return {
    ...definition,
    steps: steps.map((one) => (isPart(one) && one.id === id ? change(one as Step) : one)),
  };
}

/** A copy of `value` in which `path` holds `to`; `undefined` takes the key out. */
export function setIn<T>(value: T, path: Path, to: unknown): T {
  const [first, ...rest] = path;
  if (first === undefined) return to as T;
  if (typeof first === "number") {
    const list = Array.isArray(value) ? [...(value as unknown[])] : [];
    list[first] = setIn(list[first], rest, to);
    return list as T;
  }
  const part: Part = isPart(value) ? { ...value } : {};
  const inner = rest.length
    ? setIn(part[first] ?? (typeof rest[0] === "number" ? [] : {}), rest, to)
    : to;
  if (inner === undefined) delete part[first];
  else part[first] = inner;
  return part as T;
}

export function getIn(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof key === "number") return Array.isArray(inner) ? inner[key] : undefined;
    return isPart(inner) ? inner[key] : undefined;
  }, value);
}

/** `next`, with every piece that equals one of `previous` replaced by that very piece. */
export function share<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) {
    const known = byId(previous);
    const shared = next.map((one, index) => share(known.get(idOf(one)) ?? previous[index], one));
    const same = shared.length === previous.length && shared.every((one, i) => one === previous[i]);
    return (same ? previous : shared) as T;
  }
  if (isPart(previous) && isPart(next)) {
    const keys = Object.keys(next);
    const shared: Part = {};
    for (const key of keys) shared[key] = share(previous[key], next[key]);
    const same =
      keys.length === Object.keys(previous).length &&
      keys.every((key) => key in previous && shared[key] === previous[key]);
    return (same ? previous : shared) as T;
  }
  return next;
}

export function equal(one: unknown, other: unknown): boolean {
  return share(one, other) === one;
}

function idOf(value: unknown): unknown {
  return isPart(value) ? (value.id ?? value.key) : undefined;
}

function byId(list: unknown[]): Map<unknown, unknown> {
  const found = new Map(list.map((one) => [idOf(one), one]));
  found.delete(undefined);
  return found;
}

export function freeName(taken: ReadonlySet<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}_${number}`;
  return name;
}
