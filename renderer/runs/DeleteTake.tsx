import { Button, Group, Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { NodeTake } from "../../shared/contract/libraryQueries.ts";
import { host } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { numberText } from "../ui/format.ts";

/** Asks before a paid file goes. */
export function DeleteTake({ take, onClose }: { take: NodeTake | null; onClose: () => void }) {
  const { t } = useTranslation("runs");
  const remove = async () => {
    onClose();
    if (!take?.sha256) return;
    const { ok, message } = await host().library.remove({ sha256: take.sha256 });
    if (!ok && message) reportTrouble(message);
  };
  return (
    <Modal opened={take !== null} onClose={onClose} title={t("takes.deleteTitle")} size="sm">
      <Text size="sm">{t("takes.deleteText", { credits: numberText(take?.billed ?? 0) })}</Text>
      <Group justify="flex-end" mt="md" gap="sm">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("takes.keep")}
        </Button>
        <Button color="red" onClick={() => void remove().catch(reportTrouble)}>
          {t("takes.deleteConfirm")}
        </Button>
      </Group>
    </Modal>
  );
}
