/** QR codes and bar codes as paths of squares and bars one unit wide. Loaded with the page that draws them. */
import JsBarcode from 'jsbarcode'
import qrcode from 'qrcode'
import { comfortable } from '../rules.ts'

export interface Code {
  /** Units wide; of a QR code also high. */
  size: number
  /** Of a bar code one unit high. */
  path: string
}

/** Runs of dark units of one row. */
function runs(row: string, y: number): string {
  return [...row.matchAll(/1+/g)].map(({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`).join('')
}

function squaresOf(text: string, errorCorrectionLevel: 'L' | 'M'): Code {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel }).modules
  const rows = Array.from({ length: size }, (_, y) => Array.from(data.subarray(y * size, (y + 1) * size), (dark) => (dark ? '1' : '0')).join(''))
  return { size, path: rows.map((row, y) => runs(row, y)).join('') }
}
/** `squareOf`: how large its squares are on the label (in millimetres) when it is so many wide. Small ones cost more than what mends damage gives. */
export function qrOf(text: string, squareOf: (size: number) => number): Code {
  const usual = squaresOf(text, 'M')
  if (squareOf(usual.size) >= comfortable) return usual
  const plain = squaresOf(text, 'L')
  return plain.size < usual.size ? plain : usual
}

/** Undefined for a text that Code 128 has no signs for. */
export function barOf(text: string): Code | undefined {
  const drawn: { encodings?: { data: string }[] } = {}
  let valid = true
  JsBarcode(drawn, text, {
    format: 'CODE128',
    valid: (is) => {
      valid = is
    },
  })
  const data = drawn.encodings?.map((one) => one.data).join('')
  return valid && data ? { size: data.length, path: runs(data, 0) } : undefined
}
