/** Whatever a terminal would take for a command, or would not show: all control and format characters but line breaks. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}]/gu

/** The text with such characters written as JSON writes them, so that it is safe in a terminal and as good as before in JSON. */
export function printable(text: string): string {
  return text.replace(INVISIBLE, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
