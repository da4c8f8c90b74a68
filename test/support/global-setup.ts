import { buildWhenStale } from './build.ts'
import { packPackage } from './package.ts'
import { jest29, linkVersion, vitest4 } from './versions.ts'

/** The tests try the package as it is published, so it is packed once before them. */
export default function setup(): void {
  buildWhenStale()
  packPackage()
  linkVersion(vitest4(), 'vitest-4', 'vitest')
  linkVersion(jest29(), 'jest-29', 'jest', '@jest/globals', 'expect')
}
