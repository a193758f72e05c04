"""The look of a drawing. Words have a contrast of at least 4.5, lines of 3, in light and dark."""

STYLE = """
.chart { --paper: #fff; --box: #fff; --ink: #1a2233; --soft: #4b5568; --line: #5b6577;
  --main: #27364f; --light: #7a8496; --edge: #46536b; --fill: #f3f6fb; --gate: #fdf6e3;
  --gate-edge: #8a6d1d; --go: #1d7a4c; --stop: #3d475a; --now: #fff1cc; --now-edge: #b45309;
  --done: #e6f4ec; --done-edge: #1d7a4c;
  font-family: system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
@media (prefers-color-scheme: dark) { .chart { --paper: #262626; --box: #1f2530; --ink: #eef1f6;
  --soft: #b6bfce; --line: #9aa5b8; --main: #d3dbe8; --light: #7f8a9c; --edge: #94a1b8;
  --fill: #222a38; --gate: #332d1c; --gate-edge: #cfae5b; --go: #55c48c; --stop: #aeb8c8;
  --now: #4a3510; --now-edge: #f5a524; --done: #18352a; --done-edge: #55c48c; } }
.chart .paper { fill: var(--paper); }
.chart .stage rect { fill: var(--fill); }
.chart .stage text { fill: var(--soft); }
.chart text { font-size: 12px; fill: var(--ink); text-anchor: middle; }
.chart .box text { font-size: 13px; }
.chart .label { font-size: 11.5px; fill: var(--soft); text-anchor: start; paint-order: stroke;
  stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
.chart .way { fill: none; stroke-linejoin: round; stroke-linecap: round; }
.chart .main { stroke: var(--main); stroke-width: 2; }
.chart .aside { stroke: var(--line); stroke-width: 1.4; }
.chart .return { stroke: var(--line); stroke-width: 1.4; stroke-dasharray: 6 4; }
.chart .jump { stroke: var(--light); stroke-width: 1.2; stroke-dasharray: 3 4; }
.chart .tip-main { fill: var(--main); } .chart .tip-aside, .chart .tip-return { fill: var(--line); }
.chart .tip-jump { fill: var(--light); }
.chart .shape { fill: var(--box); stroke: var(--edge); stroke-width: 1.5; }
.chart .gate .shape { fill: var(--gate); stroke: var(--gate-edge); }
.chart .start .shape { stroke: var(--go); stroke-width: 2; }
.chart .end .shape { stroke: var(--stop); stroke-width: 4; }
.chart .entry .shape { fill: var(--fill); stroke: var(--light); stroke-dasharray: 4 3; }
.chart .icon { fill: none; stroke: var(--edge); stroke-width: 1.5; stroke-linecap: round;
  stroke-linejoin: round; }
.chart .gate .icon { stroke: var(--gate-edge); stroke-width: 2.5; }
.chart .start .icon { stroke: var(--go); } .chart .start .solid { fill: var(--go); }
.chart .end .icon { stroke: var(--stop); } .chart .end .solid { fill: var(--stop); }
.chart .mark { fill: var(--paper); stroke: var(--soft); stroke-width: 1.3; stroke-linecap: round;
  stroke-linejoin: round; }
.chart .passed .shape { fill: var(--done); stroke: var(--done-edge); }
.chart .passed .icon { stroke: var(--done-edge); } .chart .passed .solid { fill: var(--done-edge); }
.chart .badge { fill: var(--done-edge); stroke: var(--box); stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; }
.chart .present .shape { fill: var(--now); stroke: var(--now-edge); stroke-width: 3.5; }
.chart .present .icon { stroke: var(--now-edge); }
.chart .present .solid, .chart .pin { fill: var(--now-edge); }
"""
