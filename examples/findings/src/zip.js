import { setImmediate as nextTurn } from 'node:timers/promises'
import { unzip, Zip, ZipDeflate, zip } from 'fflate'
import JSZip from 'jszip'

/** With fflate's asynchronous API. Files are bytes by their names. */
export const zipWithFflate = (files) =>
  new Promise((resolve, reject) => {
    zip(files, (error, archive) => (error ? reject(error) : resolve(archive)))
  })

export const unzipWithFflate = (archive) =>
  new Promise((resolve, reject) => {
    unzip(archive, (error, files) => (error ? reject(error) : resolve(files)))
  })

/** With fflate's synchronous stream, one file a turn. */
export const zipInTurns = async (files) => {
  const chunks = []
  const archive = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  for (const [name, content] of Object.entries(files)) {
    const file = new ZipDeflate(name)
    archive.add(file)
    file.push(content, true)
    await nextTurn()
  }
  archive.end()
  return Buffer.concat(chunks)
}

/** With JSZip, which works on the same thread, in chunks. */
export const zipWithJszip = (files) => {
  const archive = new JSZip()
  for (const [name, content] of Object.entries(files)) archive.file(name, content)
  return archive.generateAsync({ type: 'uint8array', compression: 'DEFLATE' })
}
