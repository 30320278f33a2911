import { describe, expect, test } from "vitest";
import { readAsset, readAssetPage } from "../../../shared/seegen/adapters.ts";

const ASSET = {
  assetId: 123,
  volcAssetId: "asset-20260326-abc123",
  type: "IMAGE",
  status: "PROCESSING",
  failReason: null,
  url: "https://example.com/photo.jpg",
  name: "my-photo",
  createdAt: 1711234567890,
};

describe("assets", () => {
  test("the documented answer", () => {
    expect(readAsset(ASSET)).toEqual({
      ok: true,
      value: { assetId: "123", uri: "asset://asset-20260326-abc123", status: "processing", statusWord: "PROCESSING", failReason: null, raw: ASSET },
    });
  });

  test.each([
    ["ACTIVE", "active"],
    ["FAILED", "failed"],
    ["active", "active"],
    ["IN_MANUAL_REVIEW", "processing"],
  ])("the status %s is %s, and the word is kept", (word, status) => {
    expect(readAsset({ ...ASSET, status: word })).toMatchObject({ ok: true, value: { status, statusWord: word } });
  });

  test("why a review failed is kept", () => {
    expect(readAsset({ ...ASSET, status: "FAILED", failReason: "a face" })).toMatchObject({ ok: true, value: { failReason: "a face" } });
  });

  test("an id that has its scheme already does not get a second one", () => {
    expect(readAsset({ ...ASSET, volcAssetId: "asset://asset-1" })).toMatchObject({ ok: true, value: { uri: "asset://asset-1" } });
  });

  test.each([
    [{ ...ASSET, assetId: null }, "assetId"],
    [{ ...ASSET, volcAssetId: undefined }, "volcAssetId"],
    [{ ...ASSET, volcAssetId: "" }, "volcAssetId"],
    [{ ...ASSET, status: null }, "status"],
    [{ ...ASSET, failReason: 5 }, "failReason"],
    [{ ...ASSET, createdAt: "soon" }, "createdAt"],
  ])("a field that is not as documented is named: %#", (raw, field) => {
    expect(readAsset(raw)).toMatchObject({ ok: false, field });
  });

  test("a page of the list, its last one without a cursor", () => {
    expect(readAssetPage({ items: [ASSET], nextCursor: 100 })).toMatchObject({ ok: true, value: { items: [{ assetId: "123" }], nextCursor: 100 } });
    expect(readAssetPage({ items: [] })).toEqual({ ok: true, value: { items: [], nextCursor: null } });
  });

  test("a page that is not as documented names the item and its field", () => {
    const page = readAssetPage({ items: [ASSET, { ...ASSET, status: 1 }] });
    expect(page).toMatchObject({ ok: false, field: "items[1]" });
    expect(page.ok ? "" : page.message).toContain("status");
    expect(readAssetPage({ items: "none" })).toMatchObject({ ok: false, field: "items" });
  });
});
