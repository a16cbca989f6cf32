/** Which QR code stands on a label. */
import { expect, test } from 'vitest'
import { drawingOf, formatOf } from '../rules.ts'
import { qrOf } from './codes.ts'

const measure = (text: string, size: number) => text.length * size * 0.55
const squareOn = (key: string) => (size: number) =>
  (drawingOf(formatOf(key), 'qr', ['Laptop', 'LT-1'], { qr: size, bar: 0 }, measure).qr?.width ?? 0) / size

test('on the smallest label as few squares as can be, so that each is 0.3 mm; where there is room what mends damage', () => {
  const address = 'https://desk.example.org/i/1042'
  const [small, large] = ['l4731', 'l7160'].map(squareOn) as [(size: number) => number, (size: number) => number]
  const [few, many] = [qrOf(address, small).size, qrOf(address, large).size]
  expect([few, many]).toEqual([25, 29])
  expect(small(few)).toBeGreaterThan(0.3)
  expect(large(many)).toBeGreaterThan(0.8)
  // As few either way: then what mends damage is for nothing.
  const [one, other] = [small, large].map((squareOf) => qrOf('https://spil.nl/i/1042', squareOf).path)
  expect(one === other).toBe(true)
})
