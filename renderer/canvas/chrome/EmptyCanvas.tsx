import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { performAction } from "../../actions/action.ts";
import { contextNow } from "../../actions/context.ts";
import { actionOf } from "../../actions/list.ts";
import { useSessionState } from "../../state/hooks.ts";
import { addKind, freeCentre } from "../search/addNodes.ts";
import { useStage, useStageUi } from "../stage/context.ts";
import classes from "./chrome.module.css";

/** What to do where nothing is yet. */
export function EmptyCanvas() {
  const { t } = useTranslation("canvas");
  const stage = useStage();
  const isEmpty = useSessionState(({ doc }) => doc.nodes.size === 0);
  const searching = useStageUi(({ search }) => search !== null);
  if (!isEmpty || searching) return null;
  return (
    <div className={classes["empty"]}>
      <h1>{t("empty.title")}</h1>
      <p>{t("empty.one")}</p>
      <p>{t("empty.two")}</p>
      <p>{t("empty.three")}</p>
      <div className={classes["emptyButtons"]}>
        <Button size="sm" onClick={() => addKind(stage.session, "prompt", freeCentre(stage, "prompt"))}>
          {t("empty.prompt")}
        </Button>
        <Button size="sm" variant="default" onClick={() => performAction(actionOf("openExample"), contextNow())}>
          {t("empty.example")}
        </Button>
      </div>
    </div>
  );
}
