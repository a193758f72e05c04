import type { Problem } from "../api";
import { focusStep, openPanel, select, titleOf } from "../commands";
import { t } from "../context";
import { useStore } from "../store";
import { type Flow, show } from "../view/keyboard";
import { DrawerFrame } from "./Drawer";

export function ProblemsDrawer({ flow }: { flow: Flow | null }) {
  const problems = useStore((state) => state.problems);
  const checked = useStore((state) => state.checked);
  return (
    <DrawerFrame title={t("Problems")} tools={!checked && <span>{t("Checking …")}</span>}>
      {problems.length ? (
        <ProblemList problems={problems} onJump={(id) => flow && show(id, flow)} />
      ) : (
        checked && <p>{t("Nothing was found. The process can be published.")}</p>
      )}
    </DrawerFrame>
  );
}

export function ProblemList({
  problems,
  onJump,
}: {
  problems: readonly Problem[];
  onJump: (id: string) => void;
}) {
  return (
    <ul className="dc-problems">
      {problems.map((problem, index) => (
        <li key={index} className={`dc-problem dc-problem--${problem.severity}`}>
          {problem.step ? (
            <button
              type="button"
              onClick={() => {
                select(problem.step);
                openPanel(`steps/${problem.step}`);
                focusStep(problem.step);
                onJump(problem.step);
              }}
            >
              {titleOf(problem.step)}
            </button>
          ) : (
            <button type="button" onClick={() => openPanel("details", true)}>
              {t("The process")}
            </button>
          )}
          <span>
            <strong className="w-sr-only">
              {problem.severity === "error" ? t("Error") : t("Warning")}
            </strong>{" "}
            {problem.message}
          </span>
        </li>
      ))}
    </ul>
  );
}
