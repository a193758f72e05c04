// A name of a list is written where one writes last, in the boxes that the list belongs to.

const BOXES = "input[type=text], textarea";
let lastBox = null;

document.addEventListener("focusin", (event) => {
  if (event.target.matches(BOXES)) lastBox = event.target;
});

document.addEventListener("click", (event) => {
  const name = event.target.closest?.("[data-insert]");
  if (!name) return;
  const list = name.closest("[data-insert-into]");
  const boxes = [...document.getElementById(list.dataset.insertInto).querySelectorAll(BOXES)];
  const box = boxes.includes(lastBox) ? lastBox : boxes[0];
  box.setRangeText(name.dataset.insert, box.selectionStart, box.selectionEnd, "end");
  box.focus();
  box.dispatchEvent(new Event("input", { bubbles: true }));
});
