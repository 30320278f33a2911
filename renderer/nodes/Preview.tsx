import { IconChevronLeft, IconChevronRight, IconLink, IconShieldCheck, IconPlayerPlayFilled } from "@tabler/icons-react";
import { memo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { NodePlanView, ValueView } from "../../shared/contract/api/plan.ts";
import type { MediaType } from "../../shared/graph/media.ts";
import { mediaUrl, useApp } from "../state/app.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { clockText } from "../ui/useNow.ts";
import { openViewer } from "../ui/viewerStore.ts";
import classes from "./Preview.module.css";

interface PreviewProps {
  /** What the node is called. */
  title: string;
  type: MediaType;
  plan: NodePlanView | undefined;
  /** Of several items the one that is shown. */
  item: number;
  onItem: (item: number) => void;
  /** sha256 of what the node showed last, for as long as nothing newer is there. */
  before: string | null;
  isRunning: boolean;
  /** A line over the lower edge: progress. */
  children?: ReactNode;
}

/** The picture of a card: what the node hands on; else what it will be. */
export const Preview = memo(function Preview({ title, type, plan, item, onItem, before, isRunning, children }: PreviewProps) {
  const { t } = useTranslation("nodes");
  const values = plan?.values ?? [];
  const value = values[item];
  const shown = values.flatMap(({ sha256 }) => sha256 ?? []);
  return (
    <div className={classes["frame"]}>
      {value?.sha256 ? (
        <Picture
          sha256={value.sha256}
          type={type}
          badge={badgeOf(value)}
          label={t("preview.open", { name: title })}
          onOpen={() => openViewer({ items: shown, index: shown.indexOf(value.sha256 ?? ""), title })}
        />
      ) : value?.label ? (
        <Elsewhere value={value} />
      ) : (
        <Forecast plan={plan} type={type} item={item} before={before} isRunning={isRunning} />
      )}
      {values.length > 1 && <ItemPager item={item} of={values.length} total={plan?.items ?? values.length} onItem={onItem} />}
      {children}
    </div>
  );
});

/** A library file: its poster; a video plays without sound while the pointer is on it; a click opens the viewer. */
export function Picture({ sha256, type, badge, label, onOpen }: { sha256: string; type: MediaType; badge: string | null; label: string; onOpen: () => void }) {
  const [isOver, setIsOver] = useState(false);
  return (
    // The canvas lets a card be dragged by it.
    <button type="button" data-drags className={classes["picture"]} aria-label={badge === null ? label : `${label}, ${badge}`} onClick={onOpen} onPointerEnter={() => setIsOver(true)} onPointerLeave={() => setIsOver(false)}>
      <MediaThumb sha256={sha256} type={type} width={320} fit="contain" />
      {type === "video" && (isOver ? <Moving key={sha256} sha256={sha256} /> : <IconPlayerPlayFilled className={classes["play"]} size={14} aria-hidden />)}
      {badge !== null && <span className={`${classes["badge"]} num`}>{badge}</span>}
    </button>
  );
}

function Moving({ sha256 }: { sha256: string }) {
  const url = useApp(({ grant }) => mediaUrl(grant, sha256));
  const [isPlaying, setIsPlaying] = useState(false);
  // Hidden until its first frame is there, so that the poster never gives way to nothing.
  return url === null ? null : <video src={url} muted loop autoPlay playsInline tabIndex={-1} data-playing={isPlaying} onPlaying={() => setIsPlaying(true)} aria-hidden />;
}

/** A URL or an asset, which this editor never fetches. */
export function Elsewhere({ value: { label } }: { value: Pick<ValueView, "label"> }) {
  const { t } = useTranslation("nodes");
  const isAsset = label?.startsWith("asset://") ?? false;
  const Sign = isAsset ? IconShieldCheck : IconLink;
  return (
    <div className={classes["empty"]} title={label ?? ""}>
      <Sign size={20} stroke={1.5} aria-hidden />
      <strong>{isAsset ? t("source.asset") : t("source.from", { host: hostOf(label ?? "") })}</strong>
      <span>{isAsset ? label?.slice("asset://".length) : t("source.notFetched")}</span>
    </div>
  );
}

function hostOf(url: string): string {
  return URL.parse(url)?.hostname ?? url;
}

function Forecast({ plan, type, item, before, isRunning }: { plan: NodePlanView | undefined; type: MediaType; item: number; before: string | null; isRunning: boolean }) {
  const { t } = useTranslation("nodes");
  const step = plan?.steps[item];
  const invalid = plan !== undefined && !step && plan.problems.some(({ severity }) => severity === "error");
  const { width = null, height = null } = step?.size ?? {};
  const seconds = step?.duration;
  const size = width !== null && height !== null ? `${Math.round(width)} × ${Math.round(height)}` : null;
  const length = seconds ? `${roundedText(seconds)} s` : null;
  const facts = [size, length].filter(Boolean).join(" · ");
  return (
    <div className={classes["empty"]} data-over={before !== null}>
      {before !== null && (
        <div className={classes["before"]}>
          <MediaThumb sha256={before} type={type} width={320} fit="contain" />
        </div>
      )}
      {before === null && !isRunning && <span>{invalid ? t("preview.invalid") : t("preview.notRun")}</span>}
      {before === null && facts !== "" && <strong className="num">{facts}</strong>}
      {before !== null && <span className={`${classes["badge"]} num`}>{[isRunning ? null : t("preview.outdated"), facts].filter(Boolean).join(" · ")}</span>}
    </div>
  );
}

function roundedText({ min, max }: { min: number; max: number }): string {
  const [from, to] = [Math.round(min), Math.round(max)];
  return from === to ? `${from}` : `${from}–${to}`;
}

export function ItemPager({ item, of, total, onItem }: { item: number; of: number; total: number; onItem: (item: number) => void }) {
  const { t } = useTranslation("nodes");
  return (
    <div className={`${classes["pager"]} nodrag nopan num`}>
      <button type="button" aria-label={t("preview.earlier")} disabled={item === 0} onClick={() => onItem(item - 1)}>
        <IconChevronLeft size={12} aria-hidden />
      </button>
      {t("preview.item", { item: item + 1, of: total })}
      <button type="button" aria-label={t("preview.next")} disabled={item >= of - 1} onClick={() => onItem(item + 1)}>
        <IconChevronRight size={12} aria-hidden />
      </button>
    </div>
  );
}

/** `0:05` of a clip, `2048 × 2048` of a picture. */
export function badgeOf({ type, width, height, durationSeconds }: ValueView): string | null {
  if (type === "video" || type === "audio") return durationSeconds === null ? null : clockText(Math.round(durationSeconds) * 1000);
  return width === null || height === null ? null : `${width} × ${height}`;
}
