import { type ReactNode, useEffect, useRef } from "react";
import { focusStep } from "../commands";
import { t } from "../context";
import { get, set } from "../store";

/** A dialog of the browser's own: it keeps the focus inside, and Escape closes it. */
export function Modal(props: {
  title: string;
  wide?: boolean;
  stays?: boolean;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    // What it was opened for comes before the button that closes it.
    element.querySelector<HTMLElement>("input, textarea")?.focus();
    return () => {
      // However it was closed, the keyboard is back on its step.
      const { current, dialog } = get();
      if (current && !dialog) focusStep(current);
    };
  }, []);
  const close = () => set({ dialog: null });
  return (
    <dialog
      ref={dialog}
      className={`dc-dialog${props.wide ? " dc-dialog--wide" : ""}`}
      aria-labelledby="dc-dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        if (!props.stays) close();
      }}
      onClose={() => get().dialog && !props.stays && close()}
    >
      <header>
        <h2 id="dc-dialog-title">{props.title}</h2>
        {!props.stays && (
          <button type="button" className="dc-tool" onClick={close}>
            <span aria-hidden="true">×</span>
            <span className="w-sr-only">{t("Close")}</span>
          </button>
        )}
      </header>
      {props.children}
    </dialog>
  );
}
