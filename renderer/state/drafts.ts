const held = new Set<() => void>();

/** For a field that keeps back what is typed: how to make it part of the document. Returns the way to stop. */
export function holdDraft(write: () => void): () => void {
  held.add(write);
  return () => held.delete(write);
}

/** Before a run is paid for or a graph saved, copied or closed: what is still being typed belongs to it. */
export function writeDrafts(): void {
  for (const write of held) write();
}
