import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { setCollapsed } from "../../shared/edit/nodes.ts";
import { paramsOf } from "../../shared/edit/ports.ts";
import type { GraphNode } from "../../shared/graph/document.ts";
import { group } from "../../shared/nodes/group.ts";
import { useSession } from "../state/hooks.ts";
import { startRenaming, useEditing } from "../ui/editing.ts";
import { TitleField } from "./CardHeader.tsx";
import classes from "./Furniture.module.css";
import { ResizeHandle } from "./ResizeHandle.tsx";

const LEAST = { width: 120, height: 80 };

/** A frame around nodes: title, colour, collapsing, and a corner to draw it larger. */
export const GroupCard = memo(function GroupCard({ node }: { node: GraphNode }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const isRenaming = useEditing(({ renaming }) => renaming === node.id);
  const values = paramsOf(node, group);
  const isCollapsed = values["collapsed"] === true;
  const Chevron = isCollapsed ? IconChevronRight : IconChevronDown;
  const toggle = () => session.commit(setCollapsed(session.getState().doc, node.id, !isCollapsed), { label: t("group.collapsed") });
  return (
    <div className={classes["group"]} data-color={String(values["color"])} data-collapsed={isCollapsed}>
      <div className={classes["groupTitle"]}>
        <button type="button" className="nodrag nopan" aria-expanded={!isCollapsed} aria-label={t(isCollapsed ? "group.open" : "group.collapse")} title={t(isCollapsed ? "group.open" : "group.collapse")} onClick={toggle}>
          <Chevron size={14} aria-hidden />
        </button>
        {isRenaming ? (
          <TitleField id={node.id} title={node.title ?? ""} placeholder={t("group.untitled")} />
        ) : (
          <span
            onDoubleClick={(event) => {
              event.stopPropagation();
              startRenaming(node.id);
            }}
          >
            {node.title ?? t("group.untitled")}
          </span>
        )}
      </div>
      {!isCollapsed && <ResizeHandle id={node.id} least={LEAST} />}
    </div>
  );
});
