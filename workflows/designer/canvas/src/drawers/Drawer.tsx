import { type ReactNode, useEffect, useRef } from "react";
import { focusStep } from "../commands";
import { t } from "../context";
import { get, openDrawer } from "../store";
import { Icon } from "../view/Icon";

export function DrawerFrame({
  title,
  tools,
  children,
}: {
  title: string;
  tools?: ReactNode;
  children: ReactNode;
}) {
  const drawer = useRef<HTMLElement>(null);
  // Whoever opened it goes on in it, and is back on the step after it.
  useEffect(() => {
    const body = drawer.current?.querySelector(".dc-drawer__body");
    const first = body?.querySelector<HTMLElement>("button, input, select, textarea, a");
    (first ?? drawer.current)?.focus();
  }, []);
  const close = () => {
    openDrawer(null);
    focusStep(get().current);
  };
  return (
    <section
      className="dc-drawer"
      ref={drawer}
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <header>
        <h2>{title}</h2>
        {tools}
        <button type="button" className="dc-tool" onClick={close}>
          <Icon name="cross" />
          <span className="w-sr-only">{t("Close")}</span>
        </button>
      </header>
      <div className="dc-drawer__body">{children}</div>
    </section>
  );
}
