import type { DocState } from "../../../shared/edit/records.ts";
import { EdgeTable } from "./edgeTable.ts";
import { NodeTable } from "./nodeTable.ts";

/** A document as it is drawn. Read by everything on the canvas; written by the document and by gestures. */
export class Scene {
  readonly nodes = new NodeTable();
  readonly edges = new EdgeTable();
  #edges: DocState["edges"] | null = null;

  /** Takes over what changed in the document. True when anything did. */
  sync(doc: DocState, selection: ReadonlySet<string>): boolean {
    const changed = this.nodes.sync(doc, selection);
    const wired = this.#edges !== doc.edges;
    if (wired || changed === "all" || changed === "shapes") {
      this.edges.rebuild(doc, this.nodes);
      this.#edges = doc.edges;
    }
    return wired || changed !== "same";
  }
}
