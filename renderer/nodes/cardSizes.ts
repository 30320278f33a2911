/** Pixels of a card's parts. The style sheet repeats none of them: parts take their heights from here. */
export const CARD = {
  width: 236,
  header: 34,
  /** A 16:9 picture, 220 × 124, with 8 px around it. */
  media: 140,
  port: 20,
  /** Below the last port. */
  portsEnd: 4,
  params: 32,
  /** Two lines on a card of an unknown kind. */
  placeholder: 40,
  footer: 32,
  /** Text of a prompt or list until it is resized. */
  text: 96,
  /** Two lines. */
  leastText: 44,
  leastWidth: 160,
  note: { width: 236, height: 148, least: 48 },
  /** A reroute is a dot with room to take hold of it. */
  reroute: { width: 36, height: 20 },
  /** Between the ports of a collapsed card. */
  stacked: 14,
} as const;
