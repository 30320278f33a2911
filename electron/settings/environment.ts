import { resolve } from "node:path";
import envPaths from "env-paths";
import type { BucketSettings } from "../../shared/contract/api/hosting.ts";

export interface Settings {
  /** Null when the user has given none. */
  apiKey: string | null;
  /** Base URL of the service, with `/api/v1`; null for the service's own. */
  baseUrl: string | null;
  /** The data folder: journal, media, sandbox. */
  home: string;
  /** Where local files are put for the service to fetch; absent or null where there is no such place. */
  bucket?: BucketSettings | null;
  /** Secret of the bucket's key pair. */
  bucketSecret?: string | null;
}

/**
 * Settings of the command line and the web host: `SEEGEN_API_KEY`, `SEEGEN_BASE_URL`, `SHOTGRAPH_HOME`, and those of a bucket, `SHOTGRAPH_S3_*`. Empty values count as not set.
 * A relative home is relative to `from`.
 */
export function settingsFromEnvironment(env: NodeJS.ProcessEnv, from: string): Settings {
  const { SEEGEN_API_KEY: apiKey, SEEGEN_BASE_URL: baseUrl, SHOTGRAPH_HOME: home } = env;
  return {
    apiKey: apiKey?.trim() || null,
    baseUrl: baseUrl?.trim() || null,
    home: home?.trim() ? resolve(from, home) : envPaths("shotgraph", { suffix: "" }).data,
    ...bucketFrom(env),
  };
}

/**
 * `SHOTGRAPH_S3_ENDPOINT`, `_REGION`, `_BUCKET`, `_PREFIX`, `_ACCESS_KEY_ID`, `_SECRET_ACCESS_KEY`, `_PUBLIC_URL`, `_PATH_STYLE`, `_LINK_HOURS`. No bucket when neither endpoint nor bucket is set. Not
 * checked here: what is wrong with them is told where they are needed.
 */
function bucketFrom(env: NodeJS.ProcessEnv): Pick<Settings, "bucket" | "bucketSecret"> {
  const value = (name: string) => env[`SHOTGRAPH_S3_${name}`]?.trim() ?? "";
  const secret = value("SECRET_ACCESS_KEY");
  const kept = secret === "" ? {} : { bucketSecret: secret };
  if (value("ENDPOINT") === "" && value("BUCKET") === "") return kept;
  const hours = Number(value("LINK_HOURS"));
  const bucket: BucketSettings = {
    endpoint: value("ENDPOINT"),
    region: value("REGION") || "auto",
    bucket: value("BUCKET"),
    prefix: value("PREFIX").replace(/^\/+|\/+$/g, ""),
    accessKeyId: value("ACCESS_KEY_ID"),
    publicUrl: value("PUBLIC_URL") || null,
    // Every provider understands it; some understand nothing else.
    pathStyle: !/^(0|no|false|off)$/i.test(value("PATH_STYLE")),
    linkHours: hours >= 1 && hours <= 168 ? hours : 24,
  };
  return { bucket, ...kept };
}
