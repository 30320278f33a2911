import { Modal } from "@mantine/core";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useApp } from "../state/app.ts";
import { useSessionState } from "../state/hooks.ts";
import { closeFit, useFit } from "../ui/fitStore.ts";
import { subjectOf } from "./subject.ts";
import classes from "./FitViews.module.css";

const CropView = lazy(async () => ({ default: (await import("./CropView.tsx")).CropView }));
const TrimView = lazy(async () => ({ default: (await import("./TrimView.tsx")).TrimView }));

/** Shows over everything how a node's medium is cropped or trimmed, when `openFit` is called. Mounted once by the app. */
export function FitViews() {
  const node = useFit(({ node }) => node);
  const shown = useApp(({ active }) => active);
  // Another graph does not have the node.
  useEffect(() => closeFit, [shown]);
  return node === null || shown === null ? null : <View key={node} id={node} />;
}

function View({ id }: { id: string }) {
  const { t } = useTranslation("fit");
  const isThere = useSessionState(({ doc }) => doc.nodes.has(id));
  const isImage = useSessionState((state) => subjectOf(state, id)?.operation.type === "image");
  const title = useSessionState((state) => subjectOf(state, id)?.title ?? "");
  useEffect(() => {
    // Another window took it away.
    if (!isThere) closeFit();
  }, [isThere]);
  if (!isThere) return null;
  return (
    <Modal opened onClose={closeFit} title={t(isImage ? "crop.title" : "trim.title", { name: title })} size="min(1120px, 100%)" padding="md" transitionProps={{ duration: 0 }} classNames={{ content: classes["content"] ?? "", body: classes["body"] ?? "", title: classes["title"] ?? "" }}>
      <Suspense fallback={<div className={classes["waiting"]} />}>{isImage ? <CropView id={id} /> : <TrimView id={id} />}</Suspense>
    </Modal>
  );
}
