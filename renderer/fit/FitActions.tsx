import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { closeFit } from "../ui/fitStore.ts";
import classes from "./FitViews.module.css";

/** The end of a view's form: back to the whole medium, away, or taken. */
export function FitActions({ onReset }: { onReset: () => void }) {
  const { t } = useTranslation("fit");
  return (
    <div className={classes["actions"]}>
      <Button variant="subtle" color="gray" onClick={onReset}>
        {t("view.reset")}
      </Button>
      <Button variant="default" onClick={closeFit}>
        {t("view.cancel")}
      </Button>
      <Button type="submit">{t("view.apply")}</Button>
    </div>
  );
}
