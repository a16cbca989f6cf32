/** Draws a PDF (1.3, fonts embedded). To be called in a thread of its own (platform/thread.ts): what is drawn may be made to take for ever. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pdfmake from 'pdfmake'
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js'

// Roboto covers Latin with all its extensions, Greek and Cyrillic, and is embedded with the signs that are used.
const folder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto')
const font = (name: string) => join(folder, `Roboto-${name}.ttf`)
pdfmake.setFonts({
  Roboto: { normal: font('Regular'), bold: font('Medium'), italics: font('Italic'), bolditalics: font('MediumItalic') },
})
// Nothing that it says makes it read or fetch anything.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => path.startsWith(folder))

/** What every document of ours has: paper, letter, and the only moment in the file, so that the same content is the same bytes. */
export const paper = (locale: 'nl' | 'en', { title, author, at }: { title: string; author: string; at: string }) =>
  ({
    info: { title, author, creator: 'Spil', producer: 'Spil', creationDate: new Date(at) },
    ...{ pageSize: 'A4', pageMargins: [40, 44, 40, 50], language: locale === 'nl' ? 'nl-NL' : 'en-GB' },
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.15 },
    styles: { title: { fontSize: 18, bold: true }, head: { fontSize: 12, bold: true, margin: [0, 14, 0, 3] }, small: { fontSize: 8, color: '#444' } },
  }) satisfies Partial<TDocumentDefinitions>

export async function drawPdf(definition: TDocumentDefinitions): Promise<Uint8Array> {
  return Uint8Array.from(await pdfmake.createPdf(definition).getBuffer())
}
