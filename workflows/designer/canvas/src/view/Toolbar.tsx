import { askToPublish, goBack, goForward, openPanel, tidyUp } from "../commands";
import { context, counted, t } from "../context";
import { type Drawer, openDrawer, set, useStore } from "../store";
import { checkNow } from "../sync";
import { Icon } from "./Icon";
import type { Flow } from "./keyboard";

export function Toolbar({ flow }: { flow: Flow | null }) {
  const canUndo = useStore((state) => state.past.length > 0);
  const canRedo = useStore((state) => state.future.length > 0);
  const drawer = useStore((state) => state.drawer);
  const panel = useStore((state) => state.panel);
  const toggle = (wanted: Drawer) => openDrawer(drawer === wanted ? null : wanted);
  return (
    <div className="dc-toolbar" role="toolbar" aria-label={t("Tools")}>
      <Tool icon="undo" label={t("Undo")} keys="Ctrl+Z" disabled={!canUndo} onClick={goBack} />
      <Tool icon="redo" label={t("Redo")} keys="Ctrl+Y" disabled={!canRedo} onClick={goForward} />
      <Tool
        icon="plus"
        label={t("Add a step")}
        keys="I"
        onClick={() => set({ dialog: { kind: "insert" } })}
      />
      <Tool
        icon="search"
        label={t("Find a step")}
        keys="/"
        onClick={() => set({ dialog: { kind: "find" } })}
      />
      <Tool
        icon="bars"
        label={t("Tidy up")}
        keys="T"
        onClick={() => {
          tidyUp();
          requestAnimationFrame(() => void flow?.fitView({ padding: 0.1 }));
        }}
      />
      <Tool
        icon="help"
        label={t("Keyboard")}
        keys="?"
        onClick={() => set({ dialog: { kind: "help" } })}
      />
      <Words
        label={t("Process")}
        pressed={panel !== "" && !panel.startsWith("steps/")}
        onClick={() => openPanel("details", true)}
      />
      <SaveState />
      <Problems pressed={drawer === "problems"} onClick={() => toggle("problems")} />
      <Words
        label={t("Check")}
        onClick={() => {
          openDrawer("problems");
          void checkNow();
        }}
      />
      <Words
        label={t("Simulate")}
        pressed={drawer === "simulate"}
        onClick={() => toggle("simulate")}
      />
      {context.versions.length > 0 && (
        <Words
          label={t("Compare")}
          pressed={drawer === "compare"}
          onClick={() => toggle("compare")}
        />
      )}
      <a className="button button-small button-secondary" href={context.urls.steplist}>
        {t("Step list")}
      </a>
      {context.mayPublish && (
        <button type="button" className="button button-small" onClick={() => void askToPublish()}>
          {t("Publish")}
        </button>
      )}
    </div>
  );
}

interface ToolProps {
  icon: string;
  label: string;
  keys: string;
  disabled?: boolean;
  onClick: () => void;
}

function Tool({ icon, label, keys, disabled = false, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="dc-tool"
      disabled={disabled}
      title={`${label} (${keys})`}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span className="w-sr-only">{label}</span>
    </button>
  );
}

function Words({
  label,
  pressed,
  onClick,
}: {
  label: string;
  pressed?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={`button button-small button-secondary${pressed ? " is-pressed" : ""}`}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {label}
    </button>
  );
}

function SaveState() {
  const save = useStore((state) => state.save);
  const message = useStore((state) => state.saveMessage);
  const words = {
    saved: t("Saved"),
    waiting: t("Saving …"),
    saving: t("Saving …"),
    offline: message,
    conflict: t("Not saved: somebody else saved this draft."),
    refused: message,
  }[save];
  return (
    <span className={`dc-save dc-save--${save}`} role="status" data-save={save}>
      {words}
    </span>
  );
}

function Problems({ pressed, onClick }: { pressed: boolean; onClick: () => void }) {
  const problems = useStore((state) => state.problems);
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const tone = errors ? "error" : problems.length ? "warning" : "none";
  return (
    <button
      type="button"
      className={`dc-count dc-count--${tone}`}
      aria-expanded={pressed}
      onClick={onClick}
    >
      {problems.length
        ? counted(problems.length, t("1 problem"), t("{count} problems"))
        : t("No problems")}
    </button>
  );
}
