/** Whether this is the Node that `npm test` runs on; what the others do alike is tested less often there. */
export const isMainNode: boolean = process.version.startsWith('v24.')
