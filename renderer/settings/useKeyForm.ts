import { useState } from "react";
import type { SecretKeep, SecretStatus } from "../../shared/contract/api/secrets.ts";
import { host } from "../state/app.ts";

export interface KeyForm {
  value: string;
  setValue: (value: string) => void;
  keep: SecretKeep;
  setKeep: (keep: SecretKeep) => void;
  busy: boolean;
  problem: string | null;
  /** Tries the key and has it kept; resolves to the credits that are available, to null when it is not kept (`problem` says why). */
  submit: () => Promise<number | null>;
}

/** A key on its way to the host. It is in this page's memory only while it is typed. */
export function useKeyForm({ protection }: Pick<SecretStatus, "protection">): KeyForm {
  const [value, setValue] = useState("");
  const [chosen, setKeep] = useState<SecretKeep | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = protection === "memory" ? "session" : (chosen ?? (protection === "os" ? "saved" : "session"));
  return {
    value,
    keep,
    busy,
    problem,
    setKeep,
    setValue(next) {
      setValue(next);
      setProblem(null);
    },
    async submit() {
      setBusy(true);
      setProblem(null);
      try {
        const result = await host().secrets.keep({ name: "seegenKey", value, keep, unprotected: protection === "none" });
        if (!result.ok) {
          setProblem(result.message);
          return null;
        }
        setValue("");
        return result.test?.ok ? result.test.available : 0;
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
