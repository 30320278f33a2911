import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import { numberText } from "../ui/format.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import { KeyFields } from "./KeyFields.tsx";
import { RealmSwitch } from "./RealmSwitch.tsx";
import classes from "./Account.module.css";

/** The key of the service: whether there is one, how it is kept, another one, none. And where runs go. */
export function AccountPage() {
  const { t } = useTranslation("account");
  const info = useApp(({ info }) => info);
  const secrets = useApp(({ secrets }) => secrets);
  if (!info || !secrets) return null;
  return (
    <>
      <section className={classes.part} aria-labelledby="account-key">
        <h3 id="account-key">{t("key.title")}</h3>
        <KeyPart secrets={secrets} />
      </section>
      <section className={classes.part} aria-labelledby="account-runs">
        <h3 id="account-runs">{t("runs.title")}</h3>
        <strong className={classes.realm}>{t(info.realm === "sandbox" ? "runs.sandbox" : "runs.service")}</strong>
        <RealmSwitch info={info} inSettings />
      </section>
    </>
  );
}

type Mode = "look" | "enter" | "remove";

function KeyPart({ secrets }: { secrets: SecretStatus }) {
  const { t } = useTranslation("account");
  const [mode, setMode] = useState<Mode>("look");
  const [credits, setCredits] = useState<number | null>(null);
  const place = secrets.names.seegenKey;
  const entering = mode === "enter" || place === "absent" || place === "unreadable";
  return (
    <>
      <div className={classes.status} data-place={place}>
        <span className={classes.dot} aria-hidden />
        <div>
          <strong>{t(`key.${place}`)}</strong>
          <p>{t(`key.hint.${place === "saved" ? (secrets.protection === "os" ? "savedOs" : "savedNone") : place}`)}</p>
        </div>
        {!entering && place !== "environment" && mode === "look" && (
          <div className={classes.buttons}>
            <Button variant="default" onClick={() => setMode("enter")}>
              {t("key.replace")}
            </Button>
            <Button variant="subtle" color="red" onClick={() => setMode("remove")}>
              {t("key.remove")}
            </Button>
          </div>
        )}
      </div>
      {credits !== null && place !== "absent" && mode === "look" && (
        <output className={classes.good}>{t("key.good", { credits: numberText(credits) })}</output>
      )}
      {mode === "remove" && <RemoveKey onDone={() => setMode("look")} />}
      {entering && mode !== "remove" && (
        <KeyFields
          secrets={secrets}
          takesFocus={mode === "enter"}
          onCancel={place === "absent" || place === "unreadable" ? undefined : () => setMode("look")}
          onKept={(available) => {
            setCredits(available);
            setMode("look");
          }}
        />
      )}
    </>
  );
}

function RemoveKey({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("account");
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      const result = await host().secrets.forget({ name: "seegenKey" });
      if (!result.ok) reportTrouble(result.message);
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
      onDone();
    }
  };
  return (
    <div className={classes.sure} role="alertdialog" aria-label={t("key.removeSure")} aria-describedby="key-remove-text">
      <strong>{t("key.removeSure")}</strong>
      <p id="key-remove-text">{t("key.removeText")}</p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus disabled={busy} onClick={onDone}>
          {t("key.cancel")}
        </Button>
        <Button color="red" loading={busy} onClick={() => void remove()}>
          {t("key.remove")}
        </Button>
      </div>
    </div>
  );
}
