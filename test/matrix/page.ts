import type { Cell, Endpoint, Observed } from "./types.ts";

const TITLES: Readonly<Record<Endpoint, string>> = {
  createTask: "POST jobs/createTask",
  queryTask: "GET jobs/queryTask",
  upscaleCreate: "POST upscale/create",
  upscaleQuery: "GET upscale/query",
  assetUpload: "POST assets/upload",
  assetStatus: "GET assets/status",
  credits: "GET account/credits",
  download: "GET of the media",
};

const INTRODUCTION = `# Fault matrix

What happens when a call goes wrong, for every endpoint. \`npm run docs:matrix\` writes this page from \`test/matrix\`; \`test/integration/matrix\` runs
every cell on the real client, executor and library against a service on 127.0.0.1 that misbehaves as the cell says, and checks this page against it.

- **when**: *once* is the first call; *always* is every call, until the outcome is seen or the run has met the fault more often than anything that gives up; *second* is the second
  question for the balance, after the answer to a paid request was lost.
- **outcome**: *accepted* nothing noticed · *retried* got over by itself · *paused* waits, says what for, and goes on by itself when it is mended ·
  *refused* nothing was taken · *failed* the step has no result now · *unknown* may have been charged, so the user decides.
- **spend**: credits that the service took / that the ledger has as billed / as unknown. Where the service took some and the ledger has none yet, the
  task is in the journal with what is reserved for it, and is billed when it has ended.
- **then**: the next run with nothing wrong any more, and how many tasks both runs made. Never more than one is paid for; \`task failed\` makes a second one since the first was refunded.

Every documented task makes one result. Of a task with two, each is a take of its own: both are fetched, and the first is the one that is handed on.
`;

/** One line of the page: what is checked, without the message. */
function factsOf(observed: Observed, whens: string): string[] {
  const { outcome, posts, charged, billed, unknown, next } = observed;
  // How often a 429 is tried again within the cell's time is chance.
  return [whens, outcome, posts > 1 ? "2+" : String(posts), `${charged} / ${billed} / ${unknown}`, `${next.outcome}, ${tasksIn(next.tasks)}`];
}

function tasksIn(tasks: number): string {
  return tasks === 1 ? "1 task" : `${tasks} tasks`;
}

/** Rows of `| fault | when | … | message |`, cells of one fault with the same facts in one row. */
export function pageOf(cells: readonly Cell[], observed: readonly Observed[]): string {
  const sections = Object.entries(TITLES).map(([endpoint, title]) => {
    const rows = new Map<string, { fault: string; whens: string[]; seen: Observed }>();
    for (const [at, cell] of cells.entries()) {
      const seen = observed[at];
      if (!seen || cell.endpoint !== endpoint) continue;
      const key = `${cell.fault} ${factsOf(seen, "").join(" ")}`;
      const row = rows.get(key) ?? { fault: cell.fault, whens: [], seen };
      row.whens.push(cell.when);
      rows.set(key, row);
    }
    const lines = [...rows.values()].map(({ fault, whens, seen }) => `| ${[fault, ...factsOf(seen, whens.join(", ")), seen.message.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")].join(" | ")} |`);
    return [`## ${title}\n`, "| fault | when | outcome | POSTs | spend | then | the user reads |", "|---|---|---|---|---|---|---|", ...lines, ""].join("\n");
  });
  return [INTRODUCTION, `${cells.length} cells.\n`, ...sections].join("\n");
}

/** The page without its messages, whose wording may change from run to run (times, free space). */
export function withoutMessages(page: string): string {
  return page.replaceAll(/^(\|.*) \| [^|]*(?:\\\|[^|]*)*\|$/gm, "$1");
}
