import { create } from "zustand";

export interface Trouble {
  id: number;
  message: string;
}

/** What went wrong and belongs to no node: shown as a notification until it is closed. */
export const useTrouble = create<{ list: readonly Trouble[] }>()(() => ({ list: [] }));

let next = 1;

/** Tells the user. The same words are shown once. */
export function reportTrouble(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  useTrouble.setState(({ list }) => (list.some((one) => one.message === message) ? { list } : { list: [...list.slice(-4), { id: next++, message }] }));
}

export function dismissTrouble(id: number): void {
  useTrouble.setState(({ list }) => ({ list: list.filter((one) => one.id !== id) }));
}
