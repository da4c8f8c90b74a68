/** @throws TypeError when there is an option of another name, which would be ignored otherwise. */
export function checkNames(options: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue
    throw new TypeError(`Unknown option \`${quote(name).slice(1, -1)}\`. The options are ${known.join(', ')}.`)
  }
}

/** @throws TypeError when the options are not an object. */
export function checkObject(options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return
  throw unexpected('the options', 'an object', options)
}

/** The house voice for bad input: what was expected, what came, and its type. */
export function unexpected(what: string, expected: string, got: unknown): TypeError {
  return new TypeError(`Expected ${what} to be ${expected}, got \`${show(got)}\` (${typeName(got)})`)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return isArray(value) ? 'array' : typeof value
}

/** Longer values are cut: what is wrong with them shows at the begin. */
const MAX_SHOWN = 100

/** A value on one line, whatever it is: bad input must not break the message about it. */
function show(value: unknown): string {
  try {
    const shown = isArray(value)
      ? `[${(value as unknown[]).slice(0, MAX_SHOWN).map(show).join(', ')}]`
      : showItem(value)
    return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown
  } catch {
    return typeof value
  }
}

function showItem(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'bigint':
      return `${value}n`
    case 'function':
      return quote(`function ${value.name}`.trim()).slice(1, -1)
    case 'object':
      return value === null ? 'null' : quote(Object.prototype.toString.call(value)).slice(1, -1)
    default:
      return quote(String(value)).slice(1, -1)
  }
}

/** JSON escapes line breaks and most control characters, among them the one that begins terminal codes. */
const quote = (text: string): string => JSON.stringify(text.slice(0, MAX_SHOWN + 1))

/** A revoked proxy is neither an array nor anything else. */
function isArray(value: unknown): boolean {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}
