import { SegmentedControl, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ControlProps } from "./controlProps.ts";
import type { Choice } from "./fieldSpec.ts";

/** Beyond that the words of a segmented control do not fit into the sidebar. */
const MOST_SEGMENTS = 4;
const MOST_LETTERS = 18;

/** Few short values side by side, others in a list. */
export function ChoiceField({ spec, field, invalid, labelledBy, describedBy, onChange, options }: ControlProps & { options: readonly Choice[] }) {
  const { t } = useTranslation("inspector");
  const value = field.mixed ? null : textOf(field.value);
  const known = value === null || options.some((option) => String(option.value) === value);
  const take = (text: string | null): void => {
    const chosen = options.find((option) => String(option.value) === text);
    if (chosen) onChange(chosen.value);
  };
  const data = options.map((option) => ({ value: String(option.value), label: option.label }));
  const short = options.length <= MOST_SEGMENTS && options.reduce((sum, { label }) => sum + label.length, 0) <= MOST_LETTERS;
  if (short && known) {
    // Null stands for the first one where a document may say nothing.
    const chosen = value === null && !field.mixed ? data[0]?.value : (value ?? "");
    return <SegmentedControl fullWidth size="xs" data={data} value={chosen ?? ""} onChange={take} aria-labelledby={labelledBy} aria-describedby={describedBy} />;
  }
  const strange = known ? [] : [{ value: value ?? "", label: t("field.strange", { value }) }];
  return (
    <Select
      data={[...strange, ...data]}
      value={value}
      placeholder={field.mixed ? t("field.mixed") : t("field.none")}
      error={invalid}
      onChange={take}
      comboboxProps={{ width: "max-content", position: "bottom-end" }}
      maxDropdownHeight={320}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      name={spec.name}
    />
  );
}

/** What a document says, sense or not. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
