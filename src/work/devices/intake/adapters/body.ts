/** What agents post: compressed or not, XML or JSON, whatever their headers say. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { RefusedError } from './reader.ts'

/** Largest document after unpacking. Real ones are 0.1 to 2 MB. */
export const mostPlain = 32 * 1024 * 1024

export type Packing = 'none' | 'zlib' | 'gzip'
const bounds = { maxOutputLength: mostPlain }
const unpackers = { zlib: promisify(inflate), gzip: promisify(gunzip), raw: promisify(inflateRaw), brotli: promisify(brotliDecompress) }

/** By its first bytes: RFC 1950 (zlib), RFC 1952 (gzip); never by Content-Type. */
export function packingOf(bytes: Uint8Array): Packing {
  const [first = 0, second = 0] = bytes
  if (first === 0x1f && second === 0x8b) return 'gzip'
  return (first & 0x0f) === 8 && first >> 4 <= 7 && ((first << 8) | second) % 31 === 0 ? 'zlib' : 'none'
}

/** The document in plain bytes. `encoding`: Content-Encoding, for what cannot be told by its bytes. Throws RefusedError. */
export async function unpack(bytes: Uint8Array, encoding = ''): Promise<Uint8Array> {
  const packing = packingOf(bytes)
  if (packing !== 'none') return unpackWith(packing, bytes)
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 64)).replace(/^(\u00ef\u00bb\u00bf)?\s*/, '')[0]
  if (start === '<' || start === '{') return bytes
  if (encoding === 'br') return unpackWith('brotli', bytes)
  if (encoding === 'deflate') return unpackWith('raw', bytes)
  throw new RefusedError(bytes.length === 0 ? 'empty' : 'unknownFormat')
}

async function unpackWith(how: keyof typeof unpackers, bytes: Uint8Array): Promise<Uint8Array> {
  try {
    return await unpackers[how](bytes, bounds)
  } catch (error) {
    throw new RefusedError((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'tooLarge' : 'damaged')
  }
}

const declared = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/
/** The text, in the encoding that it says it has; UTF-8 unless it says so. Throws RefusedError. */
export function textIn(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 300)).replace(/^\u00ef\u00bb\u00bf/, '')
  const name = declared.exec(head)?.[1] ?? 'utf-8'
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(name, { fatal: true })
  } catch {
    throw new RefusedError('unknownCharset', { charset: name })
  }
  try {
    return decoder.decode(bytes).replaceAll('\u0000', '')
  } catch {
    throw new RefusedError('wrongCharset', { charset: name })
  }
}
