import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "./clock.ts";
import { renderOutput, type RenderOptions } from "./render.ts";
import type { Task } from "./state.ts";
import type { Store } from "./store.ts";
import { outputNames, phaseOf } from "./views.ts";

interface OutputsOptions extends Pick<RenderOptions, "seed" | "detail" | "fileOf"> {
  readonly store: Store;
  readonly clock: Clock;
  readonly folder: string;
}

/** One picture at a time leaves the other core to the user. */
const RENDERS_AT_ONCE = 1;

/** Makes the files of finished tasks when they are first asked for, and keeps them. */
export class Outputs {
  readonly #options: OutputsOptions;
  readonly #underWay = new Map<string, Promise<string>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: OutputsOptions) {
    this.#options = options;
  }

  /** The task an output's name belongs to, once it is completed; null otherwise. */
  taskOf(name: string): Task | null {
    const id = /^(task_[0-9a-f]+?)(-\d)?\.[a-z0-9]+$/.exec(name)?.[1];
    const task = id === undefined ? undefined : this.#options.store.tasks.get(id);
    if (task === undefined || phaseOf(task, this.#options.clock.now()) !== "completed") return null;
    return outputNames(task).includes(name) ? task : null;
  }

  /** The path of an output, rendering it if need be; null when there is no such output. */
  async fileOf(name: string): Promise<string | null> {
    const task = this.taskOf(name);
    if (task === null) return null;
    const path = join(this.#options.folder, name);
    return this.#underWay.get(name) ?? (existsSync(path) ? path : this.#start(task, name, path));
  }

  #start(task: Task, name: string, path: string): Promise<string> {
    const work = this.#render(task, name, path).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, work);
    return work;
  }

  async #render(task: Task, name: string, path: string): Promise<string> {
    // Its sources first, outside the queue: one may be an output that has to be rendered itself.
    for (const input of task.inputs) await this.#options.fileOf(input.place);
    await this.#slot();
    try {
      const { seed, detail, fileOf } = this.#options;
      const extraSeconds = task.faults.media?.media === "longer" ? 1 : 0;
      const bytes = await renderOutput(task, { seed, detail, fileOf, index: outputNames(task).indexOf(name), extraSeconds });
      await writeFile(`${path}.new`, bytes);
      await rename(`${path}.new`, path);
      return path;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #slot(): Promise<void> {
    while (this.#running >= RENDERS_AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
  }

  /** Waits until nothing is being rendered. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#underWay.values());
  }
}
