// Signs from Wagtail's own set, which the page brings, and two that it lacks.

const OWN: Record<string, string> = {
  undo: "M6 3 2 7l4 4M2.5 7H10a4 4 0 0 1 0 8H6",
  redo: "m10 3 4 4-4 4m3.500-4H6a4 4 0 0 0 0 8h4",
};

export function Icon({ name }: { name: string }) {
  const own = OWN[name];
  if (own) {
    return (
      <svg className="dc-icon" viewBox="0 0 16 16" aria-hidden="true">
        <path d={own} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
    );
  }
  return (
    <svg className={`icon icon-${name} dc-icon`} aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}
