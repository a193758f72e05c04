import { useMemo, useState } from "react";
import type { Change, Draft } from "../api";
import { settle } from "../commands";
import { context, localized, t } from "../context";
import { isPart, type Part } from "../model/definition";
import { type Difference, differences, merged, type Side } from "../model/merge";
import { get } from "../store";
import { Modal } from "../view/Modal";

/** Two people on one draft: both are shown, and each part is chosen. Nothing is stored before. */
export function ConflictDialog({ theirs, changes }: { theirs: Draft; changes: readonly Change[] }) {
  const { saved, definition } = get();
  const found = useMemo(
    () => differences(saved?.definition ?? definition, definition, theirs.definition),
    [saved, definition, theirs],
  );
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(
    () => new Map(found.map((one) => [one.path, one.proposed])),
  );
  const all = (side: Side) => setChoices(new Map(found.map((one) => [one.path, side])));
  const when = new Date(theirs.saved_at).toLocaleTimeString(context.language);
  return (
    <Modal title={t("Somebody else saved this draft after you opened it")} wide stays>
      <p>
        {t("{author} saved at {time}. Choose for each part what stays; nothing is stored before.", {
          author: theirs.author || "–",
          time: when,
        })}
      </p>
      <p className="dc-line">
        <button
          type="button"
          className="button button-small button-secondary"
          onClick={() => all("mine")}
        >
          {t("All mine")}
        </button>
        <button
          type="button"
          className="button button-small button-secondary"
          onClick={() => all("theirs")}
        >
          {t("All theirs")}
        </button>
      </p>
      <div className="dc-conflicts">
        {found.map((one) => (
          <Choice
            key={one.path}
            difference={one}
            sentences={changes.filter((change) => change.place === one.path)}
            side={choices.get(one.path) ?? one.proposed}
            onChoose={(side) => setChoices(new Map(choices).set(one.path, side))}
          />
        ))}
      </div>
      <footer>
        <button
          type="button"
          className="button"
          onClick={() => settle(merged(definition, theirs.definition, choices))}
        >
          {t("Keep what is chosen")}
        </button>
      </footer>
    </Modal>
  );
}

function Choice(props: {
  difference: Difference;
  sentences: readonly Change[];
  side: Side;
  onChoose: (side: Side) => void;
}) {
  const { difference, sentences, side } = props;
  const name = nameOf(difference);
  const option = (value: Side, label: string, part: unknown) => (
    <label className={side === value ? "is-chosen" : ""}>
      <input
        type="radio"
        name={`side:${difference.path}`}
        checked={side === value}
        onChange={() => props.onChoose(value)}
      />
      <strong>{label}</strong>
      {part === undefined ? (
        <em>{t("not there")}</em>
      ) : (
        <details>
          <summary>{t("Show")}</summary>
          <pre>{JSON.stringify(part, null, 1)}</pre>
        </details>
      )}
    </label>
  );
  return (
    <fieldset className={difference.both ? "is-both" : ""}>
      <legend>
        {name} {difference.both && <small>{t("changed by both of you")}</small>}
      </legend>
      {sentences.length > 0 && (
        <>
          <p>{t("What mine changes of theirs:")}</p>
          <ul>
            {sentences.map((one) => (
              <li key={one.sentence}>{one.sentence}</li>
            ))}
          </ul>
        </>
      )}
      <div className="dc-sides">
        {option("mine", t("Mine"), difference.mine)}
        {option("theirs", t("Theirs"), difference.theirs)}
      </div>
    </fieldset>
  );
}

function nameOf({ path, mine, theirs }: Difference): string {
  const part = (isPart(mine) ? mine : theirs) as Part | undefined;
  if (path === "details") return t("Title and description");
  if (path === "constants") return t("Fixed values");
  return localized(part?.title ?? part?.label) || path.replace(/^=/, "");
}
