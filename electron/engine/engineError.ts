import type { RecordedError } from "../../shared/contract/records.ts";

/** A step cannot go on; `code` is stable, the message says what happened and what to do. */
export class EngineError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** Any thrown thing as the journal keeps it. */
export function recorded(error: unknown): RecordedError {
  if (error instanceof Error) return { code: "code" in error && typeof error.code === "string" ? error.code : "internal", message: error.message };
  return { code: "internal", message: String(error) };
}
