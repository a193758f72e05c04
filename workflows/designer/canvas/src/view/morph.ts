// Brings what is drawn to what the server drew anew, without disturbing whoever writes in it.

/** What the controls of a form hold at one moment. */
export type Held = ReadonlyMap<Element, string>;

/** What a button beside it will take: it is no answer by itself, and nobody but it changes it. */
export const WAITS = /-new$/;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function held(form: Element): Held {
  return new Map([...form.querySelectorAll<Control>("input, textarea, select")].map(pair));
}

function pair(control: Control): [Element, string] {
  return [control, heldBy(control)];
}

function heldBy(control: Control): string {
  const box = control instanceof HTMLInputElement && /checkbox|radio/.test(control.type);
  return box ? String(control.checked) : control.value;
}

/**
 * Makes the children of `present` those of `wanted`. A control that holds something else than in
 * `before`, when the server was asked, was changed since: it keeps that.
 */
export function morph(present: Element, wanted: Element, before: Held): void {
  const old = [...present.childNodes];
  let index = 0;
  for (const node of [...wanted.childNodes]) {
    const found = old.slice(index).findIndex((one) => alike(one, node));
    if (found < 0) {
      present.insertBefore(node.cloneNode(true), old[index] ?? null);
      continue;
    }
    // What lies between is gone: a row that was removed, an error that was solved.
    for (const gone of old.slice(index, index + found)) gone.remove();
    index += found;
    update(old[index] as ChildNode, node, before);
    index += 1;
  }
  for (const node of old.slice(index)) node.remove();
}

function alike(one: Node, other: Node): boolean {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName) return false;
  if (!(one instanceof Element) || !(other instanceof Element)) return true;
  return keyOf(one) === keyOf(other);
}

function keyOf(element: Element): string {
  const name = element.getAttribute("name") ?? "";
  // Boxes of one name are told apart by their values; texts have any.
  const told = element.matches("button, [type=checkbox], [type=radio]");
  if (element.id || name)
    return [element.id, name, told && element.getAttribute("value")].join("|");
  // What has no name of its own is known by what it holds.
  const inner = element.querySelector("input, select, textarea, fieldset, button");
  return [element.className, inner?.id, inner?.getAttribute("name")].join("|");
}

function update(present: ChildNode, wanted: Node, before: Held): void {
  if (!(present instanceof Element) || !(wanted instanceof Element)) {
    if (present.nodeValue !== wanted.nodeValue) present.nodeValue = wanted.nodeValue;
    return;
  }
  const changed = isControl(present) && before.get(present) !== heldBy(present);
  attributes(present, wanted);
  if (!(present instanceof HTMLInputElement || present instanceof HTMLTextAreaElement)) {
    const kept = isControl(present) ? present.value : "";
    morph(present, wanted, before);
    if (present instanceof HTMLSelectElement) {
      const stays = changed || WAITS.test(present.name);
      const offered = [...present.options].some((one) => one.value === kept);
      present.value = stays && offered ? kept : (wanted as HTMLSelectElement).value;
    }
  } else if (!changed) {
    if (present.value !== (wanted as HTMLInputElement).value) {
      present.value = (wanted as HTMLInputElement).value;
    }
    if (present instanceof HTMLInputElement) {
      present.checked = (wanted as HTMLInputElement).checked;
    }
  }
}

function isControl(element: Element): element is Control {
  return element.matches("input, textarea, select");
}

function attributes(present: Element, wanted: Element): void {
  for (const { name, value } of [...wanted.attributes]) {
    if (present.getAttribute(name) !== value) present.setAttribute(name, value);
  }
  for (const { name } of [...present.attributes]) {
    // What the reader unfolded stays so.
    if (!wanted.hasAttribute(name) && name !== "open") present.removeAttribute(name);
  }
}
