import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from "@mantine/core";
import { i18n } from "../i18n/index.ts";

const iris: MantineColorsTuple = ["#eef0ff", "#dde1ff", "#b8c1ff", "#9aa6ff", "#8996ff", "#7c8cff", "#6574f0", "#4656d8", "#3a49c4", "#2b389c"];

/** Buttons of the accent and of danger take the tokens, whose texts are readable on them in both themes: Mantine reckons with the light theme only. */
const variantColors: VariantColorsResolver = (input) => {
  const usual = defaultVariantColorsResolver(input);
  const tone = input.color === "red" ? "bad" : input.color === undefined || input.color === "iris" ? "accent" : null;
  if (tone === null) return usual;
  if (input.variant === "filled") return { ...usual, background: `var(--${tone})`, hover: `color-mix(in srgb, var(--${tone}), var(--text) 14%)`, color: "var(--on-accent)" };
  if (input.variant === "light") return { ...usual, background: `var(--${tone}-soft)`, hover: `color-mix(in srgb, var(--${tone}-soft), var(--${tone}) 20%)`, color: `var(--${tone}-text)` };
  return input.variant === "subtle" ? { ...usual, hover: `var(--${tone}-soft)`, color: `var(--${tone}-text)` } : usual;
};

/** Mantine on the tokens of tokens.css: one accent, one radius, one type scale. */
export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: { light: 7, dark: 5 },
  colors: { iris },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "15px", xl: "28px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "10px", xl: "14px" },
  defaultRadius: "sm",
  cursorType: "pointer",
  autoContrast: true,
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs" } },
    ActionIcon: { defaultProps: { size: "md", variant: "subtle", color: "gray" } },
    TextInput: { defaultProps: { size: "xs" } },
    NumberInput: { defaultProps: { size: "xs" } },
    Select: { defaultProps: { size: "xs", allowDeselect: false, checkIconPosition: "right" } },
    Textarea: { defaultProps: { size: "xs" } },
    Switch: { defaultProps: { size: "xs" } },
    SegmentedControl: { defaultProps: { size: "xs" } },
    Tooltip: { defaultProps: { openDelay: 450, withArrow: false, fz: "xs" }, styles: { tooltip: { background: "var(--raised)", color: "var(--text)", border: "1px solid var(--line-strong)", boxShadow: "var(--shadow)" } } },
    Menu: { defaultProps: { shadow: "md", withInitialFocusPlaceholder: false, transitionProps: { duration: 80 } } },
    CloseButton: { defaultProps: { "aria-label": i18n.t("app:close") } },
    Modal: { styles: { title: { fontSize: "var(--t-l)", fontWeight: 600 } }, defaultProps: { centered: true, padding: "lg", overlayProps: { backgroundOpacity: 0.55 }, transitionProps: { duration: 120 } } },
  },
});

/** Mantine's own surfaces and texts take the tokens, in both themes. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--surface)",
    "--mantine-color-text": "var(--text)",
    "--mantine-color-dimmed": "var(--dim)",
    "--mantine-color-placeholder": "var(--faint)",
    "--mantine-color-default": "var(--raised)",
    "--mantine-color-default-hover": "var(--hover)",
    "--mantine-color-default-border": "var(--line)",
    "--mantine-color-default-color": "var(--text)",
    "--mantine-color-anchor": "var(--accent-text)",
    "--mantine-color-error": "var(--bad-text)",
  };
  // Its greys of the dark theme, from lines to the ground of inputs, menus and segments.
  const greys = {
    "--mantine-color-dark-4": "var(--line-strong)",
    "--mantine-color-dark-5": "var(--hover)",
    "--mantine-color-dark-6": "var(--raised)",
    "--mantine-color-dark-7": "var(--surface)",
    "--mantine-color-dark-8": "var(--bg)",
  };
  return { variables: {}, dark: { ...shared, ...greys }, light: shared };
};
