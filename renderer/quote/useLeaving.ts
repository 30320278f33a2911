import { useEffect, useState } from "react";
import type { Leaving } from "../../shared/contract/api/hosting.ts";
import { host, useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { askSoon } from "./askSoon.ts";

/** What a run of the graph as it is would hand out, asked for only while it is looked at (`wanted`), and again with every plan. Null until it is known. */
export function useLeaving(wanted: boolean): readonly Leaving[] | null {
  const session = useSession();
  const plan = useSessionState(({ plan }) => plan.nodes);
  const bucket = useApp(({ hosting }) => hosting);
  const online = useApp(({ online }) => online === "online");
  const [leaving, setLeaving] = useState<readonly Leaving[] | null>(null);
  useEffect(() => {
    if (!wanted || !online) return undefined;
    return askSoon(() => host().hosting.leaving({ session: session.id }), setLeaving);
  }, [session, plan, bucket, online, wanted]);
  return leaving;
}
