import type { z } from "zod";
import type { forgetSecretInput, keepSecretInput, KeyTest, SecretChange, SecretStatus } from "../../../shared/contract/api/secrets.ts";
import { ApiKeyError, checkedApiKey, redacting } from "../../seegen/apiKey.ts";
import { createSeegenClient } from "../../seegen/index.ts";
import { SecretError } from "../../settings/secrets.ts";
import { createChannel } from "./channel.ts";
import type { RunDesk } from "./runDesk.ts";
import type { Station } from "./station.ts";

/** Somebody waits for the answer with a form open. */
const PATIENCE_MS = 20_000;

export interface SecretsDesk {
  watch(signal: AbortSignal | undefined): AsyncGenerator<SecretStatus, void>;
  /** Asks the service for the balance of this key; nothing is kept and nothing is spent. */
  test(key: string, signal?: AbortSignal): Promise<KeyTest>;
  /** A key is tested first, and only kept when the service takes it. */
  keep(input: z.infer<typeof keepSecretInput>): Promise<SecretChange>;
  forget(input: z.infer<typeof forgetSecretInput>): Promise<SecretChange>;
  close(): void;
}

/** Keys come in here, and never go out again. No message holds one. */
export function createSecretsDesk(station: Station, runs: Pick<RunDesk, "whileIdle" | "waitsForKey">): SecretsDesk {
  const { secrets } = station;
  const channel = createChannel<SecretStatus>();
  const stop = secrets.onChange(() => channel.send(secrets.status()));

  async function put(input: { name: "seegenKey" | "bucketSecret"; value: string | null; keep: "saved" | "session" }): Promise<SecretChange | null> {
    const { name, value, keep } = input;
    try {
      if (name !== "seegenKey") await secrets.put(name, value, keep);
      else return await putKey(value, keep);
      return null;
    } catch (error) {
      if (error instanceof SecretError && error.code !== "empty") return { ok: false, code: error.code, message: error.message };
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, code: "failed", message: value === null ? `It could not be forgotten: ${why}` : `It could not be kept: ${redacting(value)(why)}` };
    }
  }

  async function putKey(value: string | null, keep: "saved" | "session"): Promise<SecretChange | null> {
    const failed: string[] = [];
    const change = async (goesOn: boolean): Promise<void> => {
      await secrets.put("seegenKey", value, keep);
      await station.keyChanged({ goesOn }).catch((error: unknown) => failed.push(error instanceof Error ? error.message : String(error)));
    };
    // The sandbox has a key of its own, so a run there is not concerned.
    const goesOn = station.realm === "sandbox" || (value !== null && runs.waitsForKey);
    if (goesOn) await change(true);
    else if (!(await runs.whileIdle(() => change(false)))) {
      return { ok: false, code: "busy", message: "A run is under way with the key that is there. Let it finish or cancel it, then change the key." };
    }
    // Without an answer the account says so itself.
    station.account.refresh().catch(() => undefined);
    return failed.length === 0 ? null : { ok: false, code: "failed", message: `The change of the key is kept, but the library could not be opened with it: ${failed.join(" ")} Start Shotgraph again.` };
  }

  return {
    watch: (signal) => channel.listen(signal, [secrets.status()]),
    test: (key, signal) => testKey(station.baseUrl, key, signal),
    async keep({ name, value, keep, unprotected }) {
      const { protection, names } = secrets.status();
      if (keep === "saved" && protection === "none" && !unprotected && names[name] !== "environment") {
        return { ok: false, code: "unprotected", message: "This system has no keychain that Shotgraph can use: what is saved here can be read by any program of this user. Keep it until Shotgraph ends instead, or save it all the same." };
      }
      const test = name === "seegenKey" ? await testKey(station.baseUrl, value) : null;
      if (test?.ok === false) return test;
      return (await put({ name, value, keep })) ?? { ok: true, test };
    },
    forget: async ({ name }) => (await put({ name, value: null, keep: "session" })) ?? { ok: true, test: null },
    close: stop,
  };
}

async function testKey(baseUrl: string, text: string, signal?: AbortSignal): Promise<KeyTest> {
  let key: string;
  try {
    key = checkedApiKey(text);
  } catch (error) {
    if (!(error instanceof ApiKeyError)) throw error;
    return { ok: false, code: "malformed", message: error.message };
  }
  const client = createSeegenClient({ baseUrl, apiKey: key });
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const answer = await client.credits(signal ? AbortSignal.any([signal, patience]) : patience);
    if (answer.kind === "ok") return { ok: true, credits: answer.value.credits, available: answer.value.availableCredits };
    const { status, message } = answer.error;
    const why = message.replace(/\.+$/, "");
    if (status === 401 || status === 403) return { ok: false, code: "unauthorised", message: `SeeGen does not take this key: ${why}. Copy it again, or make a new one at https://seegen.ai/account.` };
    if (answer.kind === "unreachable") return { ok: false, code: "unreachable", message: `SeeGen could not be asked whether the key is good (${why}). It is not kept. Try again when the network is back.` };
    return { ok: false, code: "refused", message: `SeeGen answered with something else than a balance: ${why}. The key is not kept; try again later.` };
  } finally {
    await client.close();
  }
}
