import { useState } from "react";
import { context, t } from "../context";
import type { Sample } from "../model/sampling";
import { Question } from "./AnswerForm";

const WIDGETS: Record<string, string> = {
  int: "number",
  double: "number",
  bool: "checkbox",
  timestamp: "datetime",
};

/** What a walk begins with: values of the subject, or the data of a case that was. */
export function SampleForm({
  sample,
  onBegin,
}: {
  sample: Sample;
  onBegin: (sample: Sample) => void;
}) {
  const [number, setNumber] = useState(sample.case ?? "");
  const [subject, setSubject] = useState(sample.subject);
  const known = context.variables.filter((one) => !/^(case|error|now)\b/.test(one.name));
  return (
    <form
      className="dc-sample"
      onSubmit={(event) => {
        event.preventDefault();
        const given = Object.entries(subject).filter(([, value]) => value !== "");
        onBegin({ ...(number ? { case: number } : {}), subject: Object.fromEntries(given) });
      }}
    >
      <label className="dc-question">
        <span>{t("Number of a case whose data it has (or leave it empty)")}</span>
        <input type="text" value={number} onChange={(event) => setNumber(event.target.value)} />
      </label>
      {known.length > 0 && (
        <details>
          <summary>{t("Sample values")}</summary>
          <div className="dc-questions">
            {known.map((one) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the question is inside
              <label key={one.name} className="dc-question">
                <span>{one.label}</span>
                <Question
                  hint={{ widget: WIDGETS[one.type] ?? "text" }}
                  value={subject[one.name]}
                  onChange={(value) => setSubject({ ...subject, [one.name]: value })}
                />
              </label>
            ))}
          </div>
        </details>
      )}
      <button type="submit" className="button button-small">
        {t("Begin")}
      </button>
    </form>
  );
}
