/** What must hold, in a real browser: written, tried, published; broken by a fact through the API; the case with its reasons; repaired; closed. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { norms } from '#record/norms/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { normsExceptions } from '#record/norms/exceptions/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let bea: Somebody
let lotte: Somebody
let sanne: Somebody
beforeAll(async () => {
  spil = await program()
  bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  sanne = await engage(spil, bea, 'Sanne Vos', ['lead'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await axe(page, ['target-size'])).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const say = (id: string, encrypted: boolean) =>
  spil.as(itemFacts, lotte.session).addFacts({ params: { id }, body: [{ key: 'disk.encrypted', value: encrypted }] })

/** An expectation typed by hand with what is offered, tried and published. */
async function publish(page: Page): Promise<void> {
  await page.goto(`${spil.url}/norms/new`)
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('Schijf versleuteld')
  const condition = page.getByLabel('Wat moet gelden')
  const offered = page.getByRole('listbox', { name: 'Wat hier past' })
  await condition.pressSequentially('encr')
  await offered.getByRole('option', { name: 'disk.encrypted' }).waitFor()
  await sound(page)
  await condition.press('Enter')
  await offered.getByRole('option', { name: '== is', exact: true }).waitFor()
  await condition.press('Tab')
  await expect.poll(() => condition.inputValue()).toBe('disk.encrypted == ')
  await condition.press('Escape')
  await page.getByText('Hier hoort nog iets, of iets anders').waitFor()
  await condition.press('Control+Space')
  await offered.getByRole('option', { name: 'true ja' }).waitFor()
  await condition.press('Enter')
  await condition.press('Escape')
  expect((await condition.inputValue()).trim()).toBe('disk.encrypted == true')
  await page.getByText('Er moet gelden: disk.encrypted is ja.').waitFor()
  await page.getByLabel('Labels, met een komma ertussen').fill('opslag')
  await page.getByLabel('Ernst').selectOption({ label: 'Hoog' })
  await page.getByRole('button', { name: 'Proberen op echte items' }).click()
  await page.getByText('1 voldoen, 1 niet, 0 onbekend').waitFor()
  await page.getByText('Niet zo: disk.encrypted is ja').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Concept bewaren' }).click()
  await page.getByText('Bewaard. Het telt nog niet').waitFor()
  await page.getByRole('button', { name: 'Laten gelden' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 item voldoet nu niet.', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Laten gelden' }).click()
  await page.getByText('De verwachting geldt nu').waitFor()
  await dialog.waitFor({ state: 'hidden' })
}

test('an expectation is written, broken, repaired, and its case closes; what may differ is asked by one and approved by another', async () => {
  const make = async (name: string) => {
    const body = { kind: 'server', name, state: 'live', availability: 'high', tags: ['opslag'] } as const
    return (await spil.as(items, lotte.session).createItem({ body: { ...body, tags: [...body.tags] } })).id
  }
  const [id, old] = [await make('NAS-01'), await make('NAS-oud')]
  await say(id, true)
  await say(old, false)
  const page = await enter(browser, lotte, spil)
  await publish(page)
  const of = spil.as(normsDeviations, lotte.session)
  const caseOf = async (itemId: string) => (await of.deviations({ query: { itemId } })).items[0]?.case?.number
  await expect.poll(() => caseOf(old), { timeout: 20_000 }).toBeDefined()

  await say(id, false)
  await expect.poll(() => caseOf(id), { timeout: 20_000 }).toBeDefined()
  await page.goto(`${spil.url}/norms/deviations`)
  await page.getByRole('link', { name: 'NAS-01' }).click()
  await page.getByRole('heading', { level: 1, name: 'Schijf versleuteld: NAS-01' }).waitFor()
  await sound(page)
  await page.getByRole('link', { name: /^C-\d+$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Schijf versleuteld: NAS-01' }).waitFor()
  await page.getByText('1 afwijking is nog niet hersteld.', { exact: false }).waitFor()
  await sound(page)

  await say(id, true)
  await page.getByText('Geen afwijking staat meer open: de zaak kan worden gesloten.').waitFor()
  const number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  const at = spil.as(desk, lotte.session)
  const version = async () => (await at.case({ params: { id: number } })).case.version
  // Why it has its priority: the item is important.
  expect((await at.case({ params: { id: number } })).case.proposal.reasons.join(' ')).toContain('NAS-01')
  await at.take({ params: { id: number }, body: { version: await version() } })
  await at.solve({ params: { id: number }, body: { version: await version(), done: 'Versleuteld', tested: 'Gegeven is weer ja' } })
  expect(await at.confirm({ params: { id: number }, body: { version: await version() } })).toMatchObject({ state: 'closed' })
  await page.getByText('Gesloten').first().waitFor()

  await asked(page)
  await approved()
  await expect.poll(async () => (await of.deviations({ query: { open: 'true' } })).items, { timeout: 20_000 }).toEqual([])
  await page.goto(`${spil.url}/norms/compliance`)
  await page.getByText('100 % voldoet').first().waitFor()
  await page.getByText('Organisatie', { exact: true }).click()
  await page.getByText('Per organisatie').waitFor()
  await sound(page)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Als CSV' }).click()])
  expect(file.suggestedFilename()).toBe('naleving.csv')
})

/** By who saw the deviation, with a reason. */
async function asked(page: Page): Promise<void> {
  await page.goto(`${spil.url}/norms/deviations`)
  await page.getByRole('link', { name: 'NAS-oud' }).click()
  await page.getByRole('button', { name: 'Uitzondering vragen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reden').fill('Gaat volgende week weg')
  await sound(page)
  await dialog.getByRole('button', { name: 'Uitzondering vragen' }).click()
  await page.getByText('Wacht op besluit').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Goedkeuren' }).isDisabled()).toBe(true)
}
/** By somebody else. */
async function approved(): Promise<void> {
  const page = await enter(browser, sanne, spil)
  await page.goto(`${spil.url}/norms/exceptions`)
  await page.getByText('Gaat volgende week weg').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Goedkeuren' }).click()
  await page.getByText('Geldt', { exact: true }).waitFor()
}

test('who decides in one organisation is offered nothing of that in another, where they only read', async () => {
  const of = spil.as(directory, bea.session)
  const { id: organisationId } = await of.createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  await of.grantRole({ params: { id: bea.id, organisationId, role: 'lead' } })
  await of.grantRole({ params: { id: sanne.id, organisationId, role: 'auditor' } })
  const rule = { title: 'Van de Wilg', condition: 'disk.encrypted' }
  const { id } = await spil.as(norms, bea.session).addExpectation({ body: { organisationId, rule } })
  await spil.as(norms, bea.session).publishExpectation({ params: { id }, body: { version: 1 } })
  await spil.as(normsExceptions, bea.session).askException({ body: { expectationId: id, reason: 'Oude laptops', until: '2099-01-01' } })
  const page = await enter(browser, sanne, spil)
  await page.goto(`${spil.url}/norms/exceptions`)
  const row = page.getByRole('listitem').filter({ hasText: 'Oude laptops' })
  await row.getByText('Wacht op besluit').waitFor()
  expect(await row.getByRole('button').count()).toBe(0)
  await page.goto(`${spil.url}/norms/expectations/${id}`)
  await page.getByText('Oude laptops').waitFor()
  expect(await page.getByRole('button', { name: 'Uitzondering vragen' }).count()).toBe(0)
})
