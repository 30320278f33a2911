import { Button, Group, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MediaItem } from "../../shared/contract/libraryQueries.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { bytesText, numberText } from "../ui/format.ts";
import { mediaList } from "./listStore.ts";
import { fileNameOf } from "./names.ts";

/** Asks before paid files go. Null: nothing is asked. */
export function DeleteFiles({ files, onClose }: { files: readonly MediaItem[] | null; onClose: () => void }) {
  return (
    <Modal.Root opened={files !== null} onClose={onClose} size="sm" centered>
      <Modal.Overlay />
      <Modal.Content>{files && <Question files={files} onClose={onClose} />}</Modal.Content>
    </Modal.Root>
  );
}

function Question({ files, onClose }: { files: readonly MediaItem[]; onClose: () => void }) {
  const { t } = useTranslation("library");
  const [busy, setBusy] = useState(false);
  const made = files.filter(({ take, present }) => take && present);
  const kept = files.filter(({ take }) => !take).length;
  const credits = made.reduce((sum, { take }) => sum + (take?.billed ?? 0), 0);
  const remove = async () => {
    setBusy(true);
    const gone = new Set<string>();
    let bytes = 0;
    for (const item of made) {
      const { sha256 } = item.facts;
      const result = await host().library.remove({ sha256 });
      if (result.ok) {
        gone.add(sha256);
        bytes += result.bytes;
      } else reportTrouble(t("delete.refused", { name: fileNameOf(item), message: result.message ?? "" }));
    }
    mediaList.forget(gone);
    if (gone.size > 0) announce(t("delete.done", { count: gone.size, size: bytesText(bytes) }));
  };
  return (
    <>
      <Modal.Header>
        <Modal.Title>{t("delete.title", { count: made.length })}</Modal.Title>
        <Modal.CloseButton />
      </Modal.Header>
      <Modal.Body>
        <Text size="sm">{t("delete.paid", { count: made.length, credits: numberText(credits) })}</Text>
        {kept > 0 && (
          <Text size="sm" c="dimmed" mt="sm">
            {t("delete.imported", { count: kept })}
          </Text>
        )}
        <Group justify="flex-end" mt="md" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("delete.keep")}
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove().catch(reportTrouble).finally(onClose)}>
            {t("delete.confirm", { count: made.length })}
          </Button>
        </Group>
      </Modal.Body>
    </>
  );
}
