// What forms of tasks gain by JavaScript: a pad to sign on, photos before they are sent, rows
// without a round trip, the place where one is. Each of them works without it, more slowly.

function hold(input, file) {
  const transfer = new DataTransfer();
  if (file) transfer.items.add(file);
  input.files = transfer.files;
}

function file(canvas, name) {
  const [, encoded] = canvas.toDataURL("image/png").split(",");
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  return new File([bytes], name, { type: "image/png" });
}

function pad(box) {
  const input = box.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  canvas.className = "engine-pad";
  canvas.width = 960;
  canvas.height = 320;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", box.dataset.draw);
  const pen = canvas.getContext("2d");
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "button button-small button-secondary";
  clear.textContent = box.dataset.clear;

  function wipe() {
    // Paper, so that the ink shows on any background.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = pen.fillStyle = "#111";
  }

  function point(event) {
    const place = canvas.getBoundingClientRect();
    return [
      ((event.clientX - place.left) * canvas.width) / place.width,
      ((event.clientY - place.top) * canvas.height) / place.height,
    ];
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...point(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...point(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => hold(input, file(canvas, "signature.png")));
  clear.addEventListener("click", () => {
    wipe();
    hold(input, null);
  });
  // A picture that was chosen instead is what is sent, so the pad says nothing.
  input.addEventListener("change", wipe);
  wipe();
  input.before(canvas, clear);
}

function photo(box) {
  const input = box.querySelector("input[type=file]");
  const picture = document.createElement("img");
  picture.className = "engine-picture";
  picture.alt = "";
  picture.hidden = true;
  input.after(picture);
  input.addEventListener("change", () => {
    if (picture.src) URL.revokeObjectURL(picture.src);
    const [chosen] = input.files;
    picture.hidden = !chosen;
    if (chosen) picture.src = URL.createObjectURL(chosen);
  });
}

function rows(section) {
  const table = section.dataset.rows;
  const body = section.querySelector("tbody");
  const total = section.querySelector(`[name="${table}-TOTAL_FORMS"]`);
  const pattern = new RegExp(`(${table}[-:])(?:\\d+|__prefix__)(-|$)`);

  function number() {
    [...body.rows].forEach((row, at) => {
      for (const part of row.querySelectorAll("[name], [id], [for], [value]")) {
        for (const name of ["name", "id", "for", ...(part.name === "rows" ? ["value"] : [])]) {
          const said = part.getAttribute(name);
          if (said) part.setAttribute(name, said.replace(pattern, `$1${at}$2`));
        }
      }
    });
    total.value = body.rows.length;
  }

  section.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="rows"]');
    if (!button) return;
    event.preventDefault();
    if (button.value.startsWith("add:")) {
      body.append(section.querySelector("template").content.cloneNode(true));
      number();
      body.rows[body.rows.length - 1].querySelector("input, select, textarea")?.focus();
    } else {
      button.closest("tr").remove();
      number();
      section.querySelector('button[value^="add:"]').focus();
    }
  });
}

function place(box) {
  if (!navigator.geolocation) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = box.dataset.here;
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const [lat, lng] = box.querySelectorAll("input");
      lat.value = coords.latitude.toFixed(6);
      lng.value = coords.longitude.toFixed(6);
    }),
  );
  box.append(button);
}

function start() {
  for (const [selector, grow] of [
    ["[data-signature]", pad],
    ["[data-photo]", photo],
    ["[data-rows]", rows],
    ["[data-place]", place],
  ]) {
    document.querySelectorAll(selector).forEach(grow);
  }
}

// Wagtail loads scripts before the page is read to its end.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
