import { autocompletion, closeCompletion, completionKeymap, completionStatus, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { standardKeymap } from "@codemirror/commands";
import { Annotation, EditorState, Prec, StateEffect, type Extension } from "@codemirror/state";
import { Decoration, EditorView, keymap, lineNumbers, MatchDecorator, placeholder, tooltips, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import type { ChipFace } from "./chips.ts";
import { CHIP_OR_VARIABLE, differenceOf } from "./promptText.ts";

export interface PromptViewOptions {
  parent: HTMLElement;
  text: string;
  /** One item per line: lines are numbered. */
  isList: boolean;
  /** For screen readers. */
  label: string;
  placeholder: string;
  /** Chips of the text as it stands now. */
  faces: (text: string) => readonly ChipFace[];
  /** What a new chip can name. */
  references: () => readonly (ChipFace & { picture: string | null })[];
  words: { noReferences: string; noReferencesHint: string; gone: string; unconnected: string };
  classes: Readonly<Record<"chip" | "variable", string>>;
  onChange: (text: string) => void;
  onBlur: () => void;
  onLeave: () => void;
  onUndo: () => void;
  onRedo: () => void;
}

export interface PromptView {
  view: EditorView;
  /** The document changed elsewhere. The cursor stays where it is. */
  setText(text: string): void;
  /** Titles, types or connections of what chips name have changed. */
  refreshChips(): void;
  /** Puts the cursor at a point of the screen, or at the end, and types what was typed before the editor was there. */
  focus(at: { x: number; y: number } | null, typed: string): void;
}

const refresh = StateEffect.define();
const fromOutside = Annotation.define<boolean>();

/** A CodeMirror editor of a prompt. Undo is the document's: the editor has no history of its own. */
export function createPromptView(options: PromptViewOptions): PromptView {
  const view = new EditorView({ parent: options.parent, state: EditorState.create({ doc: options.text, extensions: extensionsFor(options) }) });
  return {
    view,
    setText(text) {
      const change = differenceOf(view.state.doc.toString(), text);
      if (change) view.dispatch({ changes: change, annotations: fromOutside.of(true) });
    },
    refreshChips: () => view.dispatch({ effects: refresh.of(null) }),
    focus(at, typed) {
      view.focus();
      const position = (at && view.posAtCoords(at)) ?? view.state.doc.length;
      view.dispatch({ changes: { from: position, insert: typed }, selection: { anchor: position + typed.length }, userEvent: "input.type" });
    },
  };
}

function extensionsFor(options: PromptViewOptions): Extension {
  return [
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": options.label, "aria-multiline": "true", spellcheck: "true" }),
    placeholder(options.placeholder),
    ...(options.isList ? [lineNumbers()] : []),
    chipPlugin(options),
    // The card may be zoomed and clipped: the list of references belongs to the page.
    tooltips({ parent: document.body }),
    autocompletion({
      override: [(context) => complete(context, options)],
      icons: false,
      activateOnTyping: true,
      defaultKeymap: false,
      tooltipClass: () => "sg-references",
      addToOptions: [{ render: pictureOf, position: 20 }],
    }),
    Prec.highest(
      keymap.of([
        { key: "Mod-z", run: () => (options.onUndo(), true), stopPropagation: true },
        { key: "Mod-Shift-z", run: () => (options.onRedo(), true), stopPropagation: true },
        { key: "Mod-y", run: () => (options.onRedo(), true), stopPropagation: true },
        { key: "Mod-Space", run: startCompletion },
        { key: "Escape", run: (view) => (completionStatus(view.state) === "active" ? closeCompletion(view) : (options.onLeave(), true)), stopPropagation: true },
      ]),
    ),
    keymap.of([...completionKeymap.filter(({ key }) => key !== "Escape"), ...standardKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromOutside))) options.onChange(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({
      blur: (_event, view) => {
        // Another window came to the front: the editor keeps its place.
        if (document.activeElement !== view.contentDOM) options.onBlur();
      },
    }),
  ];
}

class ChipWidget extends WidgetType {
  readonly #face: ChipFace;
  readonly #options: PromptViewOptions;
  constructor(face: ChipFace, options: PromptViewOptions) {
    super();
    this.#face = face;
    this.#options = options;
  }
  override eq(other: ChipWidget): boolean {
    const [one, two] = [this.#face, other.#face];
    return one.nodeId === two.nodeId && one.title === two.title && one.type === two.type && one.wrong === two.wrong;
  }
  override toDOM(): HTMLElement {
    const { title, type, wrong } = this.#face;
    const chip = document.createElement("span");
    chip.className = this.#options.classes.chip;
    chip.dataset["type"] = type;
    chip.textContent = title;
    if (wrong) {
      chip.dataset["wrong"] = "true";
      chip.title = this.#options.words[wrong];
    }
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

function chipPlugin(options: PromptViewOptions): Extension {
  let faces = new Map<string, ChipFace>();
  const look = (text: string) => {
    faces = new Map(options.faces(text).map((face) => [face.nodeId, face]));
  };
  const decorator = new MatchDecorator({
    regexp: new RegExp(CHIP_OR_VARIABLE),
    decoration: ([whole, nodeId]) =>
      nodeId === undefined
        ? Decoration.mark({ class: options.classes.variable })
        : Decoration.replace({ widget: new ChipWidget(faces.get(nodeId) ?? { nodeId, title: whole, type: "any", wrong: "gone" }, options) }),
  });
  return ViewPlugin.define(
    (view) => {
      look(view.state.doc.toString());
      return {
        decorations: decorator.createDeco(view),
        update(update: ViewUpdate) {
          const isRefreshed = update.transactions.some(({ effects }) => effects.some((effect) => effect.is(refresh)));
          if (update.docChanged || isRefreshed) look(update.state.doc.toString());
          this.decorations = isRefreshed ? decorator.createDeco(update.view) : decorator.updateDeco(update, this.decorations);
        },
      };
    },
    {
      decorations: (plugin) => plugin.decorations,
      // A chip is one character for the cursor; a variable is typed like any other word.
      provide: (plugin) => EditorView.atomicRanges.of((view) => chipsOnly(view.plugin(plugin)?.decorations ?? Decoration.none)),
    },
  );
}

function chipsOnly(decorations: DecorationSet): DecorationSet {
  return decorations.update({ filter: (_from, _to, { spec }) => (spec as { widget?: unknown }).widget !== undefined });
}

interface ReferenceOption extends Completion {
  face?: ChipFace & { picture: string | null };
}

function complete(context: CompletionContext, options: PromptViewOptions): CompletionResult | null {
  const typed = context.matchBefore(/@[\p{L}\p{N}_.-]*$/u);
  if (!typed && !context.explicit) return null;
  const from = typed?.from ?? context.pos;
  const references = options.references();
  // An address or a size with an @ is no question for a reference.
  if (references.length === 0 && typed && typed.text.length > 1) return null;
  const found: ReferenceOption[] = references.map((face) => ({
    label: `@${face.title}`,
    displayLabel: face.title,
    face,
    apply: (view, _completion, start, end) => {
      const chip = `@{${face.nodeId}} `;
      view.dispatch({ changes: { from: start, to: end, insert: chip }, selection: { anchor: start + chip.length }, userEvent: "input.complete" });
    },
  }));
  if (found.length === 0) {
    found.push({ label: "@", displayLabel: options.words.noReferences, detail: options.words.noReferencesHint, apply: (view) => void closeCompletion(view) });
  }
  return { from, options: found, validFor: /^@[\p{L}\p{N}_.-]*$/u };
}

function pictureOf(completion: ReferenceOption): Node | null {
  const { face } = completion;
  if (!face) return null;
  const frame = document.createElement("span");
  frame.className = "sg-picture";
  frame.dataset["type"] = face.type;
  if (face.picture !== null) {
    const picture = document.createElement("img");
    picture.src = face.picture;
    picture.alt = "";
    picture.addEventListener("error", () => picture.remove());
    frame.append(picture);
  }
  return frame;
}
