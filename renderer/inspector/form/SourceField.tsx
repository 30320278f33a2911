import { Button, FileButton, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { mediaSourceSchema, type MediaSource, type MediaType } from "../../../shared/graph/media.ts";
import { useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { parseAddress } from "../../nodes/chooseSource.ts";
import { ACCEPTED } from "../../ui/mediaFiles.ts";
import { MediaThumb } from "../../ui/MediaThumb.tsx";
import type { ControlProps } from "./controlProps.ts";
import classes from "./Field.module.css";

/** What a media node is made of: a file of the library, a URL or an asset. */
export function SourceField({ spec, field, labelledBy, describedBy, onChange, media }: ControlProps & { media: MediaType | null }) {
  const { t } = useTranslation("inspector");
  const [busy, setBusy] = useState(false);
  const source = field.mixed ? null : (mediaSourceSchema.nullable().safeParse(field.value).data ?? null);

  async function choose(file: File | null): Promise<void> {
    const { connection } = useApp.getState();
    if (!file || !connection) return;
    setBusy(true);
    try {
      const facts = await connection.upload(file, file.name);
      if (media !== null && facts.type !== media) reportTrouble(t("source.mismatch", { name: file.name, is: t(`source.kinds.${facts.type}`), takes: t(`source.kinds.${media}`) }));
      else onChange({ type: "file", sha256: facts.sha256, name: facts.name, bytes: facts.bytes } satisfies MediaSource);
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <fieldset className={`${classes.stack} ${classes.bare}`} aria-labelledby={labelledBy} aria-describedby={describedBy}>
      <div className={classes.source}>
        {source?.type === "file" && media !== null && (
          <div className={classes.thumb}>
            <MediaThumb sha256={source.sha256} type={media} width={160} />
          </div>
        )}
        {(source === null || source.type === "file") && <span className={classes.name}>{field.mixed ? t("field.mixed") : source === null ? t("source.none") : source.name}</span>}
      </div>
      <div className={classes.buttons}>
        <FileButton onChange={(file) => void choose(file)} {...(media === null ? {} : { accept: ACCEPTED[media] })}>
          {(props) => (
            <Button {...props} variant="default" loading={busy}>
              {source === null ? t("source.choose") : t("source.replace")}
            </Button>
          )}
        </FileButton>
        {source !== null && (
          <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t("source.clear")}
          </Button>
        )}
      </div>
      <AddressInput key={source === null ? "" : nameOf(source)} name={spec.name} source={source} onChange={onChange} />
    </fieldset>
  );
}

/** A typed URL or asset; it counts when the field is left, as half an address is none. */
function AddressInput({ name, source, onChange }: { name: string; source: MediaSource | null; onChange: (value: unknown) => void }) {
  const { t } = useTranslation("inspector");
  const given = source?.type === "url" ? source.url : source?.type === "asset" ? source.uri : "";
  const [text, setText] = useState(given);
  const [problem, setProblem] = useState<string | null>(null);

  function commit(): void {
    const typed = text.trim();
    setProblem(null);
    if (typed === given) return;
    if (typed === "") {
      onChange(null);
      return;
    }
    const parsed = parseAddress(typed);
    if ("problem" in parsed) setProblem(parsed.problem);
    else onChange(parsed.source);
  }

  return (
    <TextInput
      aria-label={t("source.url")}
      placeholder={t("source.urlPlaceholder")}
      value={text}
      error={problem}
      maxLength={4096}
      name={name}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === "Enter") commit();
      }}
    />
  );
}

function nameOf(source: MediaSource): string {
  if (source.type === "file") return source.name;
  return source.type === "url" ? source.url : source.uri;
}
