import { BaseEdge, type EdgeProps, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";
import { t } from "../context";
import { OUT, rounded } from "../model/routes";
import type { WayLine } from "./graph";

const MOST = 26;

/** A way from step to step, with the outcomes or cases that go it. */
export const WayEdge = memo(function WayEdge(props: EdgeProps<WayLine>) {
  const { data, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const path =
    data?.lane === undefined
      ? getSmoothStepPath({
          sourceX,
          sourceY,
          targetX,
          targetY,
          sourcePosition,
          targetPosition,
          borderRadius: 10,
          offset: OUT,
        })[0]
      : rounded(
          [
            { x: sourceX, y: sourceY },
            { x: sourceX + OUT, y: sourceY },
            { x: sourceX + OUT, y: data.lane },
            { x: targetX - OUT, y: data.lane },
            { x: targetX - OUT, y: targetY },
            { x: targetX, y: targetY },
          ],
          10,
        );
  const way = data?.way;
  const words = way?.labels.filter(Boolean).join(" / ") ?? "";
  const classes = ["dc-way", `dc-way--${way?.kind ?? "next"}`];
  if (props.selected) classes.push("is-selected");
  if (data?.lit) classes.push("is-lit");
  if (data?.compared) classes.push(`is-${data.compared}`);
  const back = targetX < sourceX;
  // Beside the target: two ways from one step part there, and their words with them.
  const x = back ? sourceX + 30 : Math.max(sourceX + 12, targetX - 22);
  const anchor = back ? "start" : "end";
  return (
    <g className={classes.join(" ")}>
      <BaseEdge
        id={props.id}
        path={path}
        interactionWidth={18}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      {words && (
        <text
          className="dc-way__words"
          x={x}
          y={back ? sourceY - 6 : targetY - 7}
          textAnchor={anchor}
        >
          {words.length > MOST ? `${words.slice(0, MOST)}…` : words}
          <title>{t("Way: {words}", { words })}</title>
        </text>
      )}
    </g>
  );
});
