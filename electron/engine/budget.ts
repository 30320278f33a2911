/** Keeps a run below a number of credits: what is billed plus the upper quotes of what is under way never passes it. */
export class Budget {
  readonly limit: number;
  #billed = 0;
  #reserved = 0;

  constructor(limit: number | null) {
    this.limit = limit ?? Number.POSITIVE_INFINITY;
  }

  get left(): number {
    return this.limit - this.#billed - this.#reserved;
  }

  /** False, and nothing reserved, when the upper quote does not fit any more. */
  reserve(credits: number): boolean {
    if (credits > this.left) return false;
    this.#reserved += credits;
    return true;
  }

  /** A reserved take ended with this bill; 0 when it was refused or refunded. */
  settle(reserved: number, billed: number): void {
    this.#reserved -= reserved;
    this.#billed += billed;
  }
}
