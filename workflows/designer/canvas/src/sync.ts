// Saves and checks by itself, a moment after each change.

import { api, Refused } from "./api";
import { t } from "./context";
import { equal } from "./model/definition";
import { get, say, set, subscribe } from "./store";

const SAVE_AFTER = 1000;
const CHECK_AFTER = 500;
const TRY_AGAIN = 3000;

let saveTimer = 0;
let checkTimer = 0;
let saving: Promise<void> | null = null;
let checkNumber = 0;

export function watch(): void {
  subscribe((state, before) => {
    if (!state.ready) return;
    const changed = state.definition !== before.definition;
    const moved = state.positions !== before.positions;
    if (before.ready && (changed || moved) && isUnsaved()) saveLater(SAVE_AFTER);
    if (changed || !before.ready) checkLater();
  });
  window.addEventListener("online", () => get().save === "offline" && saveLater(0));
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isUnsaved()) saveLater(0);
  });
}

export function isUnsaved(): boolean {
  const { saved, definition, positions } = get();
  if (!saved) return false;
  return !equal(saved.definition, definition) || !equal(saved.positions, positions);
}

function saveLater(after: number): void {
  const { save } = get();
  if (save === "conflict") return;
  if (save !== "offline" && save !== "saving") set({ save: "waiting" });
  window.clearTimeout(saveTimer);
  saveTimer = window.setTimeout(() => void saveNow(), after);
}

/** Saves what is unsaved; after it everything is stored, or the state says why not. */
export async function saveNow(): Promise<void> {
  window.clearTimeout(saveTimer);
  if (saving) await saving;
  if (!isUnsaved() || get().save === "conflict") {
    if (!isUnsaved()) set({ save: "saved", saveMessage: "" });
    return;
  }
  saving = send();
  await saving;
  saving = null;
  const { save } = get();
  if (save === "saved" && isUnsaved()) saveLater(SAVE_AFTER);
}

async function send(): Promise<void> {
  const { definition, positions, saved, save } = get();
  if (!saved) return;
  if (save !== "offline") set({ save: "saving" });
  try {
    const answer = await api.save(definition, positions, saved.etag);
    // What was sent is what is stored: compared by identity, it costs nothing.
    set({ saved: { ...answer, definition, positions }, save: "saved", saveMessage: "" });
  } catch (error) {
    if (error instanceof Refused) refused(error);
    else {
      set({
        save: "offline",
        saveMessage: t("Not saved: the server cannot be reached. Trying again."),
      });
      saveTimer = window.setTimeout(() => void saveNow(), TRY_AGAIN);
    }
  }
}

function refused(error: Refused): void {
  const { theirs, differences } = error.refusal;
  if (error.status === 412 && theirs) {
    set({ save: "conflict", dialog: { kind: "conflict", theirs, differences: differences ?? [] } });
    say(t("Somebody else saved this draft after you opened it."));
  } else {
    const why = error.refusal.problems?.[0]?.message ?? error.message;
    set({ save: "refused", saveMessage: t("Not saved: {why}", { why }) });
    say(get().saveMessage);
  }
}

function checkLater(): void {
  set({ checked: false });
  window.clearTimeout(checkTimer);
  checkTimer = window.setTimeout(() => void checkNow(), CHECK_AFTER);
}

export async function checkNow(): Promise<void> {
  window.clearTimeout(checkTimer);
  checkNumber += 1;
  const number = checkNumber;
  try {
    const { problems } = await api.check(get().definition);
    if (number === checkNumber) set({ problems, checked: true });
  } catch (error) {
    // What cannot even be read is a problem of the whole; without a connection saving tells.
    if (error instanceof Refused && error.refusal.problems && number === checkNumber)
      set({ problems: error.refusal.problems, checked: true });
  }
}
