/** The register in the browser: views, many at once with the way back, two who edit, relations with redundancy, and which source counts. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemImpact } from '#record/items/impact/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let ilse: Somebody
let daan: Somebody
let karel: Somebody
const numbers = new Map<string, string>()
const ids = new Map<string, string>()
/** What is not in use is never hit. */
const states = { printer: {}, server: { state: 'live' }, iot: { state: 'inUse' } } as const

beforeAll(async () => {
  spil = await program({})
  const bea = await theAdministrator(spil)
  ilse = await engage(spil, bea, 'Ilse de Boer', ['engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  karel = await engage(spil, bea, 'Karel Mulder', ['lead'])
  for (const [kind, name] of [
    ['printer', 'Printer hal'],
    ['printer', 'Printer zolder'],
    ['server', 'Rooster'],
    ['iot', 'Voeding A'],
    ['iot', 'Voeding B'],
  ] as const) {
    const made = await spil.as(items, ilse.session).createItem({ body: { kind, name, ...states[kind] } })
    numbers.set(name, made.number)
    ids.set(name, made.id)
  }
})
afterAll(() => spil[Symbol.asyncDispose]())

const at = async (who: Somebody, to: string, size: 'desk' | 'phone' = 'desk') => {
  const page = await enter(browser, who, { url: spil.url, size })
  await page.goto(to)
  return page
}
const of = (name: string) => `/items/${numbers.get(name)}`
const list = (page: Page) => page.getByRole('grid', { name: 'Items' })

test('a filter is kept as a view for everybody, and another finds it as a tab', async () => {
  const page = await at(ilse, '/items')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'soort' }).click()
  await page.getByRole('searchbox', { name: 'Zoek soort' }).fill('print')
  await page.getByRole('checkbox', { name: 'Printer', exact: true }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Weergave bewaren' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam' }).fill('Printers')
  await dialog.getByLabel('Wie ziet hem').selectOption({ label: 'De hele organisatie' })
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /^Printers/ }).waitFor()
  await page.getByRole('link', { name: 'Printer hal' }).waitFor()
  const his = await at(daan, '/items')
  await his.getByRole('link', { name: 'Rooster', exact: true }).waitFor()
  await his.getByRole('link', { name: /^Printers/ }).click()
  await his.getByRole('link', { name: 'Rooster', exact: true }).waitFor({ state: 'hidden' })
  await list(his).getByRole('link', { name: 'Printer zolder' }).waitFor()
  expect(await axe(his)).toEqual([])
})

test('two items get a supplier at once; it is taken back from the list, where the way back stays in sight', async () => {
  const page = await at(ilse, '/items?kind=printer')
  for (const name of ['Printer hal', 'Printer zolder']) await page.getByRole('checkbox', { name: `Selecteer ${name}` }).check()
  await page.getByRole('button', { name: 'Wijzigen', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Leverancier' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Leverancier' }).fill('Bytewijs')
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Enter')
  await dialog.getByText('2 items gewijzigd').waitFor()
  await dialog.getByRole('button', { name: 'Klaar' }).click()
  await page.reload()
  await page.getByText('U wijzigde 2 items: leverancier').waitFor()
  expect((await spil.as(items, ilse.session).item({ params: { id: ids.get('Printer hal') ?? '' } })).supplier).toBe('Bytewijs')
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Ongedaan maken' }).click()
  await page.getByText('2 items teruggezet').waitFor()
  await page.getByText('U wijzigde 2 items').waitFor({ state: 'hidden' })
  expect((await spil.as(items, ilse.session).item({ params: { id: ids.get('Printer hal') ?? '' } })).supplier).toBeNull()
})

test('two edit one item: the second sees what changed and chooses per field', async () => {
  const his = await at(daan, `${of('Printer zolder')}/edit`)
  await his.getByRole('textbox', { name: 'Leverancier' }).fill('Papierland')
  await his.getByRole('textbox', { name: 'Contract' }).fill('C-7')
  const hers = await at(ilse, `${of('Printer zolder')}/edit`)
  await hers.getByRole('textbox', { name: 'Leverancier' }).fill('Inktwinkel')
  await hers.getByRole('textbox', { name: 'Inventarisnummer' }).fill('P-22')
  await hers.getByRole('button', { name: 'Opslaan' }).click()
  await hers.waitForURL(`**${of('Printer zolder')}`)
  await his.getByRole('button', { name: 'Opslaan' }).click()
  await his.getByText('Ilse de Boer heeft dit item gewijzigd terwijl u bezig was').waitFor()
  await his.getByText('Inventarisnummer: P-22').waitFor()
  await his.getByRole('radio', { name: 'zoals het nu is: Inktwinkel' }).check()
  expect(await axe(his)).toEqual([])
  await his.getByRole('button', { name: 'Opslaan zoals gekozen' }).click()
  await his.waitForURL(`**${of('Printer zolder')}`)
  const now = await spil.as(items, ilse.session).item({ params: { id: ids.get('Printer zolder') ?? '' } })
  expect(now).toMatchObject({ supplier: 'Inktwinkel', contract: 'C-7', code: 'P-22' })
})

test('a server on two power supplies of which one is needed; a relation is for later, and one ends', async () => {
  const page = await at(ilse, of('Rooster'))
  const relate = async (name: string, from?: string) => {
    await page.getByRole('button', { name: 'Relatie toevoegen' }).click()
    const dialog = page.getByRole('dialog')
    const other = dialog.getByRole('combobox', { name: 'Item', exact: true })
    await other.fill(name)
    await page.getByRole('option', { name: new RegExp(`^${name} `) }).click()
    if (from) await dialog.getByLabel('Geldt vanaf').fill(from)
    expect(await axe(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Relatie toevoegen' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await relate('Voeding A')
  await relate('Voeding B')
  await relate('Printer hal', '2099-01-01')
  await page.getByRole('list', { name: 'Nog niet begonnen' }).getByRole('link', { name: 'Printer hal' }).waitFor()
  await page.getByRole('button', { name: 'Groep maken' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam' }).fill('Voeding')
  for (const name of ['Voeding A', 'Voeding B']) await dialog.getByRole('checkbox', { name: `hangt af van ${name}` }).check()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Voeding: 1 van 2 nodig').waitFor()
  const hit = async () => (await spil.as(itemImpact, ilse.session).impact({ params: { id: ids.get('Voeding A') ?? '' } })).total
  expect(await hit()).toBe(0)
  await page.getByRole('button', { name: 'Relatie met Voeding B beëindigen' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Beëindigen' }).click()
  await page.getByText('Voeding: 1 van 1 nodig').waitFor()
  expect(await hit()).toBe(1)
  await page.getByRole('button', { name: 'Voorbije relatie tonen' }).click()
  await page.getByRole('list', { name: 'Voorbij' }).getByRole('link', { name: 'Voeding B' }).waitFor()
  expect(await axe(page)).toEqual([])
  const drawn = await at(ilse, `${of('Rooster')}/surroundings`, 'phone')
  await drawn.getByRole('list', { name: 'Wat er getekend is' }).getByText('Rooster hangt af van Voeding A').waitFor()
  expect(await axe(drawn)).toEqual([])
})

test('sources contradict each other: all are seen, a lead says which counts, and the course is drawn', async () => {
  const params = { id: ids.get('Rooster') ?? '' }
  const say = (source: string, value: number, observedAt: string) =>
    spil.as(itemFacts, ilse.session).addFacts({ params, query: { source }, body: [{ key: 'memory.size', value, unit: 'GB', observedAt }] })
  await say('agent', 16, '2026-01-01T10:00:00Z')
  await say('agent', 32, '2026-02-01T10:00:00Z')
  await say('scan', 64, '2026-03-01T10:00:00Z')
  const page = await at(karel, of('Rooster'))
  const facts = page.getByRole('list', { name: 'Feiten' })
  await facts.getByText('64 GB').first().waitFor()
  await facts.getByText('Bronnen spreken elkaar tegen').waitFor()
  await facts.getByRole('button', { name: 'memory.size', exact: true }).click()
  await page.getByRole('list', { name: 'memory.size' }).getByText('32 GB').waitFor()
  await page.getByRole('button', { name: 'Volgorde van bronnen voor memory.size' }).click()
  await page.getByRole('button', { name: 'agent omhoog' }).click()
  expect(await axe(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Opslaan' }).click()
  await expect.poll(() => page.getByRole('list', { name: 'memory.size' }).getByRole('listitem').first().textContent()).toMatch(/^agent.*telt/)
  await page.getByRole('button', { name: 'Verloop van memory.size' }).click()
  await page.getByRole('img', { name: 'Lijn van memory.size: van 16 tot 64' }).waitFor()
  expect(await axe(page)).toEqual([])
  // Who does not decide sees the order, and cannot change it.
  const hers = await at(ilse, '/items/sources')
  await hers.getByText('1. agent').waitFor()
  expect(await hers.getByRole('button', { name: /Volgorde/ }).count()).toBe(0)
})
