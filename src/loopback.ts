import type { AddressInfo, Server } from 'node:net'
import process from 'node:process'

/** Canaries speak to nobody but themselves. */
export const LOOPBACK = '127.0.0.1'

/**
 * Node's permission model denies a server in a later tick, where nobody can catch it; so it is asked first.
 *
 * @throws when the network is not permitted
 */
export function refuseWithoutNetwork(): void {
  const isDenied = process.allowedNodeEnvironmentFlags.has('--allow-net') && process.permission?.has('net') === false
  if (isDenied) throw new Error('the network is not permitted, see --allow-net')
}

/**
 * Lets a server listen where only this machine reaches it, on a port that nobody else has.
 *
 * @param backlog - connections that may wait to be accepted
 * @returns the port
 * @throws when it cannot listen
 */
export function listenOnLoopback(server: Server, backlog?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: 0, host: LOOPBACK, backlog }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
