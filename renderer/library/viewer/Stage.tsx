import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { Divider } from "./Divider.tsx";
import type { Player } from "./player.ts";
import { useViewerPrefs } from "./prefs.ts";
import classes from "./Stage.module.css";
import { Viewport } from "./Viewport.tsx";
import type { Lie } from "./zoom.ts";

interface Props {
  facts: MediaFacts;
  /** What it is compared with. */
  other: MediaFacts | null;
  lie: Lie;
  onLie: (change: (lie: Lie) => Lie) => void;
  onFit: (fit: number) => void;
  player: Player;
}

/** The file, or two of them beside each other, one over the other, or what differs between them. */
export function Stage({ facts, other, ...rest }: Props) {
  const { t } = useTranslation("library");
  const wanted = useViewerPrefs(({ compare }) => compare);
  const [split, setSplit] = useState(0.5);
  const { lie, onLie, onFit, player } = rest;
  if (!other) {
    return (
      <div className={classes["stage"]}>
        <Viewport layers={[{ facts, label: t(`viewer.shown.${facts.type}`) }]} {...rest} />
      </div>
    );
  }
  const first = { facts, label: t("viewer.first") };
  const second = { facts: other, label: t("viewer.second") };
  if (wanted === "side" || facts.type === "audio" || facts.type !== other.type) {
    return (
      <div className={classes["stage"]} data-side>
        <Viewport layers={[first]} {...rest}>
          <b className={classes["name"]}>{t("viewer.a")}</b>
        </Viewport>
        <Viewport layers={[second]} lie={lie} onLie={onLie} player={player}>
          <b className={classes["name"]}>{t("viewer.b")}</b>
        </Viewport>
      </div>
    );
  }
  const style = wanted === "wipe" ? { clipPath: `inset(0 0 0 ${split * 100}%)`, background: "var(--media-bg)" } : { mixBlendMode: "difference" as const };
  return (
    <div className={classes["stage"]}>
      <Viewport layers={[first, { ...second, style }]} lie={lie} onLie={onLie} onFit={onFit} player={player}>
        {wanted === "wipe" && (
          <>
            <b className={classes["name"]}>{t("viewer.a")}</b>
            <b className={classes["name"]} data-right>
              {t("viewer.b")}
            </b>
            <Divider at={split} onMove={setSplit} />
          </>
        )}
      </Viewport>
    </div>
  );
}
