import type { Leaving } from "../../shared/contract/api/hosting.ts";
import { plain, styled } from "./output.ts";

const MOST_LINES = 12;

/** "What leaves this machine", a line each; nothing where nothing does. */
export function leavingText(leaving: readonly Leaving[]): string[] {
  if (leaving.length === 0) return [];
  const lines = leaving.slice(0, MOST_LINES).map((one) => `  ${wordsOf(one)}`);
  const rest = leaving.length - lines.length;
  return ["", styled("bold", "What leaves this machine"), ...lines, ...(rest > 0 ? [`  and ${rest} more (plan --json lists them)`] : [])];
}

function wordsOf({ what, name, nodes, bytes, to, registers }: Leaving): string {
  const size = bytes === null ? "" : ` (${sizeText(bytes)})`;
  const where = to === "" ? "nowhere yet: no hosting is set up" : to === "sandbox" ? "the sandbox (this machine)" : plain(to);
  const node = nodes[0] === undefined ? "" : ` of node ${plain(nodes[0])}`;
  const review = registers ? ", registered for review" : "";
  switch (what) {
    case "file":
      return `${plain(name)}${size} → ${where}${review}`;
    case "made":
      return `what is made here of ${name === "" ? `a result${node}` : plain(name)}${size} → ${where}${review}`;
    case "take":
      return `a result${node}${size} → ${where}, if its link has expired${review}`;
    case "url":
      return `the address ${plain(name)} → the service, which fetches it from ${where}${review}`;
    case "asset":
      return `${plain(name)} → the service, which has it already`;
  }
}

/** `820 kB`, `1.2 MB` */
export function sizeText(bytes: number): string {
  if (bytes < 1000 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return bytes < 1000 * 1024 ** 2 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
