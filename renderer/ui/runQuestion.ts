import { create } from "zustand";
import type { ConsentAsk } from "../../shared/contract/api/hosting.ts";
import type { StartRunResult } from "../../shared/contract/api/runs.ts";
import type { RunPrice } from "./runPrice.ts";

/** Why nothing was sent. */
export type Refused = Extract<StartRunResult, { status: "refused" }>;

/** What a user is asked or told before money moves. */
export type RunQuestion =
  /** Whether to pay that much. `rerollOf`: for another take of that node. */
  | { type: "price"; price: RunPrice; rerollOf: string | null }
  /** The price is another one than the user saw; with yes that one is accepted. */
  | { type: "changed"; refused: Refused }
  | { type: "refused"; refused: Refused; partly: boolean }
  /** Somebody else's graph wants these to leave the machine. */
  | { type: "consent"; asks: readonly ConsentAsk[] }
  | { type: "cancel"; runId: string };

interface QuestionState {
  question: RunQuestion | null;
  answer: (yes: boolean) => void;
}

/** The one question that is open; `RunDialogs` shows it. */
export const useRunQuestion = create<QuestionState>()(() => ({ question: null, answer: () => {} }));

/** Resolves with what the user says; an open question that is pushed aside counts as no. */
export function ask(question: RunQuestion): Promise<boolean> {
  useRunQuestion.getState().answer(false);
  return new Promise((resolve) => {
    useRunQuestion.setState({
      question,
      answer: (yes) => {
        useRunQuestion.setState({ question: null, answer: () => {} });
        resolve(yes);
      },
    });
  });
}
