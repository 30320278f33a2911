import { useCallback, useEffect, useRef, useState } from "react";
import type { AssetPage, AssetView } from "../../shared/contract/api/assets.ts";
import { host, useApp } from "../state/app.ts";

export interface AssetFilter {
  type: "all" | "IMAGE" | "VIDEO" | "AUDIO";
  status: "all" | AssetView["status"];
}

interface Found extends AssetPage {
  /** The question that this answers. */
  of: string;
}

/** Something in review is looked at again. */
const REVIEW_MS = 5_000;

/** The account's assets, page by page; asked again while one of them is in review. */
export function useAssets({ type, status }: AssetFilter) {
  const realm = useApp(({ info }) => `${info?.realm} ${info?.hasKey}`);
  const of = `${realm} ${type} ${status}`;
  const [answered, setFound] = useState<Found | null>(null);
  const found = answered?.of === of ? answered : null;
  const [busy, setBusy] = useState(false);
  const question = useRef(0);

  const ask = useCallback(
    async (cursor: number | null) => {
      question.current += 1;
      const mine = question.current;
      setBusy(true);
      const page = await host()
        .assets.list({ ...(type === "all" ? {} : { type }), ...(status === "all" ? {} : { status: STATUS[status] }), ...(cursor === null ? {} : { cursor }) })
        .catch((error: unknown): AssetPage => ({ assets: [], next: null, problem: error instanceof Error ? error.message : String(error) }));
      // The newest question counts.
      if (mine !== question.current) return;
      setBusy(false);
      setFound((before) => ({ ...page, of, assets: cursor === null || before?.of !== of || page.problem !== null ? page.assets : withoutTwins([...before.assets, ...page.assets]) }));
    },
    [of, type, status],
  );

  useEffect(() => {
    // The answer comes later: nothing is set here and now.
    const timer = setTimeout(() => void ask(null));
    return () => {
      clearTimeout(timer);
      question.current += 1;
    };
  }, [ask]);

  const waits = found?.assets.some(({ status }) => status === "processing") ?? false;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => void ask(null), REVIEW_MS);
    return () => clearInterval(timer);
  }, [waits, ask]);

  return { found, busy, refresh: () => void ask(null), more: () => void ask(found?.next ?? null) };
}

const STATUS = { processing: "PROCESSING", active: "ACTIVE", failed: "FAILED" } as const;

function withoutTwins(assets: readonly AssetView[]): readonly AssetView[] {
  return [...new Map(assets.map((asset) => [asset.assetId, asset])).values()];
}
