/**
 * Columns of numbers in few bytes. What machines measure is a whole number or has a few decimals, and changes little from one sample to the next: the values
 * of a column become whole numbers by one power of ten, and of those the differences are kept (or the differences of the differences, whichever is
 * shorter), as zigzag base-128 varints, equal ones in a row counted. What does not fit that is kept as the bits it has. All of it comes back bit for bit.
 */

/** Bytes that grow while they are written. */
export interface Writer {
  bytes: Uint8Array
  at: number
}
export const writer = (size = 256): Writer => ({ bytes: new Uint8Array(size), at: 0 })
export const written = ({ bytes, at }: Writer): Uint8Array => bytes.slice(0, at)
/** Where a reading is. */
export interface Reader {
  bytes: Uint8Array
  at: number
}

function room(w: Writer, size: number): void {
  if (w.at + size <= w.bytes.length) return
  const larger = new Uint8Array(Math.max(w.bytes.length * 2, w.at + size))
  larger.set(w.bytes)
  w.bytes = larger
}
const low = 2 ** 28
/** A whole number from 0 to 2^53 in seven bits a byte, the lowest first. */
export function putVarint(w: Writer, value: number): void {
  room(w, 9)
  let rest = value
  while (rest >= low) {
    w.bytes[w.at++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  while (rest > 127) {
    w.bytes[w.at++] = (rest & 127) | 128
    rest >>>= 7
  }
  w.bytes[w.at++] = rest
}
export class CorruptError extends Error {
  override name = 'CorruptError'
}
export function takeVarint(r: Reader): number {
  const { bytes } = r
  let value = 0
  let weight = 1
  for (let count = 0; count < 9; count++) {
    const byte = bytes[r.at++]
    if (byte === undefined) break
    value += (byte & 127) * weight
    if (byte < 128) return value
    weight *= 128
  }
  throw new CorruptError('a number does not end')
}
/** The largest whole number whose zigzag still fits. */
const largest = 2 ** 51
const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value)
const unzigzag = (value: number) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2)
export const putSigned = (w: Writer, value: number): void => putVarint(w, zigzag(value))
export const takeSigned = (r: Reader): number => unzigzag(takeVarint(r))

/** Differences, each before how often the same comes once more when it does: a difference is written twice before it is counted. */
function putRuns(w: Writer, values: Float64Array, n: number): void {
  for (let i = 0; i < n; ) {
    const value = values[i] ?? 0
    let run = 1
    while (i + run < n && values[i + run] === value) run++
    putVarint(w, zigzag(value))
    if (run > 1) {
      putVarint(w, zigzag(value))
      putVarint(w, run - 2)
    }
    i += run
  }
}
function takeRuns(r: Reader, into: Float64Array, n: number): void {
  for (let i = 0; i < n; ) {
    const value = takeVarint(r)
    const whole = unzigzag(value)
    into[i++] = whole
    if (i >= n) return
    const before = r.at
    if (takeVarint(r) !== value) {
      r.at = before
      continue
    }
    const more = takeVarint(r) + 1
    if (more > n - i) throw new CorruptError('a run is too long')
    into.fill(whole, i, i + more)
    i += more
  }
}

const scratch = { whole: new Float64Array(512), first: new Float64Array(512), second: new Float64Array(512), parts: writer(4096) }
function differences(of: Float64Array, into: Float64Array, n: number): void {
  for (let i = n - 1; i > 0; i--) into[i] = (of[i] ?? 0) - (of[i - 1] ?? 0)
  into[0] = of[0] ?? 0
}
/** About how many bytes differences take. */
function cost(values: Float64Array, n: number): number {
  let bytes = 0
  for (let i = 0; i < n; i++) {
    const size = Math.abs(values[i] ?? 0)
    if (i > 0 && values[i] === values[i - 1]) continue
    bytes += size < 64 ? 1 : size < 8192 ? 2 : size < 1_048_576 ? 3 : size < 134_217_728 ? 4 : 7
  }
  return bytes
}
function grown(n: number): void {
  if (scratch.whole.length >= n) return
  for (const key of ['whole', 'first', 'second'] as const) scratch[key] = new Float64Array(n * 2)
}
const fits = (values: Float64Array, n: number) => {
  for (let i = 0; i < n; i++) if (Math.abs(values[i] ?? 0) > largest) return false
  return true
}
/** Whole numbers within 2^51, of which differences (and theirs) are taken. False: their differences are too large. */
export function putWhole(w: Writer, values: Float64Array, n: number): boolean {
  grown(n)
  const { first, second } = scratch
  differences(values, first, n)
  differences(first, second, n)
  if (!fits(first, n)) return false
  const twice = fits(second, n) && cost(second, n) < cost(first, n)
  putVarint(w, twice ? 1 : 0)
  putRuns(w, twice ? second : first, n)
  return true
}
export function takeWhole(r: Reader, n: number): Float64Array {
  const twice = takeVarint(r) === 1
  const values = new Float64Array(n)
  takeRuns(r, values, n)
  for (let pass = twice ? 2 : 1; pass > 0; pass--) for (let i = 1; i < n; i++) values[i] = (values[i] ?? 0) + (values[i - 1] ?? 0)
  return values
}

const powers = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const
/** The smallest power of ten by which all become whole numbers and come back the same; -1 when there is none. */
function decimals(values: Float64Array, n: number): number {
  let exponent = 0
  for (let i = 0; i < n; i++) {
    const value = values[i] ?? 0
    for (;;) {
      const power = powers[exponent]
      if (power === undefined) return -1
      const whole = Math.round(value * power) + 0
      // Also refuses NaN, infinity and -0 (which + 0 made 0).
      if (Math.abs(whole) <= largest && Object.is(whole / power, value)) break
      exponent++
    }
  }
  return exponent
}
const asBits = 255
/** Any values, bit for bit (also which NaN it is). */
export function putValues(w: Writer, values: Float64Array, n: number): void {
  grown(n)
  const exponent = n === 0 ? 0 : decimals(values, n)
  if (exponent >= 0) {
    const { whole, parts } = scratch
    const power = powers[exponent] ?? 1
    for (let i = 0; i < n; i++) whole[i] = Math.round((values[i] ?? 0) * power)
    parts.at = 0
    if (putWhole(parts, whole, n) && parts.at < 8 * n) {
      room(w, parts.at + 1)
      w.bytes[w.at++] = exponent
      w.bytes.set(parts.bytes.subarray(0, parts.at), w.at)
      w.at += parts.at
      return
    }
  }
  room(w, 1 + 10 * n)
  w.bytes[w.at++] = asBits
  putBits(w, values, n)
}
const source = new DataView(new ArrayBuffer(8))
const bytesOf = new Uint8Array(source.buffer)
/** What is different from the value before: how many bytes are the same in front and behind (a nibble each), and those in between. */
function putBits(w: Writer, values: Float64Array, n: number): void {
  const bits = new Uint8Array(values.buffer, values.byteOffset, n * 8)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 8; k++) bytesOf[k] = (bits[i * 8 + 7 - k] ?? 0) ^ (i === 0 ? 0 : (bits[i * 8 - 1 - k] ?? 0))
    let front = 0
    while (front < 8 && bytesOf[front] === 0) front++
    let behind = 0
    while (front + behind < 8 && bytesOf[7 - behind] === 0) behind++
    room(w, 9)
    w.bytes[w.at++] = front * 16 + behind
    for (let k = front; k < 8 - behind; k++) w.bytes[w.at++] = bytesOf[k] ?? 0
  }
}
function takeBits(r: Reader, n: number): Float64Array {
  const values = new Float64Array(n)
  const bits = new Uint8Array(values.buffer)
  for (let i = 0; i < n; i++) {
    const nibbles = r.bytes[r.at++]
    if (nibbles === undefined) throw new CorruptError('a value is missing')
    const front = nibbles >> 4
    const until = 8 - (nibbles & 15)
    for (let k = 0; k < 8; k++) {
      const different = k >= front && k < until ? (r.bytes[r.at++] ?? 0) : 0
      bits[i * 8 + 7 - k] = different ^ (i === 0 ? 0 : (bits[i * 8 - 1 - k] ?? 0))
    }
  }
  return values
}
export function takeValues(r: Reader, n: number): Float64Array {
  const form = r.bytes[r.at++]
  if (form === asBits) return takeBits(r, n)
  const power = form === undefined ? undefined : powers[form]
  if (power === undefined) throw new CorruptError('a form that is not known')
  const values = takeWhole(r, n)
  if (power !== 1) for (let i = 0; i < n; i++) values[i] = (values[i] ?? 0) / power
  return values
}
