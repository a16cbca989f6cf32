/**
 * Opens winmail.dat (TNEF, [MS-OXTNEF]): what Outlook makes of a mail to somebody it takes for Outlook too. Only the files in it; the text
 * stands in the mail as well. There is no small library that is kept, so this reads the few attributes that matter, and gives up on the rest.
 */
export interface Packed {
  name: string
  content: Uint8Array
}

const title = 0x0001_8010
const data = 0x0006_800f
const begins = 0x0006_9002
const properties = 0x0006_9005
const longName = 0x3707
const most = 200

const decoders = { narrow: new TextDecoder('windows-1252'), wide: new TextDecoder('utf-16le') }
const untilNul = (text: string) => text.split('\u0000', 1)[0] ?? ''

/** undefined: it is no TNEF, or broken. */
export function opened(bytes: Uint8Array): Packed[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 6 || view.getUint32(0, true) !== 0x223e_9f78) return undefined
  const files: Packed[] = []
  let at = 6
  while (at + 9 <= bytes.length) {
    const id = view.getUint32(at + 1, true)
    const length = view.getUint32(at + 5, true)
    const value = bytes.subarray(at + 9, at + 9 + length)
    if (value.length < length || files.length > most) return undefined
    if (id === begins) files.push({ name: '', content: new Uint8Array() })
    const last = files.at(-1)
    if (last && id === title && last.name === '') last.name = untilNul(decoders.narrow.decode(value))
    if (last && id === data) last.content = value
    if (last && id === properties) last.name = longNameIn(value) ?? last.name
    at += 9 + length + 2
  }
  return files.filter(({ content }) => content.length > 0)
}

/** Bytes of a value of fixed size, padded to four. */
const sizes: Readonly<Record<number, number>> = { 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 }
const padded = (size: number) => (size + 3) & ~3

/** The whole name of a file, in its MAPI properties. */
function longNameIn(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 4
  const number = () => {
    at += 4
    return at <= bytes.length ? view.getUint32(at - 4, true) : Number.NaN
  }
  for (let left = bytes.length >= 4 ? view.getUint32(0, true) : 0; left > 0 && at + 4 <= bytes.length; left--) {
    const type = view.getUint16(at, true)
    const id = view.getUint16(at + 2, true)
    at += 4
    // A property with a name of its own.
    if (id >= 0x8000) {
      at += 16
      at += number() === 0 ? 4 : padded(number())
    }
    const kind = type & 0x0fff
    const fixed = sizes[kind]
    const count = fixed !== undefined && (type & 0x1000) === 0 ? 1 : number()
    if (!(count <= 1000)) return undefined
    for (let value = 0; value < count; value++) {
      const length = fixed ?? number()
      if (!(length <= bytes.length)) return undefined
      if (id === longName && (kind === 0x1e || kind === 0x1f))
        return untilNul((kind === 0x1f ? decoders.wide : decoders.narrow).decode(bytes.subarray(at, at + length)))
      at += fixed ?? padded(length)
    }
  }
  return undefined
}
