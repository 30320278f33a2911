import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { asExpected } from "./asExpected.ts";
import { pageOf } from "./page.ts";
import { runAll } from "./runAll.ts";
import { cells } from "./table.ts";

/** `npm run docs:matrix`: runs every cell and writes docs/fault-matrix.md, unless a cell is not as the table says. */
const all = cells();
const seen = await runAll(all);
const odd = all.filter((cell, at) => {
  const observed = seen[at];
  return !observed || !isDeepStrictEqual(asExpected(cell, observed), cell.expected);
});
if (odd.length === 0) {
  await writeFile(fileURLToPath(new URL("../../docs/fault-matrix.md", import.meta.url)), pageOf(all, seen));
  process.stdout.write(`docs/fault-matrix.md: ${all.length} cells\n`);
} else {
  process.stderr.write(`Not written. Not as the table says (on a busy machine, try again):\n${odd.map(({ endpoint, fault, when }) => `${endpoint}: ${fault}, ${when}`).join("\n")}\n`);
  process.exitCode = 1;
}
