import { type RefObject, useEffect, useState } from "react";
import { t } from "../context";
import { type Candidate, candidates, wordAt } from "../model/cel";
import { get } from "../store";

interface Open {
  box: HTMLTextAreaElement;
  from: number;
  found: Candidate[];
  chosen: number;
}

/** Offers the names that fit while somebody writes a formula. */
export function Completion({ form }: { form: RefObject<HTMLFormElement | null> }) {
  const [open, setOpen] = useState<Open | null>(null);

  useEffect(() => {
    const close = () => setOpen(null);
    const onInput = (event: Event) => {
      const box = event.target;
      if (!(box instanceof HTMLTextAreaElement) || !box.matches(".part-code")) return close();
      const word = wordAt(box.value, box.selectionStart);
      const found = word.text ? candidates(get().definition, word.text) : [];
      box.setAttribute("aria-autocomplete", "list");
      return found.length ? setOpen({ box, from: word.from, found, chosen: 0 }) : close();
    };
    const inForm = (event: Event) => {
      if (form.current?.contains(event.target as Node)) onInput(event);
    };
    document.addEventListener("input", inForm);
    document.addEventListener("focusout", close);
    return () => {
      document.removeEventListener("input", inForm);
      document.removeEventListener("focusout", close);
    };
  }, [form]);

  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.target !== open.box) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        const chosen = (open.chosen + step + open.found.length) % open.found.length;
        setOpen({ ...open, chosen });
      } else if (event.key === "Enter" || event.key === "Tab") take(open, open.chosen);
      else if (event.key !== "Escape") return;
      if (!step) setOpen(null);
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener("keydown", onKey, true);
    return () => document.removeEventListener("keydown", onKey, true);
  }, [open]);

  if (!open) return null;
  const place = open.box.getBoundingClientRect();
  return (
    <div
      className="dc-completion"
      role="listbox"
      aria-label={t("Names that fit")}
      style={{ left: place.left, top: place.bottom + 2, width: place.width }}
    >
      {open.found.map((one, index) => (
        <div
          key={one.name}
          role="option"
          tabIndex={-1}
          aria-selected={index === open.chosen}
          onMouseDown={(event) => {
            event.preventDefault();
            take(open, index);
            setOpen(null);
          }}
        >
          <code>{one.name}</code> <span>{one.label}</span> <small>{one.type}</small>
        </div>
      ))}
    </div>
  );
}

function take({ box, from, found }: Open, index: number): void {
  box.setRangeText(found[index]?.name ?? "", from, box.selectionStart, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
