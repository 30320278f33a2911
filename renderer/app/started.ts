import { create } from "zustand";

/** Whether the host has told which graphs are open: before, an empty window means nothing. */
export const useStarted = create<{ started: boolean }>()(() => ({ started: false }));
