import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconPlugConnectedX, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./Banner.module.css";

export interface BannerAction {
  label: string;
  perform: () => void;
}

interface BannerProps {
  tone: "info" | "warn" | "bad";
  text: string;
  actions?: readonly BannerAction[];
  onDismiss?: () => void;
}

const ICONS = { info: IconInfoCircle, warn: IconAlertTriangle, bad: IconPlugConnectedX };

/** A calm line below the tabs. */
export function Banner({ tone, text, actions, onDismiss }: BannerProps) {
  const { t } = useTranslation("app");
  const Icon = ICONS[tone];
  return (
    <div className={classes.banner} data-tone={tone} role={tone === "bad" ? "alert" : "status"}>
      <Icon size={16} stroke={1.7} aria-hidden className={classes.icon ?? ""} />
      <span className={classes.text}>{text}</span>
      {actions?.map(({ label, perform }) => (
        <Button key={label} size="compact-xs" variant="default" onClick={perform}>
          {label}
        </Button>
      ))}
      {onDismiss && (
        <ActionIcon size="sm" aria-label={t("banner.dismiss")} onClick={onDismiss}>
          <IconX size={14} />
        </ActionIcon>
      )}
    </div>
  );
}
