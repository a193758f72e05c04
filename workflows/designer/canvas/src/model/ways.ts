// The ways on from a step: which there are, which there could be, and where each leads.

import { context, localized, t } from "../context";
import { getIn, listOf, type Path, type Step, setIn } from "./definition";

export type WayKind = "next" | "outcome" | "case" | "branch" | "result" | "error" | "deadline";

/** A place in a step that names the step which comes then. */
export interface Slot {
  path: Path;
  kind: WayKind;
  label: string;
  target: string;
  /** It may be without a target. */
  optional: boolean;
  /** It is made with its first target. */
  isNew?: boolean;
}

export interface Way {
  source: string;
  target: string;
  kind: WayKind;
  labels: string[];
  slots: Slot[];
}

const NEXT = new Set([
  "start", "action", "table", "join", "event", "timer", "notice", "subprocess", "webhook", "items",
]); // biome-ignore format: one list
const FAILING = new Set([
  "action",
  "decision",
  "table",
  "parallel",
  "timer",
  "notice",
  "subprocess",
  "webhook",
]);
const TIMED = new Set(["task", "approval", "event", "subprocess", "webhook", "items"]);

/** All slots of a step in the order in which they are read, filled in or not. */
export function slotsOf(step: Step): Slot[] {
  const slots: Slot[] = [];
  const add = (path: Path, kind: WayKind, label: string, optional = false): void => {
    const target = getIn(step, path);
    slots.push({ path, kind, label, target: typeof target === "string" ? target : "", optional });
  };
  listOf(step.outcomes).forEach((one, index) => {
    const label = localized(one.label) || String(one.key ?? "");
    add(["outcomes", index, "to"], "outcome", label, step.kind === "items");
  });
  listOf(step.cases).forEach((one, index) => {
    add(
      ["cases", index, "to"],
      "case",
      localized(one.label) || t("Case {number}", { number: index + 1 }),
    );
  });
  listOf(step.rows).forEach((one, index) => {
    const label = String(one.note || "") || t("Row {number}", { number: index + 1 });
    add(["rows", index, "to"], "case", label, true);
  });
  listOf(step.results).forEach((one, index) => {
    add(["results", index, "to"], "result", String(one.result ?? ""));
  });
  listOf(step.branches).forEach((_one, index) => {
    add(["branches", index, "to"], "branch", t("Branch {number}", { number: index + 1 }));
  });
  if (NEXT.has(step.kind)) add(["next"], "next", t("Then"));
  if (step.kind === "decision") add(["otherwise"], "case", t("Otherwise"));
  if (step.kind === "table") add(["otherwise"], "case", t("When no row fits"), true);
  if (FAILING.has(step.kind)) add(["on_error"], "error", t("When it fails"), true);
  if (TIMED.has(step.kind)) add(["deadline", "then"], "deadline", t("When time is over"), true);
  return slots;
}

/** Ways that the step could get beside those it has. */
export function newSlots(step: Step): Slot[] {
  const made = (list: string, kind: WayKind, label: string): Slot => ({
    path: [list, listOf(step[list]).length, "to"],
    kind,
    label,
    target: "",
    optional: true,
    isNew: true,
  });
  switch (step.kind) {
    case "task":
    case "approval":
    case "items":
      return [made("outcomes", "outcome", t("A new outcome"))];
    case "decision":
      return [made("cases", "case", t("A new case"))];
    case "parallel":
      return [made("branches", "branch", t("A new branch"))];
    case "subprocess":
      return [made("results", "result", t("Another result"))];
    default:
      return [];
  }
}

/** The step with `slot` leading to `target`; without one it leads nowhere. */
export function withTarget(step: Step, slot: Slot, target: string): Step {
  if (slot.isNew)
    return setIn(step, slot.path.slice(0, -1), { ...freshWay(step, slot), to: target });
  if (target) {
    const timed =
      slot.kind === "deadline" && !step.deadline ? { ...step, deadline: { after: "P1D" } } : step;
    return setIn(timed, slot.path, target);
  }
  // "Nowhere" is kept as an empty name where the step has to lead somewhere: a problem to be seen.
  return setIn(step, slot.path, slot.optional ? undefined : "");
}

function freshWay(step: Step, slot: Slot): Record<string, unknown> {
  const number = listOf(step[String(slot.path[0])]).length + 1;
  switch (slot.kind) {
    case "outcome":
      return { key: `outcome_${number}`, label: context.fresh.outcome };
    case "case":
      return { when: { var: "", op: "==", value: "" } };
    case "result":
      return { result: `result_${number}` };
    default:
      return {};
  }
}

/** It is gone only where something fails or takes too long. */
export function isAside(kind: WayKind): boolean {
  return kind === "error" || kind === "deadline";
}

/** Where a step can be put in behind `step`: its ways, then what leads nowhere but should. */
export function openings(step: Step): Way[] {
  const empty = slotsOf(step).filter((slot) => !slot.target && !slot.optional);
  const nowhere = empty.map((slot): Way => {
    const { kind, label } = slot;
    return { source: step.id, target: "", kind, labels: [label], slots: [slot] };
  });
  const ways = waysOf(step);
  return [
    ...ways.filter((way) => !isAside(way.kind)),
    ...nowhere,
    ...ways.filter((way) => isAside(way.kind)),
  ];
}

/** The drawn ways: one for each pair of steps and sort, with the labels of all that go it. */
export function waysOf(step: Step): Way[] {
  const found = new Map<string, Way>();
  for (const slot of slotsOf(step)) {
    if (!slot.target) continue;
    const sort = isAside(slot.kind) ? slot.kind : "on";
    const key = `${sort}:${slot.target}`;
    const way = found.get(key) ?? {
      source: step.id,
      target: slot.target,
      kind: slot.kind,
      labels: [],
      slots: [],
    };
    if (slot.kind !== "next" && slot.kind !== "branch") way.labels.push(slot.label);
    way.slots.push(slot);
    found.set(key, way);
  }
  return [...found.values()];
}
