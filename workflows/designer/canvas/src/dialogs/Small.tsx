// The dialogs in which one thing is chosen.

import { useState } from "react";
import { connect, draw, insert, insertBehind, titleOf } from "../commands";
import { context, labelOf, localized, t } from "../context";
import { stepOf, stepsOf } from "../model/definition";
import { summary } from "../model/summary";
import { newSlots, type Slot, slotsOf, type Way } from "../model/ways";
import { get, set } from "../store";
import { type Flow, go } from "../view/keyboard";
import { Modal } from "../view/Modal";
import { offers } from "../view/Palette";
import { Choose } from "./Choose";

/** With `from`, a line was drawn from that step to the place. */
export function InsertDialog({
  at,
  from,
}: {
  at?: { x: number; y: number } | undefined;
  from?: string | undefined;
}) {
  const { selection, definition } = get();
  const after = from ?? selection.at(-1) ?? "";
  const { steps, actions } = offers();
  const title = stepOf(definition, after)
    ? t("Add a step behind “{title}”", { title: titleOf(after) })
    : t("Add a step");
  return (
    <Modal title={title}>
      <Choose
        label={t("Kind of step")}
        choices={[...steps, ...actions].map((one) => ({ key: one.kind, label: one.label }))}
        onTake={(kind) => {
          set({ dialog: null });
          if (from && at) void insert(kind, { at }).then((id) => id && draw(from, id));
          else insertBehind(kind, after);
        }}
      />
    </Modal>
  );
}

/** Which of several ways a new step of `kind` goes into. */
export function IntoDialog({ kind, ways }: { kind: string; ways: readonly Way[] }) {
  return (
    <Modal title={t("Into which way?")}>
      <Choose
        label={t("Which way?")}
        choices={[
          ...ways.map((way, index) => ({
            key: String(index),
            label: way.labels.filter(Boolean).join(" / ") || t("Then"),
            more: way.target
              ? t("now to “{title}”", { title: titleOf(way.target) })
              : t("leads nowhere yet"),
          })),
          { key: "", label: t("Into none: beside them") },
        ]}
        onTake={(index) => {
          set({ dialog: null });
          const way = index ? ways[Number(index)] : undefined;
          void insert(kind, way ? { way } : {});
        }}
      />
    </Modal>
  );
}

export function FindDialog({ flow }: { flow: Flow | null }) {
  const { definition } = get();
  return (
    <Modal title={t("Find a step")}>
      <Choose
        label={t("Title, kind, people or id")}
        choices={stepsOf(definition).map((step) => ({
          key: step.id,
          label: localized(step.title) || step.id,
          more: [labelOf(context.kinds, step.kind), summary(definition, step)]
            .filter(Boolean)
            .join(" · "),
        }))}
        onTake={(id) => {
          set({ dialog: null });
          if (flow) go(id, flow);
        }}
      />
    </Modal>
  );
}

/** Which way of a step leads where; with a target only the way is left to choose. */
export function ConnectDialog({ source, target }: { source: string; target?: string | undefined }) {
  const { definition } = get();
  const step = stepOf(definition, source);
  const [slot, setSlot] = useState<Slot | null>(null);
  if (!step) return null;
  const slots = [...slotsOf(step), ...newSlots(step)];
  const title = titleOf(source);
  const take = (way: Slot, to: string) => {
    set({ dialog: null });
    connect(source, way, to);
  };
  if (!slot) {
    return (
      <Modal
        title={
          target
            ? t("From “{source}” to “{target}”", { source: title, target: titleOf(target) })
            : t("Connect “{title}”", { title })
        }
      >
        <Choose
          key="way"
          label={t("Which way?")}
          choices={slots.map((one, index) => ({
            key: String(index),
            label: one.label,
            more: one.target
              ? t("now to “{title}”", { title: titleOf(one.target) })
              : t("leads nowhere yet"),
          }))}
          onTake={(index) => {
            const way = slots[Number(index)];
            if (way && target) take(way, target);
            else setSlot(way ?? null);
          }}
        />
      </Modal>
    );
  }
  const steps = stepsOf(definition).filter((one) => one.kind !== "start");
  return (
    <Modal title={t("“{way}” of “{title}” leads to …", { way: slot.label, title })}>
      <Choose
        key="target"
        label={t("Step")}
        choices={[
          ...steps.map((one) => ({
            key: one.id,
            label: localized(one.title) || one.id,
            more: labelOf(context.kinds, one.kind),
          })),
          ...(slot.target ? [{ key: "", label: t("Nowhere: take this way out") }] : []),
        ]}
        onTake={(id) => take(slot, id)}
      />
    </Modal>
  );
}
