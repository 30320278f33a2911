import type { z } from "zod";
import type { BucketChange, BucketTest, HostingView, keepBucketInput, Leaving, testBucketInput } from "../../../shared/contract/api/hosting.ts";
import { bucketProblems } from "../../../shared/contract/bucket.ts";
import type { Plan } from "../../../shared/plan/types.ts";
import { testBucket } from "../../hosting/index.ts";
import { parseBaseUrl } from "../../seegen/index.ts";
import { SecretError } from "../../settings/secrets.ts";
import { leavingFrom } from "../leaving.ts";
import { createChannel } from "./channel.ts";
import type { RunDesk } from "./runDesk.ts";
import type { SettingsFile } from "./settingsFile.ts";
import type { Station } from "./station.ts";

export interface HostingDesk {
  watch(signal: AbortSignal | undefined): AsyncGenerator<HostingView, void>;
  test(input: z.infer<typeof testBucketInput>, signal?: AbortSignal): Promise<BucketTest>;
  keep(input: z.infer<typeof keepBucketInput>): Promise<BucketChange>;
  forget(): Promise<BucketChange>;
  leaving(plan: Plan): readonly Leaving[];
  close(): void;
}

/** Where local files go, as the settings page sees and changes it. The secret comes in here and never goes out again. */
export function createHostingDesk(station: Station, settings: SettingsFile, runs: Pick<RunDesk, "whileIdle">): HostingDesk {
  const { secrets } = station;
  const channel = createChannel<HostingView>();
  const localService = parseBaseUrl(station.baseUrl).loopback;
  const stop = secrets.onChange((name) => {
    if (name === "bucketSecret") channel.send(view());
  });

  function view(): HostingView {
    const { bucket, from } = station.bucket;
    const secret = secrets.status().names.bucketSecret;
    const [problem] = bucket ? bucketProblems(bucket, { localService }) : [];
    const missing = bucket && (secret === "absent" || secret === "unreadable") ? "The secret of the bucket's key is missing. Enter it again." : null;
    return { bucket, from, secret, problem: problem?.message ?? missing };
  }

  /** False, and nothing is changed, while a run is under way that may be uploading. */
  async function change(act: () => Promise<void>): Promise<BucketChange> {
    try {
      const changed = async (): Promise<void> => {
        await act();
        await station.hostingChanged();
      };
      if (station.realm === "sandbox") await changed();
      else if (!(await runs.whileIdle(changed))) return no("busy", "A run is under way and may be uploading files. Let it finish or cancel it, then change the bucket.");
      return { ok: true };
    } catch (error) {
      if (error instanceof SecretError && error.code !== "empty") return no(error.code, error.message);
      return no("failed", `It could not be kept: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      channel.send(view());
    }
  }

  return {
    watch: (signal) => channel.listen(signal, [view()]),
    async test({ bucket, secret }, signal) {
      return await testBucket({ ...bucket, secret: secret?.trim() ?? (await secrets.get("bucketSecret")) ?? "" }, { localService, signal });
    },
    async keep({ bucket, secret, keep, unprotected }) {
      if (station.bucket.from === "environment") return no("environment", "SHOTGRAPH_S3_BUCKET and its like are set where Shotgraph was started, and those are used. Take them away there, then start again.");
      const problems = bucketProblems(bucket, { localService });
      if (problems.length > 0) return { ok: false, code: "invalid", message: "The settings are not complete.", problems };
      const { protection } = secrets.status();
      if (secret !== undefined && keep === "saved" && protection === "none" && !unprotected) {
        return no("unprotected", "This system has no keychain that Shotgraph can use: what is saved here can be read by any program of this user. Keep the secret until Shotgraph ends instead, or save it all the same.");
      }
      return await change(async () => {
        if (secret !== undefined) await secrets.put("bucketSecret", secret, keep);
        await settings.change({ bucket });
      });
    },
    async forget() {
      if (station.bucket.from === "environment") return no("environment", "The bucket is set where Shotgraph was started. Take it away there, then start again.");
      return await change(async () => {
        await settings.change({ bucket: null });
        if (secrets.status().names.bucketSecret !== "environment") await secrets.put("bucketSecret", null, "session");
      });
    },
    leaving(plan) {
      return leavingFrom(plan, station.workspace).map(({ key: _key, url: _url, ...leaving }) => leaving);
    },
    close: stop,
  };
}

function no(code: Extract<BucketChange, { ok: false }>["code"], message: string): BucketChange {
  return { ok: false, code, message, problems: [] };
}
