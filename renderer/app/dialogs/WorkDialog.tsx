import { Button, Progress } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BundleEvent } from "../../../shared/contract/api/bundles.ts";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { bytesText } from "./fileEntries.ts";
import { Question } from "./Question.tsx";

/** How far a work of the host is; it ends by itself, or is stopped. */
export function WorkDialog({ dialog }: { dialog: DialogOf<"work"> }) {
  const { t } = useTranslation("bundles");
  const [progress, setProgress] = useState<Extract<BundleEvent, { type: "progress" }> | null>(null);
  const followed = useRef<AsyncIterable<BundleEvent> | null>(null);
  useEffect(() => {
    // A stream can be read once, however often the page draws.
    if (followed.current === dialog.events) return;
    followed.current = dialog.events;
    const answer = answerOf(dialog);
    void follow(dialog.events, setProgress).then(answer, (error: unknown) => answer({ type: "failed", message: error instanceof Error ? error.message : String(error) }));
  }, [dialog]);
  const stop = () => {
    dialog.stop();
    answerOf(dialog)(null);
  };
  const { done = 0, total = 0 } = progress ?? {};
  return (
    <Question
      title={dialog.title}
      onClose={stop}
      buttons={
        <Button variant="default" data-autofocus onClick={stop}>
          {t("work.stop")}
        </Button>
      }
    >
      <Progress value={total > 0 ? (100 * done) / total : 0} size="md" mt="xs" aria-label={dialog.title} animated={total === 0} />
      <p className="num">{total > 0 ? t("work.progress", { done: bytesText(done), total: bytesText(total) }) : t("work.starting")}</p>
    </Question>
  );
}

/** The last event of a work. */
async function follow(events: AsyncIterable<BundleEvent>, show: (progress: Extract<BundleEvent, { type: "progress" }>) => void): Promise<BundleEvent | null> {
  let last: BundleEvent | null = null;
  for await (const event of events) {
    last = event;
    if (event.type === "progress") show(event);
  }
  return last;
}
