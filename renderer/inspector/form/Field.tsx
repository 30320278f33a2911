import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MediaType } from "../../../shared/graph/media.ts";
import type { Problem } from "../../../shared/graph/problem.ts";
import { ChoiceField } from "./ChoiceField.tsx";
import type { ControlProps, FieldValue } from "./controlProps.ts";
import { isChanged, type FieldSpec } from "./fieldSpec.ts";
import { LinesField } from "./LinesField.tsx";
import { NumberField } from "./NumberField.tsx";
import { SourceField } from "./SourceField.tsx";
import { SwitchField } from "./SwitchField.tsx";
import { TextField } from "./TextField.tsx";
import classes from "./Field.module.css";

interface FieldHead {
  spec: FieldSpec;
  field: FieldValue;
  problems: readonly Problem[];
}

interface FieldBody {
  /** Of the media that a source takes. */
  media: MediaType | null;
  onChange: (value: unknown) => void;
  onReset: () => void;
}

/** With children they are the control, and edit the param by themselves. */
type FieldProps = FieldHead & (FieldBody | { children: ReactNode; onReset?: () => void });

/** One param: its name, its control, what is wrong with it, and the way back to its default. */
export function Field(props: FieldProps) {
  const { spec, field, problems } = props;
  const { onReset } = props;
  const { t } = useTranslation("inspector");
  const id = useId();
  const changed = field.mixed || isChanged(field.value, spec);
  const standard = shortText(spec.default);
  const { control } = spec;
  const wide = control.is === "lines" || control.is === "source" || control.is === "fit" || (control.is === "text" && control.multiline);
  const common: Omit<ControlProps, "onChange"> = { spec, field, invalid: problems.some(({ severity }) => severity === "error"), labelledBy: `${id}-label`, describedBy: `${id}-about` };
  return (
    <div className={`${classes.field} ${wide ? classes.wide : ""}`} data-param={spec.name}>
      <div className={classes.label}>
        <span id={`${id}-label`} className={changed ? classes.changed : ""} title={changed && standard !== null ? t("field.changed", { value: standard || t("field.none") }) : undefined}>
          {spec.label}
        </span>
        {field.mixed && <span className={classes.mixed}>{t("field.mixed")}</span>}
        {onReset && changed && control.is !== "source" && (
          <Tooltip label={standard === null ? t("field.resetPlain") : t("field.reset", { value: standard || t("field.none") })}>
            <ActionIcon size={16} aria-label={`${spec.label}: ${standard === null ? t("field.resetPlain") : t("field.reset", { value: standard || t("field.none") })}`} onClick={onReset}>
              <IconArrowBackUp size={13} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <div className={classes.control}>
        {"children" in props ? props.children : <ControlFor {...common} onChange={props.onChange} media={props.media} />}
      </div>
      <div id={`${id}-about`} className={classes.about}>
        {spec.description !== null && control.is !== "source" && <span>{spec.description}</span>}
        {problems.map(({ severity, message, fix }) => (
          <span key={message} className={severity === "error" ? classes.error : classes.warning}>
            {message} {fix}
          </span>
        ))}
      </div>
    </div>
  );
}

function ControlFor({ media, ...props }: ControlProps & { media: MediaType | null }) {
  const { t } = useTranslation("inspector");
  switch (props.spec.control.is) {
    case "choice":
      return <ChoiceField {...props} options={props.spec.control.options} />;
    case "number":
      return <NumberField {...props} limits={props.spec.control} />;
    case "switch":
      return <SwitchField {...props} />;
    case "text":
      return <TextField {...props} multiline={props.spec.control.multiline} most={props.spec.control.most} />;
    case "lines":
      return <LinesField {...props} />;
    case "source":
      return <SourceField {...props} media={media} />;
    case "fit":
    case "other":
      return <span className={classes.other}>{t("field.other")}</span>;
  }
}

/** The default in a few characters; null where it cannot be said in a few. */
function shortText(value: unknown): string | null {
  if (value === null) return "";
  const text = typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;
  return text === null || text.length > 24 ? null : text;
}
