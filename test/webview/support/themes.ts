import { readFileSync } from 'node:fs';
import path from 'node:path';

export const themes = ['dark', 'light', 'hcDark', 'hcLight'] as const;
export type Theme = (typeof themes)[number];

/** The classes VS Code puts on a webview's body. */
export const bodyClasses: Record<Theme, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hcDark: 'vscode-high-contrast',
  hcLight: 'vscode-high-contrast-light vscode-high-contrast',
};

const grey = 'rgba(128, 128, 128, 0.35)';

/** Colours of Dark+, Light+ and the two high-contrast themes, as far as the panel uses them. */
const colours: Record<Theme, Record<string, string>> = {
  dark: {
    'editor-background': '#1e1e1e',
    'editor-foreground': '#d4d4d4',
    foreground: '#cccccc',
    descriptionForeground: 'rgba(204, 204, 204, 0.7)',
    errorForeground: '#f48771',
    focusBorder: '#007fd4',
    'button-background': '#0e639c',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#1177bb',
    'button-secondaryBackground': '#3a3d41',
    'button-secondaryForeground': '#ffffff',
    'button-secondaryHoverBackground': '#45494e',
    'badge-background': '#4d4d4d',
    'badge-foreground': '#ffffff',
    'progressBar-background': '#0e70c0',
    'inputValidation-warningBackground': '#352a05',
    'inputValidation-warningBorder': '#b89500',
    'inputValidation-errorBackground': '#5a1d1d',
    'inputValidation-errorBorder': '#be1100',
    'editorWarning-foreground': '#cca700',
    'editorHoverWidget-background': '#252526',
    'editorHoverWidget-foreground': '#cccccc',
    'editorHoverWidget-border': '#454545',
    'list-hoverBackground': '#2a2d2e',
    'textLink-foreground': '#3794ff',
    'toolbar-hoverBackground': 'rgba(90, 93, 94, 0.31)',
    'panel-border': grey,
    'widget-shadow': 'rgba(0, 0, 0, 0.36)',
  },
  light: {
    'editor-background': '#ffffff',
    'editor-foreground': '#000000',
    foreground: '#616161',
    descriptionForeground: '#717171',
    errorForeground: '#a1260d',
    focusBorder: '#0090f1',
    'button-background': '#007acc',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0062a3',
    'button-secondaryBackground': '#5f6a79',
    'button-secondaryForeground': '#ffffff',
    'button-secondaryHoverBackground': '#4c5561',
    'badge-background': '#c4c4c4',
    'badge-foreground': '#333333',
    'progressBar-background': '#0e70c0',
    'inputValidation-warningBackground': '#f6f5d2',
    'inputValidation-warningBorder': '#b89500',
    'inputValidation-errorBackground': '#f2dede',
    'inputValidation-errorBorder': '#be1100',
    'editorWarning-foreground': '#bf8803',
    'editorHoverWidget-background': '#f3f3f3',
    'editorHoverWidget-foreground': '#616161',
    'editorHoverWidget-border': '#c8c8c8',
    'list-hoverBackground': '#f0f0f0',
    'textLink-foreground': '#006ab1',
    'toolbar-hoverBackground': 'rgba(184, 184, 184, 0.31)',
    'panel-border': grey,
    'widget-shadow': 'rgba(0, 0, 0, 0.16)',
  },
  hcDark: {
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    foreground: '#ffffff',
    descriptionForeground: 'rgba(255, 255, 255, 0.7)',
    errorForeground: '#f48771',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    'button-background': '#000000',
    'button-foreground': '#ffffff',
    'button-border': '#6fc3df',
    'button-secondaryBackground': '#000000',
    'button-secondaryForeground': '#ffffff',
    'badge-background': '#000000',
    'badge-foreground': '#ffffff',
    'progressBar-background': '#6fc3df',
    'inputValidation-warningBackground': '#000000',
    'inputValidation-warningBorder': '#6fc3df',
    'inputValidation-errorBackground': '#000000',
    'inputValidation-errorBorder': '#6fc3df',
    'editorWarning-foreground': '#ffd370',
    'editorHoverWidget-background': '#0c141f',
    'editorHoverWidget-foreground': '#ffffff',
    'editorHoverWidget-border': '#6fc3df',
    'list-hoverBackground': 'rgba(255, 255, 255, 0.1)',
    'textLink-foreground': '#21a6ff',
    'panel-border': '#6fc3df',
    'widget-border': '#6fc3df',
  },
  hcLight: {
    'editor-background': '#ffffff',
    'editor-foreground': '#292929',
    foreground: '#292929',
    descriptionForeground: 'rgba(41, 41, 41, 0.7)',
    errorForeground: '#b5200d',
    focusBorder: '#006bbd',
    contrastBorder: '#0f4a85',
    contrastActiveBorder: '#006bbd',
    'button-background': '#0f4a85',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0f4a85',
    'button-border': '#0f4a85',
    'button-secondaryBackground': '#ffffff',
    'button-secondaryForeground': '#292929',
    'badge-background': '#0f4a85',
    'badge-foreground': '#ffffff',
    'progressBar-background': '#0f4a85',
    'inputValidation-warningBackground': '#ffffff',
    'inputValidation-warningBorder': '#0f4a85',
    'inputValidation-errorBackground': '#ffffff',
    'inputValidation-errorBorder': '#0f4a85',
    'editorWarning-foreground': '#895503',
    'editorHoverWidget-background': '#ffffff',
    'editorHoverWidget-foreground': '#292929',
    'editorHoverWidget-border': '#0f4a85',
    'list-hoverBackground': 'rgba(15, 74, 133, 0.1)',
    'textLink-foreground': '#0f4a85',
    'panel-border': '#0f4a85',
    'widget-border': '#0f4a85',
  },
};

const fonts = {
  'font-family': '"Segoe WPC", "Segoe UI", "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
};

const manifestKeys: Record<Theme, string> = {
  dark: 'dark',
  light: 'light',
  hcDark: 'highContrast',
  hcLight: 'highContrastLight',
};

interface Manifest {
  contributes?: { colors?: { id: string; defaults: Record<string, string | undefined> }[] };
}

/** The colours that package.json contributes, as VS Code hands them to a webview. */
function contributed(theme: Theme): Record<string, string> {
  const file = path.join(import.meta.dirname, '../../../package.json');
  const { contributes } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const own = (contributes?.colors ?? []).flatMap(({ id, defaults }) => {
    const value = defaults[manifestKeys[theme]];
    return value?.startsWith('#') ? [[id.replaceAll('.', '-'), value] as const] : [];
  });
  return Object.fromEntries(own);
}

/** A style sheet that does what VS Code's `style` attribute on the html element does. */
export function themeSheet(theme: Theme): string {
  const all = { ...fonts, ...colours[theme], ...contributed(theme) };
  const lines = Object.entries(all).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `html { ${lines.join('\n')} }\n@layer vscode-default { body { padding: 0 20px; } }`;
}
