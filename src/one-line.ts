/** The names of tests are data: they must not move the cursor, nor begin a line of their own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}
