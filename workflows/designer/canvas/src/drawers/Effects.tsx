import type { Would } from "../api";
import { context, t } from "../context";

/** What a step would have done. */
export function Effects({ effects }: { effects: readonly Would[] }) {
  if (!effects.length) return null;
  return (
    <ul className="dc-effects" aria-label={t("What it would do")}>
      {effects.map((one, index) => (
        <li key={index} className={`dc-effect--${one.kind}`}>
          {one.text}
        </li>
      ))}
    </ul>
  );
}

export function saysTime(at: string): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return "";
  return moment.toLocaleString(context.language, { dateStyle: "short", timeStyle: "short" });
}
