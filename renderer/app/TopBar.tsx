/** Tabs, balance, Run. */
export function TopBar() {
  return null;
}
