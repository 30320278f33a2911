import { useEffect, useState } from "react";
import type { Leaving } from "../../shared/contract/api/hosting.ts";
import { OfflineError } from "../state/connection.ts";
import { host, useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";

/** An edit may bring several plans. */
const SOON_MS = 250;

/** What a run of the graph as it is would hand out, asked for only while it is looked at (`wanted`), and again with every plan. Null until it is known. */
export function useLeaving(wanted: boolean): readonly Leaving[] | null {
  const session = useSession();
  const plan = useSessionState(({ plan }) => plan.nodes);
  const bucket = useApp(({ hosting }) => hosting);
  const online = useApp(({ online }) => online === "online");
  const [leaving, setLeaving] = useState<readonly Leaving[] | null>(null);
  useEffect(() => {
    if (!wanted || !online) return undefined;
    let current = true;
    const soon = setTimeout(() => {
      host()
        .hosting.leaving({ session: session.id })
        .then((answer) => current && setLeaving(answer))
        .catch((error: unknown) => {
          // It is asked for again when the connection is back.
          if (!(error instanceof OfflineError)) reportTrouble(error);
        });
    }, SOON_MS);
    return () => {
      current = false;
      clearTimeout(soon);
    };
  }, [session, plan, bucket, online, wanted]);
  return leaving;
}
