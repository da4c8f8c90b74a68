import { BLOCKING_BUILT_INS, BLOCKING_MODULES, type BlockingBuiltIn } from './blocking-built-ins.ts'
import type { Place } from './patches.ts'

/** Where a blocking built-in is found. */
export interface BuiltInPlace extends Place {
  readonly name: BlockingBuiltIn
}

type Holder = Record<string, unknown>

const PATHS = BLOCKING_BUILT_INS.map((name) => ({ name, path: name.split('.') }))

const isOfModule = ({ path }: { path: string[] }): boolean => BLOCKING_MODULES.some((name) => name === path[0])

let modulePlaces: BuiltInPlace[] | undefined

/** Those of Node's modules, which are the same for everybody in a thread. */
export async function placesInModules(): Promise<readonly BuiltInPlace[]> {
  modulePlaces ??= await findInModules()
  return modulePlaces
}

async function findInModules(): Promise<BuiltInPlace[]> {
  const namespaces = new Map<string | undefined, Holder>()
  for (const name of BLOCKING_MODULES) {
    // Node may have been built without one.
    await import(`node:${name}`).then((namespace) => namespaces.set(name, namespace)).catch(() => {})
  }
  return PATHS.filter(isOfModule).flatMap(({ name, path: [module, ...keys] }) => {
    const namespace = namespaces.get(module)
    return namespace ? placeIn(namespace.default, keys, { name, namespace }) : []
  })
}

/** Those that each context has of its own, on the global object of the subject's. */
export function placesInGlobals(globals: object): BuiltInPlace[] {
  return PATHS.filter((builtIn) => !isOfModule(builtIn)).flatMap(({ name, path }) => placeIn(globals, path, { name }))
}

/** Nowhere, when this Node has none of the name. */
function placeIn(
  holder: unknown,
  [key, ...rest]: string[],
  place: Omit<BuiltInPlace, 'owner' | 'key'>,
): BuiltInPlace[] {
  if (!isHolder(holder) || key === undefined) return []
  if (rest.length === 0) return [{ ...place, owner: holder, key }]
  // Only what a module exports itself is in its namespace.
  return placeIn(holder[key], rest, { name: place.name })
}

const isHolder = (value: unknown): value is Holder =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
