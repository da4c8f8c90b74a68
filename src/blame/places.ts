import process from 'node:process'
import {
  BLOCKING_BUILT_INS,
  BLOCKING_MODULES,
  type BlockingBuiltIn,
  type BlockingModule,
} from './blocking-built-ins.ts'
import type { Place } from './patches.ts'

/** Where a blocking built-in is found. */
export interface BuiltInPlace extends Place {
  readonly name: BlockingBuiltIn
}

type Holder = Record<string, unknown>

const PATHS = BLOCKING_BUILT_INS.map((name) => ({ name, path: name.split('.') }))

const isOfModule = ({ path }: { path: string[] }): boolean => BLOCKING_MODULES.some((name) => name === path[0])

const inModules = new Map<BlockingModule, Promise<readonly BuiltInPlace[]>>()

/** What Node has loaded of its own in this thread, and goes on to. */
export const loadedByNode: readonly string[] = (process as { moduleLoadList?: readonly string[] }).moduleLoadList ?? []

export const isLoaded = (module: BlockingModule): boolean => loadedByNode.includes(`NativeModule ${module}`)

/** Those of Node's modules, which are the same for everybody in a thread. Of SQLite Node warns when it is loaded. */
export async function placesInModules(): Promise<readonly BuiltInPlace[]> {
  const modules = BLOCKING_MODULES.filter((name) => name !== 'sqlite' || isLoaded(name))
  return (await Promise.all(modules.map(placesInModule))).flat()
}

/** Those of one, which this loads. */
export function placesInModule(module: BlockingModule): Promise<readonly BuiltInPlace[]> {
  const found = inModules.get(module) ?? findInModule(module)
  inModules.set(module, found)
  return found
}

async function findInModule(module: BlockingModule): Promise<BuiltInPlace[]> {
  // Node may have been built without it.
  const specifier: string = `node:${module}`
  const namespace: Holder | undefined = await import(specifier).catch(() => undefined)
  if (!namespace) return []
  return PATHS.filter(({ path }) => path[0] === module).flatMap(({ name, path: [, ...keys] }) =>
    placeIn(namespace.default, keys, { name, namespace }),
  )
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
