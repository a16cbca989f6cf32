/** Labels as they come out of the printer, read back; and a camera that sees one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemLabels } from '#record/items/labels/contract.ts'
import { formatOf, pageOf, placeOn } from '#record/items/labels/rules.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { decode, film, picture, read, readUpright } from './codes.ts'
import { type Program, program } from './program.ts'

const folder = await mkdtemp(join(tmpdir(), 'spil-film-'))
const camera = join(folder, 'camera.y4m')
const browser = withBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera}`])
let spil: Program
let joost: Somebody
let laptop: { id: string; number: string; name: string }
const codes = ['LT-2024-0042', 'LT-2024-0043', 'ÆØ-1']
let numbers: string[] = []

/** Of the first item, written in so many ways. */
const addresses = (count: number) => Array.from({ length: count }, (_, n) => `${spil.url}/i/${numbers[0]}?${n}`)
const reads = (look: () => { text: string }, text: string) => {
  try {
    return look().text === text
  } catch {
    return false
  }
}

beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  const of = spil.as(items, joost.session)
  const made = []
  for (const [at, code] of codes.entries()) made.push(await of.createItem({ body: { kind: 'laptop', name: `Laptop ${at + 1} van de balie`, code } }))
  numbers = made.map(({ number }) => number.slice(2))
  laptop = made[0] as typeof laptop
  // One that a decoder which looks from one side only does not read.
  const shown = (text: string) => picture(text, 11)
  const hard = addresses(1000).find(
    (text) => !reads(() => readUpright(shown(text), 'QR_CODE'), text) && reads(() => read(shown(text), 'QR_CODE'), text),
  )
  await film(camera, [hard ?? ''])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The PDF of the browser: size of its pages in millimetres, and where each text begins. */
async function printed(page: Page) {
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true, printBackground: true })))
  const mm = (points: number) => (points / 72) * 25.4
  const pages = []
  for (let n = 1; n <= pdf.numPages; n += 1) {
    const one = await pdf.getPage(n)
    const [, , width = 0, height = 0] = one.view
    const { items: texts } = await one.getTextContent()
    pages.push({
      width: mm(width),
      height: mm(height),
      texts: texts.flatMap((text) =>
        'str' in text && text.str.trim() ? [{ text: text.str, x: mm(text.transform[4]), y: mm(height - text.transform[5]) }] : [],
      ),
    })
  }
  return pages
}

test.each(['l7160', 'l4731', 'brother62', 'dymo57'])('%s: printed to the millimetre, and read back', async (key) => {
  const format = formatOf(key)
  const page = await enter(browser, joost, spil)
  await page.goto(`/items/labels?items=${numbers.join(',')}`)
  await page.getByLabel('Formaat').selectOption(key)
  await page.getByLabel('Code', { exact: true }).selectOption('both')
  const start = format.columns ? 3 : 1
  if (format.columns) await page.getByLabel('Begin bij etiket').fill(String(start))
  await page.getByText('Een streepjescode kan geen accenten').waitFor()
  const pages = await printed(page)
  const size = pageOf(format)
  expect(pages).toHaveLength(format.columns ? 1 : 3)
  for (const one of pages) {
    expect(Math.abs(one.width - size.width)).toBeLessThan(0.4)
    expect(Math.abs(one.height - size.height)).toBeLessThan(0.4)
  }
  const boxes = codes.map((_, at) => placeOn(format, format.columns ? start - 1 + at : 0))
  // The first words of each label begin on it, and its code stands on it as words too.
  for (const [at, box] of boxes.entries()) {
    const on = (pages[format.columns ? 0 : at]?.texts ?? []).filter(
      ({ x, y }) => x >= box.x && x < box.x + box.width && y >= box.y && y <= box.y + box.height,
    )
    expect(on[0]?.text).toMatch(/^L/)
  }
  // As on paper, on the screen: each code is read where its label is.
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 900, height: 1300 })
  for (const [at, box] of boxes.entries()) {
    const area = { ...box, y: box.y + (format.columns ? 0 : at * format.height) }
    const { text, points } = await decode(page, area, 'QR_CODE')
    expect(text).toBe(`${spil.url}/i/${numbers[at]}`)
    for (const { x, y } of points) expect(x > area.x && x < area.x + area.width && y > area.y && y < area.y + area.height).toBe(true)
  }
  if (key !== 'l4731')
    for (const [at, box] of boxes.slice(0, 2).entries()) {
      const area = { ...box, y: box.y + (format.columns ? 0 : at * format.height) }
      expect((await decode(page, area, 'CODE_128')).text).toBe(codes[at])
    }
})

test('whatever a code says it is read', () => {
  const from = (origin: string) => Array.from({ length: 200 }, (_, n) => `${origin}/i/1001?${n}`)
  const all = [...from('http://127.0.0.1:7745'), ...from('https://spil.linde.example')]
  for (const unit of [3, 4]) expect(all.filter((text) => !reads(() => read(picture(text, unit), 'QR_CODE'), text))).toEqual([])
  // One in many thousands is read at some distances only; a camera that is held before it comes past those.
  const rare = 'http://127.0.0.1:35375/i/1001?121'
  expect([2, 3, 4].map((unit) => reads(() => read(picture(rare, unit), 'QR_CODE'), rare))).toContain(true)
})

test('what was chosen last is there again on another device, and the page is sound', async () => {
  const page = await enter(browser, joost, { ...spil, size: 'phone', scheme: 'dark' })
  await spil.as(itemLabels, joost.session).keepLabelChoice({ body: { format: 'dymo89', codes: 'qr', lines: ['code'] } })
  await page.goto(`/items/labels?items=${numbers[0]}`)
  await page.getByRole('img', { name: /Voorbeeld/ }).waitFor()
  await expect.poll(() => page.getByLabel('Formaat').inputValue()).toBe('dymo89')
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})

test('the camera app opens the item after signing in', async () => {
  const page = await browser.visitor('camera app', { ...spil, size: 'phone' })
  await page.goto(`/i/${numbers[0]}`)
  await page.getByLabel('E-mailadres').fill(joost.email)
  await page.getByLabel('Wachtwoord', { exact: true }).fill(joost.password)
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await page.getByRole('heading', { level: 1, name: laptop.name }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/items/${laptop.number}`)
})

test('within the program: by camera, by hand scanner and by typing', async () => {
  const page = await enter(browser, joost, { ...spil, size: 'phone' })
  await page.goto('/items/scan')
  await page.getByRole('heading', { level: 1, name: laptop.name }).waitFor()

  // As over plain http, where a browser gives no camera.
  await page.addInitScript('Object.defineProperty(navigator, "mediaDevices", { value: undefined })')
  await page.goto('/items/scan')
  await page.getByText('Een camera werkt alleen via https').waitFor()
  const field = page.getByLabel('Code of nummer')
  await field.focus()
  // A hand scanner types the code and Enter.
  await page.keyboard.type(`${codes[1]}\n`)
  await page.getByRole('heading', { level: 1, name: 'Laptop 2 van de balie' }).waitFor()
  await page.goto('/items/scan')
  await field.fill('bestaat niet')
  await page.getByRole('main').getByRole('button', { name: 'Zoeken' }).click()
  await page.getByText('Bij bestaat niet hoort geen item').waitFor()
  expect(await axe(page)).toEqual([])
})
