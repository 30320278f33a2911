import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../state/hooks.ts";
import { shortcutText } from "../../actions/keys.ts";
import { useCanvasApi } from "../../ui/canvasApi.ts";
import { bestFirst, findKinds } from "../search/kinds.ts";
import classes from "./Palette.module.css";
import { PaletteItem } from "./PaletteItem.tsx";

/** Every node kind, to search, to click and to drag. */
export function Palette() {
  const { t } = useTranslation("canvas");
  const session = useSession();
  const [text, setText] = useState("");
  const groups = bestFirst(findKinds(text), text);
  const first = groups[0]?.kinds[0];

  function add(kind: string): void {
    const { api } = useCanvasApi.getState();
    if (api?.session === session.id) api.addAtCentre(kind);
  }

  return (
    <nav className={classes["palette"]} aria-label={t("palette.label")}>
      <div className={classes["search"]}>
        <IconSearch size={14} stroke={1.8} aria-hidden />
        <input
          type="search"
          value={text}
          aria-label={t("palette.placeholder")}
          placeholder={t("palette.placeholder")}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && first) add(first.kind);
            if (event.key === "Escape") setText("");
          }}
        />
        <kbd>{shortcutText("tab")}</kbd>
      </div>
      <div className={classes["list"]}>
        {groups.map(({ category, kinds }) => (
          <section key={category} aria-labelledby={`palette-${category}`}>
            <h2 id={`palette-${category}`}>{t(`palette.${category}`)}</h2>
            {kinds.map((kind) => (
              <PaletteItem key={kind.kind} kind={kind} onAdd={add} />
            ))}
          </section>
        ))}
        {groups.length === 0 && <p className={classes["nothing"]}>{t("palette.nothing", { text })}</p>}
      </div>
    </nav>
  );
}
