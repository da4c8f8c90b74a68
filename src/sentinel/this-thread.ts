import { Sentinel } from './sentinel.ts'

/** The one of this thread, which all who watch take turns with. */
export const sentinel: Sentinel = new Sentinel()
