import { arch, cpus, release, totalmem } from "node:os";
import type { EditorSettings, HostInfo } from "../../../shared/contract/api/host.ts";
import type { SecretStatus } from "../../../shared/contract/api/secrets.ts";

export interface DiagnosticParts {
  version: string;
  platform: NodeJS.Platform;
  versions: Readonly<Record<string, string | undefined>>;
  packaged: boolean;
  languages: readonly string[];
  /** Of the host's process. */
  state: string;
  problem: string | null;
  info: HostInfo | null;
  secrets: SecretStatus | null;
  settings: EditorSettings | null;
  logs: readonly string[];
  now: Date;
}

const GIB = 1024 ** 3;

/** What helps to find a fault, as text for a report: no keys, no graphs, no prompts. Home folders are written as `~`. */
export function diagnosticsText(parts: DiagnosticParts, redact: (text: string) => string, homeFolder: string): string {
  const { version, platform, versions, packaged, languages, state, problem, info, secrets, settings, logs, now } = parts;
  const lines = [
    `Shotgraph ${version}${packaged ? "" : " (from its sources)"}, ${now.toISOString()}`,
    `System: ${platform} ${release()}, ${arch()}, ${cpus().length} cores, ${Math.round(totalmem() / GIB)} GiB; languages ${languages.join(", ") || "unknown"}`,
    `Electron ${versions["electron"] ?? "–"}, Chromium ${versions["chrome"] ?? "–"}, Node ${versions["node"] ?? "–"}`,
    `Host: ${state}${problem === null ? "" : ` (${problem})`}`,
    ...(info ? [`Works in: ${info.realm === "sandbox" ? `the sandbox, speed ${info.sandboxSpeed}` : info.baseUrl}; data folder ${info.dataFolder}${info.heldBy ? `; library held by process ${info.heldBy.pid}` : ""}`] : []),
    ...(secrets ? [`Secrets: protection ${secrets.protection}; ${Object.entries(secrets.names).map(([name, place]) => `${name} ${place}`).join(", ")}`] : []),
    ...(settings ? [`Settings: ${JSON.stringify(settings)}`] : []),
    "",
    `Last ${logs.length} lines of the log:`,
    ...logs,
  ];
  const text = redact(lines.join("\n"));
  return homeFolder.length > 1 ? text.replaceAll(homeFolder, "~") : text;
}
