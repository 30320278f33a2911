import { ActionIcon, Checkbox, Tooltip } from "@mantine/core";
import { IconPackageImport, IconPin, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { MediaThumb } from "../ui/MediaThumb.tsx";
import { numberText } from "../ui/format.ts";
import classes from "./TakeTile.module.css";

const SPOKEN = 80;

interface Props {
  take: NodeTake;
  badge: string | null;
  chosen: boolean;
  onOpen: () => void;
  onChoose: () => void;
  /** Null for a take of an earlier request. */
  onPick: (() => void) | null;
  /** Null for what was made here, or adopted. */
  onAdopt: (() => void) | null;
  onDelete: () => void;
}

/** One take: its picture, what it cost, and what can be done with it. */
export function TakeTile({ take, badge, chosen, onOpen, onChoose, onPick, onAdopt, onDelete }: Props) {
  const { t } = useTranslation(["runs", "bundles"]);
  const about = t("takes.look", { about: brief(take.prompt ?? take.model) });
  const label = badge === null ? about : `${about}, ${badge}`;
  return (
    <figure className={classes["tile"]} data-used={badge !== null || undefined} data-missing={!take.present || undefined}>
      <button type="button" className={classes["picture"]} onClick={onOpen} disabled={!take.present} aria-label={label}>
        {take.present && take.sha256 !== null ? <MediaThumb sha256={take.sha256} type={take.mediaType} width={320} /> : <span>{t("takes.missing")}</span>}
        {badge !== null && <b>{badge}</b>}
        {onAdopt && <i>{t("bundles:adopt.mark")}</i>}
      </button>
      <figcaption title={take.prompt ?? undefined}>
        <Checkbox size="xs" checked={chosen} onChange={onChoose} disabled={!take.present} aria-label={t("takes.choose")} />
        <span className="num">{take.billed === null ? "–" : t("takes.billed", { credits: numberText(take.billed) })}</span>
        {onPick && (
          <Tooltip label={t("takes.pick")}>
            <ActionIcon size="sm" aria-label={t("takes.pick")} onClick={onPick}>
              <IconPin size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        {onAdopt && (
          <Tooltip label={t("bundles:adopt.take")}>
            <ActionIcon size="sm" aria-label={t("bundles:adopt.take")} onClick={onAdopt}>
              <IconPackageImport size={14} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t("takes.delete")}>
          <ActionIcon size="sm" aria-label={t("takes.delete")} disabled={!take.present} onClick={onDelete}>
            <IconTrash size={14} />
          </ActionIcon>
        </Tooltip>
      </figcaption>
    </figure>
  );
}

/** Enough of a long prompt to tell takes apart by ear. */
function brief(text: string): string {
  return text.length > SPOKEN ? `${text.slice(0, SPOKEN).trimEnd()}…` : text;
}
