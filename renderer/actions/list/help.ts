import { useCoach } from "../coach.ts";
import type { Action } from "../action.ts";
import { ask } from "../dialogs.ts";

const always = () => true;

export const helpActions: readonly Action[] = [
  { id: "shortcuts", label: "shortcuts", icon: "shortcuts", shortcut: ["?"], group: "help", when: always, perform: () => void ask({ type: "shortcuts" }) },
  { id: "welcome", label: "welcome", icon: "welcome", group: "help", when: ({ tab }) => tab !== null, perform: () => useCoach.setState({ step: 0 }) },
  { id: "settings", label: "settings", icon: "settings", shortcut: ["mod+,"], whileTyping: true, group: "help", when: always, perform: () => void ask({ type: "settings" }) },
  { id: "about", label: "about", icon: "about", group: "help", when: always, perform: () => void ask({ type: "about" }) },
];
