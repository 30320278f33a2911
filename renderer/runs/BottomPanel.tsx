/** Runs, library, assets, problems. */
export function BottomPanel() {
  return null;
}
