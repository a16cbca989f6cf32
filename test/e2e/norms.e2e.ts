/** What must hold, in a real browser: written, tried, published; broken by a fact through the API; the case with its reasons; repaired; closed. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const say = (id: string, encrypted: boolean) =>
  spil.as(itemFacts, lotte.session).addFacts({ params: { id }, body: [{ key: 'disk.encrypted', value: encrypted }] })

test('an expectation is written, broken, repaired, and its case closes', async () => {
  const body = { kind: 'server', name: 'NAS-01', state: 'live', availability: 'high', tags: ['opslag'] } as const
  const { id } = await spil.as(items, lotte.session).createItem({ body: { ...body, tags: [...body.tags] } })
  await say(id, true)
  const page = await enter(browser, lotte, spil)
  await page.goto(`${spil.url}/norms/new`)
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('Schijf versleuteld')
  await page.getByLabel('Wat moet gelden').fill('disk.encrypted == ')
  await page.getByText('Hier hoort nog iets, of iets anders').waitFor()
  await page.getByLabel('Wat moet gelden').fill('disk.encrypted == true')
  await page.getByText('Er moet gelden: disk.encrypted is ja.').waitFor()
  await page.getByLabel('Labels, met een komma ertussen').fill('opslag')
  await page.getByLabel('Ernst').selectOption({ label: 'Hoog' })
  await page.getByRole('button', { name: 'Proberen op echte items' }).click()
  await page.getByText('1 voldoen, 0 niet, 0 onbekend').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Concept bewaren' }).click()
  await page.getByRole('button', { name: 'Laten gelden' }).click()
  await page.getByText('De verwachting geldt nu').waitFor()

  await say(id, false)
  await page.goto(`${spil.url}/norms/deviations`)
  await page.getByText('Schijf versleuteld').waitFor()
  const of = spil.as(normsDeviations, lotte.session)
  await expect.poll(async () => (await of.deviations({ query: { itemId: id } })).items[0]?.case?.number, { timeout: 20_000 }).toBeDefined()
  await page.reload()
  await page.getByRole('link', { name: /^C-\d+$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Schijf versleuteld: NAS-01' }).waitFor()
  await page.getByText('1 afwijking is nog niet hersteld.', { exact: false }).waitFor()
  await sound(page)

  await say(id, true)
  await page.getByText('Geen afwijking staat meer open: de zaak kan worden gesloten.').waitFor()
  const number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const at = spil.as(desk, lotte.session)
  const version = async () => (await at.case({ params: { id: number } })).case.version
  await at.take({ params: { id: number }, body: { version: await version() } })
  await at.solve({ params: { id: number }, body: { version: await version(), done: 'Versleuteld', tested: 'Gegeven is weer ja' } })
  expect(await at.confirm({ params: { id: number }, body: { version: await version() } })).toMatchObject({ state: 'closed' })
  await page.getByText('Gesloten').first().waitFor()
  await page.goto(`${spil.url}/norms/compliance`)
  await page.getByText('100 % voldoet').waitFor()
  await sound(page)
})
