// The calls of docs/designer.md.

import { context, t } from "./context";
import type { Definition, Positions } from "./model/definition";

export interface Problem {
  severity: "error" | "warning";
  step: string;
  code: string;
  message: string;
}

export interface Change {
  kind: "added" | "removed" | "changed";
  place: string;
  sentence: string;
}

export interface Draft {
  definition: Definition;
  positions: Positions;
  note: string;
  etag: string;
  author: string;
  saved_at: string;
}

export interface FormAnswer {
  html: string;
  valid: boolean;
  part: Record<string, unknown>;
  definition: Definition;
  path: string;
}

export interface Comparison {
  changes: Change[];
  added: string[];
  removed: string[];
  changed: string[];
  before: Definition;
  after: Definition;
}

export interface Refusal {
  code: string;
  detail: string;
  problems?: Problem[];
  theirs?: Draft;
  differences?: Change[];
}

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly status: number;
  readonly refusal: Refusal;

  constructor(status: number, refusal: Refusal) {
    super(refusal.detail);
    this.status = status;
    this.refusal = refusal;
  }
}

/** The server could not be reached, or did not answer as it does. */
export class Unreachable extends Error {}

/** Signing in again in another tab gives another one. */
function token(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? context.csrf;
}

async function call<T>(method: string, url: string, body?: unknown, etag?: string): Promise<T> {
  const headers: Record<string, string> = {
    Accept: "application/json",
    "X-CSRFToken": token(),
    "X-Requested-With": "XMLHttpRequest",
  };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (etag !== undefined) headers["If-Match"] = `"${etag}"`;
  let response: Response;
  try {
    const sent = body === undefined ? null : JSON.stringify(body);
    response = await fetch(url, { method, headers, body: sent, credentials: "same-origin" });
  } catch {
    throw new Unreachable(t("The server cannot be reached."));
  }
  if (!response.headers.get("Content-Type")?.includes("json")) {
    if (response.status >= 500) throw new Unreachable(t("The server cannot be reached."));
    const detail = t(
      "You are no longer signed in, or may not do this. Sign in again in another tab.",
    );
    throw new Refused(response.status, { code: "signed_out", detail });
  }
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused(response.status, answer as Refusal);
  return answer as T;
}

export const api = {
  draft: () => call<Draft>("GET", context.urls.draft),
  save: (definition: Definition, positions: Positions, etag: string) =>
    call<Draft>("PUT", context.urls.draft, { definition, positions }, etag),
  check: (definition: Definition) =>
    call<{ ok: boolean; problems: Problem[] }>("POST", context.urls.check, { definition }),
  form: (definition: Definition, path: string, posted?: string) =>
    call<FormAnswer>("POST", context.urls.form, { definition, path, posted }),
  add: (definition: Definition, kind: string, after = "") =>
    call<{ definition: Definition; path: string }>("POST", context.urls.parts, {
      definition,
      do: "add",
      kind,
      after,
    }),
  remove: (definition: Definition, paths: string[]) =>
    call<{ definition: Definition }>("POST", context.urls.parts, {
      definition,
      do: "remove",
      paths,
    }),
  simulate: (body: unknown) => call<Walk>("POST", context.urls.simulate, body),
  compare: (from: number, to?: number, definition?: Definition) =>
    call<Comparison>("POST", context.urls.compare, { from, to, definition }),
  publish: (note: string, etag: string) =>
    call<{ number: number; note: string; published_at: string }>(
      "POST",
      context.urls.publish,
      { note },
      etag,
    ),
};

export interface Would {
  kind: string;
  text: string;
}

export interface Walked {
  step: string;
  kind: string;
  title: string;
  way: string[];
  outcome: string;
  at: string;
  effects: Would[];
}

export interface Waiting {
  step: string;
  kind: string;
  title: string;
  outcomes: { key: string; label: string }[];
  form: DescribedForm | null;
  effects: Would[];
  due_at: string | null;
  row: number | null;
  failed: boolean;
}

export interface DescribedForm {
  schema: {
    properties?: Record<string, { title?: string; description?: string; minimum?: number }>;
    required?: string[];
  };
  ui: { order?: string[]; fields?: Record<string, Hint> };
  data?: Record<string, unknown>;
}

export interface Hint {
  widget: string;
  required?: boolean;
  options?: { value: string; label: string }[];
  access?: "editable" | "visible" | "hidden";
  shown?: boolean;
}

export interface Walk {
  steps: Walked[];
  waiting: Waiting[];
  state: "waiting" | "ended" | "failed";
  stage: string;
  result: string;
  data: Record<string, unknown>;
  error: {
    code: string;
    message: string;
    step: string;
    /** Which answer was refused, from 0; none where a step failed by itself. */
    answer: number | null;
    errors: { loc: (string | number)[]; msg: string }[];
  } | null;
}
