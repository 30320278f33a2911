import type { ELK, ElkNode } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

let made: Promise<ELK> | null = null;

/** The layout program in its worker: it is large, so it comes when it is first asked for, and its work never stops a frame. */
export async function layOut(graph: ElkNode): Promise<ElkNode> {
  made ??= start();
  return await (await made).layout(graph);
}

async function start(): Promise<ELK> {
  const { default: library } = await import("elkjs/lib/elk-api.js");
  return new library.default({ workerFactory: () => new Worker(workerUrl) });
}
