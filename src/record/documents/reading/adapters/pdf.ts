/** The words of a PDF, page by page (PDF.js, as unpdf packs it for a server). */
import { getDocumentProxy } from 'unpdf'
import { mostWords } from './reader.ts'

/** More pages are not looked at. */
const mostPages = 2000

/** Empty for a scan. A page that cannot be read is passed over; when none can, it throws what the first one said. */
export async function wordsOfPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, disableFontFace: true, stopAtErrors: false })
  try {
    let words = ''
    let read = 0
    let failed: unknown
    for (let number = 1; number <= Math.min(pdf.numPages, mostPages) && words.length < mostWords; number++) {
      try {
        const page = await pdf.getPage(number)
        const { items } = await page.getTextContent()
        words += `${items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')}\n\n`
        page.cleanup()
        read++
      } catch (error) {
        failed ??= error
      }
    }
    if (read === 0 && failed !== undefined) throw failed
    return words
  } finally {
    await pdf.cleanup()
    await pdf.loadingTask.destroy()
  }
}
