import { useEffect, useState } from "react";
import { t } from "./context";
import { ConflictDialog } from "./dialogs/Conflict";
import { HelpDialog } from "./dialogs/Help";
import { PublishDialog } from "./dialogs/Publish";
import { ConnectDialog, FindDialog, InsertDialog, IntoDialog } from "./dialogs/Small";
import { CompareDrawer } from "./drawers/Compare";
import { ProblemsDrawer } from "./drawers/Problems";
import { SimulateDrawer } from "./drawers/Simulate";
import { useStore } from "./store";
import { Canvas } from "./view/Canvas";
import { type Flow, onAnyKey } from "./view/keyboard";
import { Palette } from "./view/Palette";
import { Panel } from "./view/Panel";
import { Toolbar } from "./view/Toolbar";

export function App() {
  const ready = useStore((state) => state.ready);
  const panel = useStore((state) => state.panel !== "");
  const [flow, setFlow] = useState<Flow | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => onAnyKey(event) && event.preventDefault();
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  if (!ready) return <p className="dc-wait">{t("The canvas is loading …")}</p>;
  return (
    <>
      <Toolbar flow={flow} />
      <div className={`dc-room${panel ? " has-panel" : ""}`}>
        <Palette />
        <div className="dc-middle">
          <Canvas onFlow={setFlow} />
          <Drawers flow={flow} />
          <Said />
        </div>
        <Panel />
      </div>
      <Dialogs flow={flow} />
    </>
  );
}

function Drawers({ flow }: { flow: Flow | null }) {
  const drawer = useStore((state) => state.drawer);
  switch (drawer) {
    case "problems":
      return <ProblemsDrawer flow={flow} />;
    case "simulate":
      return <SimulateDrawer />;
    case "compare":
      return <CompareDrawer flow={flow} />;
    default:
      return null;
  }
}

function Dialogs({ flow }: { flow: Flow | null }) {
  const dialog = useStore((state) => state.dialog);
  switch (dialog?.kind) {
    case "insert":
      return <InsertDialog at={dialog.at} from={dialog.from} />;
    case "into":
      return <IntoDialog kind={dialog.step} ways={dialog.ways} />;
    case "connect":
      return <ConnectDialog source={dialog.source} target={dialog.target} />;
    case "find":
      return <FindDialog flow={flow} />;
    case "help":
      return <HelpDialog />;
    case "publish":
      return <PublishDialog />;
    case "conflict":
      return <ConflictDialog theirs={dialog.theirs} changes={dialog.differences} />;
    default:
      return null;
  }
}

function Said() {
  const said = useStore((state) => state.said);
  const sayings = useStore((state) => state.sayings);
  return (
    <p className="dc-said" aria-live="polite" data-said>
      {said && <span key={sayings}>{said}</span>}
    </p>
  );
}
