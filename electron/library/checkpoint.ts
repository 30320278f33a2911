/**
 * Places inside one call of the library where a process may be killed by a test, and which no port around it can reach:
 * `placed`: the file lies in `media/`, the journal does not know of it yet. `committing`: in the transaction, before its COMMIT.
 */
type LibraryCheckpoint = "placed" | "committing";

/** Told in passing; there is none in the product. */
export type PassCheckpoint = (name: LibraryCheckpoint) => void;
