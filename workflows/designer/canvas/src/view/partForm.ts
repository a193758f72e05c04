// The form in the panel: read for a part, sent as it changes, drawn anew around whoever writes in it.

import { api, Refused } from "../api";
import { inTurn } from "../commands";
import type { Definition } from "../model/definition";
import { edit, get, type State } from "../store";
import { type Held, held, morph, WAITS } from "./morph";

const AFTER = 450;
// A first title gives the step its name: it should be written whole.
const AFTER_TITLE = 1500;
const NAMING = /^(title|label)\b/;

/** What is drawn: its path changes with the part's name. */
interface Shown {
  path: string;
  definition: Definition;
}

export class PartForm {
  private shown: Shown | null = null;
  private asked: Shown | null = null;
  private timer = 0;
  private readonly element: HTMLFormElement;
  private readonly tell: (message: string) => void;

  constructor(element: HTMLFormElement, tell: (message: string) => void) {
    this.element = element;
    this.tell = tell;
  }

  /** Draws the form of `path`, unless it is there as `definition` has it. */
  async show(path: string, definition: Definition): Promise<void> {
    if (this.shown?.path === path && this.shown.definition === definition) return;
    if (this.shown?.path !== path) {
      // Nobody writes into a form that is about to go.
      this.flush();
      this.shown = null;
      this.element.replaceChildren();
    }
    const asked = { path, definition };
    this.asked = asked;
    const before = held(this.element);
    try {
      const answer = await api.form(definition, path);
      if (this.asked !== asked) return;
      this.draw(answer.html, before);
      this.shown = asked;
    } catch (error) {
      if (this.asked === asked) this.refuse(error);
    }
  }

  /** Something was written: it is sent in a moment. */
  changed(name: string): void {
    if (WAITS.test(name)) return;
    window.clearTimeout(this.timer);
    const wait = NAMING.test(name) ? AFTER_TITLE : AFTER;
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  /** Sends at once what waits to be sent. */
  flush(): void {
    if (this.timer) void this.send();
  }

  send(button?: HTMLButtonElement): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const { shown } = this;
    if (!shown) return Promise.resolve();
    const written = this.read(button);
    return inTurn(async () => {
      // As it is when its turn comes, if it is still there: an answer before may have renamed the part.
      const posted = this.shown === shown ? this.read(button) : written;
      const before = held(this.element);
      const sent = shown.path;
      try {
        const answer = await api.form(get().definition, sent, posted);
        shown.path = answer.path;
        const change = { definition: answer.definition, ...moved(sent, answer.path) };
        edit(change, `form:${sent}`, followed(sent, answer.path));
        shown.definition = get().definition;
        if (this.shown === shown) this.draw(answer.html, before);
      } catch (error) {
        this.refuse(error);
      }
    });
  }

  private read(button?: HTMLButtonElement): string {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(this.element)) data.append(name, String(value));
    if (button) data.append(button.name, button.value);
    return data.toString();
  }

  private draw(html: string, before: Held): void {
    const wanted = document.createElement("form");
    wanted.innerHTML = html;
    morph(this.element, wanted, before);
    this.tell("");
  }

  private refuse(error: unknown): void {
    const problem = error instanceof Refused ? error.refusal.problems?.[0]?.message : undefined;
    this.tell(problem ?? (error as Error).message);
  }
}

/** Where a renamed step stands. */
function moved(before: string, after: string) {
  const { positions } = get();
  const place = positions[idOf(before)];
  if (before === after || !before.startsWith("steps/") || !place) return {};
  return { positions: { ...positions, [idOf(after)]: place } };
}

/** What pointed at the part points at it under its new name. */
function followed(before: string, after: string): Partial<State> {
  if (before === after) return {};
  const { selection, current, panel } = get();
  const [from, to] = [idOf(before), idOf(after)];
  return {
    panel: panel === before ? after : panel,
    selection: selection.map((id) => (id === from ? to : id)),
    current: current === from ? to : current,
  };
}

function idOf(path: string): string {
  return path.replace(/^steps\//, "");
}
