/** One request in the journal: which series, when, what. Columns, packed by zstd (RFC 8878) at its fastest. */
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib'
import { CorruptError, putSigned, putVarint, takeSigned, takeVarint, writer, written } from '../chunks/columns/rules.ts'

/** Samples column by column: the numbers of their series, moments in milliseconds since 1970, values. */
export interface Batch {
  n: number
  series: Int32Array
  at: Float64Array
  value: Float64Array
}
const packed = promisify(zstdCompress)
const fastest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const mostSamples = 5_000_000

/** Does not keep the batch: what is packed was copied. */
export function packBatch({ n, series, at, value }: Batch): Promise<Uint8Array> {
  const w = writer(16 + n * 11)
  putVarint(w, n)
  for (let i = 0; i < n; i++) putSigned(w, (series[i] ?? 0) - (i === 0 ? 0 : (series[i - 1] ?? 0)))
  for (let i = 0; i < n; i++) putSigned(w, (at[i] ?? 0) - (i === 0 ? 0 : (at[i - 1] ?? 0)))
  const values = new Uint8Array(value.buffer, value.byteOffset, n * 8)
  return packed(Buffer.concat([written(w), values]), fastest)
}
export function unpackBatch(body: Uint8Array): Batch {
  const bytes = zstdDecompressSync(body, { maxOutputLength: 128 * 1024 * 1024 })
  const r = { bytes, at: 0 }
  const n = takeVarint(r)
  if (n > mostSamples) throw new CorruptError('too many samples')
  const series = new Int32Array(n)
  const at = new Float64Array(n)
  for (let i = 0; i < n; i++) series[i] = takeSigned(r) + (i === 0 ? 0 : (series[i - 1] ?? 0))
  for (let i = 0; i < n; i++) at[i] = takeSigned(r) + (i === 0 ? 0 : (at[i - 1] ?? 0))
  if (bytes.length !== r.at + n * 8) throw new CorruptError('values are missing')
  return { n, series, at, value: new Float64Array(bytes.buffer.slice(bytes.byteOffset + r.at, bytes.byteOffset + bytes.length)) }
}
