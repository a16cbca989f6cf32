/**
 * Which series these bytes name. Senders say the whole name with every sample; reading it as words each time would cost more than all the rest together, so
 * the bytes themselves are looked up: a table of 32-bit hashes with open addressing (linear probing), the bytes of all names in one long buffer.
 */
export interface Names<T> {
  /** What is called so; undefined when nothing is. */
  find(bytes: Uint8Array, from: number, to: number): T | undefined
  add(bytes: Uint8Array, from: number, to: number, what: T): void
  size(): number
  /** Forgets every name of what is not kept. */
  keepOnly(kept: (what: T) => boolean): void
}

/** FNV-1a over four bytes at a time. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from)
  let at = from
  for (; at + 4 <= to; at += 4) {
    const word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    hash = Math.imul(hash ^ word, 0x01000193)
    hash ^= hash >>> 15
  }
  for (; at < to; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  return (hash ^ (hash >>> 13)) >>> 0
}

export function names<T>(): Names<T> {
  let slots = new Int32Array(1024).fill(-1)
  let text = Buffer.allocUnsafe(64 * 1024)
  let used = 0
  let hashes = new Uint32Array(512)
  let starts = new Float64Array(513)
  let things: T[] = []

  const same = (entry: number, bytes: Uint8Array, from: number, to: number) => {
    const start = starts[entry] ?? 0
    const end = starts[entry + 1] ?? 0
    return end - start === to - from && text.compare(bytes, from, to, start, end) === 0
  }
  const put = (entry: number) => {
    let slot = (hashes[entry] ?? 0) & (slots.length - 1)
    while (slots[slot] !== -1) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = entry
  }
  const grow = (size: number) => {
    if (things.length * 2 >= slots.length) {
      slots = new Int32Array(slots.length * 2).fill(-1)
      for (let entry = 0; entry < things.length; entry++) put(entry)
    }
    if (things.length === hashes.length) {
      hashes = enlarged(hashes, new Uint32Array(hashes.length * 2))
      starts = enlarged(starts, new Float64Array(hashes.length + 1))
    }
    if (used + size <= text.length) return
    const larger = Buffer.allocUnsafe(Math.max(text.length * 2, used + size))
    text.copy(larger, 0, 0, used)
    text = larger
  }
  const self: Names<T> = {
    find(bytes, from, to) {
      const hash = hashOf(bytes, from, to)
      for (let slot = hash & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
        const entry = slots[slot] ?? -1
        if (entry === -1) return undefined
        if (hashes[entry] === hash && same(entry, bytes, from, to)) return things[entry]
      }
    },
    add(bytes, from, to, what) {
      grow(to - from)
      const entry = things.length
      text.set(bytes.subarray(from, to), used)
      hashes[entry] = hashOf(bytes, from, to)
      starts[entry] = used
      used += to - from
      starts[entry + 1] = used
      things.push(what)
      put(entry)
    },
    size: () => things.length,
    keepOnly(kept) {
      const [oldText, oldStarts, oldThings] = [text, starts, things]
      slots = new Int32Array(1024).fill(-1)
      text = Buffer.allocUnsafe(64 * 1024)
      used = 0
      hashes = new Uint32Array(512)
      starts = new Float64Array(513)
      things = []
      oldThings.forEach((what, entry) => {
        if (kept(what)) self.add(oldText, oldStarts[entry] ?? 0, oldStarts[entry + 1] ?? 0, what)
      })
    },
  }
  return self
}
function enlarged<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from)
  return into
}
