import { Button, Radio, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { UnknownTake } from "../../shared/contract/api/unknown.ts";
import { host, useApp } from "../state/app.ts";
import { useSession, useSessionState } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { announce } from "../ui/announce.ts";
import { creditText } from "../ui/format.ts";
import { titleOf } from "../ui/reasonText.ts";
import { askSoon } from "./askSoon.ts";
import classes from "./Quote.module.css";

/** Mantine makes it smaller than the smallest size there is. */
const SMALL = { description: { fontSize: "var(--t-xs)" } };
const when = new Intl.DateTimeFormat("en", { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });

/** Requests whose answer was lost. Nobody but the user can know whether they were charged. */
export function UnknownSpend() {
  const { t } = useTranslation("quote");
  const revision = useApp(({ libraryRevision }) => libraryRevision);
  const online = useApp(({ online }) => online === "online");
  const realm = useApp(({ info }) => info?.realm);
  const [takes, setTakes] = useState<readonly UnknownTake[]>([]);
  useEffect(() => {
    if (!online) return undefined;
    return askSoon(() => host().unknown.list(), setTakes);
  }, [revision, online, realm]);
  if (takes.length === 0) return null;
  return (
    <section className={`${classes.box} ${classes.amberBox}`} aria-label={t("unknown.title", { count: takes.length })}>
      <strong className={classes.warn}>{t("unknown.title", { count: takes.length })}</strong>
      <span>{t("unknown.about")}</span>
      {takes.map((take) => (
        <Decision key={take.take} take={take} onDecided={() => setTakes((list) => list.filter((one) => one.take !== take.take))} />
      ))}
    </section>
  );
}

type Choice = "adopt" | "resend" | "forget";

function Decision({ take, onDecided }: { take: UnknownTake; onDecided: () => void }) {
  const { t } = useTranslation("quote");
  const session = useSession();
  const here = useSessionState(({ doc }) => doc.meta.id === take.graphId && doc.nodes.has(take.nodeId));
  const title = useSessionState(({ doc }) => titleOf(doc, take.nodeId));
  const [open, setOpen] = useState(false);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [taskId, setTaskId] = useState("");
  const [busy, setBusy] = useState(false);
  const name = here ? t("unknown.item", { name: title, item: take.item + 1 }) : t("unknown.elsewhere", { node: take.nodeId, graph: take.graphName });

  async function decide(): Promise<void> {
    if (choice === null) return;
    setBusy(true);
    try {
      const { ok, message } = await host().unknown.resolve({ take: take.take, decision: choice === "adopt" ? { do: "adopt", taskId } : { do: choice } });
      if (!ok) reportTrouble(message);
      else {
        announce(t("unknown.done"));
        onDecided();
      }
    } catch (error) {
      reportTrouble(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={classes.block}>
      <div>
        {here ? (
          <button type="button" className={`${classes.link} ${classes.strong}`} onClick={() => { session.select([take.nodeId]); session.focusOn([take.nodeId]); }}>
            {name}
          </button>
        ) : (
          <span className={classes.strong}>{name}</span>
        )}
        <div className={`num ${classes.under}`}>{t("unknown.take", { model: take.model, credits: creditText(take.quoted), when: when.format(take.at) })}</div>
        <div className={classes.under}>{take.why}</div>
      </div>
      {open ? (
        <>
          <Radio.Group size="xs" aria-label={t("unknown.how")} value={choice} onChange={(value) => setChoice(value)}>
            <div className={classes.block}>
              <Radio size="xs" value="adopt" label={t("unknown.adopt")} description={t("unknown.adoptAbout")} styles={SMALL} />
              {choice === "adopt" && <TextInput aria-label={t("unknown.taskId")} placeholder={t("unknown.taskId")} value={taskId} maxLength={200} onChange={(event) => setTaskId(event.currentTarget.value.trim())} />}
              <Radio size="xs" value="resend" label={t("unknown.resend")} description={t("unknown.resendAbout")} styles={SMALL} />
              <Radio size="xs" value="forget" label={t("unknown.forget")} description={t("unknown.forgetAbout")} styles={SMALL} />
            </div>
          </Radio.Group>
          <div>
            <Button variant="default" loading={busy} disabled={choice === null || (choice === "adopt" && taskId === "")} onClick={() => void decide()}>
              {t("unknown.decide")}
            </Button>
          </div>
        </>
      ) : (
        <button type="button" className={`${classes.link} ${classes.strong}`} onClick={() => setOpen(true)}>
          {t("unknown.choose")}
        </button>
      )}
    </div>
  );
}
