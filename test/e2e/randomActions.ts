import type { Page } from "@playwright/test";

/** A number from 0 to below `below`, the same ones for the same seed. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

type Act = (page: Page, chance: Chance) => Promise<void>;

const KINDS = ["prompt", "prompt list", "image", "video ref", "audio", "seedance", "happyhorse", "gpt", "upscale", "output", "note", "reroute"];
const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

/** More cards than this make every action slower and find nothing more. */
const ENOUGH = 30;

/** What a user does with the keyboard, each as often as it stands here. */
const ACTS: readonly (readonly [name: string, weight: number, act: Act])[] = [
  ["add", 5, add],
  ["connect", 8, connect],
  ["nudge", 4, async (page, chance) => await page.keyboard.press(`${chance(2) ? "Shift+" : ""}${one(ARROWS, chance)}`)],
  ["drag", 4, dragCard],
  ["duplicate", 3, keys("Control+d")],
  ["duplicate with inputs", 2, keys("Control+Shift+d")],
  ["copy and paste", 2, keys("Control+c", "Control+v")],
  ["cut and paste", 1, keys("Control+x", "Control+v")],
  ["group", 2, keys("Control+g")],
  ["ungroup", 2, keys("Control+Shift+g")],
  ["bypass", 2, keys("b")],
  ["disable", 2, keys("Shift+b")],
  ["collapse", 2, keys("Shift+c")],
  ["rename", 3, rename],
  ["write", 3, write],
  ["change a param", 4, changeParam],
  ["align", 1, keys("Alt+a")],
  ["distribute", 1, keys("Alt+Shift+h")],
  ["delete", 3, keys("Delete")],
  ["delete and reconnect", 1, keys("Control+Delete")],
  ["disconnect", 2, disconnect],
  ["undo", 6, keys("Control+z")],
  ["redo", 3, keys("Control+Shift+z")],
];

/** Does one thing to whatever is there; its name. */
export async function act(page: Page, chance: Chance): Promise<string> {
  const canvas = page.locator("[data-canvas]");
  await canvas.focus();
  const crowded = (await page.locator("[data-card]").count()) > ENOUGH;
  await select(page, chance, crowded);
  if (crowded) {
    await page.keyboard.press("Delete");
    return "delete several";
  }
  let left = chance(ACTS.reduce((sum, [, weight]) => sum + weight, 0));
  const [name, , does] = ACTS.find(([, weight]) => (left -= weight) < 0) ?? ACTS[0] ?? ["add", 1, add];
  await does(page, chance);
  return name;
}

/** Now and then another node, or several. */
async function select(page: Page, chance: Chance, several: boolean): Promise<void> {
  const what = several ? 0 : chance(10);
  if (what === 0) {
    const box = await page.locator("[data-canvas]").boundingBox();
    if (!box) return;
    // Shift draws a box wherever it begins.
    await page.keyboard.down("Shift");
    await page.mouse.move(box.x + 40 + chance(300), box.y + 40 + chance(200));
    await page.mouse.down();
    await page.mouse.move(box.x + 400 + chance(400), box.y + 300 + chance(250), { steps: 2 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
  } else if (what < 6) for (let times = chance(3); times >= 0; times -= 1) await page.keyboard.press(chance(2) ? "BracketRight" : "BracketLeft");
  else if (what === 6) await page.keyboard.press(`Alt+${one(ARROWS, chance)}`);
}

function keys(...pressed: readonly string[]): Act {
  return async (page) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
}

function one<T>(all: readonly T[], chance: Chance): T {
  return all[chance(all.length)] as T;
}

async function add(page: Page, chance: Chance): Promise<void> {
  await page.keyboard.press("Tab");
  await page.keyboard.type(one(KINDS, chance));
  await page.keyboard.press("Enter");
}

async function connect(page: Page, chance: Chance): Promise<void> {
  await page.keyboard.press("c");
  if (!(await page.getByRole("dialog", { name: /^Connect / }).isVisible())) return;
  for (let times = chance(4); times > 0; times -= 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // With nothing to connect to the list stays.
  if (await page.getByRole("dialog", { name: /^Connect / }).isVisible()) await page.keyboard.press("Escape");
}

async function dragCard(page: Page, chance: Chance): Promise<void> {
  const cards = page.locator("[data-card] header");
  const count = await cards.count();
  const box = count > 0 ? await cards.nth(chance(count)).boundingBox() : null;
  const canvas = await page.locator("[data-canvas]").boundingBox();
  if (!box || !canvas || box.x < canvas.x || box.y < canvas.y || box.x + 30 > canvas.x + canvas.width || box.y + 20 > canvas.y + canvas.height) return;
  await page.mouse.move(box.x + 14, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 14 + chance(160) - 80, box.y + chance(120) - 60, { steps: 2 });
  await page.mouse.up();
}

async function rename(page: Page, chance: Chance): Promise<void> {
  await page.keyboard.press("F2");
  const field = page.getByRole("textbox", { name: "Name of the node" });
  if (!(await field.isVisible())) return;
  await page.keyboard.type(`Node ${chance(1_000)}`);
  await page.keyboard.press(chance(5) === 0 ? "Escape" : "Enter");
}

async function write(page: Page, chance: Chance): Promise<void> {
  const fields = page.locator("[data-card]").getByRole("textbox", { name: /^Prompt/ });
  const count = await fields.count();
  if (count === 0) return;
  await fields.nth(chance(count)).focus();
  await page.keyboard.type(one(["a fox ", "{{mood}} light ", "rain\n", "slow "], chance));
  await page.keyboard.press("Escape");
}

async function changeParam(page: Page, chance: Chance): Promise<void> {
  const lists = page.locator("[data-card]").getByRole("combobox");
  const count = await lists.count();
  if (count === 0) return;
  await lists.nth(chance(count)).focus();
  await page.keyboard.press(chance(2) ? "ArrowDown" : "ArrowUp");
}

async function disconnect(page: Page, chance: Chance): Promise<void> {
  const buttons = page.getByRole("region", { name: "Inspector" }).getByRole("button", { name: /^Disconnect/ });
  const count = await buttons.count();
  if (count > 0) await buttons.nth(chance(count)).click();
}
