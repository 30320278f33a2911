/** The graph of the active tab. */
export function Canvas() {
  return null;
}
