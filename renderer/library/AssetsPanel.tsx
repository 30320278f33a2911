import { ActionIcon, Button, Loader, Select, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconRefresh, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AssetView } from "../../shared/contract/api/assets.ts";
import { useApp } from "../state/app.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { AssetRow } from "./AssetRow.tsx";
import classes from "./Assets.module.css";
import { RegisterAsset } from "./RegisterAsset.tsx";
import { useAssets, type AssetFilter } from "./useAssets.ts";

const TYPES = ["all", "IMAGE", "VIDEO", "AUDIO"] as const;
const STATES = ["all", "processing", "active", "failed"] as const;
const TYPE_WORD = { all: "all", IMAGE: "image", VIDEO: "video", AUDIO: "audio" } as const;

/** The account's reviewed assets, those that were made elsewhere included. */
export function AssetsPanel() {
  const { t } = useTranslation("library");
  const [filter, setFilter] = useState<AssetFilter>({ type: "all", status: "all" });
  const [text, setText] = useState("");
  const [registers, setRegisters] = useState(false);
  const isSandbox = useApp(({ info }) => info?.realm === "sandbox");
  const { found, busy, refresh, more } = useAssets(filter);
  const shown = (found?.assets ?? []).filter((asset) => matches(asset, text));
  const filtered = filter.type !== "all" || filter.status !== "all" || text.trim() !== "";
  const clear = () => {
    setFilter({ type: "all", status: "all" });
    setText("");
  };
  return (
    <div className={classes["assets"]}>
      <div className={classes["bar"]}>
        <TextInput className={classes["search"] ?? ""} aria-label={t("assets.search")} placeholder={t("assets.search")} leftSection={<IconSearch size={14} />} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Select
          aria-label={t("assets.type")}
          w={110}
          value={filter.type}
          data={TYPES.map((value) => ({ value, label: t(`filter.types.${TYPE_WORD[value]}`) }))}
          onChange={(value) => setFilter({ ...filter, type: TYPES.find((one) => one === value) ?? "all" })}
        />
        <Select
          aria-label={t("assets.state")}
          w={112}
          value={filter.status}
          data={STATES.map((value) => ({ value, label: value === "all" ? t("assets.anyState") : t(`assets.states.${value}`) }))}
          onChange={(value) => setFilter({ ...filter, status: STATES.find((one) => one === value) ?? "all" })}
        />
        {isSandbox && <span className={classes["hint"]}>{t("assets.sandbox")}</span>}
        <span className={classes["grow"]} />
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setRegisters(true)}>
          {t("assets.register.open")}
        </Button>
        <Tooltip label={t("assets.refresh")}>
          <ActionIcon aria-label={t("assets.refresh")} loading={busy} onClick={refresh}>
            <IconRefresh size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <RegisterAsset opened={registers} file={null} onClose={() => setRegisters(false)} onRegistered={refresh} />
      {found?.problem ? (
        <EmptyState title={t("assets.problem.title")} text={found.problem}>
          <Button variant="default" onClick={refresh}>
            {t("trouble.retry")}
          </Button>
        </EmptyState>
      ) : found === null ? (
        <div className={classes["loading"]}>
          <Loader size="sm" aria-label={t("loading")} />
        </div>
      ) : shown.length === 0 && found.next === null ? (
        filtered ? (
          <EmptyState title={t("assets.empty.noneTitle")} text={t("assets.empty.noneText")}>
            <Button variant="default" onClick={clear}>
              {t("filter.clear")}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t("assets.empty.title")} text={t("assets.empty.text")} />
        )
      ) : (
        <div className={classes["list"]}>
          <ul aria-label={t("assets.label")}>
            {shown.map((asset) => (
              <AssetRow key={asset.assetId} asset={asset} />
            ))}
          </ul>
          {found.next !== null && (
            <Button variant="subtle" size="compact-xs" loading={busy} onClick={more}>
              {t("assets.more")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function matches({ name, uri, assetId }: AssetView, text: string): boolean {
  const searched = `${name ?? ""} ${uri} ${assetId}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => searched.includes(word));
}
