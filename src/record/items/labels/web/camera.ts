/** The camera as a reader of codes: by the browser where it can, else by a decoder that is loaded then. */
import type { BarcodeFormat as Formats } from '@zxing/library'

type Read = (frame: HTMLVideoElement) => Promise<string | undefined>
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface DetectorKind {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}
const wanted = ['qr_code', 'code_128']

async function ofBrowser(): Promise<Read | undefined> {
  const Kind = (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector
  if (!Kind) return undefined
  const known = await Kind.getSupportedFormats().catch((): string[] => [])
  if (!wanted.every((one) => known.includes(one))) return undefined
  const detector = new Kind({ formats: wanted })
  return async (frame) => (await detector.detect(frame))[0]?.rawValue
}

/** Quarters of a turn. */
const turns = 4
/** Widest picture that is looked at: more costs time and finds nothing more. */
const widest = 960
async function ofLibrary(): Promise<Read> {
  const { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatReader, RGBLuminanceSource } = await import('@zxing/library')
  const reader = new MultiFormatReader()
  const formats: Formats[] = [BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128]
  reader.setHints(
    new Map<number, unknown>([
      [DecodeHintType.POSSIBLE_FORMATS, formats],
      [DecodeHintType.TRY_HARDER, true],
    ]) as never,
  )
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d', { willReadFrequently: true })
  let turn = 0
  return async (frame) => {
    if (!brush || frame.videoWidth === 0) return undefined
    const scale = Math.min(1, widest / frame.videoWidth)
    const [width, height] = [Math.round(frame.videoWidth * scale), Math.round(frame.videoHeight * scale)]
    // The decoder goes by the first three things from the top that look like corners of a QR code: seen from another side others come first.
    ;[canvas.width, canvas.height] = turn % 2 === 0 ? [width, height] : [height, width]
    brush.translate(canvas.width / 2, canvas.height / 2)
    brush.rotate((turn * 2 * Math.PI) / turns)
    brush.drawImage(frame, -width / 2, -height / 2, width, height)
    turn = (turn + 1) % turns
    const { data } = brush.getImageData(0, 0, canvas.width, canvas.height)
    const grey = new Uint8ClampedArray(canvas.width * canvas.height)
    for (let at = 0; at < grey.length; at += 1)
      grey[at] = ((data[at * 4] ?? 0) * 306 + (data[at * 4 + 1] ?? 0) * 601 + (data[at * 4 + 2] ?? 0) * 117) >> 10
    try {
      // decode() would forget the hints.
      return reader.decodeWithState(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, canvas.width, canvas.height)))).getText()
    } catch {
      // Nothing to be read in this picture, which is how most are.
      return undefined
    }
  }
}
/** Loads what reads codes, also to have it before the network goes. */
export const loadReader = async (): Promise<Read> => (await ofBrowser()) ?? (await ofLibrary())

export const hasCamera = () => navigator.mediaDevices?.getUserMedia !== undefined

/** Shows the camera at the back and tells every text it reads, again and again while it is in sight. Gives back how to stop. */
export async function watchCamera(video: HTMLVideoElement, tell: (text: string) => void): Promise<() => void> {
  const [stream, read] = await Promise.all([
    navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    }),
    loadReader(),
  ])
  let stopped = false
  video.srcObject = stream
  await video.play().catch(() => undefined)
  const look = async () => {
    if (stopped) return
    const text = await read(video).catch(() => undefined)
    if (!stopped && text) tell(text)
    if (!stopped) setTimeout(() => void look(), 120)
  }
  void look()
  return () => {
    stopped = true
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}
