import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowsDiff, IconDownload, IconMaximize, IconShieldCheck, IconSitemap, IconSquareRoundedPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { reportTrouble } from "../state/trouble.ts";
import { openViewer } from "../ui/viewerStore.ts";
import { WindowFile } from "../ui/WindowFile.tsx";
import { addToGraph } from "./addToGraph.ts";
import { downloadAll } from "./download.ts";
import classes from "./Library.module.css";
import { showMaker } from "./maker.ts";
import { fileNameOf } from "./names.ts";
import { RegisterAsset } from "./RegisterAsset.tsx";

interface Props {
  chosen: readonly MediaItem[];
  onOpen: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** What can be done with the chosen files. */
export function SelectionBar({ chosen, onOpen, onDelete, onClear }: Props) {
  const { t } = useTranslation("library");
  const [first, second] = chosen;
  const there = chosen.filter(({ present }) => present);
  const alike = chosen.length === 2 && there.length === 2 && first?.facts.type === second?.facts.type;
  const take = chosen.length === 1 ? first?.take : null;
  const [registers, setRegisters] = useState(false);
  const single = first && there.length === 1 && chosen.length === 1 ? { sha256: first.facts.sha256, type: first.facts.type, name: fileNameOf(first) } : null;
  const compare = () => first && second && openViewer({ items: [first.facts.sha256, second.facts.sha256], against: second.facts.sha256, title: t("title") });
  const maker = () => {
    if (take) void showMaker(take).then((problem) => problem !== null && reportTrouble(problem), reportTrouble);
  };
  const add = () => addToGraph(there.map((item) => ({ type: item.facts.type, source: { type: "file", sha256: item.facts.sha256, name: fileNameOf(item), bytes: item.facts.bytes } })));
  return (
    <div className={classes["chosen"]} role="toolbar" aria-label={t("chosen", { count: chosen.length })}>
      <span className="num">{t("chosen", { count: chosen.length })}</span>
      <Action label={t("action.open")} disabled={there.length === 0} onClick={onOpen} icon={<IconMaximize size={16} />} />
      <Action label={alike ? t("action.compare") : t("action.compareHint")} disabled={!alike} onClick={compare} icon={<IconArrowsDiff size={16} />} />
      <Action label={t("action.use")} disabled={there.length === 0} onClick={add} icon={<IconSquareRoundedPlus size={16} />} />
      <Action label={single ? t("assets.register.action") : t("assets.register.actionHint")} disabled={!single} onClick={() => setRegisters(true)} icon={<IconShieldCheck size={16} />} />
      <RegisterAsset opened={registers && single !== null} file={single} onClose={() => setRegisters(false)} />
      <Action label={t("action.maker")} disabled={!take} onClick={maker} icon={<IconSitemap size={16} />} />
      <Action label={t("action.download")} disabled={there.length === 0} onClick={() => void downloadAll(there).catch(reportTrouble)} icon={<IconDownload size={16} />} />
      {single && <WindowFile sha256={single.sha256} name={single.name.slice(0, 255)} />}
      <Action
        label={there.some(({ take }) => take) || there.length === 0 ? t("action.delete") : t("action.deleteImported")}
        disabled={!there.some(({ take }) => take)}
        onClick={onDelete}
        icon={<IconTrash size={16} />}
      />
      <Action label={t("action.clear")} onClick={onClear} icon={<IconX size={16} />} />
    </div>
  );
}

function Action({ label, icon, onClick, disabled = false }: { label: string; icon: ReactNode; onClick: () => void; disabled?: boolean }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-disabled={disabled} {...(disabled ? { "data-disabled": true } : {})} onClick={() => !disabled && onClick()}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
