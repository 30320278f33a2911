import { resolve } from "node:path";
import envPaths from "env-paths";

export interface Settings {
  /** Null when the user has given none. */
  apiKey: string | null;
  /** Base URL of the service, with `/api/v1`; null for the service's own. */
  baseUrl: string | null;
  /** The data folder: journal, media, sandbox. */
  home: string;
}

/**
 * Settings of the command line and the web host: `SEEGEN_API_KEY`, `SEEGEN_BASE_URL`, `SHOTGRAPH_HOME`. Empty values count as not set.
 * A relative home is relative to `from`.
 */
export function settingsFromEnvironment(env: NodeJS.ProcessEnv, from: string): Settings {
  const { SEEGEN_API_KEY: apiKey, SEEGEN_BASE_URL: baseUrl, SHOTGRAPH_HOME: home } = env;
  return {
    apiKey: apiKey?.trim() || null,
    baseUrl: baseUrl?.trim() || null,
    home: home?.trim() ? resolve(from, home) : envPaths("shotgraph", { suffix: "" }).data,
  };
}
