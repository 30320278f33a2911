import type { Graph } from "../../shared/graph/document.ts";
import { credits, cut, table, thousands } from "./format.ts";
import { styled } from "./output.ts";
import type { RunReport } from "./runJson.ts";

/**
 * Quoted against billed for every node, and where the files lie.
 * @param exported the files that were copied out; where there are some, those in the library are not listed
 */
export function runText(graph: Graph, report: RunReport, exported: ReadonlySet<string>): string {
  const titles = new Map(graph.nodes.map((node) => [node.id, node.title ?? ""]));
  const shown = report.nodes.filter(({ takes, error, quoted, billed }) => takes.length > 0 || error || quoted.max > 0 || billed > 0);
  const rows = shown.map((node) => [
    node.id,
    cut(titles.get(node.id) ?? "", 28),
    styled(node.status === "done" || node.status === "cached" ? "green" : node.status === "skipped" ? "dim" : "red", node.status),
    credits(node.quoted),
    thousands(node.billed),
    cut(node.error?.message ?? "", 90),
  ]);
  const listed = new Set<string>();
  const files = shown.flatMap(({ id, takes }) =>
    takes.flatMap(({ file, type, width, height, duration }) => {
      if (listed.has(file) || (exported.size > 0 && !exported.has(file))) return [];
      listed.add(file);
      return [[id, [type, width && height ? `${width}×${height}` : "", duration ? `${duration.toFixed(2)} s` : ""].filter(Boolean).join(" "), file]];
    }),
  );
  return [
    "",
    table(["node", "title", "status", "quoted", "billed", ""], [...rows, ["", styled("bold", "total"), "", credits(report.quoted), styled("bold", thousands(report.billed)), ""]], ["quoted", "billed"]),
    "",
    ...(files.length > 0 ? [table(["node", "result", "file"], files)] : []),
  ].join("\n");
}
