/**
 * Graphs in the browser: what a sender wrote is drawn, and said in a table; a drag looks closer and the address keeps it; a dashboard is put together with
 * the keyboard, shared, and opened by a colleague.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { snappy, write1 } from '#test/writers.ts'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import { axe, type Visit, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let daan: Somebody
let eva: Somebody
let number = ''
const minute = 60_000
const begin = Math.floor(Date.now() / minute) * minute - 350 * minute
/** Five hours at every minute, with half an hour of nothing. */
const moments = Array.from({ length: 350 }, (_, at) => at).filter((at) => at < 150 || at >= 180)

beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  eva = await engage(spil, bea, 'Eva Klein', ['engineer'])
  const { organisationId } = bea
  const register = spil.as(items, bea.session)
  const made = await register.createItem({ body: { organisationId, kind: 'server', state: 'live', name: 'web1' } })
  await register.changeItem({ params: { id: made.id }, body: { version: made.version, note: 'Staat in kast 3' } })
  number = made.number
  const { key } = await spil.as(monitoringReceiving, bea.session).createKey({ body: { organisationId, name: 'Meter' } })
  const series = (labels: Record<string, string>, value: (at: number) => number) => ({
    labels: { instance: 'web1:9100', ...labels },
    samples: moments.map((at) => [begin + at * minute, value(at)] as const),
  })
  const disk = (mountpoint: string, free: (at: number) => number) => [
    series({ __name__: 'node_filesystem_avail_bytes', mountpoint }, free),
    series({ __name__: 'node_filesystem_size_bytes', mountpoint }, () => 100 * 1024 ** 3),
  ]
  const body = write1([
    series({ __name__: 'node_load1' }, (at) => 2 + Math.sin(at / 20)),
    series({ __name__: 'node_load5' }, () => 1.5),
    series({ __name__: 'node_load15' }, () => 1),
    series({ __name__: 'node_memory_MemAvailable_bytes' }, () => 3 * 1024 ** 3),
    series({ __name__: 'node_memory_MemTotal_bytes' }, () => 4 * 1024 ** 3),
    ...disk('/', (at) => (40 - at / 20) * 1024 ** 3),
    ...disk('/var', () => 70 * 1024 ** 3),
  ])
  const answer = await fetch(`${spil.url}/api/prometheus/api/v1/write`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    body: new Uint8Array(snappy(body)),
  })
  expect(answer.status).toBeLessThan(300)
})
afterAll(() => spil[Symbol.asyncDispose]())

async function at(who: Somebody, to: string, as: Omit<Visit, 'url'> = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const figure = (page: Page, name: string) => page.getByRole('figure', { name, exact: true })
/** Where the lines are drawn. */
const drawing = (page: Page, name: string) => figure(page, name).locator('.u-over')

test('the page of an item tells its health, and leads to all of its graphs', async () => {
  const page = await at(daan, `/items/${number}`)
  const health = page.getByRole('region', { name: 'Gezondheid' })
  await health.getByText('Er is nu niets mis').waitFor()
  const memory = figure(page, 'Geheugen in gebruik')
  await memory.getByRole('row', { name: /25%/ }).waitFor()
  await sound(page)
  await health.getByRole('link', { name: /^Alle grafieken \(7 metingen\)/ }).click()
  await page.waitForURL(/\/monitoring\/items\//)
  const load = figure(page, 'Belasting')
  // It is drawn once it comes in sight, and is another element then.
  await vi.waitFor(() => load.scrollIntoViewIfNeeded({ timeout: 2000 }), { timeout: 15_000 })
  await load.getByRole('row', { name: /^5 min 1,5 1,5 1,5 1,5$/ }).waitFor()
  // A gap is a gap: nothing stands at the moments that nothing was measured.
  await load.getByRole('button', { name: 'Als tabel' }).click()
  const table = load.getByRole('region', { name: 'Waarden van Belasting' })
  await table.getByRole('row').nth(1).waitFor()
  const rows = await table.getByRole('row').allInnerTexts()
  expect(rows.filter((row) => /–\s+–\s+–/.test(row)).length).toBeGreaterThan(3)
  // The disk that fills: where it goes stands under it, in words.
  const disk = figure(page, 'Schijf in gebruik')
  await disk.scrollIntoViewIfNeeded()
  await disk.getByText(/^\/ is met dit verloop over .+ op 100%$/).waitFor()
  await disk.getByText('Grenzen: Opletten (80%), Niet goed (90%)').waitFor()
  await disk.getByText(/Wat er gebeurde \(\d+\)/).waitFor()
  await sound(page)
})

test('a drag looks closer, the address keeps it, and a double click goes back; the keyboard does the same', async () => {
  const page = await at(daan, '/monitoring/graphs')
  await page.getByText('Wat wilt u zien?').waitFor()
  const field = page.getByRole('textbox', { name: 'PromQL' })
  await field.fill('node_lo')
  await page.getByRole('option', { name: 'node_load1', exact: true }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await expect.poll(() => field.inputValue()).toBe('node_load1')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/query=node_load1/)
  const graph = figure(page, 'node_load1')
  await graph.getByRole('row', { name: /web1/ }).waitFor()
  const box = await drawing(page, 'node_load1').boundingBox()
  if (!box) throw new Error('nothing is drawn')
  await sound(page)
  const middle = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * 0.25, middle)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, middle, { steps: 5 })
  await page.mouse.up()
  await page.waitForURL(/from=\d+&to=\d+/)
  const query = () => new URL(page.url()).searchParams
  const length = () => (Number(query().get('to')) - Number(query().get('from'))) / minute
  expect(length()).toBeGreaterThan(80)
  expect(length()).toBeLessThan(100)
  const shared = page.url()
  await drawing(page, 'node_load1').dblclick()
  await page.waitForFunction('!location.search.includes("from=")')
  const colleague = await at(eva, shared.slice(spil.url.length))
  await figure(colleague, 'node_load1').getByRole('row', { name: /web1/ }).waitFor()
  expect(await colleague.getByRole('button', { name: 'Eigen' }).getAttribute('aria-pressed')).toBe('true')
  const slider = graph.getByRole('slider')
  await slider.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('PageDown')
  await page.waitForFunction(`/web1 [0-9]/.test(document.querySelector('[role=slider]').getAttribute('aria-valuetext'))`)
  await page.keyboard.press('+')
  await page.waitForURL(/from=\d+&to=\d+/)
  await page.keyboard.press('Escape')
  await page.waitForFunction('!location.search.includes("from=")')
  await field.fill('rate(node_load1)')
  await page.getByRole('button', { name: 'Tekenen' }).click()
  await page.getByText(/De vraag klopt niet/).waitFor()
})

async function addPanel(page: Page, kind: string, fill: () => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: kind, exact: true }).press('Enter')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Titel' }).waitFor()
  await fill()
  await page.getByRole('dialog').getByRole('button', { name: 'Klaar' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
test('a dashboard is put together by keyboard, shared, and opened by a colleague', async () => {
  const page = await at(daan, '/monitoring/dashboards')
  await page.getByText('Websites en diensten').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Nieuw dashboard' }).press('Enter')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Naam' }).fill('Webservers')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Webservers', level: 1 }).waitFor()
  const dialog = page.getByRole('dialog')
  await addPanel(page, 'Grafiek', async () => {
    await dialog.getByRole('textbox', { name: 'Titel' }).fill('Belasting')
    await dialog.getByRole('textbox', { name: 'PromQL' }).fill('node_load1')
    await page.keyboard.press('Escape')
  })
  await addPanel(page, 'Waarde', async () => {
    await dialog.getByRole('textbox', { name: 'Titel' }).fill('Geheugen')
    await dialog.getByRole('textbox', { name: 'PromQL' }).fill('100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)')
    await dialog.getByRole('combobox', { name: 'Eenheid' }).selectOption('percent')
    await dialog.getByRole('textbox', { name: 'Opletten vanaf' }).fill('20')
  })
  await addPanel(page, 'Ranglijst', async () => {
    await dialog.getByRole('textbox', { name: 'Titel' }).fill('Volste schijven')
    await dialog.getByRole('textbox', { name: 'PromQL' }).fill('node_filesystem_avail_bytes')
    await dialog.getByRole('combobox', { name: 'Eenheid' }).selectOption('bytes')
  })
  await addPanel(page, 'Tekst', () => dialog.getByRole('textbox', { name: 'Tekst (Markdown)' }).fill('Bel **Noor** bij vragen'))
  const handle = page.getByRole('button', { name: /^Geheugen verplaatsen: plaats 2 van 4, 3 van 12/ })
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('button', { name: /^Geheugen verplaatsen: plaats 1 van 4/ }).waitFor()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: /^Geheugen verplaatsen: plaats 1 van 4, 4 van 12/ }).waitFor()
  await page.getByRole('button', { name: 'Naam, delen en keuzes' }).press('Enter')
  await dialog.getByRole('combobox', { name: 'Wie het ziet' }).selectOption('organisation')
  await dialog.getByRole('button', { name: 'Keuze toevoegen' }).press('Enter')
  await sound(page)
  await dialog.getByRole('button', { name: 'Klaar' }).press('Enter')
  await page.getByRole('button', { name: 'Bewaren', exact: true }).press('Enter')
  await page.getByText('Het dashboard is bewaard').waitFor()
  await sound(page)

  const colleague = await at(eva, '/monitoring/dashboards')
  await colleague.getByRole('link', { name: 'Webservers' }).click()
  await colleague.getByText('25%', { exact: true }).waitFor()
  await colleague.getByText('Opletten', { exact: true }).waitFor()
  await figure(colleague, 'Belasting').getByRole('row', { name: /web1/ }).waitFor()
  await colleague
    .getByRole('table', { name: 'Volste schijven' })
    .getByRole('row', { name: /\/var.*70 GiB/ })
    .waitFor()
  await colleague.locator('strong', { hasText: 'Noor' }).waitFor()
  await expect.poll(() => colleague.getByRole('button', { name: 'Wijzigen' }).isDisabled()).toBe(true)
  // Who chooses an item sees that one alone, and the link keeps it.
  await colleague.goto(`${new URL(colleague.url()).pathname}?v.item=${number}`)
  await figure(colleague, 'Belasting').getByRole('row', { name: /web1/ }).waitFor()
})

test.each([
  { size: 'small', scheme: 'dark' },
  { size: 'phone', scheme: 'light' },
] as const)('what comes with Spil, for one server: %o', async (as) => {
  const page = await at(eva, `/monitoring/dashboards/server?v.item=${number}`, as)
  await page.getByText('25%', { exact: true }).first().waitFor()
  await sound(page)
})
