/** Behind the bytes of a name. */
const END = 0

const encoder = new TextEncoder()

/** Notes what runs, where the sentinel can read it while that is stuck. */
export function writeName(bytes: Uint8Array<SharedArrayBuffer>, name: string): void {
  const { written } = encoder.encodeInto(name, bytes.subarray(0, -1))
  bytes[written] = END
}

/** What runs, as it was last noted. */
export function readName(bytes: Uint8Array<SharedArrayBuffer>): string {
  // A decoder takes no shared memory.
  return new TextDecoder().decode(bytes.slice(0, bytes.indexOf(END)))
}
