import { useEffect, useState } from "react";
import type { SpendView } from "../../shared/contract/api/host.ts";
import { host, useApp } from "../state/app.ts";
import { useSessionState } from "../state/hooks.ts";
import { askSoon } from "./askSoon.ts";

/** Spend of this session and this graph from the ledger, asked for again when the library changes. Null until it is known. */
export function useSpend(): SpendView | null {
  const graphId = useSessionState(({ doc }) => doc.meta.id);
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const online = useApp(({ online }) => online === "online");
  const [spend, setSpend] = useState<SpendView | null>(null);
  useEffect(() => {
    if (!online) return undefined;
    return askSoon(() => host().account.spend({ graphId }), setSpend);
  }, [graphId, revision, online]);
  return spend;
}
