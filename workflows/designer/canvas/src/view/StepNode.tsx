import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { context, counted, labelOf, localized, t } from "../context";
import { deadlineOf } from "../model/summary";
import { type StepBox, type StepData, stageColour } from "./graph";
import { Icon } from "./Icon";

/** One step: its sign, its title, who does it, and what is to be seen at a glance. */
export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepBox>) {
  const { step } = data;
  const colour = stageColour(step.stage);
  const deadline = deadlineOf(step);
  const kind = labelOf(context.kinds, step.kind);
  const classes = [
    "dc-step",
    `dc-step--${step.kind}`,
    selected ? "is-selected" : "",
    data.lit ? `is-${data.lit}` : "",
    data.compared ? `is-${data.compared}` : "",
    colour >= 0 ? `dc-stage-${colour}` : "",
  ];
  return (
    <>
      {step.kind !== "start" && <Handle type="target" position={Position.Left} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a button of the browser cannot be dragged everywhere */}
      <div
        className={classes.filter(Boolean).join(" ")}
        data-step={id}
        role="button"
        tabIndex={data.current ? 0 : -1}
        aria-pressed={selected}
      >
        <span className="dc-step__sign">
          <Icon name={context.kinds.find((one) => one.key === step.kind)?.icon ?? "cog"} />
        </span>
        <span className="dc-step__words">
          <span className="dc-step__title">{localized(step.title) || step.id}</span>
          <span className="w-sr-only">{`, ${kind}${data.line && ", "}`}</span>
          <span className="dc-step__line" aria-hidden={!data.line}>
            {data.line || kind}
          </span>
          <span className="w-sr-only">{described(data, deadline)}</span>
        </span>
        <span className="dc-step__marks" aria-hidden="true">
          {deadline && (
            <span className="dc-mark dc-mark--time" title={t("Time: {time}", { time: deadline })}>
              <Icon name="time" />
            </span>
          )}
          {data.errors + data.warnings > 0 && (
            <span className={`dc-mark ${data.errors ? "dc-mark--error" : "dc-mark--warning"}`}>
              {data.errors + data.warnings}
            </span>
          )}
        </span>
      </div>
      {step.kind !== "end" && <Handle type="source" position={Position.Right} />}
    </>
  );
});

/** What the box shows by signs and colours, for those who listen. */
function described(data: StepData, deadline: string): string {
  const { step } = data;
  const parts = [""];
  if (step.stage) parts.push(t("stage {stage}", { stage: labelOf(context.stages, step.stage) }));
  if (deadline) parts.push(t("Time: {time}", { time: deadline }));
  if (data.errors) parts.push(counted(data.errors, t("1 error"), t("{count} errors")));
  if (data.warnings) parts.push(counted(data.warnings, t("1 warning"), t("{count} warnings")));
  if (data.lit === "passed") parts.push(t("passed"));
  if (data.lit === "present") parts.push(t("here now"));
  if (data.compared === "added") parts.push(t("added"));
  if (data.compared === "removed") parts.push(t("removed"));
  if (data.compared === "changed") parts.push(t("changed"));
  return parts.join(", ");
}
