/** Texts of renderer/library. */
export const library = {
  title: "Library",
  empty: { title: "Nothing here yet", text: "Everything that you make or import is kept here, whatever becomes of the graph." },
  assets: { empty: { title: "No assets", text: "Images and sounds that the service has reviewed for this account show here." } },
} as const;
