import { EventEmitter } from "node:events";

/** What windows tell the application. */
export const life = new EventEmitter<{ contents: [object]; allClosed: [] }>();
