import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/EmptyState.tsx";

/** Where a part of the page was that failed. Nothing is lost: the document is with the host. */
export function BrokenPart({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation("app");
  return (
    <div role="alert" style={{ height: "100%" }}>
      <EmptyState title={t("broken.title")} text={`${t("broken.text")} ${error instanceof Error ? error.message : String(error)}`}>
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t("broken.retry")}
        </Button>
      </EmptyState>
    </div>
  );
}
