import { create } from "zustand";

/** `started`: whether the host has told which graphs are open: before, an empty window means nothing. `first`: this is the very first start, and nobody has chosen how to begin. */
export const useStarted = create<{ started: boolean; first: boolean }>()(() => ({ started: false, first: false }));
