/** Texts of renderer/canvas. */
export const canvas = {} as const;
