import { IconAlertTriangle } from "@tabler/icons-react";
import { memo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isRefusal } from "../../shared/edit/draft.ts";
import { setTitle } from "../../shared/edit/nodes.ts";
import { nameOfNode } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { LIMITS } from "../../shared/graph/document.ts";
import { catalogue } from "../../shared/nodes/catalogue.ts";
import { useSession } from "../state/hooks.ts";
import { reportTrouble } from "../state/trouble.ts";
import { useCanvasApi } from "../ui/canvasApi.ts";
import { startRenaming, useEditing } from "../ui/editing.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import classes from "./Card.module.css";

interface CardHeaderProps {
  node: GraphNode;
  /** Shown while the node has no title of its own; its kind's otherwise. */
  name?: string | undefined;
  /** Warnings of the plan, told by a sign. */
  warning?: string | null;
  children?: ReactNode;
}

/** The upper line of a card: sign, title (a double click renames) and what is given as children. */
export const CardHeader = memo(function CardHeader({ node, name, warning = null, children }: CardHeaderProps) {
  const { t } = useTranslation("nodes");
  const isRenaming = useEditing(({ renaming }) => renaming === node.id);
  const title = node.title ?? name ?? nameOfNode(node, catalogue);
  return (
    <div className={classes["header"]}>
      <KindIcon kind={node.kind} />
      {isRenaming ? (
        <TitleField id={node.id} title={node.title ?? ""} placeholder={title} />
      ) : (
        <span className={classes["title"]} title={title} onDoubleClick={(event) => {
          event.stopPropagation();
          startRenaming(node.id);
        }}>
          {title}
        </span>
      )}
      {warning !== null && (
        <span className={classes["warning"]} title={warning}>
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
          <span className={classes["spoken"]}>{t("takes.warning", { message: warning })}</span>
        </span>
      )}
      {children}
    </div>
  );
});

/** Enter and leaving take the title, Escape leaves the old one. */
export function TitleField({ id, title, placeholder }: { id: string; title: string; placeholder: string }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [draft, setDraft] = useState(title);
  const end = (take: boolean) => {
    // Leaving the field also ends what Enter or Escape have ended.
    if (useEditing.getState().renaming !== id) return;
    useEditing.setState({ renaming: null });
    if (!take) return;
    const change = setTitle(session.getState().doc, id, draft);
    if (isRefusal(change)) reportTrouble(change.refused);
    else session.commit(change, { label: t("renamed") });
  };
  return (
    <input
      className={`${classes["titleField"]} nodrag nopan nokey`}
      aria-label={t("rename")}
      value={draft}
      placeholder={placeholder}
      maxLength={LIMITS.titleLength}
      ref={(field) => {
        if (field && document.activeElement !== field) {
          field.focus({ preventScroll: true });
          field.select();
        }
      }}
      onChange={({ currentTarget }) => setDraft(currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key !== "Enter" && event.key !== "Escape") return;
        end(event.key === "Enter");
        useCanvasApi.getState().api?.focus();
      }}
    />
  );
}
