import { useEffect, useState } from "react";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import type { MediaFacts } from "../../shared/graph/media.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";

const AT_ONCE = 1_000;

/** Facts of these files by sha256; null for those that the library does not have (any more). What is not known yet is not in it. */
export function useFacts(all: readonly string[]): ReadonlyMap<string, MediaFacts | null> {
  const [facts, setFacts] = useState<ReadonlyMap<string, MediaFacts | null>>(new Map());
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const asked = all.join(" ");
  useEffect(() => {
    let current = true;
    const wanted = asked === "" ? [] : asked.split(" ");
    const read = async () => {
      for (let at = 0; at < wanted.length; at += AT_ONCE) {
        const part = wanted.slice(at, at + AT_ONCE);
        const found = new Map((await host().library.facts({ sha256: part })).map((one) => [one.sha256, one]));
        if (!current) return;
        // What a file is never changes, so what is known keeps its identity.
        setFacts((before) => new Map([...before, ...part.map((sha256) => [sha256, found.has(sha256) ? (before.get(sha256) ?? found.get(sha256) ?? null) : null] as const)]));
      }
    };
    read().catch(reportTrouble);
    return () => {
      current = false;
    };
  }, [asked, revision]);
  return facts;
}

/** The library's entry of a file: where it came from. Undefined while it is asked for, null when there is none. */
export function useItem(sha256: string | null): MediaItem | null | undefined {
  const [found, setFound] = useState<{ sha256: string; item: MediaItem | null } | null>(null);
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  useEffect(() => {
    if (sha256 === null) return undefined;
    let current = true;
    host()
      .library.list({ sha256, limit: 1 })
      .then(({ items }) => current && setFound({ sha256, item: items[0] ?? null }))
      .catch(reportTrouble);
    return () => {
      current = false;
    };
  }, [sha256, revision]);
  return found?.sha256 === sha256 ? found.item : undefined;
}
