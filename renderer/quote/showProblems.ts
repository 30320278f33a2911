import { revealBottom } from "../actions/panels.ts";

/** The list of problems below, opened when the panel is closed. */
export function showProblems(): void {
  revealBottom("problems");
}
