import type { ServerResponse } from "node:http";
import type { FaultName } from "./faults.ts";

/** The calls that can go wrong. `download` is the GET of the media. */
export type Endpoint = "createTask" | "queryTask" | "upscaleCreate" | "upscaleQuery" | "assetUpload" | "assetStatus" | "credits" | "download";

export type Json = Record<string, unknown>;

/** What a download answers in place of the file; `missing` is what `Range` asked to skip. */
export type SendMedia = (response: ServerResponse, file: Buffer, origin: string) => void;

/** How a call goes wrong. `effect`: the service did what was asked for (and charged) all the same. */
export type Act =
  | { act: "base"; base: "closed" | "dns" }
  | { act: "reset"; when: "before" | "after" }
  /** `hang`: headers never come. `stall`: half of the body comes and nothing more. */
  | { act: "hang" | "stall" }
  | { act: "answer"; status: number; effect: boolean; body: string; type: string; headers: () => Record<string, string> }
  | { act: "alter"; alter: (answer: Json, origin: string) => Json }
  | { act: "rewrite"; rewrite: (text: string) => string }
  | { act: "media"; send: SendMedia; video: boolean }
  | { act: "clock"; jumpMs: number }
  | { act: "library"; how: "read-only" | "tmp-is-a-file" | "disk-full" };

/** `once`: the first call. `always`: every call until the outcome is seen. `second`: the second call (after a lost createTask). */
export type When = "once" | "always" | "second";

export type Outcome = "accepted" | "retried" | "paused" | "refused" | "failed" | "unknown";

/** What the user sees, and what it cost. */
export interface Observed {
  outcome: Outcome | "hang" | "crash";
  message: string;
  posts: number;
  tasks: number;
  /** Credits that the service took. */
  charged: number;
  /** Sums of the last ledger entries of all takes, in credits. */
  billed: number;
  unknown: number;
  /** Results in the library. */
  stored: number;
  /** The same graph run again when nothing is wrong any more. */
  next: { outcome: string; tasks: number; charged: number };
}

export interface Cell {
  endpoint: Endpoint;
  fault: FaultName;
  act: Act;
  when: When;
  expected: Expected;
}

interface Expected {
  outcome: Outcome;
  /** Words that the message must contain; empty where nothing is said. */
  says: string;
  /** Paid POSTs that arrived in the first run; `2+` where waiting decides how many. */
  posts: number | "2+";
  /** Credits: taken by the service, and the ledger's billed and unknown. */
  charged: number;
  billed: number;
  unknown: number;
  /** Outcome of the next run, with nothing wrong any more, and all tasks of both runs. */
  next: string;
  tasks: number;
}

/** A line of the table, written by hand: the fault, when it happens, and `Expected` in its order. */
export type Row = readonly [fault: FaultName, when: string, outcome: Outcome, says: string, posts: number | "2+", charged: number, billed: number, unknown: number, next: string, tasks: number];
