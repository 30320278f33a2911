import { Button, NumberInput, PasswordInput, SegmentedControl, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HostingView } from "../../shared/contract/api/hosting.ts";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import { announce } from "../ui/announce.ts";
import { Fold } from "../ui/Fold.tsx";
import account from "./Account.module.css";
import classes from "./Hosting.module.css";
import { BucketSteps } from "./HostingSteps.tsx";
import { Row } from "./SettingRow.tsx";
import { useBucketForm, type BucketFormState } from "./useBucketForm.ts";

const PROVIDERS = ["r2", "aws", "other"] as const;

interface BucketFormProps {
  hosting: HostingView;
  secrets: SecretStatus;
  onEnd: () => void;
}

/** Where a bucket is entered: what every provider asks for at the top, the rest behind a fold. */
export function BucketForm({ hosting, secrets, onEnd }: BucketFormProps) {
  const { t } = useTranslation("hosting");
  const form = useBucketForm(hosting, secrets);
  const { bucket, problems } = form;
  const hasSecret = secrets.names.bucketSecret !== "absent" && secrets.names.bucketSecret !== "unreadable";
  const submit = async (): Promise<void> => {
    if (!(await form.submit())) return;
    announce(t("kept"));
    onEnd();
  };
  return (
    <form
      className={account.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (form.busy === null) void submit();
      }}
    >
      <SegmentedControl fullWidth aria-label={t("provider.label")} value={form.provider} onChange={(value) => form.setProvider(value)} data={PROVIDERS.map((value) => ({ value, label: t(`provider.${value}`) }))} />
      <TextInput label={t("field.endpoint")} placeholder={t(`hint.endpoint.${form.provider}`)} value={bucket.endpoint} error={problems.endpoint} spellCheck={false} onChange={(event) => form.set({ endpoint: event.currentTarget.value })} />
      <div className={classes.pair}>
        <TextInput label={t("field.bucket")} value={bucket.bucket} error={problems.bucket} spellCheck={false} onChange={(event) => form.set({ bucket: event.currentTarget.value })} />
        <TextInput label={t("field.region")} placeholder={t(`hint.region.${form.provider}`)} value={bucket.region} error={problems.region} spellCheck={false} onChange={(event) => form.set({ region: event.currentTarget.value })} />
      </div>
      <div className={classes.pair}>
        <TextInput label={t("field.accessKeyId")} value={bucket.accessKeyId} error={problems.accessKeyId} spellCheck={false} onChange={(event) => form.set({ accessKeyId: event.currentTarget.value.trim() })} />
        <PasswordInput
          size="xs"
          label={t("field.secret")}
          placeholder={hasSecret ? t("hint.secretKept") : ""}
          value={form.secret}
          error={problems.secret}
          autoComplete="off"
          spellCheck={false}
          visibilityToggleButtonProps={{ "aria-label": t("showSecret") }}
          onChange={(event) => form.setSecret(event.currentTarget.value)}
        />
      </div>
      {form.secret !== "" && <KeepSecret form={form} protection={secrets.protection} />}
      <MoreFields form={form} />
      {problems.whole !== undefined && (
        <p className={classes.bad} role="alert">
          {problems.whole}
        </p>
      )}
      {form.result && <BucketSteps result={form.result} />}
      <div className={account.buttons}>
        <Button variant="default" className={classes.first ?? ""} loading={form.busy === "test"} disabled={form.busy === "keep"} onClick={() => void form.test()}>
          {t("test")}
        </Button>
        <Button variant="default" disabled={form.busy !== null} onClick={onEnd}>
          {t("cancel")}
        </Button>
        <Button type="submit" loading={form.busy === "keep"} disabled={form.busy === "test"}>
          {t("keep")}
        </Button>
      </div>
    </form>
  );
}

function KeepSecret({ form, protection }: { form: BucketFormState; protection: SecretStatus["protection"] }) {
  const { t } = useTranslation("hosting");
  if (protection === "memory") return <p className={account.note}>{t("memory")}</p>;
  return (
    <>
      <div className={account.keep}>
        <span id="bucket-keep">{t("keepAs")}</span>
        <SegmentedControl
          aria-labelledby="bucket-keep"
          value={form.keep}
          onChange={(value) => form.setKeep(value)}
          data={[
            { value: "saved", label: t(protection === "os" ? "keepSaved" : "keepUnprotected") },
            { value: "session", label: t("keepSession") },
          ]}
        />
      </div>
      {protection === "none" && (
        <p className={account.note} data-warn>
          {t("noKeychain")}
        </p>
      )}
    </>
  );
}

/** What most buckets do without. Open when something is wrong in there. */
function MoreFields({ form: { bucket, problems, set } }: { form: BucketFormState }) {
  const { t } = useTranslation("hosting");
  const isWrong = problems.prefix !== undefined || problems.publicUrl !== undefined || problems.pathStyle !== undefined;
  const [open, setOpen] = useState(bucket.publicUrl !== null || bucket.prefix !== "");
  return (
    <Fold title={t("more")} open={open || isWrong} onToggle={() => setOpen(!open)}>
      <div className={classes.more}>
        <TextInput label={t("field.publicUrl")} description={t("hint.publicUrl")} placeholder="https://media.example.org" value={bucket.publicUrl ?? ""} error={problems.publicUrl} spellCheck={false} onChange={(event) => set({ publicUrl: event.currentTarget.value.trim() || null })} />
        <TextInput label={t("field.prefix")} description={t("hint.prefix")} value={bucket.prefix} error={problems.prefix} spellCheck={false} onChange={(event) => set({ prefix: event.currentTarget.value })} />
        <Row label={t("field.pathStyle")} hint={problems.pathStyle ?? t("hint.pathStyle")} htmlFor="bucket-path">
          <Switch id="bucket-path" checked={bucket.pathStyle} onChange={(event) => set({ pathStyle: event.currentTarget.checked })} />
        </Row>
        {bucket.publicUrl === null && (
          <Row label={t("field.linkHours")} hint={t("hint.linkHours")} htmlFor="bucket-hours">
            <NumberInput id="bucket-hours" w={104} min={1} max={168} suffix=" h" allowDecimal={false} clampBehavior="strict" value={bucket.linkHours} onChange={(value) => typeof value === "number" && value >= 1 && set({ linkHours: value })} />
          </Row>
        )}
      </div>
    </Fold>
  );
}
