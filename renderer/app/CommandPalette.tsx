import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconFileDescription, IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionIcon } from "../actions/ActionIcon.tsx";
import { Keys } from "../actions/Keys.tsx";
import { usePalette } from "../actions/palette.ts";
import { useApp } from "../state/app.ts";
import { KindIcon } from "../ui/KindIcon.tsx";
import { paletteGroups, type PaletteEntry } from "./paletteEntries.ts";
import { useRecents, useTemplates } from "./useRecents.ts";
import classes from "./CommandPalette.module.css";

/** Actions, nodes of the graph, kinds to add, recent graphs and examples: all by name. */
export function CommandPalette() {
  const { t } = useTranslation("actions");
  const open = usePalette(({ open }) => open);
  const [query, setQuery] = useState("");
  useEffect(() => {
    if (open) spotlight.open();
    else spotlight.close();
  }, [open]);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      // A dialog without a title, which Mantine names on its root only.
      attributes={{ content: { "aria-label": t("palette.name") } }}
      shortcut={null}
      onSpotlightClose={() => usePalette.setState({ open: false })}
      scrollable
      maxHeight={440}
      size={600}
      centered={false}
      yOffset="14vh"
      overlayProps={{ backgroundOpacity: 0.55, blur: 0 }}
      transitionProps={{ duration: 80 }}
      classNames={{ content: classes.content ?? "", search: classes.search ?? "", actionsGroup: classes.group ?? "", action: classes.action ?? "" }}
    >
      <Spotlight.Search placeholder={t("palette.placeholder")} aria-label={t("palette.placeholder")} leftSection={<IconSearch size={16} stroke={1.6} />} />
      <Spotlight.ActionsList>{open && <Entries query={query} />}</Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

function Entries({ query }: { query: string }) {
  const { t } = useTranslation("actions");
  const recents = useRecents();
  const templates = useTemplates();
  // Another graph has other nodes.
  useApp(({ active }) => active);
  const groups = paletteGroups({ query, recents: recents ?? [], templates: templates ?? [] });
  if (groups.length === 0) {
    return (
      <Spotlight.Empty>
        <strong>{t("palette.nothing")}</strong>
        <p className={classes.hint}>{t("palette.nothingHint")}</p>
      </Spotlight.Empty>
    );
  }
  return groups.map(({ name, entries, more }) => (
    <Spotlight.ActionsGroup key={name} label={t(`palette.${name}`)}>
      {entries.map((entry) => (
        <Spotlight.Action key={entry.id} data-entry={entry.id} onClick={entry.perform}>
          <Picture entry={entry} />
          <span className={classes.label}>{entry.label}</span>
          {entry.detail !== undefined && <span className={classes.detail}>{entry.detail}</span>}
          {entry.shortcut !== undefined && <Keys shortcut={entry.shortcut} />}
        </Spotlight.Action>
      ))}
      {more > 0 && <p className={classes.hint}>{t("palette.more", { count: more })}</p>}
    </Spotlight.ActionsGroup>
  ));
}

function Picture({ entry: { icon, kind } }: { entry: PaletteEntry }) {
  return <span className={classes.icon}>{icon ? <ActionIcon name={icon} size={16} /> : kind ? <KindIcon kind={kind} size={16} /> : <IconFileDescription size={16} stroke={1.6} aria-hidden />}</span>;
}
