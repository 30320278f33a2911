import type { ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";

/** Pictures would be fetched from wherever a stranger's file says; HTML is never taken as such. */
const REFUSED = ["img"] as const;

const COMPONENTS: Components = { a: Link };

function Link({ href, children }: { href?: string | undefined; children?: ReactNode }) {
  return (
    <a href={href} className="nodrag nopan" target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
    </a>
  );
}

/** A note's text. Links open outside; anything that could run or load is left out. */
export default function Markdown({ text }: { text: string }) {
  return (
    <ReactMarkdown skipHtml disallowedElements={REFUSED} components={COMPONENTS}>
      {text}
    </ReactMarkdown>
  );
}
