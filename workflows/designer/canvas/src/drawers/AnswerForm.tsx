import { useState } from "react";
import type { DescribedForm, Hint, Waiting, Walk } from "../api";
import { t } from "../context";

const TYPES: Record<string, string> = {
  number: "number",
  money: "number",
  date: "date",
  time: "time",
  datetime: "datetime-local",
};

/** What a step that waits could be answered with. */
export function AnswerForm(props: {
  waiting: Waiting;
  /** Why the answer that was given is not taken. */
  refused: Walk["error"];
  onAnswer: (outcome: string, data: Record<string, unknown>) => void;
}) {
  const { waiting } = props;
  const [data, setData] = useState<Record<string, unknown>>({ ...waiting.form?.data });
  const [written, setWritten] = useState<ReadonlySet<string>>(new Set());
  const outcomes = waiting.outcomes.length ? waiting.outcomes : [{ key: "", label: t("Go on") }];
  return (
    <fieldset className="dc-answer">
      <legend>{waiting.title}</legend>
      {props.refused && (
        <p className="dc-note dc-note--error" role="alert">
          {props.refused.message}
        </p>
      )}
      {waiting.form && (
        <Questions
          form={waiting.form}
          data={data}
          errors={props.refused?.errors ?? []}
          onChange={(key, value) => {
            setData({ ...data, [key]: value });
            setWritten(new Set([...written, key]));
          }}
        />
      )}
      <p className="dc-line">
        {outcomes.map((one) => (
          <button
            key={one.key}
            type="button"
            className="button button-small"
            onClick={() => props.onAnswer(one.key, given(waiting.form, data, written))}
          >
            {one.label}
          </button>
        ))}
      </p>
    </fieldset>
  );
}

/** What this person may write; what they only see is known already. */
function given(
  form: DescribedForm | null,
  data: Record<string, unknown>,
  written: ReadonlySet<string>,
) {
  const asked = Object.entries(data).filter(
    ([key, value]) =>
      isAsked(form?.ui.fields?.[key]) &&
      // The default of a question that is not asked yet is no answer.
      (form?.ui.fields?.[key]?.shown !== false || written.has(key)) &&
      value !== "" &&
      value !== null,
  );
  return Object.fromEntries(asked);
}

function isAsked(hint: Hint | undefined): boolean {
  return hint !== undefined && (hint.access ?? "editable") === "editable";
}

export function Questions(props: {
  form: DescribedForm;
  data: Record<string, unknown>;
  errors: readonly { loc: (string | number)[]; msg: string }[];
  onChange: (key: string, value: unknown) => void;
}) {
  const { schema, ui } = props.form;
  const keys = (ui.order ?? Object.keys(schema.properties ?? {})).filter((key) =>
    isAsked(ui.fields?.[key]),
  );
  return keys.map((key) => {
    const hint: Hint = ui.fields?.[key] ?? { widget: "text" };
    const wrong = props.errors.find((one) => one.loc.includes(key));
    return (
      // biome-ignore lint/a11y/noLabelWithoutControl: the question is inside
      <label key={key} className="dc-question">
        <span>{schema.properties?.[key]?.title ?? key}</span>
        <Question
          hint={hint}
          value={props.data[key]}
          onChange={(value) => props.onChange(key, value)}
        />
        {wrong && <strong className="dc-wrong">{wrong.msg}</strong>}
      </label>
    );
  });
}

export function Question({
  hint,
  value,
  onChange,
}: {
  hint: Hint;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  if (hint.widget === "select" || hint.widget === "checkbox" || hint.widget === "checkboxes") {
    const yesNo = [
      { value: "true", label: t("Yes") },
      { value: "false", label: t("No") },
    ];
    const options = hint.widget === "checkbox" ? yesNo : (hint.options ?? []);
    const several = hint.widget === "checkboxes";
    const read = (select: HTMLSelectElement): unknown => {
      if (several) return [...select.selectedOptions].map((one) => one.value);
      return hint.widget === "checkbox" && select.value ? select.value === "true" : select.value;
    };
    const shown = several
      ? ((value as string[]) ?? [])
      : value === undefined || value === null
        ? ""
        : String(value);
    return (
      <select multiple={several} value={shown} onChange={(event) => onChange(read(event.target))}>
        {!several && <option value="">–</option>}
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    );
  }
  const type = TYPES[hint.widget] ?? "text";
  const money = hint.widget === "money";
  const shown = money && typeof value === "number" ? value / 100 : (value ?? "");
  const read = (text: string): unknown => {
    if (text === "") return "";
    if (money) return Math.round(Number(text) * 100);
    if (type === "number") return Number(text);
    return type === "datetime-local" ? new Date(text).toISOString() : text;
  };
  if (hint.widget === "textarea")
    return (
      <textarea rows={2} value={String(shown)} onChange={(event) => onChange(event.target.value)} />
    );
  return (
    <input
      type={type}
      step={money ? "0.01" : undefined}
      defaultValue={type === "datetime-local" ? "" : String(shown)}
      onChange={(event) => onChange(read(event.target.value))}
    />
  );
}
