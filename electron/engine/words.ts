import type { RecordedError } from "../../shared/contract/records.ts";
import type { ServiceError } from "../../shared/seegen/serviceError.ts";

/** A message that becomes part of another sentence: without its full stop. */
export function bare(message: string): string {
  return message.replace(/\.+$/, "");
}

/** Why a request was refused, and what the user can do: it was certainly not charged. */
export function refusal({ status, code, message, required, available }: ServiceError): RecordedError {
  const figures = required === undefined || available === undefined ? "" : ` It needs ${required} credits and ${available} are available: insufficient by ${Math.max(0, required - available)}.`;
  const advice = status === 402 ? `${figures} Top up and run again; nothing that is paid for is repeated.` : status === 401 ? " Check the API key, then run again." : "";
  return { code, message: `${bare(message)}.${advice} Nothing was charged.` };
}

/**
 * Credits are missing and the run waits for them.
 * @param needs credits of the next task, `rest` upper quote of all that is not sent yet
 */
export function shortText({ message }: Pick<ServiceError, "message">, needs: number, rest: number, available: number | null): string {
  const goesOn = "What was sent is followed; the rest is sent by itself after a top-up, and nothing is repeated.";
  if (available === null) return `Paused, credits are missing (${bare(message)}). The next task needs up to ${needs} credits, what is left of this run up to ${rest}. ${goesOn}`;
  const lacking = (credits: number) => `${credits} credits (insufficient by ${credits - available})`;
  if (available >= needs) return `Paused: the service says that credits are missing (${bare(message)}), although ${available} are available and the next task needs ${needs}. It is tried again soon; nothing was charged.`;
  return `Paused, credits are missing: ${available} are available, the next task needs up to ${lacking(needs)}${rest > needs ? `, what is left of this run up to ${lacking(rest)}` : ""}. ${goesOn}`;
}

/** The key is refused and the run waits for one that is not. */
export function refusedKeyText({ message }: Pick<ServiceError, "message">): string {
  return `Paused, the service refuses the API key (${bare(message)}). Nothing new is sent; it goes on by itself when the key is accepted, and nothing is repeated.`;
}

/** A result that is paid for cannot be kept, and the run waits until it can. */
export function noRoomText({ message }: Pick<ServiceError, "message">): string {
  return `Paused, a result cannot be kept: ${bare(message)}. Nothing new is sent; it goes on by itself when that is mended, and nothing is lost or repeated.`;
}

/** The network is away and the run waits for it. */
export function offlineText({ message }: Pick<ServiceError, "message">): string {
  return `Paused, the service cannot be reached (${bare(message)}). Tasks go on there; this goes on by itself when the network is back, and nothing is repeated.`;
}

/** How to decide about a lost request, in the editor and on the command line. */
const DECIDE = 'Decide about it in the editor beside the quote, or with "shotgraph unknown list" or --on-unknown retry.';

/** The answer to a paid request was lost. */
export function doubt({ code, message }: RecordedError): RecordedError {
  return { code, message: `${bare(message)}. It may have been charged, so it is not sent again by itself. ${DECIDE}` };
}
