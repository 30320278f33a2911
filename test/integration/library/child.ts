// Run by children.ts in a process of its own, which is killed in the middle of what it does.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLibrary } from "../../../electron/library/index.ts";
import { tempFileIn } from "../../../electron/library/tempFiles.ts";
import type { NewTake } from "../../../shared/contract/records.ts";

const [what = "", home = ""] = process.argv.slice(2);
const library = await openLibrary({ home, realm: "sandbox", account: "child", fetchMedia: () => Promise.reject(new Error("no network here")) });
setInterval(() => {}, 1_000);

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const take: NewTake = {
  key: "from-the-child", service: "jobs", model: "sd2", mediaType: "video", runId: "r", graphId: "g", graphName: "G", nodeId: "n", item: 0,
  request: {}, body: {}, quoted: { min: 5, max: 7 },
};

if (what === "intend") {
  const intended = await library.intend(take);
  say({ id: intended.id });
} else if (what === "submit") {
  const intended = await library.intend(take);
  await library.advance(intended.id, { to: "submitted", taskId: "task-of-the-child" });
  say({ id: intended.id });
} else if (what === "lease") {
  const lease = await library.acquireLease("the child's run");
  const path = tempFileIn(join(home, "tmp"));
  writeFileSync(path, "half a download");
  say({ kind: lease.kind, path });
} else if (what === "import") {
  const facts = await library.importFile(process.argv[4] ?? "");
  say({ facts, mostMegabytes: process.resourceUsage().maxRSS / 1024 });
} else if (what === "migrate") {
  say({ takes: library.takesIn(["intended"]).length });
}
