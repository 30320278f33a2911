import { isDeepStrictEqual } from "node:util";
import PQueue from "p-queue";
import { terminal } from "../../electron/cli/output.ts";
import { imageFile, videoFile } from "../integration/library/samples.ts";
import { asExpected } from "./asExpected.ts";
import { runCell } from "./runCell.ts";
import type { Cell, Observed } from "./types.ts";

/** Most of a cell is waiting. */
const AT_ONCE = 40;

/** Each further try with less beside it. */
const AT_ONCE_AGAIN = [6, 2, 1];

/** Outcome or message differ and the money does not: on a busy machine a short wait looks like a pause. Such a cell is run again, with less beside it. */
function isMerelySlow(cell: Cell | undefined, observed: Observed): cell is Cell {
  if (!cell || observed.outcome === "hang" || observed.outcome === "crash") return false;
  const { expected } = cell;
  const isMoneyRight = observed.charged === expected.charged && observed.billed === expected.billed && observed.unknown === expected.unknown && observed.next.tasks === expected.tasks;
  return isMoneyRight && !isDeepStrictEqual(asExpected(cell, observed), expected);
}

/** Runs cells side by side; the answers are in their order. */
export async function runAll(cells: readonly Cell[]): Promise<Observed[]> {
  const samples = { png: await imageFile(), mp4: await videoFile(), unlucky: await imageFile("png", 321) };
  const queue = new PQueue({ concurrency: AT_ONCE });
  const write = terminal.stderr.write.bind(terminal.stderr);
  // What the command line tells about the balance is not this table's business.
  terminal.stderr.write = () => true;
  try {
    let seen = await Promise.all(cells.map((cell) => queue.add(() => runCell(cell, samples))));
    for (const atOnce of AT_ONCE_AGAIN) {
      queue.concurrency = atOnce;
      seen = await Promise.all(seen.map((observed, at) => queue.add(async () => {
        const cell = cells[at];
        return isMerelySlow(cell, observed) ? runCell(cell, samples) : observed;
      })));
    }
    return seen;
  } finally {
    terminal.stderr.write = write;
  }
}
