/** The pages of a PDF, each drawn when it comes into view. The words of the file stand beside it for who does not look at pictures. */
import { useEffect, useRef, useState } from 'react'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './documents.module.css'
import type { Asked, Told } from './pdfThread.ts'
import { documentWords } from './texts.ts'

/** Longest the thread may be silent when asked something. */
const patience = 20_000

interface Opened {
  sizes: readonly { width: number; height: number }[]
  pages: number
}
/** The file in its thread; the thread ends with the page, or when it takes too long. */
function usePdf(url: string) {
  const [opened, setOpened] = useState<Opened>()
  const [failed, setFailed] = useState(false)
  const ask = useRef<(page: number, width: number) => Promise<ImageBitmap | undefined>>(async () => undefined)
  useEffect(() => {
    const leaving = new AbortController()
    const worker = new Worker(new URL('./pdfThread.ts', import.meta.url), { type: 'module' })
    const waiting = new Map<number, (picture: ImageBitmap | undefined) => void>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const give = (asked: Asked, transfer: Transferable[] = []) => {
      clearTimeout(timer)
      timer = setTimeout(end, patience)
      worker.postMessage(asked, transfer)
    }
    const end = () => {
      clearTimeout(timer)
      worker.terminate()
      for (const answer of waiting.values()) answer(undefined)
      setFailed(true)
    }
    worker.onerror = end
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ('sizes' in data) setOpened(data)
      else if (data.page === undefined) end()
      else waiting.get(data.page)?.('picture' in data ? data.picture : undefined)
      if (!('sizes' in data) && data.page !== undefined) waiting.delete(data.page)
      if (waiting.size === 0) clearTimeout(timer)
    }
    ask.current = (page, width) =>
      new Promise((resolve) => {
        waiting.set(page, resolve)
        give({ draw: page, width })
      })
    void fetch(url, { signal: leaving.signal })
      .then((reply) => (reply.ok ? reply.arrayBuffer() : Promise.reject(new Error(String(reply.status)))))
      .then((bytes) => give({ open: bytes }, [bytes]))
      .catch(() => leaving.signal.aborted || setFailed(true))
    return () => {
      leaving.abort()
      clearTimeout(timer)
      worker.terminate()
    }
  }, [url])
  return { opened, failed, draw: (page: number, width: number) => ask.current(page, width) }
}

export function PdfView({ url, name }: { url: string; name: string }) {
  const t = useText(documentWords)
  const { opened, failed, draw } = usePdf(url)
  if (failed) return <Note tone="amber">{t('doc.pdf.failed')}</Note>
  if (!opened) return <Skeletons rows={8} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={classes.sheets} aria-label={t('doc.pages', { name })} tabIndex={0}>
      {opened.sizes.map((size, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pages have no other name than their number
        <PdfSheet key={at} number={at + 1} pages={opened.pages} size={size} draw={draw} />
      ))}
      {opened.pages > opened.sizes.length && <p className="dim small">{t('doc.pdf.more', { count: opened.pages - opened.sizes.length })}</p>}
    </section>
  )
}

interface SheetProps {
  number: number
  pages: number
  size: { width: number; height: number }
  draw: (page: number, width: number) => Promise<ImageBitmap | undefined>
}
function PdfSheet({ number, pages, size, draw }: SheetProps) {
  const t = useText(documentWords)
  const at = useRef<HTMLCanvasElement>(null)
  const drawn = useRef(false)
  useEffect(() => {
    const canvas = at.current
    if (!canvas) return
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting || drawn.current) return
        drawn.current = true
        void draw(number, Math.min(1800, canvas.clientWidth * devicePixelRatio)).then((picture) => {
          if (!picture) return
          canvas.width = picture.width
          canvas.height = picture.height
          canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture)
        })
      },
      { rootMargin: '600px' },
    )
    seen.observe(canvas)
    return () => seen.disconnect()
  }, [number, draw])
  return (
    <canvas
      ref={at}
      role="img"
      aria-label={t('doc.page', { number, pages })}
      className={classes.sheet}
      style={{ aspectRatio: `${size.width} / ${size.height}` }}
    />
  )
}
