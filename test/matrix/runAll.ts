import PQueue from "p-queue";
import { terminal } from "../../electron/cli/output.ts";
import { imageFile, videoFile } from "../integration/library/samples.ts";
import { runCell } from "./runCell.ts";
import type { Cell, Observed } from "./types.ts";

/** Most of a cell is waiting. */
const AT_ONCE = 24;

/** Runs cells side by side; the answers are in their order. */
export async function runAll(cells: readonly Cell[]): Promise<Observed[]> {
  const samples = { png: await imageFile(), mp4: await videoFile(), unlucky: await imageFile("png", 321) };
  const queue = new PQueue({ concurrency: AT_ONCE });
  const write = terminal.stderr.write.bind(terminal.stderr);
  // What the command line tells about the balance is not this table's business.
  terminal.stderr.write = () => true;
  try {
    return await Promise.all(cells.map((cell) => queue.add(() => runCell(cell, samples))));
  } finally {
    terminal.stderr.write = write;
  }
}
