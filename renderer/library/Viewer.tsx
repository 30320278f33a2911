import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { closeViewer, useViewer } from "../ui/viewerStore.ts";
import classes from "./viewer/Viewer.module.css";

const ViewerBody = lazy(() => import("./viewer/ViewerBody.tsx").then(({ ViewerBody }) => ({ default: ViewerBody })));

/** Shows library files over everything, when `openViewer` is called. Mounted once by the app. */
export function Viewer() {
  const { t } = useTranslation("library");
  const content = useViewer(({ content }) => content);
  return (
    <Modal
      opened={content !== null}
      onClose={closeViewer}
      fullScreen
      withCloseButton={false}
      // What is open in it goes first.
      closeOnEscape={false}
      padding={0}
      radius={0}
      transitionProps={{ duration: 0 }}
      aria-label={t("viewer.title")}
      classNames={{ content: classes["content"] ?? "", body: classes["body"] ?? "" }}
    >
      {content && (
        <Suspense fallback={null}>
          <ViewerBody content={content} />
        </Suspense>
      )}
    </Modal>
  );
}
