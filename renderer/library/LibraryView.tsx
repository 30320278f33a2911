import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { openViewer } from "../ui/viewerStore.ts";

/** Everything that was ever made or imported. */
export function LibraryView() {
  const { t } = useTranslation("library");
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const [items, setItems] = useState<readonly MediaItem[]>([]);
  useEffect(() => {
    host()
      .library.list({})
      .then(({ items }) => setItems(items))
      .catch(reportTrouble);
  }, [revision]);
  if (items.length === 0) return <EmptyState title={t("empty.title")} text={t("empty.text")} />;
  const all = items.map(({ facts }) => facts.sha256);
  return (
    <div>
      {items.map(({ facts }, index) => (
        <button key={facts.sha256} type="button" onClick={() => openViewer({ items: all, index, title: t("title") })}>
          <MediaThumb sha256={facts.sha256} type={facts.type} width={320} />
        </button>
      ))}
    </div>
  );
}
