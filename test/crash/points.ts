/** Every named point of a take's life and of a document's save at which the suite kills a process, in the order of a life. */
export const POINTS = [
  "saving", // a document: its earlier version is kept as .bak, the new one is not in place yet
  "committing", // in a transaction of the journal, before its COMMIT
  "beforePost", // `intended` is on disk, nothing has been sent
  "postInFlight", // the request has left, its answer has not come
  "answered", // the answer is here, the journal does not have it
  "submitted", // the task id is on disk, the task was not asked after
  "polling", // the question is on its way
  "reported", // the task has ended, the journal does not have that
  "completed", // bill and URLs are on disk, nothing was fetched
  "downloading", // half of a piece of the file is on disk
  "downloaded", // the file is whole and verified in tmp/, not in media/
  "placed", // the file is in media/ with its sidecar, the journal does not know
  "ending", // every step has ended, the run is still recorded as running
] as const;

export type Point = (typeof POINTS)[number];
