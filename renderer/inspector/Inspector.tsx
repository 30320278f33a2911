/** The selected node's parameters. */
export function Inspector() {
  return null;
}
