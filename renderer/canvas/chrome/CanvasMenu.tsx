import { ContextMenu } from "../../actions/ContextMenu.tsx";
import { useStage, useStageUi } from "../stage/context.ts";

/** The menu at the pointer. */
export function CanvasMenu() {
  const stage = useStage();
  const menu = useStageUi(({ menu }) => menu);
  if (!menu) return null;
  const { left, top } = stage.root?.getBoundingClientRect() ?? { left: 0, top: 0 };
  const kind = menu.node !== null ? "node" : menu.edge !== null ? "edge" : "canvas";
  return <ContextMenu key={`${menu.screen.x} ${menu.screen.y}`} kind={kind} at={{ x: menu.screen.x + left, y: menu.screen.y + top }} onClose={() => stage.ui.setState({ menu: null })} />;
}
