import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AssetPage } from "../../shared/contract/api/assets.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { EmptyState } from "../ui/EmptyState.tsx";

/** The account's reviewed assets. */
export function AssetsPanel() {
  const { t } = useTranslation("library");
  const [page, setPage] = useState<AssetPage | null>(null);
  useEffect(() => {
    host().assets.list({}).then(setPage).catch(reportTrouble);
  }, []);
  if (!page || page.assets.length === 0) return <EmptyState title={t("assets.empty.title")} text={page?.problem ?? t("assets.empty.text")} />;
  return (
    <ul>
      {page.assets.map(({ assetId, name }) => (
        <li key={assetId}>{name ?? assetId}</li>
      ))}
    </ul>
  );
}
