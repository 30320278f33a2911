import { join } from "node:path";
import type { SizeReport, VerifyReport } from "../../shared/contract/care.ts";
import type { TakeRecord } from "../../shared/contract/records.ts";
import { sizeOfLibrary as sizeByRealm } from "../library/care/size.ts";
import { verifyLibrary as verify } from "../library/care/verify.ts";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { createMediaFetcher, DEFAULT_BASE_URL, parseBaseUrl, type SeegenClient } from "../seegen/index.ts";
import type { Settings } from "../settings/environment.ts";
import { clientFor, LOCAL_REALM } from "./workspace.ts";

export { cleanLibrary } from "../library/care/clean.ts";
export { rebuildLibrary } from "../library/care/rebuild.ts";

/** Checks every media file. With a key, or in the sandbox, what is damaged is downloaded again where that still works. Throws `LibraryError`, `BaseUrlError`. */
export async function verifyLibrary(settings: Settings, inSandbox: boolean): Promise<VerifyReport> {
  const base = parseBaseUrl(settings.baseUrl ?? DEFAULT_BASE_URL);
  const local = inSandbox || base.loopback;
  const media = createMediaFetcher({ allowHttpLoopback: local });
  const service: { started?: Promise<{ sandbox: Sandbox | null; client: SeegenClient | null }> } = {};
  const start = async () => {
    // Only when something is to be mended: by then the lease is ours, and only its holder may run the sandbox in this folder.
    const sandbox = inSandbox ? await startSandbox({ speed: Infinity, stateDir: join(settings.home, "sandbox") }) : null;
    return { sandbox, client: clientFor(settings, base.url, sandbox, inSandbox) };
  };
  const urls = async (take: TakeRecord): Promise<readonly string[]> => {
    // The service knows no task of what came in a bundle, or it is somebody else's.
    if (take.origin !== "made") return [];
    const { client } = await (service.started ??= start());
    // Output URLs expire; the task may know a new one.
    const answer = take.taskId === null ? undefined : await client?.query(take.service, take.taskId);
    const fresh = answer?.kind === "report" ? answer.report.outputs.map(({ url }) => url) : [];
    return [...new Set([...fresh.slice(take.output, take.output + 1), ...take.urls.slice(0, 1)])];
  };
  try {
    const mend = inSandbox || settings.apiKey !== null ? { realm: local ? LOCAL_REALM : base.host, urls } : null;
    return await verify({ home: settings.home, fetchMedia: media.fetch, mend });
  } finally {
    const started = await service.started;
    await started?.client?.close();
    await started?.sandbox?.close();
    await media.close();
  }
}

/** What the library holds; `local` takes are those of the sandbox. */
export async function sizeOfLibrary(home: string): Promise<SizeReport> {
  const report = await sizeByRealm({ home });
  return { ...report, realms: report.realms.map((size) => (size.realm === LOCAL_REALM ? { ...size, realm: "sandbox" } : size)) };
}
