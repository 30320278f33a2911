import type { Job, Size } from "./jobs.ts";
import type { Probe } from "./probe.ts";
import type { MediaFault } from "./scenario.ts";

/** Where the bytes of a source are. */
export type Place =
  | { readonly type: "hosted"; readonly sha256: string }
  | { readonly type: "output"; readonly file: string }
  | { readonly type: "standin"; readonly url: string }
  /** An https host of the outside: by the sandbox's rule it cannot be reached. */
  | { readonly type: "outside"; readonly url: string };

export type Role = "image" | "video" | "audio";

/** A source of a task, with what was measured when the task was created. */
export interface TaskInput {
  readonly role: Role;
  /** Position among the sources of its role, from 0. */
  readonly index: number;
  readonly url: string;
  readonly place: Place;
  readonly probe: Probe | null;
}

/** Faults of the scenario that stick to a task for its whole life. */
export interface TaskFaults {
  readonly media?: MediaFault;
  readonly status?: string;
  readonly numbersAsStrings?: boolean;
  readonly outputs?: number;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The files a finished task offers: all of one size and kind. */
export interface OutputPlan extends Size {
  readonly ending: "png" | "jpeg" | "webp" | "mp4";
  readonly mime: string;
  /** Of a video; null for an image. */
  readonly seconds: number | null;
}

/** One task, of jobs/ or upscale/. Times are epoch ms. */
export interface Task {
  readonly id: string;
  readonly orderId: string;
  readonly account: string;
  readonly job: Job;
  readonly inputs: readonly TaskInput[];
  readonly output: OutputPlan;
  /** Held from creation on, charged or released at the end. */
  readonly credits: number;
  readonly createdAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly failure: Failure | null;
  readonly faults: TaskFaults;
  readonly callBackUrl: string | null;
  /** Whether the credits were charged or released. */
  readonly settled: boolean;
}

export type AssetType = "IMAGE" | "AUDIO" | "VIDEO";

export interface Asset {
  readonly assetId: number;
  readonly volcAssetId: string;
  readonly account: string;
  readonly type: AssetType;
  readonly url: string;
  readonly name: string | null;
  readonly createdAt: number;
  readonly reviewedAt: number;
  readonly failReason: string | null;
  readonly place: Place;
  readonly probe: Probe | null;
}

export interface HostedFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
}

export interface Account {
  readonly id: string;
  readonly credits: number;
  readonly billed: number;
  readonly refunded: number;
}

/** One change of the state: the record replaces the one of the same kind and id. */
export type Change =
  | { readonly kind: "task"; readonly record: Task }
  | { readonly kind: "asset"; readonly record: Asset }
  | { readonly kind: "file"; readonly record: HostedFile }
  | { readonly kind: "account"; readonly record: Account }
  | { readonly kind: "origin"; readonly record: string };
