import { useEffect, useRef, useState } from "react";
import { focusStep, remove, titleOf } from "../commands";
import { context, labelOf, t } from "../context";
import { stepOf } from "../model/definition";
import { get, set, useStore } from "../store";
import { Completion } from "./Completion";
import { Fields } from "./Fields";
import { Icon } from "./Icon";
import { PartForm } from "./partForm";

/** The selected part in the forms of the step list; what is changed is in the draft at once. */
export function Panel() {
  const path = useStore((state) => state.panel);
  const definition = useStore((state) => state.definition);

  if (!path) return null;
  const [section = "", ...rest] = path.split("/");
  const id = rest.join("/");
  const step = section === "steps" ? stepOf(definition, id) : undefined;
  const close = () => {
    set({ panel: "" });
    // Whatever it was about, the keyboard is back on its step.
    focusStep(step?.id ?? get().current);
  };
  return (
    <aside
      className="dc-panel"
      aria-label={step ? titleOf(step.id) : t("Settings of the process")}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <header className="dc-panel__head">
        <h2>
          {step ? <small>{labelOf(context.kinds, step.kind)}</small> : null}
          {step ? titleOf(step.id) : t("Settings of the process")}
        </h2>
        {step && (
          <button type="button" className="dc-tool" onClick={() => void remove([step.id])}>
            <Icon name="bin" />
            <span className="w-sr-only">{t("Remove this step")}</span>
          </button>
        )}
        <button type="button" className="dc-tool" onClick={close}>
          <Icon name="cross" />
          <span className="w-sr-only">{t("Close")}</span>
        </button>
      </header>
      {!step && <Fields path={path} />}
      <StepProblems id={step?.id ?? ""} />
      <Form path={path} />
    </aside>
  );
}

function Form({ path }: { path: string }) {
  const definition = useStore((state) => state.definition);
  const element = useRef<HTMLFormElement>(null);
  const form = useRef<PartForm | null>(null);
  const [message, setMessage] = useState("");
  useEffect(() => {
    if (!element.current) return;
    const made = new PartForm(element.current, setMessage);
    form.current = made;
    return () => made.flush();
  }, []);
  useEffect(() => void form.current?.show(path, definition), [path, definition]);
  return (
    <>
      {message && (
        <p className="dc-note dc-note--error" role="alert">
          {message}
        </p>
      )}
      <form
        ref={element}
        className="dc-form"
        onInput={(event) => form.current?.changed((event.target as HTMLInputElement).name ?? "")}
        onBlur={() => form.current?.flush()}
        onSubmit={(event) => {
          event.preventDefault();
          const button = (event.nativeEvent as SubmitEvent).submitter;
          const pressed = button instanceof HTMLButtonElement && button.name ? button : undefined;
          void form.current?.send(pressed);
        }}
      />
      <Completion form={element} />
    </>
  );
}

function StepProblems({ id }: { id: string }) {
  const problems = useStore((state) => state.problems);
  const own = id ? problems.filter((problem) => problem.step === id) : [];
  if (!own.length) return null;
  return (
    <ul className="dc-problems" aria-label={t("Problems")}>
      {own.map((problem) => (
        <li
          key={problem.code + problem.message}
          className={`dc-problem dc-problem--${problem.severity}`}
        >
          {problem.message}
        </li>
      ))}
    </ul>
  );
}
