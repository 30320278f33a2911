import { z } from "zod";

/** The key of the service, and the secret of the bucket that makes local files reachable. */
export const secretNameSchema = z.enum(["seegenKey", "bucketSecret"]);
export type SecretName = z.infer<typeof secretNameSchema>;

/** `saved` outlives the host; `session` ends with it. */
export const secretKeepSchema = z.enum(["saved", "session"]);
export type SecretKeep = z.infer<typeof secretKeepSchema>;

/** Where a secret comes from now. `unreadable`: one is saved, but this machine does not give it out (a locked or replaced keychain). */
export type SecretPlace = SecretKeep | "environment" | "absent" | "unreadable";

/**
 * What protects a saved secret: `os` the system's keychain; `none` nothing that another program of this user could not undo, so ask first; `memory` nothing is
 * saved here at all (the web host, the command line, a system without encryption).
 */
type SecretProtection = "os" | "none" | "memory";

/** All that the page ever learns: no values. */
export interface SecretStatus {
  protection: SecretProtection;
  names: Readonly<Record<SecretName, SecretPlace>>;
}

const valueSchema = z.string().min(1).max(4096);

export const testKeyInput = z.object({ key: valueSchema });

export const keepSecretInput = z.object({
  name: secretNameSchema,
  value: valueSchema,
  keep: secretKeepSchema,
  /** The user knows that nothing protects what is saved here. */
  unprotected: z.boolean().default(false),
});

export const forgetSecretInput = z.object({ name: secretNameSchema });

/** What the service says about a key. Nothing was kept. */
export type KeyTest =
  | { ok: true; credits: number; available: number }
  /** `malformed`: no key looks like this · `unauthorised`: the service does not take it · `unreachable`: it could not be asked · `refused`: it answered with something else. */
  | { ok: false; code: "malformed" | "unauthorised" | "unreachable" | "refused"; message: string };

export type SecretChange = { ok: true; test: KeyTest | null } | { ok: false; code: Extract<KeyTest, { ok: false }>["code"] | "environment" | "unprotected" | "cannotSave" | "busy" | "failed"; message: string };
