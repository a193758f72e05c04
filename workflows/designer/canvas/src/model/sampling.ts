// Answers made up for a walk that goes on by itself.

import type { DescribedForm, Hint, Waiting } from "../api";

export const MOST = 60;

export interface Answer {
  step: string;
  outcome: string;
  data: Record<string, unknown>;
  row?: number | null;
}

export interface Sample {
  case?: string;
  subject: Record<string, unknown>;
}

/** What the first step that waits is answered with: of its ways on the one that was gone least. */
export function sampled(waiting: Waiting, answers: readonly Answer[]): Answer {
  const { step, row } = waiting;
  const gone = (key: string): number =>
    answers.filter((one) => one.step === step && one.outcome === key).length;
  const [outcome] = waiting.outcomes.map((one) => one.key).sort((a, b) => gone(a) - gone(b));
  return { step, row, outcome: outcome ?? "", data: waiting.form ? filledIn(waiting.form) : {} };
}

function filledIn({ schema, ui, data }: DescribedForm): Record<string, unknown> {
  const asked = Object.entries(ui.fields ?? {}).filter(
    ([, hint]) => (hint.access ?? "editable") === "editable" && hint.shown !== false,
  );
  const given = asked.flatMap(([key, hint]): [string, unknown][] => {
    const known = data?.[key];
    const empty = known === undefined || known === null || known === "";
    const value = empty ? sample(hint, schema.properties?.[key] ?? {}) : known;
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(given);
}

/** A value of the type that is asked for; none for what no value can be made up. */
function sample(hint: Hint, { minimum, title = "" }: { minimum?: number; title?: string }) {
  const now = new Date().toISOString();
  const [first] = hint.options ?? [];
  switch (hint.widget) {
    case "text":
    case "textarea":
      return title;
    case "number":
    case "money":
      return Math.max(minimum ?? 1, 1);
    case "checkbox":
      return true;
    case "select":
      return first?.value;
    case "checkboxes":
      return first && [first.value];
    case "date":
      return now.slice(0, 10);
    case "time":
      return "09:00";
    case "datetime":
      return now;
    case "file":
    case "photo":
    case "signature":
      return crypto.randomUUID?.() ?? "00000000-0000-4000-8000-000000000000";
    default:
      return undefined;
  }
}
