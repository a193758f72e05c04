import { useEffect, useRef, useState } from "react";
import { api, type Waiting, type Walk } from "../api";
import { context, labelOf, t } from "../context";
import { type Answer, MOST, type Sample, sampled } from "../model/sampling";
import { outcomeOf } from "../model/summary";
import { get, set, useStore } from "../store";
import { AnswerForm } from "./AnswerForm";
import { DrawerFrame } from "./Drawer";
import { Effects, saysTime } from "./Effects";
import { SampleForm } from "./SampleForm";

const AFTER = 600;

/** Walks the draft with sample data; nothing of it is real. */
export function SimulateDrawer() {
  const definition = useStore((state) => state.definition);
  const walk = useStore((state) => state.walk);
  const shown = useStore((state) => state.shown);
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  const [sample, setSample] = useState<Sample>({ subject: {} });
  const [refusal, setRefusal] = useState("");
  const next = useRef<HTMLDivElement>(null);
  const begun = useRef(false);

  /** Walks with what was answered. An answer that is refused is not kept: it is given anew. */
  const run = async (given: readonly Answer[], from: Sample): Promise<Walk | null> => {
    try {
      const made = await api.simulate({ definition: get().definition, answers: given, ...from });
      const refused = made.error?.answer ?? null;
      setAnswers(refused === null ? given : given.slice(0, refused));
      set({ walk: made, shown: made.steps.length });
      setRefusal("");
      return made;
    } catch (error) {
      set({ walk: null, shown: 0 });
      setRefusal((error as Error).message);
      return null;
    }
  };

  // A change of the draft makes an old walk untrue: it is gone again with the same answers.
  useEffect(() => {
    if (!begun.current || !definition) return;
    const timer = window.setTimeout(() => void run(answers, sample), AFTER);
    return () => window.clearTimeout(timer);
  }, [definition]);

  // Whoever answers by keyboard goes on with what is asked next.
  useEffect(() => {
    if (walk && document.activeElement === document.body)
      next.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  }, [walk]);

  const begin = (given: Sample) => {
    begun.current = true;
    setSample(given);
    void run([], given);
  };
  const answer = async (one: Answer) => {
    await run([...answers, one], sample);
  };
  /** Answers whatever is asked, until the case ends or an answer is refused. */
  const toTheEnd = async () => {
    let given = answers;
    let made = walk;
    for (let turn = 0; turn < MOST && made && !made.error; turn += 1) {
      const [waiting] = made.waiting;
      if (!waiting) break;
      given = [...given, sampled(waiting, given)];
      made = await run(given, sample);
    }
  };
  const tools = walk && (
    <span className="dc-line">
      <button
        type="button"
        className="button button-small button-secondary"
        disabled={shown <= 1}
        onClick={() => set({ shown: shown - 1 })}
      >
        {t("Step back")}
      </button>
      <button
        type="button"
        className="button button-small button-secondary"
        disabled={shown >= walk.steps.length}
        onClick={() => set({ shown: shown + 1 })}
      >
        {t("Next step")}
      </button>
      <button
        type="button"
        className="button button-small button-secondary"
        disabled={walk.state !== "waiting" && shown >= walk.steps.length}
        title={t("Answers what is asked with sample values, until the case ends")}
        onClick={() => void toTheEnd()}
      >
        {t("To the end")}
      </button>
      <button
        type="button"
        className="button button-small button-secondary"
        onClick={() => {
          begun.current = false;
          set({ walk: null, shown: 0 });
          setAnswers([]);
        }}
      >
        {t("Start again")}
      </button>
    </span>
  );
  return (
    <DrawerFrame title={t("Simulate")} tools={tools}>
      <p className="dc-hint">{t("Nothing here is real: nothing is stored, sent or paid.")}</p>
      {refusal && (
        <p className="dc-note dc-note--error" role="alert">
          {refusal}
        </p>
      )}
      {!walk && <SampleForm sample={sample} onBegin={begin} />}
      {walk && (
        <div className="dc-walk">
          {walk.steps.length > 0 && <Passed walk={walk} shown={shown} />}
          <div className="dc-walk__next" ref={next}>
            <State walk={walk} shown={shown} />
            {shown >= walk.steps.length &&
              walk.waiting.map((one: Waiting) => (
                <AnswerForm
                  // What was typed stays until this very step is answered.
                  key={`${one.step}:${one.row}:${answers.filter((a) => a.step === one.step).length}`}
                  waiting={one}
                  refused={walk.error?.step === one.step ? walk.error : null}
                  onAnswer={(outcome, data) =>
                    void answer({ step: one.step, row: one.row, outcome, data })
                  }
                />
              ))}
          </div>
        </div>
      )}
    </DrawerFrame>
  );
}

function Passed({ walk, shown }: { walk: Walk; shown: number }) {
  const definition = useStore((state) => state.definition);
  return (
    <ol className="dc-walked" aria-label={t("The way so far")}>
      {walk.steps.slice(0, shown).map((one, index) => (
        <li key={index}>
          <strong>{one.title}</strong> <small>{labelOf(context.kinds, one.kind)}</small>{" "}
          {one.outcome && definition && (
            <span className="dc-outcome">{outcomeOf(definition, one.step, one.outcome)}</span>
          )}{" "}
          <time>{saysTime(one.at)}</time>
          <Effects effects={one.effects} />
        </li>
      ))}
    </ol>
  );
}

function State({ walk, shown }: { walk: Walk; shown: number }) {
  let words = t("It goes on.");
  if (shown >= walk.steps.length) {
    if (walk.state === "ended")
      // The stage says it in words, where the end sets one.
      words =
        walk.result && !walk.stage
          ? t("It has ended: {result}", { result: walk.result })
          : t("It has ended.");
    else if (walk.state === "failed")
      words = t("It failed: {error}", { error: walk.error?.message ?? "" });
    else words = t("It waits here.");
  }
  const stage = walk.stage ? labelOf(context.stages, walk.stage) : "";
  return (
    <p role="status" className={`dc-walk__state is-${walk.state}`}>
      {words} {stage && <small>{t("stage {stage}", { stage })}</small>}
    </p>
  );
}
