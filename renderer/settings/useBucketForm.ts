import { useState } from "react";
import type { BucketField, BucketSettings, BucketTest, HostingView } from "../../shared/contract/api/hosting.ts";
import type { SecretKeep, SecretStatus } from "../../shared/contract/api/secrets.ts";
import { host } from "../state/app.ts";

type Provider = "r2" | "aws" | "other";

/** What each provider wants, to begin with. */
const PRESETS: Readonly<Record<Provider, Pick<BucketSettings, "region" | "pathStyle">>> = {
  r2: { region: "auto", pathStyle: true },
  aws: { region: "", pathStyle: false },
  other: { region: "us-east-1", pathStyle: true },
};

const EMPTY: BucketSettings = { endpoint: "", bucket: "", prefix: "", accessKeyId: "", publicUrl: null, linkHours: 24, ...PRESETS.r2 };

export interface BucketFormState {
  bucket: BucketSettings;
  provider: Provider;
  secret: string;
  keep: SecretKeep;
  busy: "test" | "keep" | null;
  result: BucketTest | null;
  /** By field; `whole` for what is wrong with all of it. */
  problems: Readonly<Partial<Record<BucketField | "whole", string>>>;
  set: (change: Partial<BucketSettings>) => void;
  setProvider: (provider: Provider) => void;
  setSecret: (secret: string) => void;
  setKeep: (keep: SecretKeep) => void;
  test: () => Promise<void>;
  /** True when it is kept. */
  submit: () => Promise<boolean>;
}

/** A bucket on its way to the host. Its secret is in this page's memory only while it is typed. */
export function useBucketForm({ bucket: kept }: HostingView, { protection }: Pick<SecretStatus, "protection">): BucketFormState {
  const [bucket, setBucket] = useState(kept ?? EMPTY);
  const [provider, setProvider] = useState<Provider>(providerOf(kept));
  const [secret, setSecret] = useState("");
  const [chosen, setKeep] = useState<SecretKeep | null>(null);
  const [busy, setBusy] = useState<"test" | "keep" | null>(null);
  const [result, setResult] = useState<BucketTest | null>(null);
  const [problems, setProblems] = useState<BucketFormState["problems"]>({});
  const keep = protection === "memory" ? "session" : (chosen ?? (protection === "os" ? "saved" : "session"));
  const given = secret.trim() === "" ? {} : { secret };
  const changed = (): void => {
    setProblems({});
    setResult(null);
  };

  async function busily<T>(what: "test" | "keep", act: () => Promise<T>): Promise<T | null> {
    setBusy(what);
    changed();
    try {
      return await act();
    } catch (error) {
      setProblems({ whole: error instanceof Error ? error.message : String(error) });
      return null;
    } finally {
      setBusy(null);
    }
  }

  return {
    bucket,
    provider,
    secret,
    keep,
    busy,
    result,
    problems,
    setKeep,
    set(change) {
      setBucket((before) => ({ ...before, ...change }));
      changed();
    },
    setProvider(next) {
      setProvider(next);
      setBucket((before) => ({ ...before, ...PRESETS[next] }));
      changed();
    },
    setSecret(next) {
      setSecret(next);
      changed();
    },
    async test() {
      const tested = await busily("test", () => host().hosting.test({ bucket, ...given }));
      if (!tested) return;
      if (tested.problems.length > 0) setProblems(byField(tested.problems));
      else setResult(tested);
    },
    async submit() {
      const done = await busily("keep", () => host().hosting.keep({ bucket, ...given, keep, unprotected: protection === "none" }));
      if (!done) return false;
      if (!done.ok) setProblems(done.problems.length > 0 ? byField(done.problems) : { whole: done.message });
      return done.ok;
    },
  };
}

function byField(problems: BucketTest["problems"]): BucketFormState["problems"] {
  return Object.fromEntries(problems.map(({ field, message }) => [field, message]));
}

function providerOf(bucket: BucketSettings | null): Provider {
  if (bucket === null || bucket.endpoint.includes(".r2.cloudflarestorage.com")) return "r2";
  return bucket.endpoint.includes(".amazonaws.com") ? "aws" : "other";
}
