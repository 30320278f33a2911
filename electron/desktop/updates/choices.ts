import { readFile } from "node:fs/promises";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";

const choicesSchema = z.object({
  /**
   * Whether newer versions may be looked for without being asked. `unasked`: first start, nobody is bothered yet. `ask`: to be asked at this start.
   */
  automatic: z.enum(["unasked", "ask", "yes", "no"]).default("unasked"),
  /** A version that is not offered again by itself. */
  skipped: z.string().max(100).nullable().default(null),
});

export type UpdateChoices = z.infer<typeof choicesSchema>;

/** What the user has decided about updates. */
export interface ChoiceStore {
  read(): Promise<UpdateChoices>;
  write(choices: UpdateChoices): Promise<void>;
}

/** Choices in a small file. One that is missing or damaged means that nothing was decided yet, which only leads to a question. */
export function choicesIn(file: string, log: (line: string) => void): ChoiceStore {
  return {
    async read() {
      try {
        return choicesSchema.parse(JSON.parse(await readFile(file, "utf8")));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) log(`${file} could not be read, so nothing is decided about updates: ${String(error)}`);
        return choicesSchema.parse({});
      }
    },
    async write(choices) {
      await writeFileAtomic(file, `${JSON.stringify(choices, null, 2)}\n`);
    },
  };
}
