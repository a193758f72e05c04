// The state of the editor, outside of React: components subscribe to what they show of it.

import { useSyncExternalStore } from "react";
import type { Change, Comparison, Draft, Problem, Walk } from "./api";
import { type Definition, type Positions, share, stepOf } from "./model/definition";
import { completed } from "./model/layout";
import type { Way } from "./model/ways";

export type SaveState = "saved" | "waiting" | "saving" | "offline" | "conflict" | "refused";
export type Dialog =
  | { kind: "insert"; at?: { x: number; y: number }; from?: string }
  | { kind: "into"; step: string; ways: Way[] }
  | { kind: "connect"; source: string; target?: string }
  | { kind: "find" }
  | { kind: "help" }
  | { kind: "publish" }
  | { kind: "conflict"; theirs: Draft; differences: Change[] };
export type Drawer = "problems" | "simulate" | "compare";

export interface Snapshot {
  definition: Definition;
  positions: Positions;
}

export interface State extends Snapshot {
  ready: boolean;
  selection: readonly string[];
  /** The step that the keyboard is at. */
  current: string;
  /** The path of the part in the panel. */
  panel: string;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  /** What the server holds, as far as we know: the base of a merge. */
  saved: Draft | null;
  save: SaveState;
  saveMessage: string;
  problems: readonly Problem[];
  checked: boolean;
  dialog: Dialog | null;
  drawer: Drawer | null;
  walk: Walk | null;
  /** How many steps of the walk are shown. */
  shown: number;
  comparison: Comparison | null;
  said: string;
  /** How many sentences were said: the same one twice is two. */
  sayings: number;
}

const EMPTY: Definition = { key: "", kind: "" };
const MOST_UNDONE = 200;

let state: State = {
  ready: false,
  definition: EMPTY,
  positions: {},
  selection: [],
  current: "",
  panel: "",
  past: [],
  future: [],
  saved: null,
  save: "saved",
  saveMessage: "",
  problems: [],
  checked: false,
  dialog: null,
  drawer: null,
  walk: null,
  shown: 0,
  comparison: null,
  said: "",
  sayings: 0,
};
const listeners = new Set<(state: State, before: State) => void>();
let lastEdit = { label: "", at: 0 };

export const get = (): State => state;

export function set(change: Partial<State>): void {
  const before = state;
  state = { ...state, ...change };
  for (const listener of listeners) listener(state, before);
}

export function subscribe(listener: (state: State, before: State) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What `select` takes out of the state; it gives the same piece as long as nothing changed. */
export function useStore<T>(select: (state: State) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}

/** Opens what lies below the canvas, or closes it; what the last one lit is dark again. */
export function openDrawer(drawer: Drawer | null): void {
  set({ drawer, walk: null, shown: 0, comparison: null });
}

/** Tells those who look and those who listen, for a moment. */
export function say(sentence: string): void {
  set({ said: sentence, sayings: state.sayings + 1 });
}

export function begin(draft: Draft): void {
  const positions = completed(draft.definition, draft.positions);
  // Places that were only worked out are not worth saving by themselves.
  set({ ready: true, definition: draft.definition, positions, saved: { ...draft, positions } });
}

/**
 * A change that can be undone. Changes with the same `label` that follow each other quickly are
 * undone together.
 */
export function edit(change: Partial<Snapshot>, label = "", more: Partial<State> = {}): void {
  const definition = share(state.definition, change.definition ?? state.definition);
  const positions = completed(definition, change.positions ?? state.positions);
  if (definition === state.definition && positions === state.positions) {
    set(more);
    return;
  }
  const now = Date.now();
  const together = label !== "" && label === lastEdit.label && now - lastEdit.at < 2000;
  lastEdit = { label, at: now };
  const snapshot = { definition: state.definition, positions: state.positions };
  const past = together ? state.past : [...state.past, snapshot].slice(-MOST_UNDONE);
  set({ definition, positions, past, future: [], ...tidied(definition), ...more });
}

export function undo(): boolean {
  const before = state.past.at(-1);
  if (!before) return false;
  const here = { definition: state.definition, positions: state.positions };
  travel(before, state.past.slice(0, -1), [here, ...state.future]);
  return true;
}

export function redo(): boolean {
  const [next, ...rest] = state.future;
  if (!next) return false;
  const here = { definition: state.definition, positions: state.positions };
  travel(next, [...state.past, here], rest);
  return true;
}

function travel(to: Snapshot, past: readonly Snapshot[], future: readonly Snapshot[]): void {
  lastEdit = { label: "", at: 0 };
  set({ ...to, past, future, ...tidied(to.definition) });
}

/** What points at steps that are gone is let go. */
function tidied(definition: Definition): Partial<State> {
  const change: Partial<State> = {};
  const selection = state.selection.filter((id) => stepOf(definition, id));
  if (selection.length !== state.selection.length) change.selection = selection;
  if (state.current && !stepOf(definition, state.current)) change.current = selection[0] ?? "";
  const [section, ...rest] = state.panel.split("/");
  if (section === "steps" && !stepOf(definition, rest.join("/"))) change.panel = "";
  return change;
}
