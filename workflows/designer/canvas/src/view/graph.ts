// The boxes and lines that React Flow draws, made anew only where something changed.

import { type Edge, MarkerType, type Node } from "@xyflow/react";
import { context } from "../context";
import { equal, type Step, stepsOf } from "../model/definition";
import { HEIGHT, WIDTH } from "../model/layout";
import { laneOf } from "../model/routes";
import { summary } from "../model/summary";
import { type Way, waysOf } from "../model/ways";
import type { State } from "../store";

export type Lit = "" | "passed" | "present" | "failed";
export type Compared = "" | "added" | "removed" | "changed";

export interface StepData extends Record<string, unknown> {
  step: Step;
  line: string;
  errors: number;
  warnings: number;
  lit: Lit;
  compared: Compared;
  current: boolean;
}

export type StepBox = Node<StepData, "step">;
export interface WayData extends Record<string, unknown> {
  way: Way;
  lane: number | undefined;
  lit: boolean;
  compared: Compared;
}
export type WayLine = Edge<WayData, "way">;

const STAGE_COLOURS = 8;

/** One of a few colours for each stage, in the order of the vocabulary. */
export function stageColour(stage: unknown): number {
  const index = context.stages.findIndex((one) => one.key === stage);
  return index < 0 ? -1 : index % STAGE_COLOURS;
}

export function boxes(state: State, before: readonly StepBox[]): StepBox[] {
  const known = new Map(before.map((box) => [box.id, box]));
  const { definition, problems, selection, comparison } = state;
  const walked = litSteps(state);
  const shown = comparison ? { ...comparison.after } : definition;
  const steps = stepsOf(shown);
  const gone = comparison
    ? stepsOf(comparison.before).filter((step) => comparison.removed.includes(step.id))
    : [];
  const current = state.current || steps[0]?.id;
  const selected = new Set(selection);
  return [...steps, ...gone].map((step, index) => {
    const old = known.get(step.id);
    const own = problems.filter((problem) => problem.step === step.id);
    const errors = own.filter((problem) => problem.severity === "error").length;
    const data: StepData = {
      step,
      line: summary(shown, step),
      errors: comparison ? 0 : errors,
      warnings: comparison ? 0 : own.length - errors,
      lit: walked.get(step.id) ?? "",
      compared: comparedAs(state, step.id),
      current: step.id === current,
    };
    const place = state.positions[step.id] ?? { x: 24 + (index % 6) * 260, y: -140 };
    const position = old?.dragging ? old.position : place;
    const wanted = { data: old && equal(old.data, data) ? old.data : data, position };
    if (
      old &&
      old.data === wanted.data &&
      old.selected === selected.has(step.id) &&
      old.position.x === position.x &&
      old.position.y === position.y
    )
      return old;
    return {
      ...old,
      id: step.id,
      type: "step",
      width: WIDTH,
      height: HEIGHT,
      selected: selected.has(step.id),
      ...wanted,
    };
  });
}

export function lines(state: State, before: readonly WayLine[]): WayLine[] {
  const known = new Map(before.map((line) => [line.id, line]));
  const shown = state.comparison?.after ?? state.definition;
  const ids = new Set(stepsOf(shown).map((step) => step.id));
  const taken = litWays(state);
  return stepsOf(shown).flatMap((step) =>
    waysOf(step)
      .filter((way) => ids.has(way.target))
      .map((way): WayLine => {
        const id = `${way.source}→${way.target}:${way.kind === "error" || way.kind === "deadline" ? way.kind : ""}`;
        const compared: Compared = comparedAs(state, way.target) === "added" ? "added" : "";
        const [from, to] = [state.positions[way.source], state.positions[way.target]];
        const data: WayData = {
          way,
          lane: from && to && laneOf(from, to, state.positions, [way.source, way.target]),
          lit: taken.has(`${way.source}→${way.target}`),
          compared,
        };
        const old = known.get(id);
        if (old && equal(old.data, data)) return old;
        return {
          id,
          type: "way",
          source: way.source,
          target: way.target,
          data,
          selected: old?.selected ?? false,
          markerEnd: {
            type: MarkerType.ArrowClosed,
            // As large on a way that was taken, whose line is broader.
            markerUnits: "userSpaceOnUse",
            width: 26,
            height: 26,
            color: data.lit ? "var(--dc-good)" : "var(--dc-line)",
          },
        };
      }),
  );
}

function comparedAs({ comparison }: State, id: string): Compared {
  if (!comparison) return "";
  if (comparison.added.includes(id)) return "added";
  if (comparison.removed.includes(id)) return "removed";
  return comparison.changed.includes(id) ? "changed" : "";
}

function litSteps({ walk, shown }: State): Map<string, Lit> {
  const lit = new Map<string, Lit>();
  if (!walk) return lit;
  for (const one of walk.steps.slice(0, shown)) lit.set(one.step, "passed");
  const last = walk.steps[shown - 1];
  if (shown < walk.steps.length && last) lit.set(last.step, "present");
  if (shown >= walk.steps.length) {
    if (walk.state === "failed" && last) lit.set(last.step, "failed");
    for (const one of walk.waiting) lit.set(one.step, "present");
  }
  return lit;
}

function litWays({ walk, shown }: State): Set<string> {
  const taken = new Set<string>();
  for (const one of walk?.steps.slice(0, shown) ?? []) {
    for (const target of one.way) taken.add(`${one.step}→${target}`);
  }
  return taken;
}
