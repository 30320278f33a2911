import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import { numberText } from "../ui/format.ts";
import { host, useApp } from "../state/app.ts";
import { KeyFields } from "./KeyFields.tsx";
import { RealmSwitch } from "./RealmSwitch.tsx";
import { RemoveQuestion } from "./RemoveQuestion.tsx";
import { Part } from "./SettingRow.tsx";
import classes from "./Account.module.css";

/** The key of the service: whether there is one, how it is kept, another one, none. And where runs go. */
export function AccountPage() {
  const { t } = useTranslation("account");
  const info = useApp(({ info }) => info);
  const secrets = useApp(({ secrets }) => secrets);
  if (!info || !secrets) return null;
  return (
    <>
      <Part title={t("key.title")}>
        <KeyPart secrets={secrets} />
      </Part>
      <Part title={t("runs.title")}>
        <strong className={classes.realm}>{t(info.realm === "sandbox" ? "runs.sandbox" : "runs.service")}</strong>
        <RealmSwitch info={info} inSettings />
      </Part>
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
      {mode === "remove" && (
        <RemoveQuestion question={t("key.removeSure")} text={t("key.removeText")} cancel={t("key.cancel")} remove={t("key.remove")} forget={() => host().secrets.forget({ name: "seegenKey" })} onDone={() => setMode("look")} />
      )}
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
