import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { reliabilityPage } from "./report.ts";
import { runScenario, type ScenarioResult } from "./scenario.ts";
import { Random } from "./random.ts";

/**
 * `npm run test:crash -- [--kills N] [--seed S] [--steps N] [--write]`: scenarios with the seeds S, S + 1, … until N processes were killed.
 * A scenario that fails is replayed alone by `--seed` with its number and `--kills 1`. `--write` writes docs/reliability.md.
 */
const { values } = parseArgs({
  options: { kills: { type: "string", default: "300" }, seed: { type: "string" }, steps: { type: "string", default: "60" }, write: { type: "boolean", default: false } },
});
const wantedKills = whole("kills", values.kills);
const mostSteps = whole("steps", values.steps);
const firstSeed = values.seed === undefined ? Date.now() % 1_000_000 : whole("seed", values.seed);

const started = performance.now();
const results: ScenarioResult[] = [];
const kills = () => results.reduce((sum, result) => sum + [...result.kills.values()].reduce((all, count) => all + count, 0), 0);
let next = firstSeed;
// Much of a scenario is waiting for the service, so two run at once; a replay runs alone.
await Promise.all(Array.from({ length: wantedKills > 1 ? 2 : 1 }, worker));
results.sort((a, b) => a.seed - b.seed);

async function worker(): Promise<void> {
  while (kills() < wantedKills) await scenario(next++);
}

async function scenario(seed: number): Promise<void> {
  const random = new Random(seed * 7919);
  const result = await runScenario({ seed, kills: random.between(4, 12), steps: random.between(Math.min(6, mostSteps), mostSteps) });
  results.push(result);
  process.stdout.write(`seed ${seed}: ${result.wanted} takes wanted, ${result.starts} starts, ${kills()} kills so far, ${result.tasks} tasks, ${result.unknown} unknown  ${result.problems.length === 0 ? "ok" : "FAILED"}\n`);
  for (const problem of result.problems) process.stdout.write(`  ${problem}\n`);
  if (result.problems.length > 0) process.stdout.write(`  replay: npm run test:crash -- --seed ${seed} --kills 1 --steps ${mostSteps}\n`);
}

const total = (figure: (result: ScenarioResult) => number) => results.reduce((sum, result) => sum + figure(result), 0);
const failed = results.filter(({ problems }) => problems.length > 0);
process.stdout.write(
  `${kills()} kills in ${results.length} scenarios (seeds ${firstSeed}–${firstSeed + results.length - 1}), ${Math.round((performance.now() - started) / 1000)} s: ` +
    `${total(({ doubleCharges }) => doubleCharges)} double charges, ${total(({ lostTakes }) => lostTakes)} lost takes, ${total(({ damagedFiles }) => damagedFiles)} damaged files, ${failed.length} scenarios failed\n`,
);
if (values.write) {
  const command = `npm run test:crash -- --kills ${wantedKills} --seed ${firstSeed} --steps ${mostSteps}`;
  writeFileSync("docs/reliability.md", reliabilityPage(results, { command, at: new Date(), seconds: (performance.now() - started) / 1000, node: process.version, cores: cpus().length }));
}
process.exitCode = failed.length === 0 ? 0 : 1;

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`--${name} takes a whole number from 1, not ${JSON.stringify(text)}`);
  return number;
}
