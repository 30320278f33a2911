import { create } from "zustand";

/** The first steps that are being shown; null: none. */
export const useCoach = create<{ step: number | null }>()(() => ({ step: null }));
