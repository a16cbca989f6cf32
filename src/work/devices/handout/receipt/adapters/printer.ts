/** The other side of pdf.ts: runs in the thread. */
import { parentPort } from 'node:worker_threads'
import { inflateSync } from 'node:zlib'
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js'
import { drawPdf, paper } from '#platform/pdf.ts'
import { signatureBox } from '../../signing/shapes/contract.ts'
import { blocksOf } from './markdown.ts'
import type { Asked, Photo, Receipt } from './pdf.ts'

const largest = 40_000_000
/** A picture that says it is small and unpacks to gigabytes is no photo. */
function checkPng(bytes: Buffer): void {
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width * height > largest || width === 0 || height === 0) throw new Error('too large')
  const parts: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  // At most 16 bits in four channels, and a byte before each row; interlaced has some rows more.
  inflateSync(Buffer.concat(parts), { maxOutputLength: width * height * 8 + height * 16 + 1024 })
}
function dataUrl({ type, bytes }: Photo): string {
  const buffer = Buffer.from(bytes ?? [])
  if (type === 'image/png') checkPng(buffer)
  return `data:${type};base64,${buffer.toString('base64')}`
}

const width = 515
function photosOf(photos: readonly Photo[], words: Receipt['words']): Content[] {
  const drawn = photos.filter(({ bytes }) => bytes !== null)
  const out = photos.filter(({ bytes }) => bytes === null)
  const pictures: Content[] = drawn.map((photo) => ({ image: dataUrl(photo), fit: [160, 120], margin: [0, 2, 8, 4] }))
  const rows: Content[] = Array.from({ length: Math.ceil(pictures.length / 3) }, (_, row) => ({ columns: pictures.slice(row * 3, row * 3 + 3) }))
  return [...rows, ...out.map(({ hash }): Content => ({ text: `${words.leftOut} ${hash}`, style: 'small' }))]
}

function itemOf(item: Receipt['items'][number], words: Receipt['words']): Content {
  const marks = [item.kind, ...(item.code ? [`${words.code} ${item.code}`] : []), ...(item.serial ? [`${words.serial} ${item.serial}`] : [])]
  const with_ = item.accessories.length > 0 ? item.accessories.join(', ') : words.none
  return {
    stack: [
      { text: `${item.number}  ${item.name}`, bold: true, margin: [0, 8, 0, 1] },
      { text: marks.join('  ·  ') },
      { text: [{ text: `${words.accessories}: `, color: '#555' }, with_] },
      ...(item.condition === '' ? [] : [{ text: [{ text: `${words.condition}: `, color: '#555' }, item.condition] }]),
      ...photosOf(item.photos, words),
    ],
    unbreakable: item.photos.length <= 3,
  }
}

/** Drawn as lines, as it was written. */
function signatureOf({ signed, words }: Receipt): Content[] {
  if (signed === null) return [{ text: words.unsigned, bold: true, color: '#b00020' }]
  const { signature, line } = signed
  const scale = 200 / signatureBox.width
  const drawn: Content =
    signature.by === 'name'
      ? { text: signature.name, fontSize: 20, italics: true, margin: [0, 6, 0, 6] }
      : {
          canvas: signature.strokes.map((stroke) => ({
            ...{ type: 'polyline' as const, lineWidth: 1.2, lineColor: '#10203a', lineCap: 'round' as const },
            points: [...stroke, ...(stroke.length === 1 ? stroke : [])].map(([x, y], at) => ({ x: x * scale + (at === 0 ? 0 : 0.1), y: y * scale })),
          })),
          margin: [0, 6, 0, 6],
        }
  return [drawn, { text: line, style: 'small' }]
}

function definitionOf(receipt: Receipt): TDocumentDefinitions {
  const { words, number, organisation, signed, terms } = receipt
  const head = (text: string): Content => ({ text, style: 'head' })
  const rule: Content = { canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.5, lineColor: '#999' }], margin: [0, 6, 0, 2] }
  return {
    ...paper(receipt.locale, { title: `${words.title} ${number}`, author: organisation, at: receipt.at }),
    footer: (page, pages) => ({
      columns: [
        { text: `${organisation} · ${words.title} ${number}${signed ? '' : ` · ${words.draft}`}` },
        { text: `${words.page} ${page} / ${pages}`, alignment: 'right' },
      ],
      ...{ style: 'small', margin: [40, 16, 40, 0] },
    }),
    ...(signed === null && { watermark: { text: words.draft, opacity: 0.12, angle: -40, bold: true } }),
    content: [
      { text: organisation, color: '#555' },
      { text: `${words.title} ${number}`, style: 'title', margin: [0, 2, 0, 8] },
      { table: { widths: [110, '*'], body: receipt.facts.map(([label, text]) => [{ text: label, color: '#555' }, text]) }, layout: 'noBorders' },
      ...(receipt.note === '' ? [] : [head(words.note), { text: receipt.note }]),
      head(words.device),
      ...receipt.items.map((item) => itemOf(item, words)),
      ...(receipt.instructions.length === 0 ? [] : [head(words.instructions), { ul: [...receipt.instructions] }]),
      ...(terms === null ? [] : [head(`${words.terms}: ${terms.title} (${words.version} ${terms.version})`), ...blocksOf(terms.text)]),
      rule,
      { stack: [head(words.signature), { text: receipt.declaration }, ...signatureOf(receipt)], unbreakable: true },
      ...(signed === null ? [] : [{ text: words.verify, style: 'small', margin: [0, 12, 0, 0] as [number, number, number, number] }]),
    ],
  }
}

parentPort?.on('message', async (asked: Asked) => {
  const definition: TDocumentDefinitions =
    'receipt' in asked ? definitionOf(asked.receipt) : { content: [{ image: dataUrl(asked.photo), fit: [160, 120] }] }
  parentPort?.postMessage(await drawPdf(definition))
})
