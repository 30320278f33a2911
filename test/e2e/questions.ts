import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import type { DesktopProgram } from "../desktop/launch.ts";
import { expect } from "./editor.ts";

/** What the user is asked about files: by the page in a browser, by the system in the desktop program. */
export interface Questions {
  /** Does what makes it ask for a name, and gives one. */
  saveAs(act: () => Promise<void>, folder: string, name: string): Promise<void>;
  /** Does what makes it ask for a graph, and names one. */
  open(act: () => Promise<void>, path: string): Promise<void>;
  /** Does what makes it ask whether to save, and answers; resolves when the question is gone. */
  unsaved(act: () => Promise<void>, answer: "Save" | "Don't save" | "Cancel"): Promise<void>;
}

export function questionsOf(shell: "web" | "desktop", page: Page, program: DesktopProgram): Questions {
  return shell === "desktop" ? ofSystem(program) : ofPage(page);
}

function ofPage(page: Page): Questions {
  return {
    async saveAs(act, folder, name) {
      await act();
      const dialog = page.getByRole("dialog", { name: "Save graph as" });
      await goTo(dialog, folder);
      await expect(dialog.getByRole("list", { name: `Files in ${folder}` })).toBeAttached();
      await dialog.getByRole("textbox", { name: "File name" }).fill(name);
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toBeHidden();
    },
    async open(act, path) {
      await act();
      await goTo(page.getByRole("dialog", { name: "Open a graph" }), path);
    },
    async unsaved(act, answer) {
      await act();
      await page.getByRole("dialog", { name: /^Save “Untitled”/ }).getByRole("button", { name: answer, exact: true }).click();
    },
  };
}

/** Types where to go: a folder, or a graph's own path. */
async function goTo(dialog: Locator, path: string): Promise<void> {
  const field = dialog.getByRole("textbox", { name: "Folder" });
  // The folder that it begins in is known a moment later.
  await expect(field).not.toHaveValue("");
  await field.fill(path);
  await field.press("Enter");
}

/** Nobody can click a dialog of the system in a test: main is told beforehand what the user will answer. */
function ofSystem(program: DesktopProgram): Questions {
  return {
    async saveAs(act, folder, name) {
      await program.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = async () => ({ canceled: false, filePath });
      }, join(folder, `${name}.shotgraph`));
      await act();
    },
    async open(act, path) {
      await program.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
      await act();
    },
    async unsaved(act, answer) {
      await program.evaluate(
        ({ dialog }, label) => {
          dialog.showMessageBox = async (...args: unknown[]) => {
            const { buttons = [] } = args.at(-1) as { buttons?: string[] };
            return { response: buttons.findIndex((button) => button.toLowerCase() === label.toLowerCase()), checkboxChecked: false };
          };
        },
        answer,
      );
      await act();
    },
  };
}
