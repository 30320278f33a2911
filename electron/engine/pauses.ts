import { setTimeout as sleep } from "node:timers/promises";
import type { PauseReason, RunEvent } from "../../shared/contract/runEvents.ts";
import type { CallResult } from "../../shared/seegen/outcomes.ts";
import type { Credits } from "../../shared/seegen/responses.ts";
import type { ServiceError } from "../../shared/seegen/serviceError.ts";
import { noRoomText, offlineText, refusal, refusedKeyText, shortText } from "./words.ts";

/** What of a service error a pause is about. */
type Trouble = Pick<ServiceError, "code" | "message"> & Partial<ServiceError>;

/** Why nothing new is started any more. Takes that are paid for are followed all the same. */
export interface Halt {
  code: "cancelled" | "held" | "insufficient_credits" | "unauthorised" | "library";
  error: { code: string; message: string };
}

interface PausesOptions {
  balance: () => Promise<CallResult<Credits>>;
  /** Whether a run waits for credits, for a key that is accepted, for room on the disk; else it ends. */
  waitFor: { credits: boolean; key: boolean; disk: boolean };
  halt: (why: Halt) => void;
  /** Aborted when the run is halted: nobody waits for credits or a key any more, but for the network while something is paid for. */
  signal: AbortSignal;
  emit: (event: RunEvent) => void;
  now: () => number;
  /** Multiplies every wait. */
  pace: number;
  /** Upper quote of the whole run, to say what it still lacks. */
  quoted: number;
}

interface Pause {
  why: PauseReason;
  trouble: Trouble;
  /** Credits of the cheapest task that waits. */
  needs: number;
  /** The user knows of it. */
  told: string | null;
  /** The waits for a next look. */
  looks: Set<AbortController>;
  /** Told to look while a look was under way, which may have come too early. */
  isUrgent: boolean;
  end: () => void;
  over: Promise<void>;
}

const WAITS: Readonly<Record<PauseReason, { firstMs: number; longestMs: number }>> = {
  offline: { firstMs: 1000, longestMs: 30_000 },
  credits: { firstMs: 5000, longestMs: 60_000 },
  key: { firstMs: 5000, longestMs: 60_000 },
  disk: { firstMs: 5000, longestMs: 60_000 },
};

/**
 * Whether new tasks may be sent now. Missing credits, a refused key and a lost network are pauses: one question for the balance, asked in growing
 * gaps, finds out when they are over, whatever number of takes wait. A refusal costs nothing, so a balance that promises too much is
 * answered by another pause, each longer than the last.
 */
export class Pauses {
  readonly #options: PausesOptions;
  readonly #standing = new Map<PauseReason, Pause>();
  readonly #closing = new AbortController();
  readonly #halted: Promise<void>;
  /** Pauses of a sort since something last went well. */
  readonly #streaks: Record<PauseReason, number> = { offline: 0, credits: 0, key: 0, disk: 0 };
  /** Credits that may still be asked for by the last balance; null as long as the service has not said no. */
  #allowance: number | null = null;
  #sent = 0;
  /** Tasks that were admitted and whose answer is not there yet: the balance may or may not hold their credits. */
  #asking = 0;
  #answered: (() => void)[] = [];

  constructor(options: PausesOptions) {
    this.#options = options;
    this.#halted = new Promise((resolve) => options.signal.addEventListener("abort", () => resolve(), { once: true }));
  }

  /** Take the credits of a task that is about to be sent, until `answered`; false when it has to wait (see `open`). */
  admit(credits: number): boolean {
    if (this.#standing.size > 0) {
      this.#want(credits);
      return false;
    }
    if (this.#allowance !== null && credits > this.#allowance) {
      void this.#pause("credits", { code: "insufficient_credits", message: "the balance does not cover it" }, credits);
      return false;
    }
    if (this.#allowance !== null) this.#allowance -= credits;
    this.#asking += 1;
    return true;
  }

  /** What became of an admitted task is known. */
  answered(): void {
    this.#asking -= 1;
    if (this.#asking > 0) return;
    for (const look of this.#answered.splice(0)) look();
  }

  /** Resolves when no pause stands any more, or the run was halted. */
  async open(): Promise<void> {
    while (this.#standing.size > 0 && !this.#options.signal.aborted) await this.#unlessHalted(Promise.all(Array.from(this.#standing.values(), ({ over }) => over)));
  }

  /** A task of this upper quote was taken, or may have been. */
  sent(credits: number): void {
    this.#sent += credits;
    this.well("credits");
    this.well("key");
    this.well("offline");
  }

  /** The next pause of this sort is the first one again. */
  well(why: PauseReason): void {
    this.#streaks[why] = 0;
  }

  /** The service said that credits are missing. @returns whether it is worth trying again */
  async credits(error: ServiceError, needs: number): Promise<boolean> {
    if (!this.#options.waitFor.credits) return this.#end({ code: "insufficient_credits", error: refusal(error) });
    return this.#through("credits", error, needs);
  }

  /** The service refuses the key. @returns whether it is worth trying again */
  async key(error: ServiceError): Promise<boolean> {
    if (!this.#options.waitFor.key) return this.#end({ code: "unauthorised", error: refusal(error) });
    return this.#through("key", error, Number.POSITIVE_INFINITY);
  }

  /** Nothing left this machine: wait for the network, or for the run to be halted. */
  async unsent(error: Trouble): Promise<void> {
    await this.#unlessHalted(this.offline(error));
  }

  /**
   * Something that is paid for could not be reached. Waits until the service answers again, however the run goes on.
   * @returns whether it was really away, and not only this one answer
   */
  async offline(error: Trouble): Promise<boolean> {
    const pause = this.#pause("offline", error, Number.POSITIVE_INFINITY);
    await pause.over;
    return pause.told !== null;
  }

  /** A result has no room here, and what cannot be kept is not to be paid for. Waits until it is worth another try. @returns whether it is; say `room` then */
  async disk(error: Trouble): Promise<boolean> {
    const { waitFor, halt, signal, pace } = this.#options;
    const { firstMs, longestMs } = WAITS.disk;
    if (!waitFor.disk) halt({ code: "library", error });
    if (signal.aborted) return false;
    const pause = this.#standing.get("disk") ?? this.#full(error);
    const wait = Math.min(longestMs, firstMs * 1.5 ** this.#streaks.disk);
    this.#streaks.disk += 1;
    await this.#nextLook(pause, wait * pace, signal);
    return !signal.aborted;
  }

  /** What was to be kept has been kept, or has no need of room any more. */
  room(): void {
    this.#streaks.disk = 0;
    const pause = this.#standing.get("disk");
    if (!pause) return;
    this.#standing.delete("disk");
    this.#options.emit({ type: "resumed", at: this.#options.now(), why: "disk" });
    pause.end();
  }

  /** Look now whether it can go on: a top-up, a new key, a network that is back. */
  resume(): void {
    for (const pause of this.#standing.values()) {
      pause.isUrgent = pause.looks.size === 0;
      for (const looking of pause.looks) looking.abort();
    }
  }

  /** The run has ended: nothing waits any more. */
  close(): void {
    this.#closing.abort();
  }

  #end(why: Halt): false {
    this.#options.halt(why);
    return false;
  }

  async #through(why: "credits" | "key", error: ServiceError, needs: number): Promise<boolean> {
    const pause = this.#pause(why, error, needs);
    this.#tell(pause, null);
    await this.#unlessHalted(pause.over);
    return !this.#options.signal.aborted;
  }

  #want(credits: number): void {
    const pause = this.#standing.get("credits");
    if (pause) pause.needs = Math.min(pause.needs, credits);
  }

  #pause(why: PauseReason, trouble: Trouble, needs: number): Pause {
    const standing = this.#standing.get(why);
    if (standing) {
      standing.needs = Math.min(standing.needs, needs);
      return standing;
    }
    const pause: Pause = { why, trouble, needs, told: null, looks: new Set(), isUrgent: false, end: () => undefined, over: Promise.resolve() };
    this.#standing.set(why, pause);
    pause.over = this.#watch(pause);
    return pause;
  }

  /** The only pause that no question to the service ends: whoever waits for room finds out by trying. */
  #full(trouble: Trouble): Pause {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    const pause: Pause = { why: "disk", trouble, needs: Number.POSITIVE_INFINITY, told: null, looks: new Set(), isUrgent: false, end, over };
    this.#standing.set("disk", pause);
    this.#tell(pause, null);
    return pause;
  }

  async #watch(pause: Pause): Promise<void> {
    const { why } = pause;
    const { firstMs, longestMs } = WAITS[why];
    const refused = pause.trouble.status === 402;
    let wait = Math.min(longestMs, firstMs * 2 ** this.#streaks[why]);
    this.#streaks[why] += 1;
    // The first look at the balance is for the figures; where the service has just said no, a balance that says yes has to wait.
    if (why === "credits") await this.#look(pause, !refused);
    const signal = why === "offline" ? this.#closing.signal : AbortSignal.any([this.#options.signal, this.#closing.signal]);
    while (this.#standing.get(why) === pause && !signal.aborted) {
      await this.#nextLook(pause, wait * (0.9 + 0.2 * Math.random()) * this.#options.pace, signal);
      if (!signal.aborted) await this.#look(pause, true);
      wait = Math.min(longestMs, wait * 1.5);
    }
    if (this.#standing.get(why) === pause) this.#standing.delete(why);
  }

  async #nextLook(pause: Pause, milliseconds: number, signal: AbortSignal): Promise<void> {
    const isUrgent = pause.isUrgent;
    pause.isUrgent = false;
    if (isUrgent) return;
    const looking = new AbortController();
    pause.looks.add(looking);
    await sleep(milliseconds, undefined, { signal: AbortSignal.any([signal, looking.signal]) }).catch((error: unknown) => {
      if (!signal.aborted && !looking.signal.aborted) throw error;
    });
    pause.looks.delete(looking);
  }

  /** Ask for the balance; where it shows that the pause is over, end it, else say what is still missing. */
  async #look(pause: Pause, mayEnd: boolean): Promise<void> {
    // Nothing is admitted while a pause stands, so this ends when the answers are there.
    if (pause.why === "credits" && this.#asking > 0) await new Promise<void>((resolve) => this.#answered.push(resolve));
    const answer = await this.#options.balance();
    const available = answer.kind === "ok" ? answer.value.availableCredits : null;
    if (mayEnd && isOver(pause, answer)) {
      if (pause.why === "credits") this.#allowance = available;
      this.#standing.delete(pause.why);
      if (pause.told !== null) this.#options.emit({ type: "resumed", at: this.#options.now(), why: pause.why });
      return;
    }
    this.#tell(pause, available);
  }

  #tell(pause: Pause, available: number | null): void {
    if (this.#options.signal.aborted && pause.why !== "offline") return;
    const { message, missing } = this.#words(pause, available);
    if (pause.told === message || (pause.told !== null && pause.why === "credits" && available === null)) return;
    pause.told = message;
    this.#options.emit({ type: "paused", at: this.#options.now(), why: pause.why, message, missing });
  }

  #words({ why, trouble, needs }: Pause, available: number | null): { message: string; missing: number | null } {
    if (why === "offline") return { message: offlineText(trouble), missing: null };
    if (why === "key") return { message: refusedKeyText(trouble), missing: null };
    if (why === "disk") return { message: noRoomText(trouble), missing: null };
    const known = available ?? trouble.available ?? null;
    const rest = Math.max(needs, this.#options.quoted - this.#sent);
    return { message: shortText(trouble, needs, rest, known), missing: known === null ? null : Math.max(0, rest - known) };
  }

  /** Halting a run ends the waiting of what was not sent yet. */
  async #unlessHalted(promise: Promise<unknown>): Promise<void> {
    if (!this.#options.signal.aborted) await Promise.race([promise, this.#halted]);
  }
}

function isOver({ why, needs }: Pause, answer: CallResult<Credits>): boolean {
  // A 5xx is an answer: it is not the network that is away.
  if (why === "offline") return answer.kind !== "unreachable" || answer.error.status !== null;
  if (answer.kind === "unreachable") return false;
  const isRefused = answer.kind === "refused" && (answer.error.status === 401 || answer.error.status === 403);
  if (why === "key") return !isRefused;
  // Where the balance cannot be read only another try tells; a refused one costs nothing.
  return answer.kind === "ok" ? answer.value.availableCredits >= needs : !isRefused;
}
