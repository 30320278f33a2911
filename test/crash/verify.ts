import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openDocument } from "../../electron/documents/files.ts";
import { openLibrary } from "../../electron/library/index.ts";
import type { Books } from "../../electron/sandbox/index.ts";
import type { Library } from "../../shared/contract/library.ts";
import type { TakeRecord, TakeState } from "../../shared/contract/records.ts";
import type { Graph } from "../../shared/graph/document.ts";
import { serialiseGraph } from "../../shared/graph/serialise.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { createPlanner } from "../../shared/plan/planner.ts";

/** What a scenario left behind, counted. Double charges, lost takes, damaged files and problems should be 0. */
export interface Findings {
  wanted: number;
  tasks: number;
  /** Requests whose fate the journal calls unknown or abandoned. */
  unknown: number;
  doubleCharges: number;
  lostTakes: number;
  damagedFiles: number;
  /** In words, everything that is not as it should be. */
  problems: string[];
}

export interface Place {
  home: string;
  document: string;
  versions: readonly Graph[];
}

const STATES: readonly TakeState[] = ["intended", "submitted", "completed", "stored", "refused", "failed", "unknown", "abandoned"];

/**
 * Compare the journal with the sandbox's books when nothing runs any more.
 *
 * W wanted takes, T tasks of the books, U takes that the journal calls unknown or abandoned (their POSTs were lost):
 * - T = stored + orphans, where an orphan is a task whose id is in no take. Each orphan must be one of the U, by its model and price.
 *   The other U never arrived. What is beyond that is a double charge.
 * - When `done`: stored = W, so T = W + the U that arrived.
 * - books.billed = ledger.billed + the price of the orphans. The ledger's unknown = the quotes of the U: an upper bound of what they cost.
 * - Every POST that arrived has a row: arrived ≤ rows.
 */
export async function verify(place: Place, books: Books, done: boolean): Promise<Findings> {
  const library = await openLibrary({ home: place.home, realm: "local", account: "verifier", readOnly: true, fetchMedia: () => Promise.reject(new Error("no network here")) });
  try {
    const money = checkMoney(library, books);
    const { wanted, lost } = done ? wantedTakes(library, place, money) : { wanted: 0, lost: 0 };
    const damaged = [...checkFiles(place.home, library), ...(await checkDocument(place))];
    const problems = [...money.problems, ...damaged, ...checkDatabase(place.home), ...(done ? checkRuns(library) : [])];
    if (lost > 0) problems.push(`${lost} of ${wanted} wanted takes are not stored`);
    return { wanted, tasks: books.tasks.created, unknown: money.unknown, doubleCharges: money.doubleCharges, lostTakes: lost, damagedFiles: damaged.length, problems };
  } finally {
    await library.close();
  }
}

interface Money {
  unknown: number;
  doubleCharges: number;
  problems: string[];
}

function checkMoney(library: Library, books: Books): Money {
  const problems: string[] = [];
  const takes = library.takesIn(STATES);
  const ofState = (...states: TakeState[]) => takes.filter(({ state }) => states.includes(state));
  const unfinished = ofState("intended", "submitted", "completed");
  if (unfinished.length > 0) problems.push(`the run has ended, but ${unfinished.length} takes have not: ${unfinished.map(({ id, state }) => `${id} ${state}`).join(", ")}`);
  const lostFromSight = ofState("unknown", "abandoned");

  const known = new Set(takes.flatMap(({ taskId }) => taskId ?? []));
  if (known.size !== takes.filter(({ taskId }) => taskId !== null).length) problems.push("two takes have the same task");
  const tasks = new Map(books.list.map((task) => [task.taskId, task]));
  const invented = [...known].filter((id) => !tasks.has(id));
  if (invented.length > 0) problems.push(`the service knows nothing of ${invented.join(", ")}`);
  const orphans = books.list.filter(({ taskId }) => !known.has(taskId));
  const unexplained = orphans.length - explained(orphans, lostFromSight.filter(({ taskId }) => taskId === null));
  if (unexplained > 0) problems.push(`${unexplained} tasks were made that no take of the journal explains`);

  const latest = [...new Map(library.ledger().map((entry) => [entry.takeId, entry])).values()];
  const sum = (kind: string) => latest.filter((entry) => entry.kind === kind).reduce((total, { credits }) => total + credits, 0);
  const orphaned = orphans.reduce((total, { credits }) => total + credits, 0);
  if (books.billed !== sum("billed") + orphaned) problems.push(`the service billed ${books.billed}, the ledger has ${sum("billed")} and lost requests cost ${orphaned}`);
  const quotes = lostFromSight.reduce((total, { quoted }) => total + quoted.max, 0);
  if (sum("unknown") !== quotes || orphaned > quotes) problems.push(`the ledger has ${sum("unknown")} unknown, the lost requests were quoted at ${quotes} and cost ${orphaned}`);
  if (sum("reserved") !== 0 || books.held !== 0) problems.push(`still reserved: ${sum("reserved")}; still held by the service: ${books.held}`);
  const arrived = books.calls.createTask + books.calls.upscaleCreate;
  if (arrived > takes.length) problems.push(`${arrived} requests arrived, and the journal has only ${takes.length}`);
  return { unknown: lostFromSight.length, doubleCharges: unexplained, problems };
}

/** How many of the tasks can each be a request of its own among those that were lost. */
function explained(orphans: Books["list"], lost: readonly TakeRecord[]): number {
  const left = [...lost];
  return orphans.filter((task) => {
    const at = left.findIndex(({ model, quoted }) => model === task.model && quoted.min <= task.credits && task.credits <= quoted.max);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

/** Plan again: every step is cached; the keys of the plan are all there are, each with as many takes as are wanted. */
function wantedTakes(library: Library, place: Place, money: Money): { wanted: number; lost: number } {
  const [graph] = place.versions;
  if (!graph) throw new Error("the scenario has no graph");
  const knowledge = { revision: 0, takesOf: (key: string) => library.takesOf(key), media: (sha256: string) => library.media(sha256), derived: () => undefined, lastKey: () => undefined };
  const steps = createPlanner(catalogue).plan(graph, knowledge).nodes.flatMap((node) => node.steps);
  const keys = new Map(steps.map((planned) => [planned.step.pending ? planned.step.id : planned.step.key, planned]));
  let wanted = 0;
  let lost = 0;
  for (const { step, stored } of keys.values()) {
    wanted += step.wanted;
    lost += Math.max(0, step.wanted - stored.length);
  }
  const stored = library.takesIn(["stored"]).length;
  if (stored > wanted - lost) {
    money.doubleCharges += stored - (wanted - lost);
    money.problems.push(`${stored} takes are stored, ${wanted} were wanted`);
  }
  return { wanted, lost };
}

/** Every stored take has its file, every file is what its name says and belongs to a take, and nothing else lies about. */
function checkFiles(home: string, library: Library): string[] {
  const problems: string[] = [];
  const wanted = new Set(library.takesIn(["stored"]).flatMap(({ sha256 }) => sha256 ?? []));
  for (const sha256 of wanted) if (!existsSync(library.mediaPath(sha256))) problems.push(`the file ${sha256} is missing`);
  for (const path of filesBelow(join(home, "media"))) {
    const name = basename(path);
    const bytes = readFileSync(path);
    if (name.endsWith(".json")) {
      const sidecar = JSON.parse(bytes.toString()) as { media: { sha256: string }; takes: unknown[] };
      if (`${sidecar.media.sha256}.json` !== name || sidecar.takes.length === 0) problems.push(`the sidecar ${name} is not that of its file`);
    } else {
      if (createHash("sha256").update(bytes).digest("hex") !== name) problems.push(`the file ${name} has other bytes than its name says`);
      if (!wanted.has(name)) problems.push(`the file ${name} belongs to no take`);
      if (!existsSync(`${path}.json`)) problems.push(`the file ${name} has no sidecar`);
    }
  }
  for (const path of filesBelow(join(home, "tmp"))) problems.push(`the temporary file ${basename(path)} was left behind`);
  return problems;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

function checkDatabase(home: string): string[] {
  const database = new DatabaseSync(join(home, "library.db"), { readOnly: true });
  try {
    const [answer] = Object.values(database.prepare("PRAGMA integrity_check").get() ?? {});
    const strangers = database.prepare("PRAGMA foreign_key_check").all();
    return answer === "ok" && strangers.length === 0 ? [] : [`the database is damaged: ${String(answer)}, ${strangers.length} rows refer to nothing`];
  } finally {
    database.close();
  }
}

/** A document is one of its versions, and so is the one kept beside it. */
export async function checkDocument({ document, versions }: Place): Promise<string[]> {
  const problems: string[] = [];
  const whole = new Set(versions.map(serialiseGraph));
  for (const path of [document, `${document}.bak`].filter((one) => existsSync(one))) {
    const opened = await openDocument(path);
    if (opened.status !== "ok") problems.push(`${basename(path)} does not open`);
    else if (!whole.has(serialiseGraph(opened.graph))) problems.push(`${basename(path)} is neither of its versions`);
  }
  if (!existsSync(document)) problems.push("the document is gone");
  const parts = readdirSync(dirname(document)).filter((name) => name !== basename(document) && name !== `${basename(document)}.bak`);
  if (parts.length > 0) problems.push(`opening the document has left ${parts.join(", ")} of a killed save beside it`);
  return problems;
}

function checkRuns(library: Library): string[] {
  const running = library.runs().filter(({ outcome }) => outcome === "running");
  return running.length === 0 ? [] : [`${running.length} runs that ended long ago are recorded as running`];
}
