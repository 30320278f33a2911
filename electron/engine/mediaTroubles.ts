/** What the codes of failed downloads and writes mean for what comes next. */

/** Nothing can be kept here now, and later it may be. */
export const NO_ROOM: ReadonlySet<string> = new Set(["disk-full", "unwritable"]);
/** Troubles of this machine, which no other address of the media mends. */
export const OURS: ReadonlySet<string> = new Set(["disk-full", "unwritable", "cancelled"]);
/** Answers for a file that may be another in a moment, while the file is young. */
export const PASSING: ReadonlySet<string> = new Set(["expired", "not-media", "damaged", "empty", "too-long", "truncated"]);
/** What no later download mends. */
export const USELESS: ReadonlySet<string> = new Set(["refused", "not-media", "wrong-type", "damaged", "illegal"]);
/** Results that may be given up for another take when the user says so: the service answers, and has nothing of use. A network that is away says nothing about a file. */
export const REPLACEABLE: ReadonlySet<string> = new Set(["expired", "no_output", "refused", "not-media", "wrong-type", "damaged", "empty", "too-long", "truncated"]);
