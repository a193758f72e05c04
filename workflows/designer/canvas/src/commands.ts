// What a person does, whichever way they do it: by mouse, by keyboard, from a dialog.

import { api, Refused } from "./api";
import { inARow, localized, t } from "./context";
import { type Definition, type Position, share, stepOf, stepsOf } from "./model/definition";
import { type Clip, connected, copied, pasted, putInto, sourcesOf, without } from "./model/edit";
import { between, completed, tidy } from "./model/layout";
import { isAside, newSlots, openings, type Slot, slotsOf, type Way } from "./model/ways";
import { edit, get, redo, say, set, undo } from "./store";
import { saveNow } from "./sync";

let clip: Clip | null = null;
let pastes = 0;
let queue: Promise<unknown> = Promise.resolve();

/** Changes by the server come one after the other: each begins with what the last one left. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const next = queue.then(work, work);
  queue = next.catch(() => undefined);
  return next;
}

function failed(error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  const detail = error instanceof Refused ? error.refusal.problems?.[0]?.message : undefined;
  say(detail ?? why);
  set({ saveMessage: detail ?? why });
}

export function titleOf(id: string): string {
  const step = stepOf(get().definition, id);
  return (step && localized(step.title)) || id;
}

export function select(id: string, options: { add?: boolean; panel?: boolean } = {}): void {
  const { selection, panel } = get();
  const others = selection.filter((one) => one !== id);
  const wanted = options.add ? (others.length < selection.length ? others : [...others, id]) : [id];
  set({
    selection: wanted,
    current: id,
    ...(options.panel || panel.startsWith("steps/") ? { panel: `steps/${id}` } : {}),
  });
}

/** Puts the keyboard on a step, once it is drawn. */
export function focusStep(id: string): void {
  const focus = () =>
    document
      .querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)
      ?.focus({ preventScroll: true });
  // At once, for keys that follow quickly; and again once what is new or open now is drawn, unless
  // they have led on by then, into a drawer, say.
  focus();
  const held = document.activeElement;
  requestAnimationFrame(() => {
    if ([held, document.body].includes(document.activeElement)) focus();
  });
}

export function openPanel(path: string, focus = false): void {
  set({ panel: path });
  if (!focus) return;
  const wait = window.setInterval(() => {
    const control = document.querySelector<HTMLElement>(
      ".dc-panel form :is(input:not([type=hidden]), textarea, select)",
    );
    if (!control) return;
    window.clearInterval(wait);
    control.focus();
  }, 50);
  window.setTimeout(() => window.clearInterval(wait), 5000);
}

/**
 * Adds a step of `kind` ("task", "action:<key>") by itself at a place, or into a way. Answers its
 * id; an empty one where the server refused.
 */
export function insert(kind: string, where: { at?: Position; way?: Way } = {}): Promise<string> {
  const { at, way } = where;
  return inTurn(async () => {
    try {
      const { definition, positions } = get();
      const answer = await api.add(definition, `steps/${kind}`, way?.source ?? "");
      const id = answer.path.slice("steps/".length);
      const made = way ? putInto(answer.definition, way, id) : answer.definition;
      const placed = at ? { ...positions, [id]: at } : positions;
      edit({ definition: made, positions: way ? between(made, placed, way, id) : placed });
      set({ selection: [id], current: id, panel: `steps/${id}` });
      focusStep(id);
      say(t("“{title}” added.", { title: titleOf(id) }));
      return id;
    } catch (error) {
      failed(error);
      return "";
    }
  });
}

/** Adds a step behind `after`; where that has several ways, it is asked which one is meant. */
export function insertBehind(kind: string, after: string): void {
  const step = stepOf(get().definition, after);
  const ways = step ? openings(step) : [];
  const [only, ...others] = ways.filter((way) => !isAside(way.kind));
  if (others.length) set({ dialog: { kind: "into", step: kind, ways } });
  else void insert(kind, only ? { way: only } : {});
}

/** Takes a step that nothing led to into a way. */
export function joinIn(id: string, way: Way): void {
  edit({ definition: putInto(get().definition, way, id) });
  const values = { title: titleOf(id), source: titleOf(way.source), target: titleOf(way.target) };
  say(t("“{title}” comes between “{source}” and “{target}” now.", values));
}

/** A line was drawn from step to step: which way is it? Asked where there is more than one. */
export function draw(source: string, target: string): void {
  const step = stepOf(get().definition, source);
  if (!step) return;
  const slots = slotsOf(step);
  const [only] = slots;
  if (only && slots.length === 1 && !newSlots(step).length) connect(source, only, target);
  else set({ dialog: { kind: "connect", source, target } });
}

/** Whatever was changed is stored before it is published. */
export async function askToPublish(): Promise<void> {
  await saveNow();
  if (get().save === "saved") set({ dialog: { kind: "publish" } });
}

export function remove(ids: readonly string[]): Promise<void> {
  if (!ids.length) return Promise.resolve();
  return inTurn(async () => {
    try {
      const { definition } = get();
      const present = ids.filter((id) => stepOf(definition, id));
      const names = inARow(present.map(titleOf));
      const before = present.flatMap((id) => sourcesOf(definition, id));
      const answer = await api.remove(
        definition,
        present.map((id) => `steps/${id}`),
      );
      const left = [...before, ...stepsOf(answer.definition).map((step) => step.id)];
      const next = left.find((id) => stepOf(answer.definition, id)) ?? "";
      const shared = share(definition, answer.definition);
      edit({ definition: shared }, "", { selection: [], panel: "", current: next });
      if (next) focusStep(next);
      say(t("Removed: {names}", { names }));
    } catch (error) {
      failed(error);
    }
  });
}

export function connect(source: string, slot: Slot, target: string): void {
  edit({ definition: connected(get().definition, source, slot, target) });
  const values = { source: titleOf(source), way: slot.label, target: titleOf(target) };
  say(t("“{source}” leads to “{target}” now ({way}).", values));
}

export function disconnect(way: Way): void {
  edit({ definition: without(get().definition, way) });
  const values = { source: titleOf(way.source), target: titleOf(way.target) };
  say(t("“{source}” no longer leads to “{target}”.", values));
}

export function copy(): void {
  const { definition, positions, selection } = get();
  clip = copied(definition, positions, selection);
  pastes = 0;
  say(t("{count} copied.", { count: clip.steps.length }));
}

export function paste(): void {
  if (!clip?.steps.length) return;
  pastes += 1;
  const { definition, positions } = get();
  const made = pasted(definition, clip, 40 * pastes);
  edit({ definition: made.definition, positions: { ...positions, ...made.positions } });
  const [first = ""] = made.ids;
  set({ selection: made.ids, current: first });
  focusStep(first);
  say(t("{count} pasted.", { count: made.ids.length }));
}

export function tidyUp(): void {
  edit({ positions: tidy(get().definition) });
  say(t("Tidied up."));
}

export function nudge(ids: readonly string[], dx: number, dy: number): void {
  const positions = { ...get().positions };
  for (const id of ids) {
    const place = positions[id];
    if (place) positions[id] = { x: place.x + dx, y: place.y + dy };
  }
  edit({ positions }, "nudge");
}

export function goBack(): void {
  say(undo() ? t("Undone.") : t("There is nothing to undo."));
}

export function goForward(): void {
  say(redo() ? t("Redone.") : t("There is nothing to redo."));
}

/** Takes over the draft that a conflict was settled with. */
export function settle(definition: Definition): void {
  const { dialog } = get();
  if (dialog?.kind !== "conflict") return;
  const { theirs } = dialog;
  const positions = completed(definition, { ...theirs.positions, ...get().positions });
  set({ saved: theirs, save: "saved", dialog: null });
  edit({ definition, positions });
}
