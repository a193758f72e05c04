import { useState } from "react";
import { api } from "../api";
import { inTurn, openPanel } from "../commands";
import { context, localized, t } from "../context";
import { listOf } from "../model/definition";
import { edit, get, say, useStore } from "../store";
import { Icon } from "./Icon";

/** The parts of a process that are no steps, to choose one of and to add to. */
export function Fields({ path }: { path: string }) {
  const definition = useStore((state) => state.definition);
  const [kind, setKind] = useState("text");
  const fields = listOf(definition.fields);
  const actions = listOf(definition.case_actions);
  const link = (to: string, label: string) => (
    <li key={to}>
      <button
        type="button"
        className={to === path ? "is-current" : ""}
        aria-current={to === path}
        onClick={() => openPanel(to)}
      >
        {label}
      </button>
      {to.includes("/") && (
        <button type="button" className="dc-tool" onClick={() => drop(to)}>
          <Icon name="bin" />
          <span className="w-sr-only">{t("Remove “{name}”", { name: label })}</span>
        </button>
      )}
    </li>
  );
  return (
    <nav className="dc-parts" aria-label={t("Parts of the process")}>
      <ul>
        {link("details", t("Title and description"))}
        {link("constants", t("Fixed values"))}
      </ul>
      <h3>{t("Questions")}</h3>
      <ul>
        {fields.map((one) => link(`fields/${one.key}`, localized(one.label) || String(one.key)))}
      </ul>
      <p className="dc-line">
        <select
          aria-label={t("Type of the new question")}
          value={kind}
          onChange={(e) => setKind(e.target.value)}
        >
          {context.fieldKinds.map((one) => (
            <option key={one.key} value={one.key}>
              {one.label}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="button button-small button-secondary"
          onClick={() => add(`fields/${kind}`)}
        >
          {t("Add a question")}
        </button>
      </p>
      <h3>{t("May be done at any time")}</h3>
      <ul>
        {actions.map((one) =>
          link(`case_actions/${one.key}`, localized(one.label) || String(one.key)),
        )}
      </ul>
      <p className="dc-line">
        <button
          type="button"
          className="button button-small button-secondary"
          onClick={() => add("case_actions/")}
        >
          {t("Add an action")}
        </button>
      </p>
    </nav>
  );
}

function add(kind: string): void {
  void inTurn(async () => {
    try {
      const answer = await api.add(get().definition, kind);
      edit({ definition: answer.definition });
      openPanel(answer.path, true);
    } catch (error) {
      say((error as Error).message);
    }
  });
}

function drop(path: string): void {
  void inTurn(async () => {
    try {
      const answer = await api.remove(get().definition, [path]);
      edit({ definition: answer.definition }, "", { panel: "details" });
    } catch (error) {
      say((error as Error).message);
    }
  });
}
