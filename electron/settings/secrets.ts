import { secretNameSchema, type SecretKeep, type SecretName, type SecretPlace, type SecretStatus } from "../../shared/contract/api/secrets.ts";

export type { SecretName } from "../../shared/contract/api/secrets.ts";

const SECRET_NAMES = secretNameSchema.options;

/** The secrets of this installation. The environment wins, then what was put here. */
export interface SecretStore {
  /** Null when there is none. */
  get(name: SecretName): Promise<string | null>;
  /** Null forgets it, wherever it was kept. Resolves when it is on disk. Rejects with `SecretError`; nothing has changed then. */
  put(name: SecretName, value: string | null, keep: SecretKeep): Promise<void>;
  /** What may be told to the page: no values. */
  status(): SecretStatus;
  /** Called after each change; returns the way to stop. */
  onChange(listener: (name: SecretName) => void): () => void;
}

/** Where saved secrets lie. Implementations encrypt; the store above knows no files. */
export interface SecretVault {
  readonly protection: "os" | "none";
  /** What is saved. Names that cannot be read now are kept as they are. */
  load(): Promise<{ values: Partial<Record<SecretName, string>>; unreadable: readonly SecretName[] }>;
  /** Null deletes it. Resolves when it is on disk. */
  write(name: SecretName, value: string | null): Promise<void>;
}

/** `environment`: it is set where the program was started, and that wins · `cannotSave`: nothing is saved here · `empty`. No message holds a secret. */
export class SecretError extends Error {
  override readonly name = "SecretError";
  readonly code: "environment" | "cannotSave" | "empty";
  constructor(code: SecretError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The environment variable of each. */
export const SECRET_VARIABLES: Readonly<Record<SecretName, string>> = { seegenKey: "SEEGEN_API_KEY", bucketSecret: "SHOTGRAPH_S3_SECRET_ACCESS_KEY" };

interface Held {
  value: string;
  keep: SecretKeep;
}

/**
 * The secrets of the environment and, where there is a vault, those that it keeps. Without one (`null`) secrets last as long as this process. Rejects when the vault does.
 */
export async function openSecretStore({ env, vault }: { env: NodeJS.ProcessEnv; vault: SecretVault | null }): Promise<SecretStore> {
  const given = new Map(SECRET_NAMES.flatMap((name) => pairOf(name, env[SECRET_VARIABLES[name]]?.trim())));
  const { values, unreadable } = vault ? await vault.load() : { values: {}, unreadable: [] };
  const held = new Map<SecretName, Held>(SECRET_NAMES.flatMap((name) => pairOf(name, values[name])).map(([name, value]) => [name, { value, keep: "saved" }]));
  const locked = new Set(unreadable);
  const listeners = new Set<(name: SecretName) => void>();
  let last: Promise<void> = Promise.resolve();

  async function change(name: SecretName, value: string | null, keep: SecretKeep): Promise<void> {
    // A secret for the session replaces a saved one: nobody expects the old one back.
    const isSaved = held.get(name)?.keep === "saved" || locked.has(name);
    if (vault && (isSaved || (value !== null && keep === "saved"))) await vault.write(name, keep === "saved" ? value : null);
    locked.delete(name);
    if (value === null) held.delete(name);
    else held.set(name, { value, keep });
    for (const listener of listeners) listener(name);
  }

  return {
    get: (name) => Promise.resolve(given.get(name) ?? held.get(name)?.value ?? null),
    async put(name, value, keep) {
      const trimmed = value === null ? null : value.trim();
      if (given.has(name)) throw new SecretError("environment", `${SECRET_VARIABLES[name]} is set where Shotgraph was started, and that one is used. Take it away there, then start again.`);
      if (trimmed === "") throw new SecretError("empty", "There is nothing to keep: it is empty.");
      if (trimmed !== null && keep === "saved" && !vault) throw new SecretError("cannotSave", `Nothing is saved here: it can be kept until Shotgraph ends, or be set as ${SECRET_VARIABLES[name]}.`);
      // One after another, so that the last one wins on disk, too.
      const done = last.then(() => change(name, trimmed, keep));
      last = done.catch(() => undefined);
      await done;
    },
    status() {
      const place = (name: SecretName): SecretPlace => (given.has(name) ? "environment" : (held.get(name)?.keep ?? (locked.has(name) ? "unreadable" : "absent")));
      return { protection: vault?.protection ?? "memory", names: { seegenKey: place("seegenKey"), bucketSecret: place("bucketSecret") } };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function pairOf(name: SecretName, value: string | undefined): [SecretName, string][] {
  return value ? [[name, value]] : [];
}
