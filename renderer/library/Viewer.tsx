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
    // Escape is left to what is open in it.
    <Modal.Root opened={content !== null} onClose={closeViewer} fullScreen closeOnEscape={false} padding={0} transitionProps={{ duration: 0 }}>
      <Modal.Content className={classes["content"] ?? ""} radius={0} aria-label={t("viewer.title")}>
        <Modal.Body className={classes["body"] ?? ""}>
          {content && (
            <Suspense fallback={null}>
              <ViewerBody content={content} />
            </Suspense>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
