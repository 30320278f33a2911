/** The service's two kinds of tasks: `jobs` (createTask, queryTask) and the stand-alone `upscale`. */
export type TaskService = "jobs" | "upscale";

export type TaskStatus = "pending" | "running" | "completed" | "failed";

export interface TaskOutput {
  url: string;
  /** Pixels. */
  width?: number;
  height?: number;
}

/** One shape for the tasks of both services (note 26). Times are epoch milliseconds. */
export interface TaskReport {
  taskId: string;
  service: TaskService;
  status: TaskStatus;
  /** The service's own word. An undocumented one counts as running: taking it for failed would drop what is paid for. */
  statusWord: string;
  /** `creditsUsed` or `creditsConsumed` as answered; a failed task is refunded whatever it says here (note 10). */
  creditsRaw: number | null;
  outputs: TaskOutput[];
  /** Only of a failed task. */
  error: { code: string; message: string } | null;
  createdAt: number | null;
  completedAt: number | null;
  /** What the upscaler measured of its source. */
  probedDurationSeconds?: number;
  probedSourceResolution?: string;
  /** The answer as it came. */
  raw: unknown;
}

const STATUS_WORDS: ReadonlyMap<string, TaskStatus> = new Map([
  ["pending", "pending"],
  ["validating", "pending"],
  ["processing", "running"],
  ["completed", "completed"],
  ["failed", "failed"],
]);

/** The status a word of either service stands for, in any case; an unknown word is `running`. */
export function statusOf(word: string): TaskStatus {
  return STATUS_WORDS.get(word.trim().toLowerCase()) ?? "running";
}
