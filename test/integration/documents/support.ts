import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBundle } from "../../../electron/documents/bundle/read.ts";
import { receiveBundle } from "../../../electron/documents/bundle/receive.ts";
import type { EditorLibrary } from "../../../shared/contract/libraryQueries.ts";
import { openTemp, tempFolder } from "../library/support.ts";

export interface Place {
  home: string;
  library: EditorLibrary;
  /** Opens and takes in a bundle of these bytes. */
  take: (bytes: Buffer, graphId?: string) => Promise<{ media: number; takes: number }>;
  /** What is in the library's folder: nothing may come of what is refused. */
  files: () => string[];
}

export async function place(): Promise<Place> {
  const home = tempFolder();
  const library = await openTemp({ home });
  const inbox = tempFolder();
  return {
    home,
    library,
    async take(bytes, graphId) {
      const path = join(inbox, "b.shotgraph");
      writeFileSync(path, bytes);
      const bundle = await openBundle(path);
      try {
        return await receiveBundle(bundle, { library, graph: { id: graphId ?? bundle.graph.id, name: bundle.graph.name } });
      } finally {
        await bundle.close();
      }
    },
    files: () => ["media", "tmp"].flatMap((folder) => (existsSync(join(home, folder)) ? readdirSync(join(home, folder), { recursive: true }).map(String) : [])),
  };
}
