import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { pageOf } from "./page.ts";
import { runAll } from "./runAll.ts";
import { cells } from "./table.ts";

/** `npm run docs:matrix`: runs every cell and writes docs/fault-matrix.md. */
const all = cells();
const page = pageOf(all, await runAll(all));
await writeFile(fileURLToPath(new URL("../../docs/fault-matrix.md", import.meta.url)), page);
process.stdout.write(`docs/fault-matrix.md: ${all.length} cells\n`);
