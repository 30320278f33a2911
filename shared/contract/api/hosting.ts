import { z } from "zod";
import { mediaSourceSchema, type MediaType } from "../../graph/media.ts";
import { secretKeepSchema, type SecretPlace } from "./secrets.ts";

/** Where local files are put so that the service can fetch them. The secret of the key pair is kept elsewhere. */
export const bucketSettingsSchema = z.object({
  /** Of the S3 API, without the bucket: `https://<account>.r2.cloudflarestorage.com`. */
  endpoint: z.string().max(500),
  region: z.string().max(100),
  bucket: z.string().max(255),
  /** Folder in the bucket, without slashes at its ends; empty for the bucket itself. */
  prefix: z.string().max(500).default(""),
  accessKeyId: z.string().max(500),
  /** Base URL under which the objects are public; null for pre-signed links. */
  publicUrl: z.string().max(500).nullable().default(null),
  /** The bucket's name in the path instead of in the host's name. */
  pathStyle: z.boolean().default(true),
  /** How long a pre-signed link works. At most a week, which is the most that the signature allows. */
  linkHours: z.number().min(1).max(168).default(24),
});
export type BucketSettings = z.infer<typeof bucketSettingsSchema>;
export type BucketField = keyof BucketSettings | "secret";

/** What is wrong with a setting, and how to mend it. */
export interface BucketProblem {
  field: BucketField;
  message: string;
}

/** Where local files would go now. */
export interface HostingView {
  bucket: BucketSettings | null;
  /** Who says so: the environment, which cannot be changed here, or the settings. */
  from: "environment" | "settings" | null;
  secret: SecretPlace;
  /** What keeps files from being hosted with these settings; null when nothing does. */
  problem: string | null;
}

const secretSchema = z.string().min(1).max(4096);

/** `secret` absent: the one that is kept. */
export const testBucketInput = z.object({ bucket: bucketSettingsSchema, secret: secretSchema.optional() });
export const keepBucketInput = z.object({ bucket: bucketSettingsSchema, secret: secretSchema.optional(), keep: secretKeepSchema, unprotected: z.boolean().default(false) });

/** Upload, fetch as the service does, delete: each done, failed (the message says why and how to mend it), or not tried since an earlier one failed. */
export interface BucketStep {
  step: "upload" | "fetch" | "delete";
  state: "done" | "failed" | "skipped";
  message: string;
}

export interface BucketTest {
  ok: boolean;
  steps: readonly BucketStep[];
  /** What is wrong before anything is sent. */
  problems: readonly BucketProblem[];
}

export type BucketChange = { ok: true } | { ok: false; code: "invalid" | "environment" | "unprotected" | "cannotSave" | "busy" | "failed"; message: string; problems: readonly BucketProblem[] };

export const leavingInput = z.object({ session: z.string().min(1).max(64), only: z.array(z.string()).max(50_000).optional() });

export const pastedInput = z.object({ session: z.string().min(1).max(64), sources: z.array(mediaSourceSchema).max(50_000),
  /** The graph from which this page copied them: what is agreed to there is its user's own. Absent for text from elsewhere. */
  from: z.string().max(200).optional(),
});

/** One thing that a run hands out. `host`: whose hands. */
export interface Leaving {
  /** `file` a local file · `made` what this machine makes of one · `take` an earlier result, uploaded when its link has expired · `url` an address that the service fetches · `asset` a reviewed object of the account. */
  what: "file" | "made" | "take" | "url" | "asset";
  /** File name, URL without its query, or the asset's uri. */
  name: string;
  type: MediaType;
  /** The nodes that it comes from. */
  nodes: readonly string[];
  /** Of what is shown as its picture: the file itself, or what it is made of. */
  sha256: string | null;
  bytes: number | null;
  /** The bucket's host, the host of the URL, or `sandbox` (this machine). */
  to: string;
  /** It is also registered with the service for review. */
  registers: boolean;
  /** Whether it is where it goes already is only known when the run looks. */
  alreadyThere: null;
}

/** What a run asks about once: somebody else's graph wants this. */
export interface ConsentAsk {
  /** Names it when it is agreed to. */
  key: string;
  what: "upload" | "host";
  /** File name, or the host. */
  name: string;
  /** Of a file. */
  type: MediaType | null;
  nodes: readonly string[];
  sha256: string | null;
  bytes: number | null;
  /** For an upload the host of the bucket; for a host the URLs without their queries. */
  to: string;
  urls: readonly string[];
}
