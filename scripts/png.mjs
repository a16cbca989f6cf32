// Makes a screenshot smaller without changing a pixel: Chromium compresses fast, a picture in the repository should be small.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

function* chunksOf(png) {
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) }
    at += 12 + length
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

function paeth(left, up, corner) {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

/** What filter `kind` expects at a place of a row. */
const expected = [() => 0, (left) => left, (_left, up) => up, (left, up) => (left + up) >> 1, paeth]

/** The rows of pixels without their filters. */
function rowsOf(raw, height, stride, wide) {
  const rows = []
  let before = Buffer.alloc(stride)
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1)
    const guess = expected[raw[from]]
    const row = Buffer.from(raw.subarray(from + 1, from + 1 + stride))
    for (let x = 0; x < stride; x++) row[x] += guess(row[x - wide] ?? 0, before[x], before[x - wide] ?? 0)
    rows.push(row)
    before = row
  }
  return rows
}

/** One palette entry per colour when there are few enough, which halves a page of plain surfaces. */
function indexed(rows, wide) {
  const places = new Map()
  const out = rows.map((row) => {
    const line = Buffer.alloc(row.length / wide)
    for (let x = 0; x < line.length; x++) {
      const colour = row.readUIntBE(x * wide, 3)
      if (!places.has(colour)) places.set(colour, places.size)
      line[x] = places.get(colour)
    }
    return line
  })
  if (places.size > 256) return undefined
  const palette = Buffer.alloc(places.size * 3)
  for (const [colour, place] of places) palette.writeUIntBE(colour, place * 3, 3)
  return { rows: out, palette }
}

const packed = (rows, kind, wide) =>
  deflateSync(
    Buffer.concat(
      rows.flatMap((row, y) => {
        const before = rows[y - 1] ?? Buffer.alloc(row.length)
        const line = Buffer.from(row)
        for (let x = 0; x < line.length; x++) line[x] = row[x] - expected[kind](row[x - wide] ?? 0, before[x], before[x - wide] ?? 0)
        return [Buffer.from([kind]), line]
      }),
    ),
    { level: 9, memLevel: 9 },
  )

/** The same picture in fewer bytes; anything but an 8-bit RGB(A) picture is given back as it is. */
export function smaller(png) {
  const chunks = [...chunksOf(png)]
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (!png.subarray(0, 8).equals(signature) || !header || header[8] !== 8 || header[12] !== 0 || ![2, 6].includes(header[9])) return png
  const wide = header[9] === 2 ? 3 : 4
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const raw = inflateSync(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)))
  const rows = rowsOf(raw, height, width * wide, wide)
  const few = indexed(rows, wide)
  const head = Buffer.from(header)
  if (few) head[9] = 3
  const kinds = few ? [0] : [0, 1, 2, 4]
  const best = kinds.map((kind) => packed(few?.rows ?? rows, kind, few ? 1 : wide)).sort((one, other) => one.length - other.length)[0]
  const made = Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...(few ? [chunk('PLTE', few.palette)] : []),
    chunk('IDAT', best),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return made.length < png.length ? made : png
}
