import { useTranslation } from "react-i18next";
import type { MadeView, ValueView } from "../../shared/contract/api/plan.ts";
import type { Operation } from "../../shared/fit/operation.ts";
import { i18n } from "../i18n/index.ts";

/** What was done to a medium, in a few words: `cropped · 1024 × 1024 · jpeg`. */
function madeWords({ made, width, height, durationSeconds }: ValueView): string {
  if (!made) return "";
  const words = made.operations.flatMap((operation) => wordsOf(operation, made));
  const size = width === null || height === null ? null : i18n.t("fit:made.size", { width: Math.round(width), height: Math.round(height) });
  const seconds = durationSeconds === null ? null : i18n.t("fit:made.seconds", { seconds: secondsText(durationSeconds) });
  return [...new Set(words), size, seconds, made.format === made.from.format && size !== null ? null : made.format].filter((word) => word !== null).join(" · ");
}

function wordsOf(operation: Operation, made: MadeView): string[] {
  switch (operation.type) {
    case "frame":
      return [operation.at === "first" ? i18n.t("fit:made.first") : operation.at === "last" ? i18n.t("fit:made.last") : i18n.t("fit:made.at", { seconds: secondsText(operation.at) })];
    case "image": {
      const { crop, pad, minShortestSide, maxLongestSide, maxBytes } = operation.fit;
      const short = Math.min(made.from.width ?? Infinity, made.from.height ?? Infinity);
      const long = Math.max(made.from.width ?? 0, made.from.height ?? 0);
      const words = [
        crop && i18n.t("fit:made.cropped"),
        pad && i18n.t("fit:made.padded"),
        minShortestSide !== undefined && short < minShortestSide && i18n.t("fit:made.enlarged"),
        maxLongestSide !== undefined && long > maxLongestSide && i18n.t("fit:made.smaller"),
        maxBytes !== undefined && (made.from.bytes ?? 0) > maxBytes && i18n.t("fit:made.pressed"),
      ];
      return words.filter((word) => typeof word === "string");
    }
    case "video": {
      const { start, seconds, mute } = operation.fit;
      return [...(start === undefined && seconds === undefined ? [] : [i18n.t("fit:made.trimmed")]), ...(mute === true ? [i18n.t("fit:made.muted")] : [])];
    }
    case "audio":
      return operation.fit.start === undefined && operation.fit.seconds === undefined ? [] : [i18n.t("fit:made.trimmed")];
  }
}

/** `5.04`, `5`. */
export function secondsText(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}

/** The words again whenever the language changes. */
export function useMadeWords(value: ValueView | undefined): string {
  useTranslation("fit");
  return value?.made ? madeWords(value) : "";
}
