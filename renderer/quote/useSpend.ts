import { useEffect, useState } from "react";
import type { SpendView } from "../../shared/contract/api/host.ts";
import { host, useApp } from "../state/app.ts";
import { useSessionState } from "../state/hooks.ts";
import { OfflineError } from "../state/connection.ts";
import { reportTrouble } from "../state/trouble.ts";

const SOON_MS = 200;

/** Spend of this session and this graph from the ledger, asked for again when the library changes. Null until it is known. */
export function useSpend(): SpendView | null {
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const online = useApp(({ online }) => online === "online");
  const [spend, setSpend] = useState<SpendView | null>(null);
  useEffect(() => {
    if (!online) return undefined;
    let current = true;
    // A run changes the library many times a second.
    const soon = setTimeout(() => {
      host()
        .account.spend({ graphId })
        .then((answer) => current && setSpend(answer))
        .catch((error: unknown) => {
          // It is asked for again when the connection is back.
          if (!(error instanceof OfflineError)) reportTrouble(error);
        });
    }, SOON_MS);
    return () => {
      current = false;
      clearTimeout(soon);
    };
  }, [graphId, revision, online]);
  return spend;
}
