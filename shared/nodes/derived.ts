import { forecastOf } from "../fit/forecast.ts";
import { operationText, type Operation } from "../fit/operation.ts";
import type { MediaFacts } from "../graph/media.ts";
import { measured, type MediaValue } from "./values.ts";

/** What the library has of a derived medium, by its identity; undefined while it was not made here yet. */
export type DerivedLookup = (identity: string) => MediaFacts | undefined;

/** A value that this machine makes of another one. Measured where it was made already, foretold otherwise. */
export function derive(from: MediaValue, operation: Operation, made: DerivedLookup): MediaValue {
  const identity = `${operationText(operation)}(${from.identity})`;
  const facts = made(identity);
  return {
    type: operation.type === "frame" ? "image" : from.type,
    identity,
    source: { type: "derived", from, operation },
    review: from.review,
    ...(facts ? { ...measured(facts), made: facts.sha256 } : forecastOf(operation, from)),
    origins: from.origins,
  };
}

/** The value that a chain of operations begins with; the value itself where nothing was done to it. */
export function rootOf(value: MediaValue): MediaValue {
  let root = value;
  while (root.source.type === "derived") root = root.source.from;
  return root;
}

/** The same value with its root replaced, and everything made of it anew. */
export function withRoot(value: MediaValue, replace: (root: MediaValue) => MediaValue, made: DerivedLookup): MediaValue {
  const { source } = value;
  if (source.type !== "derived") return replace(value);
  return { ...derive(withRoot(source.from, replace, made), source.operation, made), review: value.review, origins: value.origins };
}
