/**
 * The loop, whole, in a real browser: 200 items from a spreadsheet; their surroundings drawn and walked; a server of which everybody sees who
 * is hit; what must hold of it; the fact that breaks it; the deviation and the case with its priority and reasons; the repair; the end.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { itemImpact } from '#record/items/impact/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let users: Somebody[]
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  users = [await engage(spil, bea, 'Noor Visser', ['reporter']), await engage(spil, bea, 'Daan Smit', ['reporter'])]
})
afterAll(() => spil[Symbol.asyncDispose]())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** A switch, a server on it, an application on that, and 197 laptops that use the application, of which two belong to somebody. */
async function imported(page: Page): Promise<void> {
  const header =
    'Naam;Inventarisnummer;Serienummer;Soort;Toestand;Eigenaar;Beschikbaarheid;Labels;Gebruikers;Hangt af van;Draait op;Is aangesloten op'
  const laptops = Array.from(
    { length: 197 },
    (_, n) => `Laptop ${n + 1};L-${n + 1};SN-${n + 1};Laptop;In gebruik;${lotte.email};;;${users[n]?.email ?? ''};A-1;;`,
  )
  const rows = [
    'Kernswitch;N-1;;Switch;In productie;;;;;;;',
    'SRV-01;S-1;;Server;In productie;;groot;opslag;;;;N-1',
    'Rooster;A-1;;Applicatie;In productie;;;;;;S-1;',
    ...laptops,
  ]
  await page.goto('/items/import')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from(`${[header, ...rows].join('\r\n')}\r\n`) })
  await page.getByRole('button', { name: 'Controleren' }).click()
  await page.getByRole('button', { name: '200 items importeren' }).click()
  await page.getByRole('button', { name: 'Import ongedaan maken' }).waitFor({ timeout: 60_000 })
}

test('import, draw, fail, expect, break, case, repair, close', async () => {
  const page = await enter(browser, lotte, spil)
  await imported(page)
  const all = spil.as(items, lotte.session)
  const found = async (search: string) => (await all.items({ query: { search, limit: 5 } })).items.find(({ name }) => name === search)
  const server = await found('SRV-01')
  if (!server) throw new Error('the server is imported')

  // From the list to the item, to the drawing, and on from there by keyboard.
  await page.goto('/items?search=SRV-01')
  await page.getByRole('row', { name: /SRV-01/ }).click()
  await heading(page, 'SRV-01')
  await page.getByText('198 items worden geraakt, 2 personen gebruiken ze', { exact: false }).waitFor()
  await page.getByText('Noor Visser', { exact: false }).first().waitFor()
  await page.goto(`/items/${server.number}/surroundings`)
  await heading(page, 'Omgeving van SRV-01')
  await page.locator('.react-flow__node', { hasText: 'Rooster' }).getByRole('button').press('Enter')
  await heading(page, 'Omgeving van Rooster')
  await page.goto(`/items/${server.number}/surroundings`)
  await page.locator('.react-flow__node', { hasText: 'Kernswitch' }).getByRole('button').click()
  await heading(page, 'Omgeving van Kernswitch')

  // It fails: what hung on it is hit, and what could explain it begins with what it hangs on.
  const application = (await found('Rooster'))?.id ?? ''
  const { items: causes } = await spil.as(itemImpact, lotte.session).causes({ params: { id: application } })
  expect(causes.map(({ name }) => name)).toEqual(['Rooster', 'SRV-01', 'Kernswitch'])

  const say = (encrypted: boolean) =>
    spil.as(itemFacts, lotte.session).addFacts({ params: { id: server.id }, body: [{ key: 'disk.encrypted', value: encrypted }] })
  await say(true)
  await page.goto('/norms/new')
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('Schijf versleuteld')
  const condition = page.getByLabel('Wat moet gelden')
  await condition.fill('disk.encrypted == true')
  await condition.press('Escape')
  await page.getByText('Er moet gelden: disk.encrypted is ja.').waitFor()
  await page.getByLabel('Labels, met een komma ertussen').fill('opslag')
  await page.getByLabel('Ernst').selectOption({ label: 'Hoog' })
  await page.getByRole('button', { name: 'Proberen op echte items' }).click()
  await page.getByText('1 voldoen, 0 niet, 0 onbekend').waitFor()
  await page.getByRole('button', { name: 'Concept bewaren' }).click()
  await page.getByText('Bewaard. Het telt nog niet').waitFor()
  await page.getByRole('button', { name: 'Laten gelden' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Laten gelden' }).click()
  await page.getByText('De verwachting geldt nu').waitFor()

  await say(false)
  const deviations = spil.as(normsDeviations, lotte.session)
  await expect.poll(async () => (await deviations.deviations({ query: { open: 'true' } })).items[0]?.case?.number, { timeout: 20_000 }).toBeDefined()
  await page.goto('/norms/deviations')
  await page.getByRole('link', { name: 'SRV-01' }).click()
  await heading(page, 'Schijf versleuteld: SRV-01')
  await page.getByRole('link', { name: /^C-\d+$/ }).click()
  await page.getByText('1 afwijking is nog niet hersteld.', { exact: false }).waitFor()
  const number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const cases = spil.as(desk, lotte.session)
  const { case: opened } = await cases.case({ params: { id: number } })
  // The priority knows the item, how important it is, and how many it hits.
  expect(opened.proposal.reasons.join(' ')).toContain('SRV-01')
  expect(opened.priority).not.toBe('low')

  await say(true)
  await page.getByText('Geen afwijking staat meer open: de zaak kan worden gesloten.').waitFor()
  const version = async () => (await cases.case({ params: { id: number } })).case.version
  await cases.take({ params: { id: number }, body: { version: await version() } })
  await cases.solve({ params: { id: number }, body: { version: await version(), done: 'Versleuteld', tested: 'Het gegeven is weer ja' } })
  await cases.confirm({ params: { id: number }, body: { version: await version() } })
  await page.getByText('Gesloten').first().waitFor()
  expect((await deviations.deviations({ query: { open: 'true' } })).items).toEqual([])
})
