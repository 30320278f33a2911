import type { SecretVault } from "../../settings/secrets.ts";

/** The vault, with `know` told of every secret that passes: so that none of them can come into the log. */
export function remembering(vault: SecretVault | null, know: (secret: string) => void): SecretVault | null {
  if (!vault) return null;
  return {
    protection: vault.protection,
    async load() {
      const loaded = await vault.load();
      for (const value of Object.values(loaded.values)) know(value);
      return loaded;
    },
    async write(name, value) {
      if (value !== null) know(value);
      await vault.write(name, value);
    },
  };
}
