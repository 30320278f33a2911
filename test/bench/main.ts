import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { downloadMemory } from "./downloadMemory.ts";
import { executorOverhead, warmRun } from "./executorOverhead.ts";
import { makespan, polling } from "./makespan.ts";
import type { Measurement } from "./measurement.ts";
import { planning } from "./planning.ts";
import { sandboxMedia } from "./sandboxMedia.ts";

/**
 * `npm run bench [name…]`: measures, prints a table and writes `bench-results/latest.json`. Figures depend on the machine; the targets are
 * those of the project's plan for 2 cores.
 */
const all: Record<string, () => Promise<Measurement[]>> = { planning, executorOverhead, warmRun, polling, makespan, downloadMemory, sandboxMedia };

const wanted = process.argv.slice(2);
const results: Measurement[] = [];
for (const [name, measure] of Object.entries(all)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const result of await measure()) {
    results.push(result);
    const verdict = result.target === undefined ? "" : result.value <= result.target ? "  ok" : "  above target";
    process.stdout.write(`${result.name.padEnd(66)} ${result.value.toFixed(result.value < 10 ? 3 : 1).padStart(10)} ${result.unit.padEnd(10)} ${result.target === undefined ? "" : `target ${result.target}`}${verdict}\n`);
  }
}
mkdirSync("bench-results", { recursive: true });
const machine = { node: process.version, platform: process.platform, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length };
writeFileSync("bench-results/latest.json", `${JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2)}\n`);
