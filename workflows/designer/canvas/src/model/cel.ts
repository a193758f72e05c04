// The names that a formula may use, and those that fit what is being written.

import { context, localized } from "../context";
import { type Definition, isPart, listOf, stepsOf } from "./definition";

export interface Candidate {
  name: string;
  type: string;
  label: string;
}

const MOST = 12;

export function variables(definition: Definition): Candidate[] {
  const own = listOf(definition.fields).flatMap((field): Candidate[] => {
    const [key, kind] = [String(field.key), String(field.type)];
    const label = localized(field.label) || key;
    const derived = context.derivations[kind];
    if (derived) {
      return Object.entries(derived).map(([name, type]) => ({
        name: `data.${key}.${name}`,
        type,
        label,
      }));
    }
    const type = context.fieldTypes[kind];
    return type && !field.personal ? [{ name: `data.${key}`, type, label }] : [];
  });
  const constants = isPart(definition.constants) ? Object.entries(definition.constants) : [];
  const fixed = constants.map(([name, value]) => ({
    name: `constants.${name}`,
    type: context.fieldTypes[String(isPart(value) ? value.type : "")] ?? "",
    label: localized(isPart(value) ? value.label : undefined) || name,
  }));
  const outcomes = stepsOf(definition)
    .filter((step) => step.kind === "task" || step.kind === "approval")
    .map((step) => ({
      name: `steps.${step.id}.outcome`,
      type: "string",
      label: localized(step.title) || step.id,
    }));
  const readable = [...own, ...context.variables.filter((one) => one.name.includes("."))];
  const set = readable
    .filter((one) => !/^(case|error)\./.test(one.name))
    .map((one) => ({ ...one, name: `is_set.${one.name}`, type: "bool" }));
  return [...own, ...context.variables, ...fixed, ...outcomes, ...set];
}

/** The name that ends at `position`. */
export function wordAt(text: string, position: number): { from: number; text: string } {
  const found = /[A-Za-z_][\w.]*$/.exec(text.slice(0, position));
  return { from: found ? found.index : position, text: found?.[0] ?? "" };
}

export function candidates(definition: Definition, word: string): Candidate[] {
  const wanted = word.toLowerCase();
  const all = variables(definition);
  if (all.some((one) => one.name === word)) return [];
  const begins = all.filter((one) => one.name.toLowerCase().startsWith(wanted));
  const holds = all.filter(
    (one) => !begins.includes(one) && one.name.toLowerCase().includes(wanted),
  );
  return [...begins, ...holds].slice(0, MOST);
}
