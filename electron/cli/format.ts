import Table from "cli-table3";
import { problemText, type Problem } from "../../shared/graph/problem.ts";
import { plain, styled } from "./output.ts";

/** `1,200` or `360–385`. */
export function credits({ min, max }: { min: number; max: number }): string {
  return min === max ? thousands(min) : `${thousands(min)}–${thousands(max)}`;
}

export function thousands(amount: number): string {
  return new Intl.NumberFormat("en-US").format(amount);
}

/** `$1.54`, `$0.004`, `$2,000.00`. */
export function dollars({ min, max }: { min: number; max: number }): string {
  const format = (amount: number) => {
    const digits = amount !== 0 && amount < 0.01 ? 3 : 2;
    return `$${new Intl.NumberFormat("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount)}`;
  };
  return min === max ? format(min) : `${format(min)}–${format(max)}`;
}

/** `1:48` from milliseconds. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** A quiet table: no lines, aligned columns; `right` names the columns of figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], right: readonly string[] = []): string {
  const blank = { top: "", "top-mid": "", "top-left": "", "top-right": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "", left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  " };
  const result = new Table({
    head: head.map((title) => styled("dim", title)),
    chars: blank,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
    colAligns: head.map((title) => (right.includes(title) ? "right" : "left")),
  });
  result.push(...rows.map((row) => [...row]));
  return result.toString();
}

export function problemLines(problems: readonly Problem[], node?: string): string[] {
  return problems.map((problem) => {
    const mark = problem.severity === "error" ? styled("red", "error  ") : styled("yellow", "warning");
    return `  ${mark} ${plain(problemText(node === undefined || problem.node ? problem : { ...problem, node }))}`;
  });
}

/** One line of a width for a table; the end is what gives way. */
export function cut(text: string, width: number): string {
  const line = plain(text);
  // Cutting may halve a surrogate pair.
  return line.length > width ? `${line.slice(0, width - 1).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}

/** `3.4 MB`. */
export function size(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step] ?? ""}`;
}
