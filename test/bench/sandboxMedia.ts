import { startSandbox } from "../../electron/sandbox/index.ts";
import { createSeegenClient } from "../../electron/seegen/index.ts";
import { medianOf, timed, type Measurement } from "./measurement.ts";

/** From asking for a clip that is ready at once to its last byte. */
export async function sandboxMedia(): Promise<Measurement[]> {
  const sandbox = await startSandbox({ speed: Number.POSITIVE_INFINITY });
  const client = createSeegenClient({ baseUrl: sandbox.url, apiKey: "bench" });
  try {
    const times: number[] = [];
    for (let round = 0; round < 4; round++) {
      times.push(
        await timed(async () => {
          const sent = await client.submit("jobs", { model: "sd2", inputs: { prompt: `a lighthouse ${round}`, duration: "5s", resolution: "1280x720" } });
          if (sent.kind !== "accepted") throw new Error(`the sandbox answered ${sent.kind}`);
          const answer = await client.query("jobs", sent.taskId);
          const url = answer.kind === "report" ? answer.report.outputs[0]?.url : undefined;
          if (url === undefined) throw new Error("the sandbox named no output");
          await (await fetch(url)).arrayBuffer();
        }),
      );
    }
    return [{ name: "sandbox: a 5 s 720p clip, made and fetched", value: medianOf(times) / 1000, unit: "s" }];
  } finally {
    await client.close();
    await sandbox.close();
  }
}
