import { useState } from "react";
import { insertBehind } from "../commands";
import { context, t } from "../context";
import { get } from "../store";
import { Icon } from "./Icon";

export const DRAGGED = "application/x-doorstep-step";

export interface Offer {
  kind: string;
  label: string;
  icon: string;
}

/** What can be added: the kinds of steps, then what the vocabulary has the system do. */
export function offers(): { steps: Offer[]; actions: Offer[] } {
  const steps = context.kinds
    .filter((kind) => kind.key !== "action" && kind.key !== "join" && kind.key !== "start")
    .map((kind) => ({ kind: kind.key, label: kind.label, icon: kind.icon }));
  const actions = context.actions.map((action) => ({
    kind: `action:${action.key}`,
    label: action.label,
    icon: "cog",
  }));
  return { steps, actions };
}

export function Palette() {
  const [wanted, setWanted] = useState("");
  const { steps, actions } = offers();
  const fits = (offer: Offer) => offer.label.toLowerCase().includes(wanted.toLowerCase());
  return (
    <nav className="dc-palette" aria-label={t("What can be added")}>
      <input
        type="search"
        value={wanted}
        placeholder={t("Filter")}
        aria-label={t("Filter what can be added")}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Group title={t("Steps")} offers={steps.filter(fits)} />
      <Group title={t("Done by the system")} offers={actions.filter(fits)} />
    </nav>
  );
}

function Group({ title, offers }: { title: string; offers: Offer[] }) {
  if (!offers.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul>
        {offers.map((offer) => (
          <li key={offer.kind}>
            <button
              type="button"
              draggable
              title={t(
                "Drag it onto a way or beside it, or press to add it behind the selected step",
              )}
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAGGED, offer.kind);
                event.dataTransfer.effectAllowed = "copy";
              }}
              onClick={() => insertBehind(offer.kind, get().selection.at(-1) ?? "")}
            >
              <Icon name={offer.icon} />
              <span>{offer.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
