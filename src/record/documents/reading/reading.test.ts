/** What is read in files, and what is refused: by their bytes, within bounds. */
import { randomBytes } from 'node:crypto'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { bomb, docm, docx, laughs, odt, pdf, pptx, xlsx } from '#test/documents.ts'
import { drawPage, readFile } from './adapters/reader.ts'

const wordsIn = async (file: Buffer) => {
  const read = await readFile(file)
  return read.ok ? read.words : read.why
}

test('the words of PDF, Word, Excel, PowerPoint, LibreOffice and plain text', async () => {
  expect(await wordsIn(pdf(['Zet de router uit', 'Wacht (tien) tellen']))).toBe('Zet de router uit\n\nWacht (tien) tellen')
  expect(await wordsIn(docx('Eerste alinea', 'Tweede &amp; laatste'))).toBe('Eerste alinea\nTweede & laatste')
  expect(await wordsIn(xlsx('Licenties', 'Adobe', 'Verloopt'))).toContain('Licenties')
  expect(await wordsIn(xlsx('Licenties', 'Adobe', 'Verloopt'))).toContain('Verloopt')
  expect(await wordsIn(pptx(...Array.from({ length: 11 }, (_, at) => `Dia ${at + 1}`)))).toMatch(/Dia 9\n+Dia 10\n+Dia 11$/)
  expect(await wordsIn(odt('Gewone tekst'))).toBe('Kop\nGewone tekst en meer')
  expect(await wordsIn(Buffer.from('\ufeffgewoon tekst'))).toContain('gewoon tekst')
})

test('a picture and an archive hold no words; a scan holds none either', async () => {
  expect(await readFile(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toEqual({ ok: true, words: null, macros: false })
  expect(await readFile(Buffer.from(zipSync({ 'a.txt': new Uint8Array(3) })))).toEqual({ ok: true, words: null, macros: false })
  expect(await wordsIn(pdf([''], { 0: '0 0 100 100 re f' }))).toBe('')
})

test('a program in a document is told, and never part of its words', async () => {
  expect(await readFile(docm('Factuur'))).toEqual({ ok: true, words: 'Factuur', macros: true })
})

test('a zip bomb and a zip of ten thousand parts are refused, entities are not expanded', async () => {
  const small = bomb()
  expect(small.length).toBeLessThan(200_000)
  expect(await wordsIn(small)).toBe('bomb')
  const many = Object.fromEntries(Array.from({ length: 10_002 }, (_, at) => [`word/header${at}.xml`, new Uint8Array(0)]))
  expect(await wordsIn(Buffer.from(zipSync(many, { level: 0 })))).toBe('bomb')
  const words = await wordsIn(laughs())
  expect(words).toContain('einde')
  expect(words?.length).toBeLessThan(100)
}, 30_000)

test('a list of contents that lies about the size unpacks no further than it says', async () => {
  const file = docx('x'.repeat(1_000_000))
  const central = file.lastIndexOf(Buffer.from('504b0102', 'hex'))
  file.writeUInt32LE(1000, central + 24)
  const read = await readFile(file)
  expect(read.ok ? (read.words?.length ?? 0) : 0).toBeLessThanOrEqual(1000)
})

test('a hundred pages with garbage in the middle: the others are read', async () => {
  const pages = Array.from({ length: 100 }, (_, at) => `Bladzijde ${at + 1}`)
  const garbage = randomBytes(5000).toString('latin1')
  const words = await wordsIn(pdf(pages, { 41: garbage, 70: `${'q '.repeat(500)}BT (` }))
  for (const page of [1, 41, 60, 100]) expect(words).toContain(`Bladzijde ${page}`)
}, 30_000)

test('a page made to keep the reader busy for minutes ends the reader, not the program', async () => {
  const reading = wordsIn(pdf(['Nooit'], { 0: 'q '.repeat(60_000) }))
  // The other thread goes on meanwhile.
  expect(await wordsIn(docx('Intussen'))).toBe('Intussen')
  expect(await reading).toBe('tooComplex')
  expect(await wordsIn(docx('Daarna'))).toBe('Daarna')
}, 60_000)

test('what is broken, locked or old says so, and the reader goes on', async () => {
  expect(await wordsIn(Buffer.from('%PDF-1.7 niets daarvan'))).toBe('unreadable')
  expect(await wordsIn(Buffer.from(`504b0304${'00'.repeat(200)}`, 'hex'))).toBe('unreadable')
  expect(await wordsIn(Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'))).toBe('oldFormat')
  const whole = docx('Heel', 'Gewoon')
  for (let n = 0; n < 40; n++) {
    const broken = Buffer.from(whole)
    for (let at = 0; at < 8; at++) broken[Math.floor(Math.random() * broken.length)] = Math.floor(Math.random() * 256)
    await readFile(broken)
  }
  expect(await wordsIn(docx('Nog steeds'))).toBe('Nog steeds')
}, 60_000)

test('a page is drawn safely: HTML in it is text, addresses that run are no links', async () => {
  const html = await drawPage(
    '# Kop\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n[klik](javascript:alert(1)) [echt](https://spil.example/a) ![plaatje](https://elders.example/p.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |',
  )
  expect(html).toContain('<h1>Kop</h1>')
  expect(html).toContain('<table>')
  expect(html).toContain('href="https://spil.example/a"')
  expect(html).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)|href="javascript/)
  for (const hostile of ['['.repeat(90_000), '>'.repeat(90_000), '*a'.repeat(45_000), '- '.repeat(45_000)])
    expect(typeof (await drawPage(hostile)) === 'string').toBe(true)
}, 60_000)
