import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { reportTrouble } from "../state/trouble.ts";

const SHOWN_MS = 1_600;

/** Puts a text into the clipboard, and says that it did. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("library");
  const [done, setDone] = useState(false);
  useEffect(() => {
    if (!done) return undefined;
    const timer = setTimeout(() => setDone(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(() => setDone(true)).catch(() => reportTrouble(t("copy.refused")));
  };
  return (
    <Tooltip label={done ? t("copy.done") : label}>
      <ActionIcon size="sm" aria-label={done ? t("copy.done") : label} onClick={copy} color={done ? "teal" : "gray"}>
        {done ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}
