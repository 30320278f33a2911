/** Texts of renderer/app and what all parts share. */
export const app = {
  name: "Shotgraph",
  connecting: "Connecting to Shotgraph…",
  offline: "The connection to Shotgraph is lost. Your work is kept; it goes on when the connection is back.",
  refused: "This address has been used already. Start Shotgraph again, or open the address that it prints.",
  credits_one: "{{count}} credit",
  credits_other: "{{count}} credits",
} as const;
