import type { Graph } from "../../shared/graph/document.ts";
import { credits, cut, table, thousands } from "./format.ts";
import { plain, styled } from "./output.ts";
import type { RunReport } from "./runJson.ts";

/**
 * Quoted against billed for every node, and where the files lie.
 * @param exported the files that were copied out; where there are some, those in the library are not listed
 */
export function runText(graph: Graph, report: RunReport, exported: ReadonlySet<string>): string {
  const titles = new Map(graph.nodes.map((node) => [node.id, node.title ?? ""]));
  const shown = report.nodes.filter(({ takes, error, quoted, billed }) => takes.length > 0 || error || quoted.max > 0 || billed > 0);
  const rows = shown.map((node) => [
    cut(node.id, 28),
    cut(titles.get(node.id) ?? "", 28),
    styled(node.status === "done" || node.status === "cached" ? "green" : node.status === "skipped" ? "dim" : "red", node.status),
    credits(node.quoted),
    thousands(node.billed),
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
    table(["node", "title", "status", "quoted", "billed"], [...rows, ["", styled("bold", "total"), "", credits(report.quoted), styled("bold", thousands(report.billed))]], ["quoted", "billed"]),
    "",
    ...shown.flatMap(({ id, error }) => (error ? [`${styled("red", cut(id, 28))}  ${plain(error.message)}`, ""] : [])),
    ...(files.length > 0 ? [table(["node", "result", "file"], files)] : []),
  ].join("\n");
}
