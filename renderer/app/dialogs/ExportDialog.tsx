import { Button, Radio } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BundleScope } from "../../../shared/contract/api/bundles.ts";
import { answerOf, type DialogOf } from "../../actions/dialogs.ts";
import classes from "./Bundle.module.css";
import { FileLines, TakeLines } from "./BundleFacts.tsx";
import { bytesText } from "./fileEntries.ts";
import preview from "./Preview.module.css";
import { Question } from "./Question.tsx";

const SCOPES = ["all", "used", "none"] as const;

/** What would go into a bundle, with sizes, before it is written. */
export function ExportDialog({ dialog }: { dialog: DialogOf<"exportBundle"> }) {
  const { t } = useTranslation("bundles");
  const answer = answerOf(dialog);
  const { name, nodes, files, missing, takes, bytes, signedHosts, realm } = dialog.contents;
  const [scope, setScope] = useState<BundleScope>(takes.length > 0 ? "all" : "none");
  const going = scope === "none" ? [] : takes.filter(({ used }) => scope === "all" || used);
  return (
    <Question
      title={t("export.title", { name })}
      size={560}
      onClose={() => answer(null)}
      buttons={
        <>
          {bytes[scope] > 0 && <span className={`num ${classes["total"] ?? ""}`}>{t("export.total", { size: bytesText(bytes[scope]) })}</span>}
          <Button variant="default" onClick={() => answer(null)}>
            {t("export.cancel")}
          </Button>
          <Button data-autofocus onClick={() => answer({ scope })}>
            {t("export.choose")}
          </Button>
        </>
      }
    >
      <p>{t("export.text")}</p>
      <Radio.Group aria-label={t("export.scope")} value={scope} onChange={setScope} className={classes["scopes"] ?? ""}>
        {SCOPES.map((one) => (
          <Radio
            key={one}
            value={one}
            disabled={one !== "none" && takes.length === 0}
            classNames={{ root: classes["scope"] ?? "", body: classes["scopeBody"] ?? "", labelWrapper: classes["scopeLabelWrapper"] ?? "", label: classes["scopeLabel"] ?? "" }}
            {...(scope === one ? { "data-checked": true } : {})}
            label={
              <span className={classes["scopeName"]}>
                {t(`export.${one}`)}
                {bytes[one] > 0 && <span className="num">{bytesText(bytes[one])}</span>}
              </span>
            }
            description={t(`export.${one}Text`)}
          />
        ))}
      </Radio.Group>
      <dl className={`${preview["facts"] ?? ""} ${classes["inside"] ?? ""}`} aria-label={t("export.inside")}>
        <Fact label={t("export.graph")}>{t("export.graphText", { count: nodes })}</Fact>
        {files.length > 0 && (
          <Fact label={t("export.files")}>
            <FileLines files={files} />
          </Fact>
        )}
        {going.length > 0 && (
          <Fact label={t("export.takes")}>
            <TakeLines takes={going} />
          </Fact>
        )}
      </dl>
      {going.length > 0 && realm === "sandbox" && <Note>{t("export.sandbox")}</Note>}
      {missing.length > 0 && <Note>{t("export.missing", { names: missing.map((file) => file.name).join(", ") })}</Note>}
      {signedHosts.length > 0 && <Note>{t("export.signed", { hosts: signedHosts.join(", ") })}</Note>}
    </Question>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className={classes["note"]}>
      <IconAlertTriangle size={15} stroke={1.7} aria-hidden />
      <span>{children}</span>
    </p>
  );
}
