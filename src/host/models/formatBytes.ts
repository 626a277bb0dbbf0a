/** Megabytes in decimal units, as file managers count them: "91 MB", "0.4 MB". */
export function formatMegabytes(bytes: number, locale: string): string {
  const value = bytes / 1e6;
  return value.toLocaleString(locale, {
    style: 'unit',
    unit: 'megabyte',
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}
