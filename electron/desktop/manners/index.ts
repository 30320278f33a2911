import type { Manner } from "../desktop.ts";

/** What makes the program behave as one of its system: each hooks itself in, in this order, before the first window opens. */
export const manners: readonly Manner[] = [];
