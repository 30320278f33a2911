/** Where and with what the editor is entered. */
export interface Entrance {
  at: { x: number; y: number } | null;
  /** Typed while the editor was still on its way. */
  typed: string;
  scrollTop: number;
}
