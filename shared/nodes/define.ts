import type { z } from "zod";
import type { MediaFacts, MediaType, PortType } from "../graph/media.ts";
import type { Problem } from "../graph/problem.ts";
import type { DerivedLookup } from "./derived.ts";
import type { MediaValue, Range, Value } from "./values.ts";

/** A typed end of an edge. */
export interface PortSpec {
  name: string;
  label: string;
  /** `any` takes what it is given (output, reroute). */
  type: PortType | "any";
  /** How many edges it takes: 1 maps over lists, more (a multi port) collects its edges in their order. */
  max: number;
  /** The planner reports it when nothing is connected; what must hold of the connected values is for `check`. */
  required?: boolean;
}

/** Per port the values of one step: none, one, or for a multi port as many as its edges bring. */
export type Inputs = Readonly<Record<string, readonly Value[]>>;

/** How a model is told which reference is meant, by type; `{n}` is the number from 1. */
export type Wording = Readonly<Record<MediaType, string>>;

export interface NodeContext<Params> {
  params: Params;
  inputs: Inputs;
  /** The setting for Seedance's form of naming references (notes 24); without it `@Image1`, `@Video1`, `@Audio1`. */
  seedanceWording?: Wording;
}

export interface Price {
  credits: Range;
  /** The arithmetic as text: `5 s × 40 = 200`. */
  formula: string;
}

/** A place in a request body where the URL or asset URI of a media value will stand. */
export interface MediaUse {
  use: "media";
  media: MediaValue;
  /** `asset`: registered and reviewed first, sent as `asset://…`; `url`: sent as an https URL. */
  as: "url" | "asset";
}

export type BodyPart = string | number | boolean | null | MediaUse | readonly BodyPart[] | { readonly [key: string]: BodyPart };

/** What one take asks of the service. The body is exact but for its media. */
export interface TaskRequest {
  service: "jobs" | "upscale";
  model: string;
  body: { readonly [key: string]: BodyPart };
}

/** What is known of a result before it exists. */
export interface Forecast {
  width: number | null;
  height: number | null;
  duration: Range | null;
  /** Typical seconds until the task is done (notes 32); slow is not failed. */
  latency: Range;
}

interface KindBase<Schema extends z.ZodObject> {
  kind: string;
  title: string;
  description: string;
  category: "sources" | "generate" | "arrange";
  params: Schema;
  inputs(params: z.infer<Schema>): readonly PortSpec[];
  output: PortSpec | null;
}

/** Makes its values by itself, at once and for nothing. */
export interface SourceKind<Schema extends z.ZodObject = z.ZodObject> extends KindBase<Schema> {
  role: "source";
  check(context: SourceContext<z.infer<Schema>>): Problem[];
  /** The items it hands on. The planner adds the node to the origins, which are those of the value that it is made of, if any. */
  values(context: SourceContext<z.infer<Schema>>): Value[];
}
export interface SourceContext<Params> extends NodeContext<Params> {
  /** What the library knows of a file; undefined when it has no such file. */
  media: (sha256: string) => MediaFacts | undefined;
  /** What was made here already of other media, by identity. */
  derived: DerivedLookup;
}

/** Asks the service for takes. */
export interface TaskKind<Schema extends z.ZodObject = z.ZodObject> extends KindBase<Schema> {
  role: "task";
  makes: MediaType;
  /** Rules that name the port or param at fault and say how to mend it. Called with whatever is connected. */
  check(context: NodeContext<z.infer<Schema>>): Problem[];
  /** Price of one take. Called only when `check` found no error. */
  price(context: NodeContext<z.infer<Schema>>): Price;
  /** The API body of one take, pure. Called only when `check` found no error. */
  request(context: NodeContext<z.infer<Schema>>): TaskRequest;
  forecast(context: NodeContext<z.infer<Schema>>): Forecast;
}

/** Hands its input on (`through`), names results (`sink`), or is canvas furniture that is never planned. */
export interface PassiveKind<Schema extends z.ZodObject = z.ZodObject> extends KindBase<Schema> {
  role: "through" | "sink" | "furniture";
}

export type NodeKind = SourceKind | TaskKind | PassiveKind;

/** Declare a node kind. Everything else (forms, handles, search, quote, planner, command line, docs) is derived from it. */
export function defineNode<Schema extends z.ZodObject>(kind: SourceKind<Schema>): SourceKind<Schema>;
export function defineNode<Schema extends z.ZodObject>(kind: TaskKind<Schema>): TaskKind<Schema>;
export function defineNode<Schema extends z.ZodObject>(kind: PassiveKind<Schema>): PassiveKind<Schema>;
export function defineNode<Kind>(kind: Kind): Kind {
  return kind;
}
