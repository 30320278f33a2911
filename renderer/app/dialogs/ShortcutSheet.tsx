import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { labelOf } from "../../actions/action.ts";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import { Keys } from "../../actions/Keys.tsx";
import { withShortcuts } from "../../actions/menus.ts";
import question from "./Question.module.css";
import classes from "./ShortcutSheet.module.css";

/** What the canvas does by itself with keys and pointer; each row is read from left to right. */
const GESTURES = [
  { name: "search", keys: [["tab"], ["doubleclick"]] },
  { name: "pan", keys: [["space", "drag"], ["wheel"]] },
  { name: "zoom", keys: [["mod", "wheel"]] },
  { name: "box", keys: [["emptycanvas", "drag"]] },
  { name: "add", keys: [["shift", "click"]] },
  { name: "nudge", keys: [["arrows"], ["shift", "arrows"]] },
  { name: "walk", keys: [["alt", "arrows"]] },
  { name: "next", keys: [["["], ["]"]] },
  { name: "write", keys: [["enter"]] },
  { name: "menu", keys: [["rightclick"], ["shift", "f10"]] },
] as const;

/** Every shortcut that there is, by group. */
export function ShortcutSheet({ dialog }: { dialog: DialogOf<"shortcuts"> }) {
  const { t } = useTranslation("actions");
  const [query, setQuery] = useState("");
  const isWanted = (label: string) => label.toLowerCase().includes(query.trim().toLowerCase());
  const groups = withShortcuts()
    .map(({ group, actions }) => ({ group, actions: actions.filter((action) => isWanted(labelOf(action))) }))
    .filter(({ actions }) => actions.length > 0);
  const gestures = GESTURES.filter(({ name }) => isWanted(t(`sheet.gestures.${name}`)));
  return (
    <Modal opened onClose={() => answerOf(dialog)(null)} title={t("sheet.title")} size={880} classNames={{ title: question.title ?? "", body: question.body ?? "" }}>
      <TextInput data-autofocus mb="lg" leftSection={<IconSearch size={15} />} placeholder={t("sheet.search")} aria-label={t("sheet.search")} value={query} onChange={(event) => setQuery(event.target.value)} />
      <div className={classes.groups}>
        {groups.map(({ group, actions }) => (
          <section key={group} className={classes.group}>
            <h3>{t(`group.${group}`)}</h3>
            <dl>
              {actions.map((action) => (
                <div key={action.id}>
                  <dt>{labelOf(action)}</dt>
                  <dd>
                    {(action.shortcut ?? []).map((shortcut) => (
                      <Keys key={shortcut} shortcut={shortcut} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {gestures.length > 0 && (
          <section className={classes.group}>
            <h3>{t("sheet.canvas")}</h3>
            <dl>
              {gestures.map(({ name, keys }) => (
                <div key={name}>
                  <dt>{t(`sheet.gestures.${name}`)}</dt>
                  <dd>
                    {keys.map((one) => (
                      <Keys key={one.join("+")} shortcut={one.join("+")} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
      {groups.length === 0 && gestures.length === 0 && <p>{t("sheet.none")}</p>}
    </Modal>
  );
}
