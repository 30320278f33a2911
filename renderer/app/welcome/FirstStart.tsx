import { Button } from "@mantine/core";
import { IconCircleCheck, IconFlask, IconKey } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCoach } from "../../actions/coach.ts";
import { createGraph } from "../../actions/documents.ts";
import { KeyFields } from "../../settings/KeyFields.tsx";
import { host, useApp } from "../../state/app.ts";
import { reportTrouble } from "../../state/trouble.ts";
import { numberText } from "../../ui/format.ts";
import { FIRST_EXAMPLE } from "../boot.ts";
import { useStarted } from "../started.ts";
import classes from "./FirstStart.module.css";

type Step = { at: "choice" } | { at: "key" } | { at: "kept"; credits: number };

/** The very first look: the sandbox, or a key that is tried before it is kept. Either leads to the first example and its first steps. */
export function FirstStart() {
  const { t } = useTranslation("account");
  const secrets = useApp(({ secrets }) => secrets);
  const isOffline = useApp(({ online }) => online !== "online");
  const [step, setStep] = useState<Step>({ at: "choice" });
  const [busy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);

  // Enter begins, and what a step asks for has the keyboard.
  useEffect(() => {
    place.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [step.at]);

  const begin = async (realm: "sandbox" | "service"): Promise<void> => {
    setBusy(true);
    try {
      if (realm === "service") {
        const { ok, message } = await host().system.switchRealm({ realm });
        if (!ok) throw new Error(message ?? "");
      }
      await createGraph(FIRST_EXAMPLE);
      useStarted.setState({ first: false });
      useCoach.setState({ step: 0 });
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <div ref={place} className={classes.first}>
      <img src="/icon.svg" width={56} height={56} alt="" />
      <h1>{t("first.title")}</h1>
      <p className={classes.promise}>{t("first.promise")}</p>
      {step.at === "choice" && (
        <>
          <h2>{t("first.question")}</h2>
          <div className={classes.ways}>
            <section className={classes.way}>
              <IconFlask size={22} stroke={1.5} aria-hidden />
              <h3>{t("first.sandbox")}</h3>
              <p>{t("first.sandboxText")}</p>
              <Button size="sm" data-autofocus loading={busy} disabled={isOffline} onClick={() => void begin("sandbox")}>
                {t("first.sandboxStart")}
              </Button>
            </section>
            <section className={classes.way}>
              <IconKey size={22} stroke={1.5} aria-hidden />
              <h3>{t("first.key")}</h3>
              <p>{t("first.keyText")}</p>
              <Button size="sm" variant="default" disabled={isOffline || busy || !secrets} onClick={() => setStep({ at: "key" })}>
                {t("first.keyStart")}
              </Button>
            </section>
          </div>
        </>
      )}
      {step.at === "key" && secrets && (
        <section className={classes.key} aria-label={t("key.title")}>
          <KeyFields secrets={secrets} takesFocus cancelLabel={t("first.back")} onCancel={() => setStep({ at: "choice" })} onKept={(credits) => setStep({ at: "kept", credits })} />
        </section>
      )}
      {step.at === "kept" && (
        <section className={classes.key} aria-labelledby="first-kept">
          <h3 id="first-kept" className={classes.kept}>
            <IconCircleCheck size={18} stroke={1.6} aria-hidden />
            {t("first.keptTitle")}
          </h3>
          <output className={classes.keptText}>{t("first.kept", { credits: numberText(step.credits) })}</output>
          <div className={classes.buttons}>
            <Button size="sm" variant="default" disabled={busy} onClick={() => void begin("sandbox")}>
              {t("first.sandboxStart")}
            </Button>
            <Button size="sm" data-autofocus loading={busy} onClick={() => void begin("service")}>
              {t("first.useService")}
            </Button>
          </div>
        </section>
      )}
      <p className={classes.later}>{t("first.later")}</p>
    </div>
  );
}
