import { sep } from 'node:path'
import { type Frame, isNodes, plainPath } from './frame.ts'

/** Where this package is installed, or built. */
const OWN = __dirname + sep

/** Runners, and what they run tests with. */
const RUNNERS =
  /[\\/]node_modules[\\/](vitest|@vitest|vite|vite-node|tinypool|jest|jest-[\w-]+|@jest|expect|babel-jest)[\\/]|[\\/]vitest[\\/]dist[\\/]/

/** Whether a frame is ours. */
export const isOwn = ({ url }: Frame): boolean => plainPath(url).startsWith(OWN)

/** Mocks of theirs, which call the user's functions wherever those are called. */
const MOCKS = /[\\/]node_modules[\\/](@vitest[\\/]spy|tinyspy|jest-mock)[\\/]/

/** What loads modules. */
const LOADERS = /^node:internal\/modules\/|[\\/]node_modules[\\/](jest-runtime|@jest[\\/]transform)[\\/]/

/** What compiles modules, with compilers that the user has chosen or written. */
const TRANSFORMS = /[\\/]node_modules[\\/]@jest[\\/]transform[\\/]/

/** Whether a stack is in the middle of compiling a module; none of that module runs meanwhile. */
export const compilesModule = (frames: readonly Frame[]): boolean => frames.some(({ url }) => TRANSFORMS.test(url))

/**
 * Whether it is the runner that works, or what loads modules, be it because somebody's code has asked for it: to compare, to format, to
 * find, read and compile.
 */
export function isRunnersWork(frames: readonly Frame[]): boolean {
  const users = frames.findIndex((frame) => !isForeign(frame))
  const onTop = users < 0 ? frames : frames.slice(0, users)
  const top = onTop.find((frame) => frame.url !== '' && !isNodes(frame) && !isOwn(frame))
  return (
    (top !== undefined && runsRunner([top])) || onTop.some(({ url }) => LOADERS.test(url)) || compilesModule(frames)
  )
}

/** Whether a stack is in the middle of loading a module. Of an ES module that waited for another only its own code is there. */
export function loadsModule(frames: readonly Frame[]): boolean {
  return frames.some(({ url, isModuleBody }) => isModuleBody || LOADERS.test(url))
}

/** What the loading of modules is at: a file's own code, with all that it calls; nobody's while they are found, read or compiled. */
export function loadingOf(frames: readonly Frame[]): { file: string | undefined } | undefined {
  const loader = frames.findIndex(({ url }) => LOADERS.test(url))
  if (loader < 0) return undefined
  const file = frames.slice(0, loader).findLast((frame) => !isForeign(frame))?.url
  return { file: compilesModule(frames) ? undefined : file }
}

/** Whether a stack is a turn of the runner's own: to unwind that would be the end of the run. */
export function runsRunner(frames: readonly Frame[]): boolean {
  const outermost = frames.findLast((frame) => frame.url !== '' && !isNodes(frame) && !MOCKS.test(frame.url))
  return outermost !== undefined && RUNNERS.test(outermost.url)
}

/** What tells of a run of Jest's, with packages that others use as well; in the thread of the tests when they run in band. */
const REPORTERS = /[\\/]node_modules[\\/]@jest[\\/](core|reporters)[\\/]/

const IN_PACKAGE = /[\\/]node_modules[\\/]/

/** What of a stack may be to blame: no frame of Node's, the runner's or ours, nor of what a reporter has called. */
export function usersFrames(frames: readonly Frame[]): Frame[] {
  const reporter = frames.findIndex(({ url }) => REPORTERS.test(url))
  const isOfReporter = (index: number): boolean =>
    index < reporter && frames.slice(index, reporter).every(({ url }) => url === '' || IN_PACKAGE.test(url))
  return frames.filter((frame, index) => !isForeign(frame) && !isOfReporter(index))
}

/** Whether a frame is Node's, the runner's or ours: those never are to blame. */
export function isForeign(frame: Frame): boolean {
  const { url } = frame
  return url === '' || isNodes(frame) || isOwn(frame) || RUNNERS.test(url)
}
