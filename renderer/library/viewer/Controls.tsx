import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { IconChevronLeftPipe, IconChevronRightPipe, IconPlayerPauseFilled, IconPlayerPlayFilled, IconRepeat, IconRepeatOff, IconVolume, IconVolumeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import classes from "./Controls.module.css";
import { frameAt, rateOf, timeText } from "./frames.ts";
import type { Player } from "./player.ts";
import { changePrefs, RATES, useViewerPrefs } from "./prefs.ts";
import { Scrubber } from "./Scrubber.tsx";

/** Play, step, look for a place, loop, speed and sound. */
export function Controls({ player, steps }: { player: Player; steps: boolean }) {
  const { t } = useTranslation("library");
  const playing = useStore(player, ({ playing }) => playing);
  const { loop, muted, rate } = useViewerPrefs();
  return (
    <div className={classes["controls"]} role="toolbar" aria-label={t("viewer.controls")}>
      <Tip label={playing ? t("viewer.pause") : t("viewer.play")} keys={t("keys.space")}>
        <ActionIcon variant="filled" color="iris" size="lg" radius="xl" aria-label={playing ? t("viewer.pause") : t("viewer.play")} onClick={() => player.toggle()}>
          {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
        </ActionIcon>
      </Tip>
      {steps && (
        <>
          <Tip label={t("viewer.frameBack")} keys=",">
            <ActionIcon aria-label={t("viewer.frameBack")} onClick={() => player.step(-1)}>
              <IconChevronLeftPipe size={16} />
            </ActionIcon>
          </Tip>
          <Tip label={t("viewer.frameOn")} keys=".">
            <ActionIcon aria-label={t("viewer.frameOn")} onClick={() => player.step(1)}>
              <IconChevronRightPipe size={16} />
            </ActionIcon>
          </Tip>
        </>
      )}
      <Clock player={player} />
      <Scrubber player={player} />
      <Tip label={t("viewer.loop")} keys="L">
        <ActionIcon aria-label={t("viewer.loop")} aria-pressed={loop} className={classes["toggle"] ?? ""} onClick={() => changePrefs({ loop: !loop })}>
          {loop ? <IconRepeat size={16} /> : <IconRepeatOff size={16} />}
        </ActionIcon>
      </Tip>
      <Menu position="top-end">
        <Menu.Target>
          <Button variant="subtle" color="gray" className={`${classes["rate"]} num`} aria-label={t("viewer.speed", { rate })}>
            {rate}×
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {RATES.map((one) => (
            <Menu.Item key={one} className="num" fw={one === rate ? 600 : 400} onClick={() => changePrefs({ rate: one })}>
              {one}×
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tip label={muted ? t("viewer.unmute") : t("viewer.mute")} keys="M">
        <ActionIcon aria-label={muted ? t("viewer.unmute") : t("viewer.mute")} onClick={() => changePrefs({ muted: !muted })}>
          {muted ? <IconVolumeOff size={16} /> : <IconVolume size={16} />}
        </ActionIcon>
      </Tip>
    </div>
  );
}

function Clock({ player }: { player: Player }) {
  const { t } = useTranslation("library");
  const { time, duration, frames } = useStore(player);
  const rate = rateOf(frames);
  return (
    <span className={`${classes["clock"]} num`}>
      <b>{timeText(time)}</b> / {timeText(duration)}
      {frames && rate !== null && (
        <small title={t("viewer.rate", { rate: Math.round(rate * 100) / 100 })}>{t("viewer.frame", { frame: frameAt(frames, time) + 1, of: frames.length })}</small>
      )}
    </span>
  );
}

/** What a button does, and its key. */
export function Tip({ label, keys, children }: { label: string; keys?: string; children: ReactNode }) {
  return (
    <Tooltip
      label={
        <>
          {label}
          {keys !== undefined && <kbd className={classes["key"]}>{keys}</kbd>}
        </>
      }
    >
      {children}
    </Tooltip>
  );
}
