import {
  applyEdgeChanges,
  applyNodeChanges,
  Background,
  type Connection,
  Controls,
  type EdgeChange,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  type OnNodeDrag,
  ReactFlow,
} from "@xyflow/react";
import { type DragEvent, memo, useCallback, useEffect, useRef, useState } from "react";
import { connect, disconnect, draw, insert, joinIn, openPanel, select } from "../commands";
import { t } from "../context";
import { sourcesOf } from "../model/edit";
import { HEIGHT, WIDTH } from "../model/layout";
import { edit, get, set, subscribe } from "../store";
import { light, type Point, stepAt, wayAt } from "./dropping";
import { boxes, lines, type StepBox, stageColour, type WayLine } from "./graph";
import { type Flow, onCanvasKey, show } from "./keyboard";
import { DRAGGED } from "./Palette";
import { StepNode } from "./StepNode";
import { WayEdge } from "./WayEdge";

const NODE_TYPES = { step: StepNode };
const EDGE_TYPES = { way: WayEdge };
const READABLE = 0.6;

export function Canvas({ onFlow }: { onFlow: (flow: Flow) => void }) {
  const [nodes, setNodes] = useState<StepBox[]>(() => boxes(get(), []));
  const [edges, setEdges] = useState<WayLine[]>(() => lines(get(), []));
  const flow = useRef<Flow | null>(null);

  useEffect(
    () =>
      subscribe((state, before) => {
        const moved = state.current !== before.current || (state.panel && !before.panel);
        if (moved && !before.dialog) showSoon(state.current, flow.current);
        setNodes((before) => same(before, boxes(state, before)));
        setEdges((before) => same(before, lines(state, before)));
      }),
    [],
  );

  const onNodesChange = useCallback((changes: NodeChange<StepBox>[]) => {
    const chosen = new Set(get().selection);
    let selects = false;
    for (const change of changes) {
      if (change.type !== "select") continue;
      selects = true;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    const others = changes.filter((change) => change.type !== "select" && change.type !== "remove");
    if (others.length) setNodes((before) => applyNodeChanges(others, before));
    if (selects) set({ selection: [...chosen] });
  }, []);

  const onEdgesChange = useCallback((changes: EdgeChange<WayLine>[]) => {
    setEdges((before) =>
      applyEdgeChanges(
        changes.filter((one) => one.type === "select"),
        before,
      ),
    );
  }, []);

  /** A step that nothing leads to, being dragged alone, may be put into a way. */
  const loose = useRef("");
  const onNodeDragStart: OnNodeDrag<StepBox> = useCallback((_event, _node, moved) => {
    const [box, ...others] = moved;
    const isLoose =
      box &&
      !others.length &&
      box.data.step.kind !== "start" &&
      !sourcesOf(get().definition, box.id).length;
    loose.current = isLoose ? box.id : "";
  }, []);
  const wayUnder = useCallback((event: MouseEvent | TouchEvent) => {
    if (!flow.current || !loose.current) return undefined;
    return wayAt(flow.current, pointOf(event), loose.current);
  }, []);
  const onNodeDrag: OnNodeDrag<StepBox> = useCallback(
    (event) => void wayUnder(event as unknown as MouseEvent),
    [wayUnder],
  );

  const onNodeDragStop: OnNodeDrag<StepBox> = useCallback(
    (event, _node, moved) => {
      const positions = { ...get().positions };
      for (const box of moved) {
        positions[box.id] = { x: Math.round(box.position.x), y: Math.round(box.position.y) };
      }
      edit({ positions });
      const way = wayUnder(event as unknown as MouseEvent);
      light(null);
      if (way) joinIn(loose.current, way);
    },
    [wayUnder],
  );

  const onConnect = useCallback(({ source, target }: Connection) => draw(source, target), []);

  /** A line that ends on no handle: on the box itself, or where there is none yet. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { toHandle, fromNode, fromHandle }: FinalConnectionState) => {
      if (toHandle || !fromNode || fromHandle?.type !== "source" || !flow.current) return;
      const target = stepAt(pointOf(event));
      if (target === fromNode.id) return;
      if (target) draw(fromNode.id, target);
      else {
        const at = cornerAt(flow.current, pointOf(event));
        set({ dialog: { kind: "insert", at, from: fromNode.id } });
      }
    },
    [],
  );

  const onDrop = useCallback((event: DragEvent) => {
    const kind = event.dataTransfer.getData(DRAGGED);
    if (!kind || !flow.current) return;
    event.preventDefault();
    const way = wayAt(flow.current, event);
    light(null);
    void insert(kind, way ? { way } : { at: cornerAt(flow.current, event) });
  }, []);

  return (
    <section
      className="dc-flow"
      aria-label={t("The steps and the ways between them")}
      onKeyDown={(event) => {
        if (flow.current && onKey(event.nativeEvent, flow.current, edges)) event.preventDefault();
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        if (flow.current) wayAt(flow.current, event);
      }}
      onDragLeave={() => light(null)}
      onDrop={onDrop}
    >
      <ReactFlow<StepBox, WayLine>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onInit={(made) => {
          flow.current = made;
          onFlow(made);
          begin(made);
        }}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDragStart={onNodeDragStart}
        onNodeDrag={onNodeDrag}
        onNodeDragStop={onNodeDragStop}
        onNodeClick={onNodeClick}
        onPaneClick={() => set({ selection: [] })}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onReconnect={onReconnect}
        minZoom={0.08}
        maxZoom={2}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={["Control", "Meta"]}
        connectionRadius={60}
        elevateNodesOnSelect={false}
      >
        <Furniture />
      </ReactFlow>
    </section>
  );
}

/** Apart from the boxes: while one is dragged, nothing of this is drawn anew but its small picture. */
const Furniture = memo(function Furniture() {
  return (
    <>
      <Background gap={24} />
      <Controls showInteractive={false} aria-label={t("Zoom")} />
      <MiniMap<StepBox> pannable zoomable ariaLabel={t("Overview")} nodeClassName={coloured} />
    </>
  );
});

function coloured(box: StepBox): string {
  return `dc-mini dc-stage-${stageColour(box.data.step.stage)}`;
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  return "changedTouches" in event ? (event.changedTouches[0] as Touch) : event;
}

/** The corner of a box whose middle is at a point of the screen. */
function cornerAt(flow: Flow, { clientX, clientY }: Point) {
  const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
  return { x: Math.round(x - WIDTH / 2), y: Math.round(y - HEIGHT / 2) };
}

/** Once the panel has taken its room. */
function showSoon(id: string, flow: Flow | null): void {
  window.setTimeout(() => flow && show(id, flow), 60);
}

/** The whole process where it can be read so, else its beginning. */
function begin(flow: Flow): void {
  const room = document.querySelector(".dc-flow")?.getBoundingClientRect();
  const [first] = flow.getNodes();
  if (!room || !first) return;
  const { x, y, width, height } = flow.getNodesBounds(flow.getNodes());
  const zoom = Math.min(1, (room.width - 80) / width, (room.height - 80) / height);
  if (zoom >= READABLE) {
    const [left, top] = [(room.width - width * zoom) / 2, (room.height - height * zoom) / 2];
    void flow.setViewport({ x: left - x * zoom, y: top - y * zoom, zoom });
  } else {
    const [left, top] = [40 - first.position.x * 0.8, room.height / 2.4 - first.position.y * 0.8];
    void flow.setViewport({ x: left, y: top, zoom: 0.8 });
  }
}

function same<T>(before: T[], after: T[]): T[] {
  const equal = before.length === after.length && before.every((one, i) => one === after[i]);
  return equal ? before : after;
}

function onKey(event: KeyboardEvent, flow: Flow, edges: readonly WayLine[]): boolean {
  const line = edges.find((one) => one.selected);
  if (
    line?.data &&
    (event.key === "Delete" || event.key === "Backspace") &&
    !get().selection.length
  ) {
    disconnect(line.data.way);
    return true;
  }
  return onCanvasKey(event, flow);
}

function onNodeClick(
  event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean },
  box: StepBox,
): void {
  set({ current: box.id });
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  select(box.id, { panel: true });
  openPanel(`steps/${box.id}`);
}

function onReconnect(line: WayLine, { source, target }: Connection): void {
  const way = line.data?.way;
  if (!way || source !== way.source) return;
  for (const slot of way.slots) connect(source, slot, target);
}
