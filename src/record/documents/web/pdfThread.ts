/** Draws pages of a PDF in a thread of its own, so that a page made to be slow does not hold up the screen. It has no network: its policy gives none. */
// In this order.
import './pdfScope.ts'
import { getDocument } from 'unpdf/pdfjs'

export type Asked = { open: ArrayBuffer } | { draw: number; width: number }
export type Told =
  | { sizes: { width: number; height: number }[]; pages: number }
  | { page: number; picture: ImageBitmap }
  | { failed: string; page?: number }

/** More pages are not shown, only saved. */
const most = 200
const scope = globalThis as unknown as { postMessage: (told: Told, transfer?: Transferable[]) => void; onmessage: (event: { data: Asked }) => void }

interface Made {
  canvas: OffscreenCanvas | null
  context: OffscreenCanvasRenderingContext2D | null
}
class Canvases {
  create(width: number, height: number): Made {
    const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height))
    return { canvas, context: canvas.getContext('2d') }
  }
  reset(made: Made, width: number, height: number) {
    if (made.canvas) Object.assign(made.canvas, { width: Math.max(1, width), height: Math.max(1, height) })
  }
  destroy(made: Made) {
    made.canvas = null
    made.context = null
  }
}
class NoFilters {
  addFilter = () => 'none'
  addHCMFilter = () => 'none'
  addAlphaFilter = () => 'none'
  addLuminosityFilter = () => 'none'
  addHighlightHCMFilter = () => 'none'
  destroy() {}
}

// From here on it is what it is: a thread without a window.
Reflect.deleteProperty(globalThis, 'window')

let file: Awaited<ReturnType<typeof getDocument>['promise']> | undefined

async function open(data: ArrayBuffer) {
  // Letters are drawn as the outlines they are: no font of a stranger is given to the browser.
  const own = { CanvasFactory: Canvases, FilterFactory: NoFilters, disableFontFace: true, useSystemFonts: true, verbosity: 0, enableXfa: false }
  file = await getDocument({ data: new Uint8Array(data), ...own } as Parameters<typeof getDocument>[0]).promise
  const sizes: { width: number; height: number }[] = []
  for (let number = 1; number <= Math.min(file.numPages, most); number++) {
    const { width, height } = (await file.getPage(number)).getViewport({ scale: 1 })
    sizes.push({ width, height })
  }
  scope.postMessage({ sizes, pages: file.numPages })
}

async function draw(number: number, width: number) {
  if (!file) return
  const page = await file.getPage(number)
  const plain = page.getViewport({ scale: 1 })
  const viewport = page.getViewport({ scale: Math.min(width / plain.width, 4000 / plain.height) })
  const canvas = new OffscreenCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height))
  const canvasContext = canvas.getContext('2d')
  if (!canvasContext) throw new Error('no canvas')
  await page.render({ canvas: null, canvasContext, viewport } as unknown as Parameters<typeof page.render>[0]).promise
  const picture = canvas.transferToImageBitmap()
  page.cleanup()
  scope.postMessage({ page: number, picture }, [picture])
}

scope.onmessage = ({ data }) => {
  const done = 'open' in data ? open(data.open) : draw(data.draw, data.width)
  done.catch((error: unknown) =>
    scope.postMessage({ failed: error instanceof Error ? error.message : String(error), ...('draw' in data && { page: data.draw }) }),
  )
}
