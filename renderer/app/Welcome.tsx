/** No graph is open. */
export function Welcome() {
  return null;
}
