import { Button, PasswordInput, SegmentedControl } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import classes from "./Account.module.css";
import { useKeyForm } from "./useKeyForm.ts";

interface KeyFieldsProps {
  secrets: SecretStatus;
  /** It is kept; `credits` are available. */
  onKept: (credits: number) => void;
  onCancel?: (() => void) | undefined;
  cancelLabel?: string;
  takesFocus?: boolean;
}

/** Where a key is entered: it is tried first, and kept the way that the user chooses. */
export function KeyFields({ secrets, onKept, onCancel, cancelLabel, takesFocus = false }: KeyFieldsProps) {
  const { t } = useTranslation("account");
  const form = useKeyForm(secrets);
  const { protection } = secrets;
  const submit = async (): Promise<void> => {
    const credits = await form.submit();
    if (credits !== null) onKept(credits);
  };
  return (
    <form
      className={classes.form}
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (form.value.trim() !== "" && !form.busy) void submit();
      }}
    >
      <PasswordInput
        label={t("key.label")}
        placeholder={t("key.placeholder")}
        description={form.problem === null ? t("key.where") : null}
        inputWrapperOrder={["label", "input", "error", "description"]}
        classNames={{ label: classes.label ?? "", description: classes.about ?? "", error: classes.about ?? "" }}
        value={form.value}
        error={form.problem}
        disabled={form.busy}
        autoComplete="off"
        spellCheck={false}
        data-autofocus={takesFocus || undefined}
        visibilityToggleButtonProps={{ "aria-label": t("key.show") }}
        onChange={(event) => form.setValue(event.currentTarget.value)}
      />
      {protection === "memory" ? (
        <Note>{t("key.memory")}</Note>
      ) : (
        <div className={classes.keep}>
          <span id="key-keep">{t("key.keep")}</span>
          <SegmentedControl
            aria-labelledby="key-keep"
            disabled={form.busy}
            value={form.keep}
            onChange={(value) => form.setKeep(value)}
            data={[
              { value: "saved", label: t(protection === "os" ? "key.keepSaved" : "key.keepUnprotected") },
              { value: "session", label: t("key.keepSession") },
            ]}
          />
        </div>
      )}
      {protection === "none" && <Note warn>{t("key.noKeychain")}</Note>}
      <div className={classes.buttons}>
        {onCancel && (
          <Button variant="default" disabled={form.busy} onClick={onCancel}>
            {cancelLabel ?? t("key.cancel")}
          </Button>
        )}
        <Button type="submit" loading={form.busy} disabled={form.value.trim() === ""}>
          {t("key.submit")}
        </Button>
      </div>
    </form>
  );
}

function Note({ warn = false, children }: { warn?: boolean; children: ReactNode }) {
  return (
    <p className={classes.note} data-warn={warn || undefined}>
      {warn && <IconAlertTriangle size={15} stroke={1.6} aria-hidden />}
      <span>{children}</span>
    </p>
  );
}
