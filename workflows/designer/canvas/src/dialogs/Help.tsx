import { t } from "../context";
import { Modal } from "../view/Modal";

const KEYS: readonly [string, string][] = [
  ["→ ←", t("To the next step along its ways, and back")],
  ["↑ ↓", t("To the step above or below")],
  ["Enter", t("Open the step’s settings; Escape comes back")],
  ["I", t("Add a step behind this one, or into one of its ways")],
  ["C", t("Connect this step to another, or take a way out")],
  ["Delete", t("Remove the step, or the chosen way")],
  ["Space", t("Select one more step")],
  ["Shift + → ← ↑ ↓", t("Move the box")],
  ["Ctrl + C, X, V", t("Copy, cut, paste")],
  ["Ctrl + A", t("Select all steps")],
  ["Ctrl + Z, Ctrl + Y", t("Undo, redo")],
  ["Ctrl + S", t("Save now")],
  ["T", t("Tidy up")],
  ["+ − 0", t("Zoom in, out, show all")],
  ["Ctrl + → ← ↑ ↓", t("Move the view")],
  ["/", t("Find a step")],
  ["Q", t("Title, fixed values and questions of the process")],
  ["P", t("Show the problems; Enter goes to their steps")],
  ["S", t("Simulate")],
  ["D", t("Compare")],
  ["L", t("To the step list")],
  ["Ctrl + Enter", t("Publish")],
  ["?", t("Show these keys")],
];

export function HelpDialog() {
  return (
    <Modal title={t("Keyboard")}>
      <table className="dc-keys">
        <thead className="w-sr-only">
          <tr>
            <th scope="col">{t("Keys")}</th>
            <th scope="col">{t("What they do")}</th>
          </tr>
        </thead>
        <tbody>
          {KEYS.map(([keys, words]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
