import { Switch } from "@mantine/core";
import type { ControlProps } from "./controlProps.ts";
import classes from "./Field.module.css";

export function SwitchField({ spec, field, labelledBy, describedBy, onChange }: ControlProps) {
  return (
    <div className={classes.right}>
      <Switch checked={!field.mixed && field.value === true} onChange={(event) => onChange(event.currentTarget.checked)} aria-labelledby={labelledBy} aria-describedby={describedBy} name={spec.name} />
    </div>
  );
}
