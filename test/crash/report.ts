import { POINTS } from "./points.ts";
import { RANDOM, type ScenarioResult } from "./scenario.ts";

interface Measured {
  command: string;
  at: Date;
  seconds: number;
  node: string;
  cores: number;
}

/** docs/reliability.md, from the results of one run of the suite. */
export function reliabilityPage(results: readonly ScenarioResult[], measured: Measured): string {
  const total = (figure: (result: ScenarioResult) => number) => results.reduce((sum, result) => sum + figure(result), 0);
  const places = [...POINTS, ...RANDOM] as const;
  const killsAt = (place: (typeof places)[number]) => total(({ kills }) => kills.get(place) ?? 0);
  const kills = places.reduce((sum, place) => sum + killsAt(place), 0);
  const rows: [string, number][] = [
    ["scenarios", results.length],
    ["processes started", total(({ starts }) => starts)],
    ["**processes killed**", kills],
    ["takes wanted", total(({ wanted }) => wanted)],
    ["tasks made by the service", total(({ tasks }) => tasks)],
    ["requests whose answer was lost: `unknown`, sent again only when told to", total(({ unknown }) => unknown)],
    ["**double charges**", total(({ doubleCharges }) => doubleCharges)],
    ["**lost takes**", total(({ lostTakes }) => lostTakes)],
    ["**damaged, missing or stray files**", total(({ damagedFiles }) => damagedFiles)],
    ["scenarios with any other difference", results.filter(({ problems }) => problems.length > 0).length],
  ];
  return `# Reliability: what \`kill -9\` leaves behind

Written by \`npm run test:crash -- --write\`; run \`${measured.command}\` to see it again.
${measured.at.toISOString().slice(0, 10)}, Node ${measured.node}, ${measured.cores} cores, ${Math.round(measured.seconds)} s.

A scenario is a graph of up to 60 paid takes (lists, image → video → upscale, several takes, equal requests) run against the sandbox. Its
process is killed with SIGKILL again and again, at a named point of a take's life or at a random time, and started anew until the run is done.
Some of the kills at random times are those of \`shotgraph run\` itself, some those of a process that saves its document without end.

| | |
|---|---:|
${rows.map(([what, count]) => `| ${what} | ${count} |`).join("\n")}

| killed | times |
|---|---:|
${places.map((place) => `| ${place} | ${killsAt(place)} |`).join("\n")}

The points are explained in \`test/crash/points.ts\`.

## What is compared

With W wanted takes, T tasks in the service's books, and U takes that the journal calls \`unknown\` or \`abandoned\`:

- **T = W + the U that arrived.** A task that no take of the journal names must be one of the U, by its model and price. Anything beyond is a double charge.
- **The service's bill = the ledger's \`billed\` + the price of the U that arrived.** The ledger's \`unknown\` is what all U were quoted at, the most that they can have cost.
- While a run is not told to \`--on-unknown retry\`, no lost request is sent again. The suite tells it so once, when everything else is done.
- Every wanted take is stored; its file has the bytes of its name; no file is without a take or a sidecar; nothing is left in \`tmp/\`.
- \`PRAGMA integrity_check\` and \`foreign_key_check\` find nothing; nothing is reserved any more; no ended run is recorded as running.
- The document opens after every kill and is its old or its new version, and so is the \`.bak\` beside it; nothing else of a killed save is left there.
`;
}
