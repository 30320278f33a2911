import { ActionIcon, CloseButton, Select, TextInput, Tooltip } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilterOff, IconSearch } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isFiltered, NO_FILTER, PERIODS, type LibraryFilter } from "./filter.ts";
import classes from "./Library.module.css";

interface Props {
  filter: LibraryFilter;
  models: readonly string[];
  onFilter: (filter: LibraryFilter) => void;
  /** At the end of the bar. */
  children: ReactNode;
}

const ANY = "";
const TYPES = ["all", "image", "video", "audio"] as const;
const ORIGINS = ["all", "made", "imported"] as const;
const TYPING_MS = 220;

/** What the library view leaves out. */
export function FilterBar({ filter, models, onFilter, children }: Props) {
  const { t } = useTranslation("library");
  const [text, setText] = useState(filter.text);
  const search = useDebouncedCallback((text: string) => onFilter({ ...filter, text }), TYPING_MS);
  const type = (text: string) => {
    setText(text);
    search(text);
  };
  const pick = <T extends string>(label: string, all: readonly T[], value: T, name: (one: T) => string, change: (value: T) => void, width: number) => (
    <Select
      aria-label={label}
      w={width}
      value={value}
      data={all.map((one) => ({ value: one, label: name(one) }))}
      onChange={(chosen) => change(all.find((one) => one === chosen) ?? value)}
      comboboxProps={{ width: "max-content", position: "bottom-start" }}
      data-set={value !== all[0] || undefined}
      classNames={{ input: classes["select"] ?? "" }}
    />
  );
  return (
    <search className={classes["filters"]} aria-label={t("filter.label")}>
      <TextInput
        className={classes["search"] ?? ""}
        aria-label={t("filter.text")}
        placeholder={t("filter.text")}
        leftSection={<IconSearch size={14} />}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === "") return;
          event.stopPropagation();
          type("");
        }}
        rightSection={text === "" ? null : <CloseButton size="xs" aria-label={t("filter.clearText")} onClick={() => type("")} />}
      />
      {pick(t("filter.type"), TYPES, filter.type, (one) => t(`filter.types.${one}`), (type) => onFilter({ ...filter, type }), 104)}
      {pick(t("filter.origin"), ORIGINS, filter.origin, (one) => t(`filter.origins.${one}`), (origin) => onFilter({ ...filter, origin }), 110)}
      {pick(t("filter.model"), [ANY, ...models], filter.model ?? ANY, (one) => (one === ANY ? t("filter.anyModel") : one), (model) => onFilter({ ...filter, model: model === ANY ? null : model }), 122)}
      {pick(t("filter.period"), PERIODS, filter.period, (one) => t(`filter.periods.${one}`), (period) => onFilter({ ...filter, period }), 112)}
      {isFiltered(filter) && (
        <Tooltip label={t("filter.clear")}>
          <ActionIcon
            aria-label={t("filter.clear")}
            onClick={() => {
              setText("");
              onFilter(NO_FILTER);
            }}
          >
            <IconFilterOff size={16} />
          </ActionIcon>
        </Tooltip>
      )}
      <span className={classes["grow"]} />
      {children}
    </search>
  );
}
