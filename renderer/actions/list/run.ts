import { catalogue } from "../../../shared/nodes/catalogue.ts";
import type { Action } from "../action.ts";
import type { ActionContext } from "../context.ts";
import { cancelRun, reroll, runUpTo, startRun } from "../runs.ts";

const canRun = ({ app, tab, state }: ActionContext) => tab !== null && tab.id === app.active && app.online === "online" && (state?.doc.nodes.size ?? 0) > 0;
const hasPlanned = ({ selected }: ActionContext) => selected.some(({ kind }) => catalogue.get(kind) && catalogue.get(kind)?.role !== "furniture");
const isTask = ({ selected }: ActionContext) => selected.length === 1 && catalogue.get(selected[0]?.kind ?? "")?.role === "task";

export const runActions: readonly Action[] = [
  { id: "runAll", label: "runAll", icon: "run", shortcut: ["mod+enter"], whileTyping: true, group: "run", when: canRun, perform: () => startRun() },
  { id: "runSelected", label: "runSelected", icon: "runSelected", shortcut: ["mod+shift+enter"], whileTyping: true, group: "run", when: (context) => canRun(context) && hasPlanned(context), perform: ({ selected }) => startRun({ only: selected.map(({ id }) => id) }) },
  { id: "runUpTo", label: "runUpTo", icon: "runUpTo", shortcut: ["alt+enter"], group: "run", when: (context) => canRun(context) && hasPlanned(context) && context.selected.length === 1, perform: ({ selected }) => runUpTo(selected[0]?.id ?? "") },
  { id: "reroll", label: "reroll", icon: "reroll", group: "run", when: (context) => canRun(context) && isTask(context), perform: ({ selected }) => reroll(selected[0]?.id ?? "") },
  { id: "cancelRun", label: "cancelRun", icon: "cancel", shortcut: ["mod+."], whileTyping: true, group: "run", danger: true, when: ({ run }) => run !== null && run.state !== "cancelling", perform: ({ run }) => (run ? cancelRun(run.runId) : undefined) },
];
