import { NumberInput, Slider } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ControlProps } from "./controlProps.ts";
import type { Control } from "./fieldSpec.ts";
import classes from "./Field.module.css";

type Limits = Extract<Control, { is: "number" }>;

/** A number with its unit and limits; a slider beside it where there are few values. What is typed counts as soon as it is possible. */
export function NumberField({ spec, field, invalid, labelledBy, describedBy, onChange, limits }: ControlProps & { limits: Limits }) {
  const { t } = useTranslation("inspector");
  const { min, max, whole, nullable, slider } = limits;
  const value = !field.mixed && typeof field.value === "number" ? field.value : null;
  const [draft, setDraft] = useState<number | string | null>(null);

  function fits(number: number): boolean {
    return Number.isFinite(number) && (min === null || number >= min) && (max === null || number <= max) && (!whole || Number.isInteger(number));
  }

  function change(next: number | string): void {
    setDraft(next);
    if (next === "") {
      if (nullable) onChange(null);
    } else if (fits(Number(next))) onChange(Number(next));
  }

  return (
    <div className={classes.number}>
      {slider && (
        <Slider
          className={classes.slider}
          size={4}
          thumbSize={14}
          min={min ?? 0}
          max={max ?? 1}
          step={1}
          label={null}
          value={value === null ? (min ?? 0) : Math.min(max ?? value, Math.max(min ?? value, value))}
          onChange={change}
          onChangeEnd={() => setDraft(null)}
          thumbProps={{ "aria-labelledby": labelledBy }}
        />
      )}
      <NumberInput
        className={slider ? (classes.narrow ?? "") : ""}
        value={draft ?? value ?? ""}
        {...(min === null ? {} : { min })}
        {...(max === null ? {} : { max })}
        allowDecimal={!whole}
        placeholder={field.mixed ? t("field.mixed") : t("field.none")}
        suffix={spec.unit === null ? "" : ` ${spec.unit}`}
        error={invalid}
        onChange={change}
        onBlur={() => setDraft(null)}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        name={spec.name}
      />
    </div>
  );
}
