import { mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { secretNameSchema, type SecretName } from "../../../shared/contract/api/secrets.ts";
import type { SecretVault } from "../../settings/secrets.ts";
import type { ElectronApi } from "../electronApi.ts";

/** Encrypted, as base64. Names that this version does not know are kept. */
const fileSchema = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

export interface VaultParts {
  safeStorage: ElectronApi["safeStorage"];
  platform: NodeJS.Platform;
  /** The data folder; the file lies in it, readable by this user alone. */
  home: string;
  /** Never told a secret. */
  log: (line: string) => void;
}

/**
 * Secrets that the system's keychain encrypts (`safeStorage`). Null where the system cannot encrypt at all: then nothing is saved. On Linux without a keyring Electron
 * encrypts with a password that everybody knows: such a vault says that its `protection` is `none`.
 */
export async function openVault({ safeStorage, platform, home, log }: VaultParts): Promise<SecretVault | null> {
  const isAvailable = await safeStorage.isAsyncEncryptionAvailable().catch((error: unknown) => {
    log(`the keychain cannot be used: ${String(error)}`);
    return false;
  });
  if (!isAvailable) return null;
  const path = join(home, "secrets.json");
  const isProtected = platform !== "linux" || !["basic_text", "unknown"].includes(safeStorage.getSelectedStorageBackend());

  async function encrypted(value: string): Promise<string> {
    return (await safeStorage.encryptStringAsync(value)).toString("base64");
  }

  async function change(name: string, sealed: string | null): Promise<void> {
    const { [name]: _before, ...others } = await readSealed(path, log);
    await mkdir(dirname(path), { recursive: true });
    const secrets = sealed === null ? others : { ...others, [name]: sealed };
    await writeFileAtomic(path, `${JSON.stringify({ version: 1, secrets } satisfies z.infer<typeof fileSchema>, null, 2)}\n`, { encoding: "utf8", mode: 0o600 });
  }

  /** Decrypts; where the keychain's key was changed or became a better one, encrypts anew with it. */
  async function open(name: SecretName, sealed: string): Promise<string> {
    const bytes = Buffer.from(sealed, "base64");
    let { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes);
    if (shouldReEncrypt) {
      ({ result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes));
      // What cannot be written now is still readable as it is, and asked for again at the next start.
      await change(name, await encrypted(result)).catch((error: unknown) => log(`the secret "${name}" could not be encrypted anew: ${String(error)}`));
    }
    return result;
  }

  return {
    protection: isProtected ? "os" : "none",
    async load() {
      const sealed = await readSealed(path, log);
      const values: Partial<Record<SecretName, string>> = {};
      const unreadable: SecretName[] = [];
      for (const name of secretNameSchema.options) {
        const one = sealed[name];
        if (one === undefined) continue;
        try {
          values[name] = await open(name, one);
        } catch (error) {
          // A locked keychain may be open the next time, so what is saved stays.
          log(`the secret "${name}" cannot be read: ${String(error)}`);
          unreadable.push(name);
        }
      }
      return { values, unreadable };
    },
    write: async (name, value) => await change(name, value === null ? null : await encrypted(value)),
  };
}

/** What is saved, still encrypted. A damaged file is set aside; none is nothing. */
async function readSealed(path: string, log: (line: string) => void): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    return fileSchema.parse(JSON.parse(text)).secrets;
  } catch {
    // The parser's message may quote from the file.
    log(`${path} is damaged and was set aside as ${path}.damaged; the keys must be entered again.`);
    await rename(path, `${path}.damaged`);
    return {};
  }
}
