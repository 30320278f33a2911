import { Button } from "@mantine/core";
import { IconCrop, IconScissors } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { openFit, viewFor } from "../../ui/fitStore.ts";
import { useMadeWords } from "../../fit/madeWords.ts";
import { useNode, useNodePlan } from "../../state/hooks.ts";
import classes from "./Field.module.css";

/** What is done to a node's medium before it is sent, and the way to the view in which it is cropped or trimmed. */
export function FitField({ id }: { id: string }) {
  const { t } = useTranslation("fit");
  const node = useNode(id);
  const words = useMadeWords(useNodePlan(id)?.values[0]);
  const view = node && viewFor(node);
  return (
    <div className={classes.stack}>
      <span className={`num ${classes.name}`}>{words === "" ? t("made.asItIs") : words}</span>
      {view && (
        <div className={classes.buttons}>
          <Button variant="default" leftSection={view === "crop" ? <IconCrop size={14} stroke={1.7} /> : <IconScissors size={14} stroke={1.7} />} onClick={() => openFit(id)}>
            {t(`open.${view}`)}
          </Button>
        </div>
      )}
    </div>
  );
}
