import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ControlProps } from "./controlProps.ts";
import { useDraft } from "./useDraft.ts";
import classes from "./Field.module.css";

/** From here on it is worth knowing how much room is left. */
const COUNT_FROM = 0.8;

interface TextProps extends ControlProps {
  multiline: boolean;
  most: number | null;
}

export function TextField({ spec, field, invalid, labelledBy, describedBy, onChange, multiline, most }: TextProps) {
  const { t } = useTranslation("inspector");
  const { text, change, flush } = useDraft(!field.mixed && typeof field.value === "string" ? field.value : "", onChange);
  const common = {
    value: text,
    placeholder: field.mixed ? t("field.mixed") : "",
    error: invalid,
    onBlur: flush,
    "aria-labelledby": labelledBy,
    "aria-describedby": describedBy,
    name: spec.name,
    ...(most === null ? {} : { maxLength: most }),
  };
  return (
    <>
      {multiline ? (
        <Textarea {...common} autosize minRows={3} maxRows={16} onChange={(event) => change(event.currentTarget.value)} />
      ) : (
        <TextInput {...common} onChange={(event) => change(event.currentTarget.value)} />
      )}
      {most !== null && text.length > most * COUNT_FROM && <div className={`num ${classes.count}`}>{t("field.characters", { count: text.length, most })}</div>}
    </>
  );
}
