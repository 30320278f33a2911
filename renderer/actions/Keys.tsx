import { keysText, onMac } from "./keys.ts";
import classes from "./Keys.module.css";

/** A shortcut as keys. */
export function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span className={classes["keys"]}>
      {keysText(shortcut, onMac()).map((key) => (
        <kbd key={key} className={classes["key"]}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
