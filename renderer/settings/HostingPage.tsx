import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BucketSettings, BucketTest, HostingView } from "../../shared/contract/api/hosting.ts";
import type { SecretStatus } from "../../shared/contract/api/secrets.ts";
import { host, useApp } from "../state/app.ts";
import { reportTrouble } from "../state/trouble.ts";
import account from "./Account.module.css";
import { BucketForm } from "./HostingForm.tsx";
import classes from "./Hosting.module.css";
import { BucketSteps } from "./HostingSteps.tsx";
import { RemoveQuestion } from "./RemoveQuestion.tsx";
import { Part } from "./SettingRow.tsx";

/** The bucket that makes local files reachable for the service: which, whether it works, another one, none. */
export function HostingPage() {
  const { t } = useTranslation("hosting");
  const hosting = useApp(({ hosting }) => hosting);
  const secrets = useApp(({ secrets }) => secrets);
  if (!hosting || !secrets) return null;
  return (
    <Part title={t("title")}>
      <p className={classes.about}>{t("about")}</p>
      <BucketPart hosting={hosting} secrets={secrets} />
    </Part>
  );
}

function BucketPart({ hosting, secrets }: { hosting: HostingView; secrets: SecretStatus }) {
  const { t } = useTranslation("hosting");
  const [mode, setMode] = useState<"look" | "edit" | "remove">("look");
  const { bucket, from, problem } = hosting;
  if (mode === "edit") return <BucketForm hosting={hosting} secrets={secrets} onEnd={() => setMode("look")} />;
  return (
    <>
      <div className={account.status} data-place={bucket === null ? "absent" : problem === null ? "saved" : "unreadable"}>
        <span className={account.dot} aria-hidden />
        <div>
          <strong>{bucket === null ? t("status.none") : problem === null ? t("status.ready", { bucket: nameOf(bucket) }) : t("status.problem")}</strong>
          <p>{bucket === null ? t("status.noneHint") : (problem ?? t("status.readyHint", { host: URL.parse(bucket.endpoint)?.host ?? bucket.endpoint }))}</p>
          {from === "environment" && <p>{t("from.environmentHint")}</p>}
        </div>
        {from !== "environment" && mode === "look" && (
          <div className={account.buttons}>
            <Button variant={bucket === null ? "filled" : "default"} onClick={() => setMode("edit")}>
              {t(bucket === null ? "setUp" : "edit")}
            </Button>
            {bucket !== null && (
              <Button variant="subtle" color="red" onClick={() => setMode("remove")}>
                {t("remove")}
              </Button>
            )}
          </div>
        )}
      </div>
      {mode === "remove" && (
        <RemoveQuestion question={t("removeSure")} text={t("removeText")} cancel={t("cancel")} remove={t("remove")} forget={() => host().hosting.forget()} onDone={() => setMode("look")} />
      )}
      {bucket !== null && mode === "look" && <TestPart bucket={bucket} />}
    </>
  );
}

/** The bucket that is kept, tried. */
function TestPart({ bucket }: { bucket: BucketSettings }) {
  const { t } = useTranslation("hosting");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<BucketTest | null>(null);
  const test = async (): Promise<void> => {
    setBusy(true);
    try {
      setResult(await host().hosting.test({ bucket }));
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.test}>
      <Button variant="default" loading={busy} onClick={() => void test()}>
        {t("test")}
      </Button>
      {result && <BucketSteps result={result} />}
    </div>
  );
}

function nameOf({ bucket, prefix }: BucketSettings): string {
  return prefix === "" ? bucket : `${bucket}/${prefix}`;
}
