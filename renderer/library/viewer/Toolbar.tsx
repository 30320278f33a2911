import { ActionIcon, Button, SegmentedControl } from "@mantine/core";
import { IconArrowsExchange, IconChevronLeft, IconChevronRight, IconDownload, IconInfoCircle, IconMinus, IconPlus, IconSquareOff, IconSquareRoundedPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { Tip } from "./Controls.tsx";
import type { ZoomTo } from "./keys.ts";
import { changePrefs, COMPARE_MODES, useViewerPrefs } from "./prefs.ts";
import classes from "./Viewer.module.css";

interface Props {
  title: string;
  /** The file: its name, or what was asked for. */
  file: string | null;
  index: number;
  count: number;
  onGo: (index: number) => void;
  /** Screen pixels for a pixel of the file, in per cent. */
  percent: number;
  onZoom: (to: ZoomTo) => void;
  /** Null while nothing is compared. */
  compare: { modes: boolean; onSwap: () => void; onEnd: () => void } | null;
  /** Null for a file that is gone. */
  download: { url: string } | null;
  onUse: () => void;
  compareMenu: ReactNode;
  onClose: () => void;
}

// A button that is really disabled would lose the keyboard while it is used.
const OFF = { "data-disabled": true } as const;

/** Over the stage: what it is, where among all, how large, and what can be done with it. */
export function Toolbar({ title, file, index, count, onGo, percent, onZoom, compare, download, onUse, compareMenu, onClose }: Props) {
  const { t } = useTranslation("library");
  const { compare: mode, info } = useViewerPrefs();
  return (
    <div className={classes["bar"]}>
      <h2 title={title}>{title}</h2>
      {file !== null && file !== title && (
        <span className={classes["of"]} title={file}>
          {file}
        </span>
      )}
      {count > 1 && (
        <span className={`${classes["pager"]} num`}>
          <Tip label={t("viewer.earlier")} keys="[">
            <ActionIcon aria-label={t("viewer.earlier")} aria-disabled={index === 0} {...(index === 0 ? OFF : {})} onClick={() => onGo(index - 1)}>
              <IconChevronLeft size={16} />
            </ActionIcon>
          </Tip>
          {t("viewer.item", { item: index + 1, of: count })}
          <Tip label={t("viewer.next")} keys="]">
            <ActionIcon aria-label={t("viewer.next")} aria-disabled={index >= count - 1} {...(index >= count - 1 ? OFF : {})} onClick={() => onGo(index + 1)}>
              <IconChevronRight size={16} />
            </ActionIcon>
          </Tip>
        </span>
      )}
      <span className={classes["grow"]} />
      {compare && (
        <>
          {compare.modes && (
            <SegmentedControl
              className={classes["modes"] ?? ""}
              aria-label={t("compare.mode")}
              value={mode}
              onChange={(value) => changePrefs({ compare: COMPARE_MODES.find((one) => one === value) ?? "side" })}
              data={COMPARE_MODES.map((value) => ({ value, label: t(`compare.${value}`) }))}
            />
          )}
          <Tip label={t("compare.swap")}>
            <ActionIcon aria-label={t("compare.swap")} onClick={compare.onSwap}>
              <IconArrowsExchange size={16} />
            </ActionIcon>
          </Tip>
          <Tip label={t("compare.end")}>
            <ActionIcon aria-label={t("compare.end")} onClick={compare.onEnd}>
              <IconSquareOff size={16} />
            </ActionIcon>
          </Tip>
          <i className={classes["rule"]} />
        </>
      )}
      <Tip label={t("viewer.zoomOut")} keys="−">
        <ActionIcon aria-label={t("viewer.zoomOut")} onClick={() => onZoom("out")}>
          <IconMinus size={16} />
        </ActionIcon>
      </Tip>
      <Tip label={t("viewer.full")} keys="1">
        <Button variant="subtle" color="gray" className={`${classes["percent"]} num`} onClick={() => onZoom("full")} aria-label={t("viewer.percent", { percent })}>
          {percent} %
        </Button>
      </Tip>
      <Tip label={t("viewer.zoomIn")} keys="+">
        <ActionIcon aria-label={t("viewer.zoomIn")} onClick={() => onZoom("in")}>
          <IconPlus size={16} />
        </ActionIcon>
      </Tip>
      <Tip label={t("viewer.fitHint")} keys="0">
        <Button variant="subtle" color="gray" className={classes["fit"] ?? ""} onClick={() => onZoom("fit")}>
          {t("viewer.fit")}
        </Button>
      </Tip>
      <i className={classes["rule"]} />
      {compareMenu}
      {download && (
        <>
          <Tip label={t("action.use")}>
            <ActionIcon aria-label={t("action.use")} onClick={onUse}>
              <IconSquareRoundedPlus size={16} />
            </ActionIcon>
          </Tip>
          <Tip label={t("action.download")}>
            <ActionIcon component="a" href={download.url} download aria-label={t("action.download")}>
              <IconDownload size={16} />
            </ActionIcon>
          </Tip>
        </>
      )}
      <Tip label={t("viewer.info")} keys="I">
        <ActionIcon aria-label={t("viewer.info")} aria-pressed={info} className={classes["toggle"] ?? ""} onClick={() => changePrefs({ info: !info })}>
          <IconInfoCircle size={16} />
        </ActionIcon>
      </Tip>
      <Tip label={t("viewer.close")} keys="Esc">
        <ActionIcon aria-label={t("viewer.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Tip>
    </div>
  );
}
