import "@xyflow/react/dist/style.css";
import "./style/room.css";
import "./style/canvas.css";
import "./style/panel.css";
import "./style/drawers.css";
import "./style/dialogs.css";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { api } from "./api";
import { begin } from "./store";
import { watch } from "./sync";

const root = document.getElementById("canvas");
if (root) {
  // As high as the window leaves below Wagtail's own header.
  root.style.setProperty("--dc-top", `${root.getBoundingClientRect().top}px`);
  createRoot(root).render(<App />);
  watch();
  api.draft().then(begin, (error: Error) => {
    root.textContent = error.message;
  });
}
