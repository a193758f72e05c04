import { useEffect, useState } from "react";
import { api, type Change, Refused } from "../api";
import { context, t } from "../context";
import { ProblemList } from "../drawers/Problems";
import { get, say, set, useStore } from "../store";
import { checkNow } from "../sync";
import { Modal } from "../view/Modal";

/** What changes, what is wrong, and a note for those who come after. */
export function PublishDialog() {
  const problems = useStore((state) => state.problems);
  const checked = useStore((state) => state.checked);
  const [changes, setChanges] = useState<readonly Change[] | null>(null);
  const [note, setNote] = useState(get().saved?.note ?? "");
  const [refusal, setRefusal] = useState("");
  const [done, setDone] = useState(0);
  const [latest] = context.versions;
  const errors = problems.filter((problem) => problem.severity === "error");

  useEffect(() => {
    void checkNow();
    if (!latest) return setChanges([]);
    api
      .compare(latest.number, undefined, get().definition)
      .then((answer) => setChanges(answer.changes))
      .catch((error: Error) => setRefusal(error.message));
  }, [latest]);

  const publish = async () => {
    try {
      const version = await api.publish(note, get().saved?.etag ?? "");
      const author = "";
      const info = { number: version.number, note, author, publishedAt: version.published_at };
      if (context.versions[0]?.number !== version.number) context.versions.unshift(info);
      setDone(version.number);
      say(t("Version {number} is published.", { number: version.number }));
    } catch (error) {
      if (error instanceof Refused && error.refusal.problems)
        set({ problems: error.refusal.problems });
      setRefusal((error as Error).message);
    }
  };

  if (done) {
    return (
      <Modal title={t("Version {number} is published.", { number: done })}>
        <p>{t("New cases get it from now on; running cases stay in their version.")}</p>
        <footer>
          <a className="button" href={context.urls.process}>
            {t("To the process")}
          </a>
        </footer>
      </Modal>
    );
  }
  return (
    <Modal title={t("Publish")} wide>
      <h3>
        {latest
          ? t("What changes since version {number}", { number: latest.number })
          : t("What changes")}
      </h3>
      {!latest && <p>{t("This is the first version.")}</p>}
      {latest && changes?.length === 0 && <p>{t("Nothing: it is what is published already.")}</p>}
      <ul className="dc-changes">
        {changes?.map((one) => (
          <li key={one.place + one.sentence} className={`is-${one.kind}`}>
            {one.sentence}
          </li>
        ))}
      </ul>
      {problems.length > 0 && (
        <>
          <h3>{errors.length ? t("To be solved first") : t("To think of")}</h3>
          <ProblemList problems={problems} onJump={() => set({ dialog: null })} />
        </>
      )}
      <label className="dc-note-box">
        {t("Note for the list of versions")}
        <textarea
          value={note}
          maxLength={500}
          rows={2}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {refusal && (
        <p className="dc-note dc-note--error" role="alert">
          {refusal}
        </p>
      )}
      <footer>
        <button
          type="button"
          className="button"
          disabled={!checked || errors.length > 0}
          onClick={publish}
        >
          {t("Publish")}
        </button>
      </footer>
    </Modal>
  );
}
