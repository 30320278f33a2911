import type { Desk } from "./desk.ts";
import { readDeepLink } from "./deepLink.ts";

const LONGEST_IN_LOG = 200;

/** Files and links that the system brings: the page looks at them with its user. A link only fills in; one that asks for more does nothing. */
export function openWhatIsAsked(desk: Desk): void {
  const { desktop, pages, words } = desk;
  desktop.openings.take(({ files, links }) => {
    for (const path of files) pages.tellCurrent({ type: "open", path });
    for (const text of links) {
      const link = readDeepLink(text);
      if (link) pages.tellCurrent({ type: "link", link });
      else {
        desktop.log(`a link was refused: ${JSON.stringify(text.slice(0, LONGEST_IN_LOG))}`);
        pages.tellCurrent({ type: "trouble", message: words.link.refused });
      }
    }
  });
}
