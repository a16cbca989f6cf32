/** Codes in pictures: read by a decoder that shares nothing with what drew them, and shown to a camera that is a file. */
import { writeFile } from 'node:fs/promises'
import { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } from '@zxing/library'
import type { CDPSession, Page } from 'playwright-core'
import qrcode from 'qrcode'

export interface Area {
  x: number
  y: number
  width: number
  height: number
}
const pixelsPerMm = 96 / 25.4
const scale = 4

/** One for each page: where one ends, Chromium forgets that the page is shown as on paper. */
const sessions = new WeakMap<Page, CDPSession>()
/** What is on this part of the page (in millimetres), in grey, four times as fine as the screen. */
async function greys(page: Page, { x, y, width, height }: Area) {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  sessions.set(page, session)
  const clip = { x: x * pixelsPerMm, y: y * pixelsPerMm, width: width * pixelsPerMm, height: height * pixelsPerMm, scale }
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true })
  const read = `(async () => {
    const bytes = Uint8Array.from(atob(${JSON.stringify(data)}), (one) => one.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes]))
    const brush = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    brush.drawImage(picture, 0, 0)
    const { data } = brush.getImageData(0, 0, picture.width, picture.height)
    return { width: picture.width, height: picture.height, grey: Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 1]) }
  })()`
  return (await page.evaluate(read)) as { width: number; height: number; grey: number[] }
}

interface Picture {
  width: number
  height: number
  grey: Uint8ClampedArray
}
interface Reading {
  text: string
  points: { x: number; y: number }[]
}
/** A quarter, by the clock. */
function turned({ width, height, grey }: Picture): Picture {
  const other = new Uint8ClampedArray(grey.length)
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) other[x * height + height - 1 - y] = grey[y * width + x] ?? 0
  return { width: height, height: width, grey: other }
}
/** As the decoder sees it, with where it is in pixels; throws when there is none. */
export function readUpright({ width, height, grey }: Picture, kind: 'QR_CODE' | 'CODE_128'): Reading {
  const reader = new MultiFormatReader()
  reader.setHints(
    new Map<DecodeHintType, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat[kind]]],
      [DecodeHintType.TRY_HARDER, true],
    ]),
  )
  // decode() would forget the hints.
  const result = reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height))))
  return { text: result.getText(), points: result.getResultPoints().map((point) => ({ x: point.getX(), y: point.getY() })) }
}
/**
 * The decoder ends its search at the first three things from the top that look like corners. In one QR code of thirty, however large and sharp, some of
 * its squares do, and what it says (a port, a number) decides which: seen from another side the corners come first.
 */
export function read(picture: Picture, kind: 'QR_CODE' | 'CODE_128', turns = 3): Reading {
  try {
    return readUpright(picture, kind)
  } catch (error) {
    if (turns === 0) throw error
    const { text, points } = read(turned(picture), kind, turns - 1)
    return { text, points: points.map(({ x, y }) => ({ x: y, y: picture.height - 1 - x })) }
  }
}
/** The text of a code of this kind there, with where it was found in millimetres of the page; throws when there is none. */
export async function decode(page: Page, area: Area, kind: 'QR_CODE' | 'CODE_128'): Promise<Reading> {
  const { width, height, grey } = await greys(page, area)
  const { text, points } = read({ width, height, grey: Uint8ClampedArray.from(grey) }, kind)
  return { text, points: points.map(({ x, y }) => ({ x: area.x + x / pixelsPerMm / scale, y: area.y + y / pixelsPerMm / scale })) }
}

/** A QR code whose squares are so many pixels, with the white it needs. */
export function picture(text: string, unit: number): Picture {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules
  const width = (size + 8) * unit
  const dark = (x: number, y: number) => x >= 0 && y >= 0 && x < size && y < size && data[y * size + x]
  const grey = Uint8ClampedArray.from({ length: width * width }, (_, at) =>
    dark(Math.floor((at % width) / unit) - 4, Math.floor(at / width / unit) - 4) ? 16 : 235,
  )
  return { width, height: width, grey }
}

const frame = { width: 640, height: 480 }
/** Writes a film in which each text is a QR code for a second, for `--use-file-for-fake-video-capture`. */
export async function film(path: string, texts: readonly string[]): Promise<void> {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F10:1 Ip A1:1 C420jpeg\n`)]
  for (const text of texts) {
    const { width, grey } = picture(text, 11)
    const [left, top] = [Math.floor((frame.width - width) / 2), Math.floor((frame.height - width) / 2)]
    const light = Buffer.alloc(frame.width * frame.height, 235)
    for (let y = 0; y < width; y += 1) light.set(grey.subarray(y * width, (y + 1) * width), (top + y) * frame.width + left)
    const colour = Buffer.alloc((frame.width * frame.height) / 2, 128)
    for (let n = 0; n < 10; n += 1) parts.push(Buffer.from('FRAME\n'), light, colour)
  }
  await writeFile(path, Buffer.concat(parts))
}
