import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface SocketPair {
  writer: Socket
  reader: Socket
  /** Called for every byte; returning false stops reading. */
  onByte: () => boolean
  close: () => void
}

/** Two ends of one loopback connection; the reader takes one byte at a time. */
export async function socketPair(): Promise<SocketPair> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const accepted = once(server, 'connection')
  const reader = connect({
    port,
    host: '127.0.0.1',
    onread: { buffer: new Uint8Array(1), callback: () => pair.onByte() },
  })
  const [[writer]] = (await Promise.all([accepted, once(reader, 'connect')])) as unknown as [[Socket], unknown]
  writer.setNoDelay(true)
  const pair: SocketPair = {
    writer,
    reader,
    onByte: () => true,
    close() {
      writer.destroy()
      reader.destroy()
      server.close()
    },
  }
  return pair
}
