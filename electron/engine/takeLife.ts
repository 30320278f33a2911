import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";
import type { NewTake, RecordedError, StagedMedia, TakeChange, TakeRecord } from "../../shared/contract/records.ts";
import { EngineError, recorded } from "./engineError.ts";
import type { Gate, Place } from "./gate.ts";
import { NO_ROOM, OURS, PASSING, USELESS } from "./mediaTroubles.ts";
import type { Halt, Pauses } from "./pauses.ts";
import { nextPoll, TaskDurations } from "./pollSchedule.ts";
import type { EnginePorts } from "./ports.ts";
import { completion, durationOf } from "./taskEnd.ts";
import { bare, doubt, refusal } from "./words.ts";

/** Where a take is, for whoever shows it. */
export type TakePhase = { phase: "waiting" } | { phase: "submitting" } | { phase: "generating"; takeId: number } | { phase: "downloading"; received: number; total: number | null };

/** What became of a POST: its record; a wait; or a pause that tells whether to send it again. */
type Sent = { record: TakeRecord } | { retryAfterMs: number | null } | { refused: TakeRecord; needs: number; paused: () => Promise<boolean> };

interface TakeLifeOptions {
  ports: EnginePorts;
  gate: Gate;
  /** Null while new takes may be started. */
  halted: () => Halt | null;
  /** Aborted when the run is halted, so that nothing waits in vain before it is sent. */
  signal: AbortSignal;
  halt: (why: Halt) => void;
  pauses: Pauses;
  notice: (code: string, message: string) => void;
  /** Multiplies every wait. */
  pace: number;
}

const DOCUMENTED: ReadonlySet<string> = new Set(["pending", "processing", "validating", "completed", "failed"]);
const WRITE_TRIES = 8;
const BUSY_LONGEST_MS = 30_000;
/** Ways not to reach the service that are those of a network that is away. */
const OFFLINE: ReadonlySet<string> = new Set(["connection_refused", "dns", "offline"]);
/** A service that has just made a task may not know it everywhere at once: it is asked again, a little later each time. */
const GONE_MS = 500;
/** A completed task without an output may get it a moment later; after so many questions in vain it is taken for lost. */
const EMPTY_QUESTIONS = 5;
const ODD_ANSWERS = 3;
/** Answers in a row that nobody can read: no run waits for the right one for ever. */
const MALFORMED_ANSWERS = 40;
/** A wait that the user should know of. */
const LONG_WAIT_MS = 10_000;
const YOUNG_MS = 10 * 60 * 1000;
const MEDIA_TRIES = 3;
const URL_LIFE_MS = 24 * 60 * 60 * 1000;

/**
 * The life of one take, each state durable before the next thing happens: intended → POST → submitted → polls → completed →
 * download → stored. A POST whose fate is not known is never repeated here.
 */
export class TakeLife {
  readonly #options: TakeLifeOptions;
  readonly #durations = new TaskDurations();
  /** One budget for the questions of all tasks: hundreds of tasks never mean hundreds of open requests. */
  readonly #queries = new PQueue({ concurrency: 16 });
  readonly #downloads = new PQueue({ concurrency: 4 });
  readonly #followed = new Map<number, Promise<TakeRecord>>();

  constructor(options: TakeLifeOptions) {
    this.#options = options;
  }

  /**
   * Ask for a new take and follow it to its end.
   * @returns its last record: stored, completed (paid, media not fetched yet), failed, refused or unknown; null when the run was halted before it was sent
   */
  async make(take: NewTake, show: (phase: TakePhase) => void): Promise<TakeRecord | null> {
    const { gate, pauses, signal, halted } = this.#options;
    let needs = take.quoted.max;
    for (let delay = 500; ; ) {
      const place = await gate.enter();
      if (halted() || !pauses.admit(needs)) {
        place.release();
        if (halted()) return null;
        show({ phase: "waiting" });
        await pauses.open();
        continue;
      }
      show({ phase: "submitting" });
      const sent = await this.#send(take, place)
        .catch((error: unknown) => {
          place.release();
          throw error;
        })
        .finally(() => pauses.answered());
      if ("record" in sent) return this.#followFrom(sent.record, place, show);
      place.release();
      if ("paused" in sent) {
        show({ phase: "waiting" });
        needs = Math.max(needs, sent.needs);
        if (!(await sent.paused())) return sent.refused;
        continue;
      }
      await untilAborted(Math.max(sent.retryAfterMs ?? 0, gate.running > 0 ? 50 : delay) * (0.9 + 0.2 * Math.random()) * this.#options.pace, signal);
      delay = Math.min(BUSY_LONGEST_MS, delay * 2);
    }
  }

  /** Follow a take that was submitted or completed earlier, here or before a restart. It holds no place: it runs at the service anyway. */
  follow(record: TakeRecord, show: (phase: TakePhase) => void, waits = true): Promise<TakeRecord> {
    const following = this.#followed.get(record.id) ?? this.#followFrom(record, null, show, waits);
    this.#followed.set(record.id, following);
    return following;
  }

  /** A task that was lost from sight (forgotten for a while, or not told to another key) and is known again is followed again: it is paid for. */
  async refind(record: TakeRecord): Promise<void> {
    const { library, tasks } = this.#options.ports;
    if (record.state !== "unknown" || record.taskId === null) return;
    const answer = await this.#queries.add(() => tasks.query(record.service, record.taskId ?? ""));
    if (answer.kind === "report") await library.advance(record.id, { to: "submitted", taskId: record.taskId });
  }

  /** Ask once about a take that nobody waits for; if it has ended, keep what it brought. A disk that is full or a network that is away ends the try. */
  async collect(record: TakeRecord): Promise<void> {
    if (record.state === "submitted") {
      const answer = record.taskId === null ? null : await this.#queries.add(() => this.#options.ports.tasks.query(record.service, record.taskId ?? ""));
      if (answer?.kind !== "report" || (answer.report.status !== "completed" && answer.report.status !== "failed")) return;
    }
    await this.follow(record, () => undefined, false);
  }

  async #send(take: NewTake, place: Place): Promise<Sent> {
    const { ports, pauses, notice } = this.#options;
    const intended = await this.#withRoom(() => ports.library.intend(take));
    const outcome = await ports.tasks.submit(take.service, take.body);
    const refuse = (error: RecordedError) => this.#advance(intended.id, { to: "refused", error });
    switch (outcome.kind) {
      case "accepted":
        place.accepted();
        pauses.sent(take.quoted.max);
        return { record: await this.#writeDown(intended.id, outcome.taskId) };
      case "unknown":
        pauses.sent(take.quoted.max);
        return { record: await this.#advance(intended.id, { to: "unknown", error: doubt(outcome.error) }) };
      case "busy":
        place.busy();
        // Beside running tasks it is the ordinary limit; with none there is nothing else to see.
        if (this.#options.gate.running === 0 || (outcome.retryAfterMs ?? 0) > LONG_WAIT_MS) {
          notice("busy", `The service takes no task now (${bare(outcome.error.message)}). Nothing was charged; trying again${outcome.retryAfterMs === null ? "" : ` in ${Math.ceil(outcome.retryAfterMs / 1000)} s`}.`);
        }
        await refuse(recordOf(outcome.error));
        return { retryAfterMs: outcome.retryAfterMs };
      case "notSent": {
        const refused = await refuse(recordOf(outcome.error));
        notice("offline", `The service cannot be reached (${bare(outcome.error.message)}). Nothing was sent; trying again.`);
        return { refused, needs: 0, paused: () => pauses.unsent(outcome.error).then(() => true) };
      }
      case "refused": {
        const { error } = outcome;
        const refused = await refuse(refusal(error));
        if (error.status === 402) return { refused, needs: error.required ?? 0, paused: () => pauses.credits(error, Math.max(take.quoted.max, error.required ?? 0)) };
        if (error.status === 401) return { refused, needs: 0, paused: () => pauses.key(error) };
        return { record: refused };
      }
      default:
        return outcome satisfies never;
    }
  }

  /** Into the journal, where it waits for room like the media do. */
  #advance(takeId: number, change: TakeChange): Promise<TakeRecord> {
    return this.#withRoom(() => this.#options.ports.library.advance(takeId, change));
  }

  /** The task id is all that leads to what has just been paid for: a journal that is busy or may not wait for room is tried for a while. */
  async #writeDown(takeId: number, taskId: string): Promise<TakeRecord> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#advance(takeId, { to: "submitted", taskId });
      } catch (error) {
        const { code, message } = recorded(error);
        if (attempt === WRITE_TRIES) throw new EngineError(code, `The service has accepted task ${taskId}, but the journal does not take it: ${message} Note the task's id. At the next start the request is listed as unknown spend: adopt the task there (in the editor beside the quote, or with "shotgraph unknown adopt ${takeId} ${taskId}").`);
        await sleep(200 * attempt);
      }
    }
  }

  async #followFrom(record: TakeRecord, place: Place | null, show: (phase: TakePhase) => void, waits = true): Promise<TakeRecord> {
    try {
      const ended = record.state === "submitted" ? await this.#untilEnded(record, { resumed: place === null, waits, show }) : record;
      place?.release();
      if (ended.state !== "completed") return ended;
      const further = record.state === "submitted" ? this.#fetchFurther(ended, waits) : null;
      try {
        return await this.#fetch(ended, show, waits);
      } finally {
        await further;
      }
    } finally {
      place?.release();
    }
  }

  /** Further results of a task that has just completed: nobody waits for them, and nobody loses them. */
  async #fetchFurther({ key, taskId }: TakeRecord, waits: boolean): Promise<void> {
    const { library } = this.#options.ports;
    const further = library.takesOf(key).filter((take) => take.taskId === taskId && take.output > 0 && take.state === "completed");
    await Promise.all(
      further.map(async (take) => {
        const known = await this.follow(take, () => undefined, waits).then(() => null, recorded);
        if (known === null) return;
        const isFinal = USELESS.has(known.code);
        const message = `Task ${taskId ?? "?"} made a further result (number ${take.output + 1}) beside the one that was asked for, and it ${isFinal ? "is of no use" : "cannot be fetched now; it is tried again at the next run"}: ${known.message}`;
        if (isFinal) await library.advance(take.id, { to: "failed", error: { code: known.code, message } });
        this.#options.notice("further_result", message);
      }),
    );
  }

  /**
   * Ask until the task has ended; after a restart at once, since it may have ended long ago. There is no time after which a paid task is
   * dropped; being offline only makes the gaps longer.
   */
  async #untilEnded(record: TakeRecord, { resumed, waits, show }: { resumed: boolean; waits: boolean; show: (phase: TakePhase) => void }): Promise<TakeRecord> {
    const { ports, notice, pauses, pace } = this.#options;
    const end = (change: TakeChange) => (waits ? this.#advance(record.id, change) : ports.library.advance(record.id, change));
    const { taskId } = record;
    if (taskId === null) throw new Error(`take ${record.id} is ${record.state} without a task id`);
    const sort = `${record.service} ${record.model}`;
    const since = record.submittedAt ?? record.createdAt;
    const began = performance.now();
    // A clock that was set back must not make it look young for hours, since young tasks are asked after all the time.
    const elapsed = () => Math.max(ports.now() - since, performance.now() - began);
    show({ phase: "generating", takeId: record.id });
    let gone = 0;
    let empty = 0;
    let odd = 0;
    let malformed = 0;
    const pause = () => (gone + empty + odd > 0 ? GONE_MS * (gone + empty + odd) : nextPoll(elapsed(), this.#durations.window(sort)));
    for (let wait = resumed ? 0 : pause(); ; wait = pause()) {
      await sleep(wait * pace);
      const answer = await this.#queries.add(() => ports.tasks.query(record.service, taskId));
      switch (answer.kind) {
        case "report":
          malformed = 0;
          pauses.well("offline");
          pauses.well("key");
          if (answer.report.status === "completed" && answer.report.outputs.length === 0 && ++empty < EMPTY_QUESTIONS) {
            notice("no_output", `Task ${taskId} is completed but names no output; asking again.`);
            break;
          }
          if (answer.report.status === "completed") {
            this.#durations.observe(sort, durationOf(answer.report) ?? elapsed());
            return end(completion(answer.report));
          }
          if (answer.report.status === "failed") {
            const error = answer.report.error ?? { code: "failed", message: "the service gave no reason" };
            return end({ to: "failed", error, creditsRaw: answer.report.creditsRaw });
          }
          if (!DOCUMENTED.has(answer.report.statusWord.toLowerCase())) {
            notice("status", `Task ${taskId} is "${answer.report.statusWord}", a word that is not documented; it is followed as if it ran.`);
          }
          break;
        case "gone":
          gone += 1;
          // It answered the POST with this id, so it has forgotten it; whether it has kept the credits nobody can tell.
          if (gone >= 5) {
            const message = `The service does not know task ${taskId} any more; it may have been charged. To have it made anew, decide in the editor beside the quote, or run with --on-unknown retry.`;
            return end({ to: "unknown", error: { code: "task_not_found", message } });
          }
          break;
        case "denied": {
          const { status, code, message } = answer.error;
          if (status === 401 && (await pauses.key(answer.error))) break;
          const isKey = status === 401 || status === 403;
          // One odd answer (a gateway, a deployment) says little about a task that runs and is paid for.
          odd += 1;
          if (status !== 401 && odd < ODD_ANSWERS) {
            notice("denied", `The question after task ${taskId} was refused (${bare(message)}); asking again.`);
            break;
          }
          throw new EngineError(isKey ? "unauthorised" : code, `Task ${taskId} ${isKey ? "may not be read with this API key" : `cannot be asked after (HTTP ${status ?? "?"})`}: ${message} It stays in the journal and is asked after at the next run.`);
        }
        case "unreachable":
          notice("offline", `Task ${taskId} cannot be asked after (${bare(answer.error.message)}); it goes on at the service and is asked again.`);
          if (answer.error.status === null && OFFLINE.has(answer.error.code)) await pauses.offline(answer.error);
          else await sleep(2000 * pace);
          break;
        case "malformed":
          malformed += 1;
          if (malformed === MALFORMED_ANSWERS) {
            throw new EngineError("malformed", `The last ${malformed} answers about task ${taskId} were not as documented (${bare(answer.error.message)}). It stays in the journal, paid for once: run again, and it is asked after again for nothing.`);
          }
          notice("malformed", `The answer about task ${taskId} was not understood (${bare(answer.error.message)}); asking again.`);
          await sleep(1000 * pace);
          break;
        default:
          answer satisfies never;
      }
    }
  }

  /** Fetch what was paid for. When that does not work now, the take stays `completed` and is fetched at the next run. */
  async #fetch(record: TakeRecord, show: (phase: TakePhase) => void, waits: boolean): Promise<TakeRecord> {
    const { library } = this.#options.ports;
    const known = record.urls[0] ?? (await this.#freshUrl(record));
    if (known === undefined) throw new EngineError("no_output", `Task ${record.taskId ?? "?"} was completed and billed, but the service names no output of it.`);
    const download = (url: string) =>
      library.download(url, record.mediaType, { onProgress: (received, total) => show({ phase: "downloading", received, total }) });
    try {
      const fetched = () => this.#downloads.add(async () => {
        show({ phase: "downloading", received: 0, total: null });
        return this.#fetchFrom(known, record, download);
      });
      if (!waits) return await library.store(record.id, await fetched());
      const staged = await this.#withRoom(() => this.#whenOnline(fetched));
      return await this.#withRoom(() => library.store(record.id, staged));
    } catch (error) {
      const age = this.#options.ports.now() - (record.completedAt ?? record.createdAt);
      // A young URL that answers 404 may only be late; one that is a day old has expired (notes 31).
      if (recorded(error).code === "expired" && age > URL_LIFE_MS) return this.#lost(record, "media_lost", recorded(error).message);
      throw error;
    }
  }

  /** From its URL, or from a newer one of the task. What has just been made may not be everywhere yet, and one odd answer says little: it is tried again. */
  async #fetchFrom(known: string, record: TakeRecord, download: (url: string) => Promise<StagedMedia>): Promise<StagedMedia> {
    const { pace, ports } = this.#options;
    for (let url = known, attempt = 1; ; attempt += 1) {
      try {
        return await download(url);
      } catch (error) {
        const { code } = recorded(error);
        const fresh = OURS.has(code) ? undefined : await this.#freshUrl(record);
        const isNew = fresh !== undefined && fresh !== url;
        const isYoung = ports.now() - (record.completedAt ?? record.createdAt) < YOUNG_MS;
        if (attempt === MEDIA_TRIES || !(isNew || (isYoung && PASSING.has(code)))) throw error;
        if (!isNew) await sleep(1000 * attempt * pace);
        url = fresh ?? url;
      }
    }
  }

  /** What fails because the disk is full, or must not be written, waits until there is room. */
  async #withRoom<T>(keep: () => Promise<T>): Promise<T> {
    const { pauses } = this.#options;
    for (let hasWaited = false; ; hasWaited = true) {
      try {
        const kept = await keep();
        if (hasWaited) pauses.room();
        return kept;
      } catch (error) {
        const known = recorded(error);
        const isFull = NO_ROOM.has(known.code);
        if (hasWaited && !isFull) pauses.room();
        if (!isFull || !(await pauses.disk(known))) throw error;
      }
    }
  }

  /** A download that fails because the network is away waits for it; any other failure is its own. */
  async #whenOnline<T>(download: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await download();
      } catch (error) {
        const known = recorded(error);
        if (known.code !== "unreachable" || !(await this.#options.pauses.offline(known))) throw error;
      }
    }
  }

  /** Paid for, and nothing to fetch: the bill stays, and another take may be made. */
  #lost(record: TakeRecord, code: string, why: string): Promise<TakeRecord> {
    const message = `Task ${record.taskId ?? "?"} was completed and billed, but its result cannot be had: ${why}.`;
    return this.#options.ports.library.advance(record.id, { to: "failed", error: { code, message } });
  }

  /** Output URLs expire; the task may know a new one. */
  async #freshUrl({ service, taskId, output }: TakeRecord): Promise<string | undefined> {
    if (taskId === null) return undefined;
    const answer = await this.#queries.add(() => this.#options.ports.tasks.query(service, taskId));
    return answer.kind === "report" ? answer.report.outputs[output]?.url : undefined;
  }
}

async function untilAborted(milliseconds: number, signal: AbortSignal): Promise<void> {
  const sleeping = sleep(milliseconds, undefined, { signal });
  await sleeping.catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

function recordOf({ code, message }: RecordedError): RecordedError {
  return { code, message };
}
