import { ActionIcon, Tooltip } from "@mantine/core";
import { IconSquareRoundedPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AssetView } from "../../shared/contract/api/assets.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { PortGlyph } from "../ui/PortGlyph.tsx";
import { addToGraph } from "./addToGraph.ts";
import classes from "./Assets.module.css";
import { CopyText } from "./CopyText.tsx";

const TYPE = { IMAGE: "image", VIDEO: "video", AUDIO: "audio" } as const;

/** An asset. Its picture is shown where its file is here; one that lies elsewhere is never fetched: the page talks to nobody but its host. */
export function AssetRow({ asset: { assetId, uri, type, name, status, failReason, sha256, seconds } }: { asset: AssetView }) {
  const { t } = useTranslation("library");
  const is = type && TYPE[type];
  const usable = status === "active" && is !== null;
  return (
    <li className={classes["row"]}>
      {sha256 !== null && is !== null && is !== "audio" ? (
        <span className={classes["thumb"]}>
          <MediaThumb sha256={sha256} type={is} width={160} />
        </span>
      ) : (
        <span className={classes["thumb"]}>
          <PortGlyph type={is ?? "any"} />
        </span>
      )}
      <div className={classes["name"]}>
        <span title={name ?? assetId}>{name ?? <em>{t("assets.unnamed")}</em>}</span>
        <small>{is ? t(`type.${is}`) : t("assets.noType")}</small>
        {seconds && is === "video" && (
          <small className="num" title={t("assets.secondsHint")}>
            {seconds.min === seconds.max ? t("assets.seconds", { seconds: shownSeconds(seconds.min) }) : t("assets.secondsBetween", { min: shownSeconds(seconds.min), max: shownSeconds(seconds.max) })}
          </small>
        )}
      </div>
      <code className={classes["uri"]} title={uri}>
        {uri}
      </code>
      <span className={classes["state"]} data-state={status}>
        {t(`assets.states.${status}`)}
      </span>
      <span className={classes["reason"]} title={failReason ?? undefined}>
        {failReason}
      </span>
      <CopyText text={uri} label={t("assets.copy")} />
      <Tooltip label={usable ? t("assets.use") : t("assets.notActive")}>
        <ActionIcon size="sm" aria-label={t("assets.use")} aria-disabled={!usable} {...(usable ? {} : { "data-disabled": true })} onClick={() => usable && addToGraph([{ type: is, source: { type: "asset", uri }, title: name ?? "" }])}>
          <IconSquareRoundedPlus size={14} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}

function shownSeconds(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
