/** Letters in bytes that say nothing or the wrong thing about themselves. Runs in the thread that reads mail. */

const utf8 = new TextDecoder('utf-8')
const strict = new TextDecoder('utf-8', { fatal: true })
const western = new TextDecoder('windows-1252')

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

/** Where the header ends; the whole when it never does. */
function headerEnd(bytes: Uint8Array): number {
  const most = Math.min(bytes.length, 1024 * 1024)
  for (let at = 1; at < most; at++)
    if (bytes[at] === 10 && (bytes[at - 1] === 10 || (bytes[at - 1] === 13 && at >= 2 && bytes[at - 2] === 10))) return at
  return most
}

/** Headers with letters above ASCII that are not UTF-8 are read as what most programs of this part of the world then mean: windows-1252. */
export function mendHeader(bytes: Uint8Array): Uint8Array {
  const end = headerEnd(bytes)
  const head = bytes.subarray(0, end)
  if (isUtf8(head)) return bytes
  const mended = new TextEncoder().encode(western.decode(head))
  const whole = new Uint8Array(mended.length + bytes.length - end)
  whole.set(mended)
  whole.set(bytes.subarray(end), mended.length)
  return whole
}

const untold = /^content-type:[ \t]*text\/(plain|html)(?=[ \t]*(;[ \t]*format=[a-z]{1,20})?[ \t]*\r?$)/gim
const saysUtf8 = /^(content-type:[ \t]*text\/(?:plain|html);[^\r\n]{0,200}?charset=)"?(?:utf-?8|us-ascii)"?/gim

/**
 * The same message with its text called windows-1252; undefined when that would make it worse: what was read has letters that UTF-8 made
 * sense of. `text`: as it was read.
 */
export function calledWestern(bytes: Uint8Array, text: string): Uint8Array | undefined {
  if (!text.includes('\ufffd') || /[\u0080-\ufffc]/.test(text.replaceAll('\u00a0', ' '))) return undefined
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const end = headerEnd(bytes)
  let changed = raw.replace(untold, 'Content-Type: text/$1; charset=windows-1252').replace(saysUtf8, '$1windows-1252')
  if (!/^content-type:/im.test(raw.slice(0, end))) changed = `Content-Type: text/plain; charset=windows-1252\r\n${changed}`
  return changed === raw ? undefined : Buffer.from(changed, 'latin1')
}

/** Whether a text part of it says that it is in UTF-7, which no reader decodes any more. */
export const saysUtf7 = (bytes: Uint8Array): boolean =>
  /^content-type:[^\r\n]{0,200}(\r?\n[ \t][^\r\n]{0,200})?charset="?(unicode-1-1-)?utf-7/im.test(utf8.decode(bytes.subarray(0, 200_000)))

/** RFC 2152. What is no UTF-7 stays as it is. */
export const fromUtf7 = (text: string): string =>
  text.replace(/\+([A-Za-z0-9+/]{0,20000})-?/g, (found, base64: string) => {
    if (base64 === '') return found === '+-' ? '+' : found
    const bytes = Buffer.from(base64, 'base64')
    if (bytes.length < 2) return found
    let decoded = ''
    for (let at = 0; at + 1 < bytes.length; at += 2) decoded += String.fromCharCode(bytes.readUInt16BE(at))
    return decoded
  })
