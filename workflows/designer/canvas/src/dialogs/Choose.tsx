import { useState } from "react";
import { t } from "../context";

export interface Choice {
  key: string;
  label: string;
  more?: string;
}

/** A box to write in and the list of what fits: arrows choose, Enter takes. */
export function Choose(props: {
  label: string;
  choices: readonly Choice[];
  onTake: (key: string) => void;
}) {
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const word = wanted.toLowerCase();
  const found = props.choices.filter((one) =>
    `${one.label} ${one.more ?? ""} ${one.key}`.toLowerCase().includes(word),
  );
  const chosen = Math.min(at, Math.max(0, found.length - 1));
  const onKey = (key: string): boolean => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && found.length) setAt((chosen + step + found.length) % found.length);
    const one = found[chosen];
    if (key === "Enter" && one) props.onTake(one.key);
    return step !== undefined || key === "Enter";
  };
  return (
    <div className="dc-choose">
      <input
        type="search"
        role="combobox"
        aria-label={props.label}
        aria-expanded="true"
        aria-controls="dc-choices"
        aria-activedescendant={found.length ? `dc-choice-${chosen}` : undefined}
        // biome-ignore lint/a11y/noAutofocus: it is what the dialog was opened for
        autoFocus
        placeholder={props.label}
        value={wanted}
        onChange={(event) => {
          setWanted(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => onKey(event.key) && event.preventDefault()}
      />
      <div id="dc-choices" role="listbox" aria-label={props.label}>
        {found.map((one, index) => (
          <div
            key={one.key}
            id={`dc-choice-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => props.onTake(one.key)}
            onKeyDown={(event) => onKey(event.key) && event.preventDefault()}
          >
            {one.label} {one.more && <small>{one.more}</small>}
          </div>
        ))}
      </div>
      {!found.length && <p>{t("Nothing fits.")}</p>}
    </div>
  );
}
