import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../state/hooks.ts";
import classes from "./Card.module.css";
import { parseAddress, setSource } from "./chooseSource.ts";
import sourceClasses from "./Source.module.css";

/** A field for the URL or asset of a source node. */
export function AddressForm({ id, value, onEnd }: { id: string; value: string; onEnd: () => void }) {
  const { t } = useTranslation("nodes");
  const session = useSession();
  const [address, setAddress] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = () => {
    const parsed = parseAddress(address);
    if ("problem" in parsed) setProblem(parsed.problem);
    else {
      setSource(session, id, parsed.source);
      onEnd();
    }
  };
  return (
    <div className={sourceClasses["address"]}>
      <input
        className="nodrag nopan nokey"
        aria-label={t("source.urlLabel")}
        aria-invalid={problem !== null}
        placeholder={t("source.urlHint")}
        value={address}
        spellCheck={false}
        ref={(field) => {
          if (field && field !== document.activeElement && address === value) field.focus({ preventScroll: true });
        }}
        onChange={({ currentTarget }) => {
          setAddress(currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") submit();
          if (event.key === "Escape") onEnd();
        }}
      />
      {problem !== null && (
        <span role="alert" title={problem}>
          {problem}
        </span>
      )}
      <span className={sourceClasses["buttons"]}>
        <button type="button" className={`${classes["quiet"]} nodrag nopan`} onClick={onEnd}>
          {t("source.cancel")}
        </button>
        <button type="button" className={`${classes["quiet"]} nodrag nopan`} disabled={address.trim() === ""} onClick={submit}>
          {t("source.use")}
        </button>
      </span>
    </div>
  );
}
