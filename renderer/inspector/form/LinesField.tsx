import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ControlProps } from "./controlProps.ts";
import { useDraft } from "./useDraft.ts";
import classes from "./Field.module.css";

/** A list of texts, one line each. Kept as it is typed, empty lines too, so that the cursor stays where it is. */
export function LinesField({ spec, field, invalid, labelledBy, describedBy, onChange }: ControlProps) {
  const { t } = useTranslation("inspector");
  const { text, change, flush } = useDraft(field.mixed ? "" : textOf(field.value), onChange);
  const count = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "").length;
  return (
    <>
      <Textarea
        value={text}
        placeholder={field.mixed ? t("field.mixed") : ""}
        error={invalid}
        autosize
        minRows={4}
        maxRows={18}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={flush}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        name={spec.name}
      />
      <div className={`num ${classes.count}`}>{t("field.lines", { count })}</div>
    </>
  );
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === "string").join("\n") : "";
}
