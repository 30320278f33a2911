import { ActionIcon, Popover } from "@mantine/core";
import { IconArrowsDiff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaFacts } from "../../../shared/graph/media.ts";
import { host } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { MediaThumb } from "../../ui/MediaThumb.tsx";
import classes from "./CompareMenu.module.css";

interface Props {
  facts: MediaFacts;
  items: readonly string[];
  known: ReadonlyMap<string, MediaFacts | null>;
  onChoose: (sha256: string) => void;
}

/** Which file this one is compared with: those beside it, then the newest of the library. */
export function CompareMenu({ facts, items, known, onChoose }: Props) {
  const { t } = useTranslation("library");
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <ActionIcon title={t("action.compareWith")} aria-label={t("action.compareWith")} onClick={() => setOpened(!opened)}>
          <IconArrowsDiff size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="sm" onKeyDown={(event) => event.key === "Escape" && event.stopPropagation()}>
        <Choices
          facts={facts}
          beside={items.filter((sha256) => sha256 !== facts.sha256 && known.get(sha256)?.type === facts.type)}
          onChoose={(sha256) => {
            setOpened(false);
            onChoose(sha256);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

const SHOWN = 24;

function Choices({ facts: { sha256, type }, beside, onChoose }: { facts: MediaFacts; beside: readonly string[]; onChoose: (sha256: string) => void }) {
  const { t } = useTranslation("library");
  const [newest, setNewest] = useState<readonly string[] | null>(null);
  useEffect(() => {
    host()
      .library.list({ type, limit: SHOWN })
      .then(({ items }) => setNewest(items.filter(({ present }) => present).map(({ facts }) => facts.sha256)))
      .catch(reportTrouble);
  }, [type]);
  const first = beside.slice(0, SHOWN);
  const rest = (newest ?? []).filter((one) => one !== sha256 && !first.includes(one));
  if (newest !== null && first.length + rest.length === 0) return <p className={classes["none"]}>{t("compare.none", { type: t(`type.${type}`).toLowerCase() })}</p>;
  const row = (title: string, all: readonly string[]) =>
    all.length > 0 && (
      <>
        <h4>{title}</h4>
        <div className={classes["grid"]}>
          {all.map((one, at) => (
            <button key={one} type="button" aria-label={t("viewer.item", { item: at + 1, of: all.length })} onClick={() => onChoose(one)}>
              <MediaThumb sha256={one} type={type} width={160} />
            </button>
          ))}
        </div>
      </>
    );
  return (
    <div className={classes["menu"]}>
      {row(t("compare.beside"), first)}
      {row(t("compare.library"), rest)}
    </div>
  );
}
