/** A place among the tasks that run at the service. */
export interface Place {
  /** The service took the task: room is there, and perhaps for more. */
  accepted(): void;
  /** The service answered 429: what runs now is all it takes. */
  busy(): void;
  /** The task ended, or never came to be. */
  release(): void;
}

interface GateOptions {
  /** Never more than these at once. */
  max: number;
  initial?: number;
}

/**
 * How many tasks may be at the service at once: an adaptive limit, since the document promises "240+" and answers 429 beyond an unknown
 * number. It doubles while every answer is good. A 429 sets it to what is really running (better evidence than half of it). From there it is
 * tried one higher after a round of good answers, then two, four, …: a stray 429 costs little, and at a real limit each refused try makes the
 * next one twice as long in coming.
 */
export class Gate {
  readonly #max: number;
  #limit: number;
  #taken = 0;
  #running = 0;
  #probing = false;
  #goodSince = 0;
  #patience = 1;
  #stride = 1;
  readonly #waiting: ((place: Place) => void)[] = [];

  constructor({ max, initial = 8 }: GateOptions) {
    this.#max = Math.max(1, max);
    this.#limit = Math.min(this.#max, initial);
  }

  get limit(): number {
    return this.#limit;
  }

  get running(): number {
    return this.#running;
  }

  enter(): Promise<Place> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#admit();
    });
  }

  #admit(): void {
    while (this.#taken < this.#limit) {
      const next = this.#waiting.shift();
      if (!next) return;
      this.#taken += 1;
      next(this.#place());
    }
  }

  #place(): Place {
    let state: "entered" | "running" | "left" = "entered";
    return {
      accepted: () => {
        if (state !== "entered") return;
        state = "running";
        this.#running += 1;
        this.#grow();
      },
      busy: () => this.#shrink(),
      release: () => {
        if (state === "left") return;
        if (state === "running") this.#running -= 1;
        state = "left";
        this.#taken -= 1;
        this.#admit();
      },
    };
  }

  #grow(): void {
    if (this.#limit >= this.#max) return;
    if (!this.#probing) this.#limit += 1;
    else {
      this.#goodSince += 1;
      if (this.#goodSince < this.#limit * this.#patience) return;
      this.#goodSince = 0;
      this.#limit = Math.min(this.#max, this.#limit + this.#stride);
      this.#stride *= 2;
    }
    this.#admit();
  }

  #shrink(): void {
    // A refused first step beyond what ran before: the limit is real, and the next try is worth less.
    if (this.#probing && this.#stride === 2) this.#patience = Math.min(64, this.#patience * 2);
    if (this.#stride > 2) this.#patience = 1;
    this.#probing = true;
    this.#goodSince = 0;
    this.#stride = 1;
    this.#limit = Math.max(1, Math.min(this.#limit, this.#running));
  }
}
