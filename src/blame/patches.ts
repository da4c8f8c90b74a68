import { syncBuiltinESMExports } from 'node:module'
import { type Follower, type Wrapper, wrap } from './wrapper.ts'

type Callable = (...args: never[]) => unknown
type Holder = Record<string, unknown>

/** Where a function is found. */
export interface Place {
  readonly owner: object
  readonly key: string
  /** For functions of Node's modules: the namespace that ESM imports from, which has a copy of its own. */
  readonly namespace?: object | undefined
}

interface Patch {
  readonly place: Place
  /** What was there, and what is there now. */
  readonly own: Callable
  readonly wrapper: Wrapper
  /** The same in the namespace, which may hold another function than the module. */
  readonly named: Callable
  readonly namedWrapper: Wrapper
}

/** What all copies of the package in a thread share. */
interface Registry {
  holder: Patches | undefined
  /** What each wrapper that was ever made stands for. */
  readonly targets: WeakMap<Callable, Callable>
}

const REGISTRY = Symbol.for('loop-canary.patches')
const shared = globalThis as { [REGISTRY]?: Registry }

/** Made with the first watch: to load the package changes nothing. */
function theRegistry(): Registry {
  if (!shared[REGISTRY]) {
    const value: Registry = { holder: undefined, targets: new WeakMap() }
    Object.defineProperty(shared, REGISTRY, { value, enumerable: false })
  }
  return shared[REGISTRY] as Registry
}

/** Wrappers are kept with what they stand for: they are needed again in the next watch. */
const wrappers = new WeakMap<Callable, Wrapper>()

/**
 * Wrappers in the place of functions, for a while. There is one set of them in a thread at a time: two that wrap the same
 * function would put back each other's wrappers.
 */
export class Patches {
  readonly #patches: Patch[] = []

  /**
   * Makes this the one set of the thread.
   *
   * @returns false when there is another, which may be that of another copy of the package
   */
  claim(): boolean {
    const registry = theRegistry()
    registry.holder ??= this
    return registry.holder === this
  }

  /**
   * Puts a wrapper in each place that has a function.
   *
   * @returns the places that cannot be changed
   */
  apply<Somewhere extends Place>(
    places: readonly Somewhere[],
    followerOf: (place: Somewhere) => Follower,
  ): Somewhere[] {
    const closed: Somewhere[] = []
    const patches: Patch[] = []
    for (const place of places) {
      const { owner, key, namespace } = place
      const follower = followerOf(place)
      const own = original((owner as Holder)[key])
      if (!own) continue
      if (!isOpen(owner, key)) {
        closed.push(place)
        continue
      }
      const named = original((namespace as Holder | undefined)?.[key]) ?? own
      const wrapper = follow(own, follower, key)
      patches.push({
        place,
        own,
        wrapper,
        named,
        namedWrapper: named === own ? wrapper : follow(named, follower, key),
      })
    }
    for (const { place, namedWrapper } of patches) put(place, namedWrapper.call)
    syncBuiltinESMExports()
    // A spy that was put into the module alone stays out of the namespace.
    for (const { place, wrapper, namedWrapper } of patches) {
      if (wrapper !== namedWrapper) put(place, wrapper.call)
    }
    this.#patches.push(...patches)
    return closed
  }

  /** Takes the wrappers away. What somebody else has put in a place meanwhile stays there. */
  undo(): void {
    const registry = theRegistry()
    if (registry.holder !== this) return
    const left: { place: Place; value: unknown }[] = []
    for (const { place, own, wrapper, named, namedWrapper } of this.#patches) {
      wrapper.isAwake = namedWrapper.isAwake = false
      const found = (place.owner as Holder)[place.key]
      const value = found === wrapper.call ? own : found
      let namedValue: unknown = named
      if (found !== wrapper.call) {
        // Behind a getter of somebody's it is out of reach.
        if (!isOpen(place.owner, place.key)) continue
        const inNamespace = (place.namespace as Holder | undefined)?.[place.key]
        if (inNamespace !== namedWrapper.call) namedValue = inNamespace ?? found
      }
      if (found !== namedValue) put(place, namedValue)
      if (value !== namedValue) left.push({ place, value })
    }
    syncBuiltinESMExports()
    for (const { place, value } of left) put(place, value)
    this.#patches.length = 0
    registry.holder = undefined
  }
}

function follow(target: Callable, follower: Follower, name: string): Wrapper {
  let wrapper = wrappers.get(target)
  if (!wrapper) {
    wrapper = wrap(target, follower, name)
    wrappers.set(target, wrapper)
    theRegistry().targets.set(wrapper.call, target)
  }
  wrapper.isAwake = true
  return wrapper
}

/** A spy of an earlier watch may have put back the wrapper that it had found. */
function original(found: unknown): Callable | undefined {
  if (typeof found !== 'function') return undefined
  return theRegistry().targets.get(found as Callable) ?? (found as Callable)
}

/** Whether the value can be changed without a trace. */
function isOpen(owner: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key)
  return descriptor !== undefined && 'value' in descriptor && Boolean(descriptor.writable || descriptor.configurable)
}

/** Changes the value and nothing else of a property. */
function put({ owner, key }: Place, value: unknown): void {
  // Many times as fast as the other way, which is for what cannot be written to.
  if (!Reflect.set(owner, key, value)) Reflect.defineProperty(owner, key, { value })
}
