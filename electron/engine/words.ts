import type { RecordedError } from "../../shared/contract/records.ts";
import type { ServiceError } from "../../shared/seegen/serviceError.ts";

/** A message that becomes part of another sentence: without its full stop. */
export function bare(message: string): string {
  return message.replace(/\.+$/, "");
}

/** Why a request was refused, and what the user can do: it was certainly not charged. */
export function refusal({ status, code, message, required, available }: ServiceError): RecordedError {
  const figures = required === undefined || available === undefined ? "" : ` It needs ${required} credits and ${available} are available.`;
  const advice = status === 402 ? `${figures} Top up and run again; nothing that is paid for is repeated.` : status === 401 ? " Check the API key, then run again." : "";
  return { code, message: `${bare(message)}.${advice} Nothing was charged.` };
}

/** The answer to a paid request was lost. */
export function doubt({ code, message }: RecordedError): RecordedError {
  return { code, message: `${bare(message)}. It may have been charged, so it is not sent again by itself: see "shotgraph unknown list", or run with --on-unknown retry.` };
}
