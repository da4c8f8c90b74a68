import { AsyncLocalStorage } from 'node:async_hooks'
import { readScopesWith } from '../sentinel/scope.ts'
import type { Charge } from './charge.ts'

/** The asynchronous context of a charge's code. */
interface Scope {
  /** None where others' code is called in the midst of somebody's. */
  charge: Charge | undefined
  /** Numbers of the allowances that were opened around it. */
  allowances: readonly number[]
}

const scopes = new AsyncLocalStorage<Scope>()

/**
 * Lets looks at the stack tell whose code they have found.
 *
 * @param onStop - called right before somebody's code is unwound
 */
export function offerScopes(onStop: (charge: Charge) => void): void {
  readScopesWith({
    current() {
      const scope = scopes.getStore()
      return scope?.charge ? [scope.charge.id, ...scope.charge.allowances, ...scope.allowances] : []
    },
    isOpen() {
      const charge = scopes.getStore()?.charge
      return charge !== undefined && !charge.isOver
    },
    stop() {
      const charge = scopes.getStore()?.charge
      if (charge) onStop(charge)
    },
  })
}

/** Runs code for the account of a charge. */
export function runFor<T>(charge: Charge, call: () => T): T {
  const outer = scopes.getStore()
  return scopes.run({ charge, allowances: outer && !outer.charge ? outer.allowances : [] }, call)
}

/** Runs code that is for the accounts of others, who are allowed what is allowed here. */
export const runForNobody = <T>(call: () => T): T =>
  scopes.run({ charge: undefined, allowances: scopes.getStore()?.allowances ?? [] }, call)

/** Runs code in which an allowance holds as well; outside of all charges it just runs. */
export function runAllowed<T>(number: number, call: () => T): T {
  const scope = scopes.getStore()
  return scope ? scopes.run({ ...scope, allowances: [...scope.allowances, number] }, call) : call()
}

/** The charge whose code runs. */
export const currentCharge = (): Charge | undefined => scopes.getStore()?.charge
