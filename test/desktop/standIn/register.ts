import { registerHooks } from "node:module";

// Loaded before the program (`node --import`): whoever imports `electron` gets the stand-in. Everything else of the program is the genuine one.
const standIn = new URL("./electron.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (specifier === "electron" ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});
