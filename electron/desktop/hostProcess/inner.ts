import { os, type RouterClient } from "@orpc/server";
import { z } from "zod";
import { sha256Schema } from "../../../shared/graph/media.ts";
import type { EditorHost } from "../../host/editor/index.ts";
import type { SecretVault } from "../../settings/secrets.ts";

/** An answer of the host's media function, whole: only of what is small. */
export interface SmallAnswer {
  status: number;
  headers: readonly (readonly [string, string])[];
  body: Blob | null;
}

const askedSchema = z.object({
  url: z.string().max(4_096),
  method: z.string().max(10),
  headers: z.array(z.tuple([z.string(), z.string()])).max(100),
  body: z.instanceof(Blob).nullable(),
});

/** What main itself asks of the host's process, beside the contract: media. */
export function createInnerRouter(host: EditorHost) {
  return {
    /** Where a file of the library lies, so that main can stream it by itself. */
    mediaFile: os.input(sha256Schema).handler(({ input }) => host.mediaFile(input) ?? null),
    /** Thumbnails and posters: here pictures are decoded, and not in main. */
    media: os.input(askedSchema).handler(async ({ input, signal }): Promise<SmallAnswer> => {
      const { url, method, headers, body } = input;
      const answer = await host.media(new Request(url, { method, headers, ...(body ? { body } : {}), ...(signal ? { signal } : {}) }));
      return { status: answer.status, headers: [...answer.headers], body: answer.body ? await answer.blob() : null };
    }),
  };
}

export type InnerClient = RouterClient<ReturnType<typeof createInnerRouter>>;

const nameSchema = z.enum(["seegenKey", "bucketSecret"]);

/** What the host's process asks of main: only there are secrets kept. */
export function createVaultRouter(vault: SecretVault) {
  return {
    protection: os.handler(() => vault.protection),
    load: os.handler(() => vault.load()),
    write: os.input(z.object({ name: nameSchema, value: z.string().max(4_096).nullable() })).handler(({ input }) => vault.write(input.name, input.value)),
  };
}

export type VaultClient = RouterClient<ReturnType<typeof createVaultRouter>>;

/** The vault of main, as the host's process has it. */
export async function remoteVault(client: VaultClient): Promise<SecretVault> {
  return {
    protection: await client.protection(),
    load: () => client.load(),
    write: (name, value) => client.write({ name, value }),
  };
}
