/** What a run would cost. */
export function Quote() {
  return null;
}
