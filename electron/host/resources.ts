import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The example graphs that come with the program: beside the sources in a checkout, beside the bundles in an installed one, some folders up. Throws when there are none. */
export function examplesFolder(from = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "resources", "examples");
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) throw new Error("The example graphs (resources/examples) are missing: the program is not installed completely.");
  }
}
