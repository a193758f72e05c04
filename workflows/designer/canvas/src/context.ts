// What the server says once: names, addresses and every text of the interface.

import type { Text } from "./model/definition";

export interface Named {
  key: string;
  label: string;
}

export interface Kind extends Named {
  icon: string;
}

export interface Variable {
  name: string;
  type: string;
  label: string;
}

export interface VersionInfo {
  number: number;
  note: string;
  author: string;
  publishedAt: string;
}

export interface Context {
  key: string;
  language: string;
  between: string;
  csrf: string;
  mayPublish: boolean;
  urls: {
    draft: string;
    check: string;
    form: string;
    parts: string;
    simulate: string;
    compare: string;
    publish: string;
    process: string;
    steplist: string;
  };
  kinds: Kind[];
  actions: Named[];
  events: Named[];
  stages: Named[];
  actors: Named[];
  roles: Named[];
  teams: Named[];
  people: Named[];
  fieldKinds: Named[];
  variables: Variable[];
  fieldTypes: Record<string, string>;
  derivations: Record<string, Record<string, string>>;
  versions: VersionInfo[];
  fresh: { outcome: Text };
  texts: Record<string, string>;
}

function read(): Context {
  const element = document.getElementById("canvas-context");
  return JSON.parse(element?.textContent ?? "{}") as Context;
}

export const context: Context = read();

/** A text of the interface in the reader's language; `{name}` stands for a value. */
export function t(english: string, values: Record<string, string | number> = {}): string {
  const text = context.texts[english] ?? english;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** As `t`, of things that are counted. */
export function counted(count: number, one: string, many: string): string {
  return count === 1 ? one : many.replace("{count}", String(count));
}

/** What a person reads of a text per language. */
export function localized(text: unknown): string {
  if (typeof text !== "object" || text === null) return "";
  const words = text as Text;
  return words[context.language] || words.en || Object.values(words)[0] || "";
}

/** Several names as one text. */
export function inARow(names: readonly string[]): string {
  return names.join(context.between);
}

export function labelOf(list: readonly Named[], key: unknown): string {
  return list.find((one) => one.key === key)?.label ?? String(key ?? "");
}
