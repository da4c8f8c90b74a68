import { packPackage } from './package.ts'

/** The tests try the package as it is published, so it is packed once before them. */
export default function setup(): void {
  packPackage()
}
