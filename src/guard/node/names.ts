import { relative } from 'node:path'
import process from 'node:process'
import type { Judgee } from '../judgee.ts'
import { isOptedOut } from '../safe-tag.ts'
import type { TestNode } from './bodies.ts'

/** What the guard judges here: a test, or a hook. */
export interface Owner extends Judgee {
  node: TestNode
}

/** How the guard tells of a test or of a hook. */
export function ownerOf(node: TestNode): Owner {
  const { hookType, parentTest } = node
  if (hookType === undefined) return { whose: 'The test', owner: fullName(node), isSafe: isSafe(node), node }
  const parent = parentTest ?? node
  return {
    whose: `The ${hookType} hook`,
    owner: `${fullName(parent)} (${hookType})`,
    isSafe: isSafe(parent),
    node,
  }
}

/** From the root of all tests, which is not one, down to a test. */
export function pathTo(node: TestNode): TestNode[] {
  return node.parent ? [...pathTo(node.parent), node] : [node]
}

/** The test file that it belongs to. */
export function fileOf(node: TestNode): string {
  const known = [node, ...pathTo(node)].find(({ entryFile, loc }) => entryFile ?? loc)
  return known?.entryFile ?? known?.loc?.file ?? process.argv[1] ?? ''
}

/** `csv.test.js > parser > reads quotes` */
function fullName(node: TestNode): string {
  const [, ...path] = pathTo(node)
  return [relative(process.cwd(), fileOf(node)), ...path.map(({ name }) => name)].join(' > ')
}

/** What a test that is opted out is made of is so, too. */
function isSafe(node: TestNode): boolean {
  const path = pathTo(node)
  return isOptedOut(
    path.map(({ name }) => name),
    path.flatMap(({ tags = [] }) => tags),
  )
}
