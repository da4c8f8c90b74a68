import xml2js from 'xml2js'

export const parse = (xml) => xml2js.parseStringPromise(xml)

/** The same in chunks of 10,000 characters, a turn each. */
export const parseInChunks = (xml) => xml2js.parseStringPromise(xml, { async: true })
