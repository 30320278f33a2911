import { useEffect, useState } from "react";
import type { RunRecord } from "../../shared/contract/records.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

interface History {
  runs: readonly RunRecord[];
  more: boolean;
  loadMore: () => void;
}

/** Recorded runs of a graph, newest first; read again when the library changes. */
export function useRunHistory(graphId: string): History {
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const [limit, setLimit] = useState(30);
  const [page, setPage] = useState<{ runs: readonly RunRecord[]; next: string | null }>({ runs: [], next: null });
  useEffect(() => {
    let current = true;
    host()
      .runs.history({ graphId, limit })
      .then((found) => current && setPage(found))
      .catch(reportTrouble);
    return () => {
      current = false;
    };
  }, [graphId, limit, revision]);
  return { runs: page.runs, more: page.next !== null && limit < 200, loadMore: () => setLimit((most) => Math.min(200, most + 50)) };
}
