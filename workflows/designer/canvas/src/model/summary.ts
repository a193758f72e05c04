// What a box says of its step in one line.

import { context, counted, inARow, labelOf, localized, t } from "../context";
import { type Definition, isPart, listOf, type Step, stepOf } from "./definition";

const UNITS: readonly [RegExp, string][] = [
  [/(\d+)W/, "week"],
  [/(\d+)D/, "day"],
  [/T.*?(\d+)H/, "hour"],
  [/T.*?(\d+)M/, "minute"],
  [/T.*?(\d+)S/, "second"],
];

/** "P2DT4H" as "2 days 4 hours"; what is no duration stays as it is. */
export function duration(text: unknown): string {
  if (typeof text !== "string") return "";
  const parts = UNITS.flatMap(([pattern, unit]) => {
    const match = pattern.exec(text);
    if (!match) return [];
    const style = { style: "unit", unit, unitDisplay: "long" } as const;
    return [new Intl.NumberFormat(context.language, style).format(Number(match[1]))];
  });
  return parts.join(" ") || text;
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Who does it, or is told. */
export function who(definition: Definition, value: unknown): string {
  if (!isPart(value)) return "";
  const found = [
    ...names(value.roles).map((one) => labelOf(context.roles, one)),
    ...names(value.teams).map((one) => labelOf(context.teams, one)),
    ...names(value.users).map((one) => labelOf(context.people, one)),
    ...names(value.actors).map((one) => labelOf(context.actors, one)),
  ];
  if (value.expression) found.push(t("by a formula"));
  if (typeof value.same_as === "string" && value.same_as) {
    found.push(t("whoever did “{title}”", { title: titled(definition, value.same_as) }));
  }
  found.push(
    ...names(value.not_by).map((one) =>
      t("not whoever did “{title}”", { title: titled(definition, one) }),
    ),
  );
  return inARow(found);
}

/** The stage that an end sets, where its title does not say the same. */
function stageOf(step: Step): string {
  const stage = step.stage ? labelOf(context.stages, step.stage) : "";
  return stage === localized(step.title) ? "" : stage;
}

function titled(definition: Definition, id: string): string {
  return localized(stepOf(definition, id)?.title) || id;
}

/** What the button of an outcome says; `@deadline` is the way of a step whose time ran out. */
export function outcomeOf(definition: Definition, id: string, key: string): string {
  if (key === "@deadline") return t("When time is over");
  const found = listOf(stepOf(definition, id)?.outcomes).find((one) => one.key === key);
  return localized(found?.label) || key;
}

export function summary(definition: Definition, step: Step): string {
  switch (step.kind) {
    case "action":
      return labelOf(context.actions, step.action);
    case "event":
      return labelOf(context.events, step.event);
    case "timer":
      return step.after ? duration(step.after) : t("until a moment");
    case "notice":
      return who(definition, step.to);
    case "decision":
      return counted(listOf(step.cases).length, t("1 case"), t("{count} cases"));
    case "table":
      return counted(listOf(step.rows).length, t("1 row"), t("{count} rows"));
    case "parallel":
      return counted(listOf(step.branches).length, t("1 branch"), t("{count} branches"));
    case "subprocess":
      return String(step.process ?? "");
    case "webhook":
      return String(step.url ?? "").replace(/^https:\/\//, "");
    case "end":
      return stageOf(step);
    default:
      return who(definition, step.who);
  }
}

export function deadlineOf(step: Step): string {
  return isPart(step.deadline) ? duration(step.deadline.after) : "";
}
