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

/** The text of a code of this kind there, with where it was found in millimetres of the page; throws when there is none. */
export async function decode(page: Page, area: Area, kind: 'QR_CODE' | 'CODE_128'): Promise<{ text: string; points: { x: number; y: number }[] }> {
  const { width, height, grey } = await greys(page, area)
  const reader = new MultiFormatReader()
  reader.setHints(
    new Map<DecodeHintType, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat[kind]]],
      [DecodeHintType.TRY_HARDER, true],
    ]),
  )
  // decode() would forget the hints.
  const result = reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(Uint8ClampedArray.from(grey), width, height))))
  const points = result.getResultPoints().map((point) => ({
    x: area.x + point.getX() / pixelsPerMm / scale,
    y: area.y + point.getY() / pixelsPerMm / scale,
  }))
  return { text: result.getText(), points }
}

const frame = { width: 640, height: 480 }
/** Writes a film in which each text is a QR code for a second, for `--use-file-for-fake-video-capture`. */
export async function film(path: string, texts: readonly string[]): Promise<void> {
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${frame.width} H${frame.height} F10:1 Ip A1:1 C420jpeg\n`)]
  for (const text of texts) {
    const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules
    const unit = Math.floor(360 / size)
    const [left, top] = [(frame.width - unit * size) / 2, (frame.height - unit * size) / 2].map(Math.floor)
    const light = Buffer.alloc(frame.width * frame.height, 235)
    for (let y = 0; y < unit * size; y += 1)
      for (let x = 0; x < unit * size; x += 1)
        if (data[Math.floor(y / unit) * size + Math.floor(x / unit)]) light[((top ?? 0) + y) * frame.width + (left ?? 0) + x] = 16
    const colour = Buffer.alloc((frame.width * frame.height) / 2, 128)
    for (let n = 0; n < 10; n += 1) parts.push(Buffer.from('FRAME\n'), light, colour)
  }
  await writeFile(path, Buffer.concat(parts))
}
