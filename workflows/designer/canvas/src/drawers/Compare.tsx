import { useEffect, useState } from "react";
import { api } from "../api";
import { focusStep, select } from "../commands";
import { context, t } from "../context";
import { get, set, useStore } from "../store";
import { type Flow, show } from "../view/keyboard";
import { DrawerFrame } from "./Drawer";

/** Two versions, or a version and the draft: coloured on the canvas, and in words. */
export function CompareDrawer({ flow }: { flow: Flow | null }) {
  const [latest] = context.versions;
  const comparison = useStore((state) => state.comparison);
  const definition = useStore((state) => state.definition);
  const [from, setFrom] = useState(latest?.number ?? 0);
  const [to, setTo] = useState(0);
  const [refusal, setRefusal] = useState("");

  useEffect(() => {
    let stale = false;
    api
      .compare(from, to || undefined, to ? undefined : definition)
      .then((answer) => {
        if (stale) return;
        set({ comparison: answer });
        setRefusal("");
      })
      .catch((error: Error) => !stale && setRefusal(error.message));
    return () => {
      stale = true;
    };
  }, [from, to, definition]);

  const named = (number: number, note: string) =>
    note ? t("Version {number}: {note}", { number, note }) : t("Version {number}", { number });
  const versions = context.versions.map((one) => (
    <option key={one.number} value={one.number}>
      {named(one.number, one.note)}
    </option>
  ));
  const tools = (
    <span className="dc-line">
      <label>
        {t("From")}{" "}
        <select value={from} onChange={(event) => setFrom(Number(event.target.value))}>
          {versions}
        </select>
      </label>
      <label>
        {t("to")}{" "}
        <select value={to} onChange={(event) => setTo(Number(event.target.value))}>
          <option value={0}>{t("the draft")}</option>
          {versions}
        </select>
      </label>
    </span>
  );
  return (
    <DrawerFrame title={t("Compare")} tools={tools}>
      {refusal && (
        <p className="dc-note dc-note--error" role="alert">
          {refusal}
        </p>
      )}
      {comparison?.changes.length === 0 && <p>{t("They are the same.")}</p>}
      <ul className="dc-changes" aria-label={t("What differs")}>
        {comparison?.changes.map((one) => {
          const id = one.place.startsWith("steps/") ? one.place.slice("steps/".length) : "";
          return (
            <li key={one.place + one.sentence} className={`is-${one.kind}`}>
              {id && !comparison.removed.includes(id) ? (
                <button
                  type="button"
                  onClick={() => {
                    if (!get().definition) return;
                    select(id);
                    focusStep(id);
                    if (flow) show(id, flow);
                  }}
                >
                  {one.sentence}
                </button>
              ) : (
                one.sentence
              )}
            </li>
          );
        })}
      </ul>
    </DrawerFrame>
  );
}
