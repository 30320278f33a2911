/** Every node kind, to search and to drag. */
export function Palette() {
  return null;
}
