import { useEffect, useState } from "react";
import type { RecentFile, Template } from "../../shared/contract/api/sessions.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

/** Graphs that were opened or saved lately, newest first; null until the host has told. Asked for when the component appears, and when tabs come or go. */
export function useRecents(): readonly RecentFile[] | null {
  const [recents, setRecents] = useState<readonly RecentFile[] | null>(null);
  const online = useApp(({ online }) => online === "online");
  const open = useApp(({ tabs }) => tabs.length);
  useEffect(() => {
    if (!online) return;
    let isGone = false;
    const load = async () => {
      const found = await host().graphs.recents();
      if (!isGone) setRecents(found);
    };
    load().catch(reportTrouble);
    return () => {
      isGone = true;
    };
  }, [online, open]);
  return recents;
}

let known: readonly Template[] | null = null;

/** The examples that come with the program; null until the host has told. They do not change while it runs. */
export function useTemplates(): readonly Template[] | null {
  const [templates, setTemplates] = useState(known);
  const online = useApp(({ online }) => online === "online");
  useEffect(() => {
    if (!online || known) return;
    const load = async () => {
      known = await host().graphs.templates();
      setTemplates(known);
    };
    load().catch(reportTrouble);
  }, [online]);
  return templates;
}
