import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NO_FILTER, isFiltered, questionOf } from "../../../renderer/library/filter.ts";
import { createMediaList } from "../../../renderer/library/listStore.ts";
import { withMore, withNewTop, without } from "../../../renderer/library/pages.ts";
import type { ListMedia, MediaItem, MediaPage } from "../../../shared/contract/libraryQueries.ts";
import { item, names, shaOf } from "./support.ts";

const letter = (at: number) => String.fromCodePoint(97 + at);
const page = (items: MediaItem[], next: string | null = null): MediaPage => ({ items, next });

describe("the library's list", () => {
  test("a further page adds what is older, and nothing twice", () => {
    const loaded = { items: [item("c", 3), item("b", 2)], next: "2.b" };
    const all = withMore(loaded, page([item("b", 2), item("a", 1)]));
    expect(names(all.items)).toEqual(["c", "b", "a"]);
    expect(all.next).toBeNull();
  });

  test("a new beginning brings what is new, takes away what is gone from it, and keeps what was loaded below", () => {
    const loaded = { items: [item("e", 5), item("d", 4), item("c", 3), item("b", 2)], next: "2.b" };
    const fresh = withNewTop(loaded, page([item("f", 6), item("e", 5), item("c", 3)], "3.c"));
    expect(names(fresh.items)).toEqual(["f", "e", "c", "b"]);
    expect(fresh.next).toBe("2.b");
  });

  test("an entry that says the same is the same object, so that its tile is not drawn again", () => {
    const before = item("a", 1);
    const { items } = withNewTop({ items: [before], next: null }, page([item("b", 2), item("a", 1)]));
    expect(items[1]).toBe(before);
    expect(withNewTop({ items: [before], next: null }, page([item("a", 1, { present: false })])).items[0]).not.toBe(before);
  });

  test("a new beginning that is all there is leaves nothing below it", () => {
    expect(names(withNewTop({ items: [item("b", 2), item("a", 1)], next: null }, page([item("b", 2)])).items)).toEqual(["b"]);
  });

  test("whatever is made and read in between, the list is that of the host", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 6 }), (limit, before, made) => {
        const all = Array.from({ length: before }, (_, at) => item(`x${letter(at)}`, at + 1));
        const read = (from: number): MediaPage => {
          const sorted = all.toSorted((one, other) => other.at - one.at).filter(({ at }) => at < from);
          const items = sorted.slice(0, limit);
          return page(items, sorted.length > limit ? String(items.at(-1)?.at) : null);
        };
        let loaded: MediaPage = read(Infinity);
        const more = () => {
          if (loaded.next !== null) loaded = withMore(loaded, read(Number(loaded.next)));
        };
        more();
        for (let at = 0; at < made; at += 1) all.push(item(`y${letter(at)}`, before + at + 1));
        loaded = withNewTop(loaded, read(Infinity));
        while (loaded.next !== null) more();
        expect(names(loaded.items)).toEqual(names(all.toSorted((one, other) => other.at - one.at)));
      }),
    );
  });

  test("what was deleted goes at once", () => {
    expect(names(without({ items: [item("b", 2), item("a", 1)], next: null }, new Set([shaOf("a")])).items)).toEqual(["b"]);
  });
});

describe("the list asks the host", () => {
  function answering() {
    const asked: ListMedia[] = [];
    const open: { answer: (page: MediaPage) => void; fail: (error: Error) => void }[] = [];
    const list = createMediaList((question) => {
      asked.push(question);
      return new Promise((answer, fail) => {
        open.push({ answer, fail });
      });
    });
    return { asked, open, list };
  }
  const settled = () => new Promise((done) => setTimeout(done));

  test("and shows nothing of an earlier filter once another one is set", async () => {
    const { open, list } = answering();
    const first = list.refresh();
    await settled();
    list.setFilter({ ...NO_FILTER, type: "image" });
    open[0]?.answer(page([item("old", 1)]));
    await first;
    expect(list.getState().loaded).toBeNull();
    await settled();
    open[1]?.answer(page([item("new", 1)]));
    await settled();
    expect(names(list.getState().loaded?.items ?? [])).toEqual(["new"]);
  });

  test("one question at a time, and once for many changes", async () => {
    const { asked, open, list } = answering();
    for (let times = 0; times < 5; times += 1) void list.refresh();
    await settled();
    for (let times = 0; times < 5; times += 1) void list.refresh();
    open[0]?.answer(page([item("a", 1)], "1.a"));
    await settled();
    open[1]?.answer(page([item("a", 1)], "1.a"));
    await settled();
    expect(asked).toHaveLength(2);
    void list.loadMore();
    await settled();
    expect(asked[2]?.cursor).toBe("1.a");
  });

  test("and says why it could not be read, without losing what it has", async () => {
    const { open, list } = answering();
    void list.refresh();
    await settled();
    open[0]?.answer(page([item("a", 1)]));
    await settled();
    void list.refresh();
    await settled();
    open[1]?.fail(new Error("the disk is gone"));
    await settled();
    expect(list.getState()).toMatchObject({ problem: "the disk is gone", busy: false });
    expect(names(list.getState().loaded?.items ?? [])).toEqual(["a"]);
  });

  test("anew, with nothing left of before, when the realm changes", async () => {
    const { asked, open, list } = answering();
    list.setRealm("sandbox");
    list.setFilter({ ...NO_FILTER, model: "sd2", text: "cat" });
    await settled();
    open[0]?.answer(page([item("a", 1)]));
    await settled();
    list.setRealm("sandbox");
    expect(list.getState().loaded).not.toBeNull();
    list.setRealm("service");
    expect(list.getState().loaded).toBeNull();
    await settled();
    expect(asked.at(-1)).toMatchObject({ text: "cat" });
    expect(asked.at(-1)).not.toHaveProperty("model");
  });
});

describe("filters", () => {
  const noon = new Date(2026, 2, 10, 12);

  test("that leave nothing out ask for everything", () => {
    expect(questionOf(NO_FILTER, noon)).toEqual({ origin: "all" });
    expect(isFiltered(NO_FILTER)).toBe(false);
    expect(isFiltered({ ...NO_FILTER, text: "  " })).toBe(false);
  });

  test("days are whole days of this calendar", () => {
    const from = (period: "today" | "week" | "month") => questionOf({ ...NO_FILTER, period }, noon).from;
    expect(from("today")).toBe(new Date(2026, 2, 10).getTime());
    expect(from("week")).toBe(new Date(2026, 2, 4).getTime());
    expect(from("month")).toBe(new Date(2026, 1, 9).getTime());
  });

  test("are all asked for together", () => {
    expect(questionOf({ type: "audio", origin: "imported", model: "sd2", period: "all", text: " two words " }, noon)).toEqual({ type: "audio", origin: "imported", model: "sd2", text: "two words" });
  });
});
