import { Alert, Button, FileButton, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { MediaType } from "../../shared/graph/media.ts";
import { i18n } from "../i18n/index.ts";
import { host, useApp } from "../state/app.ts";
import { announce } from "../ui/announce.ts";
import { PortGlyph } from "../ui/PortGlyph.tsx";
import classes from "./Assets.module.css";

/** A file of the library that is to be registered. */
interface Registrable {
  sha256: string;
  type: MediaType;
  name: string;
}

interface RegisterAssetProps {
  opened: boolean;
  /** Chosen already; null lets the user choose a file or write an address. */
  file: Registrable | null;
  onClose: () => void;
  onRegistered?: () => void;
}

/** Registers a file or an address for review under the account. */
export function RegisterAsset({ opened, onClose, ...rest }: RegisterAssetProps) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size="md" centered>
      <Modal.Overlay />
      <Modal.Content>{opened && <RegisterForm onClose={onClose} {...rest} />}</Modal.Content>
    </Modal.Root>
  );
}

const TYPES = ["image", "video", "audio"] as const;
const LONGEST_NAME = 64;
const ADDRESS = /^https?:\/\/\S+$/;

function RegisterForm({ file, onClose, onRegistered }: Omit<RegisterAssetProps, "opened">) {
  const { t } = useTranslation("library");
  const [chosen, setChosen] = useState(file);
  const [url, setUrl] = useState("");
  const [type, setType] = useState<MediaType>(file?.type ?? "image");
  const [name, setName] = useState(file?.name.slice(0, LONGEST_NAME) ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const content = chosen ? `sha256:${chosen.sha256}` : ADDRESS.test(url.trim()) ? `url:${url.trim()}` : null;

  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    await work().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
    setBusy(false);
  };
  const take = (picked: File | null) => {
    if (!picked) return;
    void during(async () => {
      const { connection } = useApp.getState();
      if (!connection) throw new Error(i18n.t("app:connecting"));
      const facts = await connection.upload(picked, picked.name);
      setChosen({ sha256: facts.sha256, type: facts.type, name: facts.name });
      setType(facts.type);
      setName(facts.name.slice(0, LONGEST_NAME));
    });
  };
  const register = (event: FormEvent) => {
    event.preventDefault();
    if (content === null) return;
    void during(async () => {
      const { asset, message } = await host().assets.register({ content, type, name: name.trim() || t("assets.unnamed") });
      if (!asset) throw new Error(message ?? t("assets.register.refused"));
      announce(t("assets.register.done", { uri: asset.uri }));
      onRegistered?.();
      onClose();
    });
  };
  return (
    <>
      <Modal.Header>
        <Modal.Title>{t("assets.register.title")}</Modal.Title>
        <Modal.CloseButton />
      </Modal.Header>
      <Modal.Body>
        <Stack component="form" gap="sm" onSubmit={register}>
          <Text size="sm" c="dimmed">
            {t("assets.register.about")}
          </Text>
          {chosen ? (
            <div className={classes["chosen"]}>
              <PortGlyph type={chosen.type} />
              <span title={chosen.name}>{chosen.name}</span>
              {!file && (
                <Button variant="subtle" size="compact-xs" onClick={() => setChosen(null)}>
                  {t("assets.register.other")}
                </Button>
              )}
            </div>
          ) : (
            <Group gap="sm" wrap="nowrap" align="end">
              <TextInput flex={1} label={t("assets.register.url")} placeholder="https://" value={url} onChange={(event) => setUrl(event.currentTarget.value)} data-autofocus />
              <FileButton onChange={take} accept="image/*,video/*,audio/*">
                {(props) => (
                  <Button variant="default" {...props}>
                    {t("assets.register.file")}
                  </Button>
                )}
              </FileButton>
            </Group>
          )}
          <Group gap="sm" grow>
            <Select
              label={t("assets.type")}
              value={type}
              disabled={chosen !== null}
              allowDeselect={false}
              data={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
              onChange={(value) => setType(TYPES.find((one) => one === value) ?? "image")}
            />
            <TextInput label={t("assets.name")} maxLength={LONGEST_NAME} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          </Group>
          {problem !== null && (
            <Alert color="red" role="alert">
              {problem}
            </Alert>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("assets.register.cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={content === null}>
              {t("assets.register.register")}
            </Button>
          </Group>
        </Stack>
      </Modal.Body>
    </>
  );
}
