/**
 * How the services do, for each who looks: a service stops answering; a reporter sees it in plain words, anybody who has the address too, a screen on
 * the wall says what is wrong and that Spil is away, the map where; a lead makes a report and reads its PDF.
 */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { norms, Rule } from '#record/norms/contract.ts'
import { freePort } from '#test/peers/dovecot.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { monitoringChecks } from '#work/monitoring/checks/contract.ts'
import { monitoringStatus } from '#work/monitoring/status/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let noor: Somebody
let statusUrl = ''
beforeAll(async () => {
  spil = await program({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  noor = await engage(spil, bea, 'Noor Bakker', ['reporter'])
  const { organisationId } = bea
  const as = spil.as(items, bea.session)
  const room = await as.createItem({ body: { organisationId, kind: 'location', name: 'Serverruimte', state: 'open' } })
  const make = (kind: string, name: string) =>
    as.createItem({ body: { organisationId, kind, name, state: 'live', tags: ['mail'], ...(kind === 'server' && { locationId: room.id }) } })
  const [service, server] = [await make('service', 'Mailomgeving'), await make('server', 'srv-mail-01')]
  await spil.as(itemRelations, bea.session).relate({ params: { id: service.id }, body: { kind: 'dependsOn', other: server.id } })
  // Nothing listens there.
  const what = { kind: 'tcp' as const, address: '127.0.0.1', port: await freePort() }
  const { id } = await spil.as(monitoringChecks, bea.session).addCheck({ body: { name: 'Mail', itemId: server.id, what, everySeconds: 10 } })
  const series = { kind: 'threshold', query: 'probe_success', op: '<', value: 1, means: 'reachable', every: 10 }
  const rule = Rule.parse({ title: 'Antwoordt niet', series, scope: { kinds: ['server'], classes: [] }, severity: 'critical' })
  const expectation = await spil.as(norms, bea.session).addExpectation({ body: { organisationId, rule } })
  await spil.as(norms, bea.session).publishExpectation({ params: { id: expectation.id }, body: { version: expectation.version } })
  await spil.as(monitoringChecks, bea.session).askNow({ params: { id } })
  const setting = await spil.as(monitoringStatus, bea.session).changeStatusSettings({
    body: { organisationId, title: 'Lindecollege', public: true, version: 0, services: [{ itemId: service.id, nl: 'E-mail', en: 'Email' }] },
  })
  statusUrl = setting.url ?? ''
  const alarm = async () => expect((await spil.as(monitoringAlarms, bea.session).alarms({ query: {} })).items).toHaveLength(1)
  await vi.waitFor(alarm, { timeout: 90_000, interval: 1000 })
}, 180_000)
afterAll(() => spil[Symbol.asyncDispose]())

const at = async (who: Somebody, to: string, as: { size?: 'desk' | 'small' | 'phone'; scheme?: 'light' | 'dark' } = {}): Promise<Page> => {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

test('a reporter sees in plain words that mail does not work, on a phone, and anybody who has the address sees the same', async () => {
  const page = await at(noor, '/portal/status', { size: 'phone' })
  await page.getByText('Iets werkt niet').waitFor()
  await page.getByText('E-mail', { exact: true }).waitFor()
  expect(await page.locator('main').textContent()).not.toMatch(/srv-mail|Mailomgeving/)
  await sound(page)
  const anybody = await browser.visitor('iemand', { url: spil.url, scheme: 'dark' })
  await anybody.goto(new URL(statusUrl).pathname)
  await anybody.getByText('Werkt niet', { exact: true }).waitFor()
  await sound(anybody)
  await anybody.goto('/status/guessed')
  await anybody.getByText('Deze pagina is er niet').waitFor()
})

test('the map says where, and the wall what: also without a person, and that Spil is away', async () => {
  const map = await at(lotte, '/monitoring/map')
  await map.getByRole('link', { name: 'Serverruimte' }).click()
  await map.getByText('srv-mail-01').waitFor()
  expect(map.url()).toContain('place=')
  await sound(map)
  const settings = await at(lotte, '/monitoring/status')
  await settings.getByRole('combobox', { name: 'Dienst toevoegen' }).fill('srv-mail')
  await settings.getByRole('option', { name: /srv-mail-01/ }).click()
  // Its link goes to its page, also before it is saved.
  expect(await settings.getByRole('link', { name: 'srv-mail-01' }).getAttribute('href')).toMatch(/^\/items\/[A-Z]+-\d+$/)
  await settings.getByRole('textbox', { name: 'Waar hangt het' }).fill('Gang')
  await settings.getByRole('button', { name: 'Adres geven' }).click()
  const address = (await settings.getByRole('link', { name: /\/wall\// }).getAttribute('href')) ?? ''
  await sound(settings)
  const wall = await browser.visitor('scherm', { url: spil.url })
  await wall.goto(new URL(address).pathname)
  await wall.getByRole('region', { name: 'Nu mis' }).getByText('srv-mail-01').waitFor()
  await wall.getByText('niemand heeft dit bevestigd').waitFor()
  await sound(wall)
  await spil.stop()
  await wall.getByText(/Spil antwoordt niet sinds/).waitFor({ timeout: 60_000 })
  await wall.getByRole('region', { name: 'Nu mis' }).getByText('srv-mail-01').waitFor()
  await spil.start()
  await wall.getByText(/Spil antwoordt niet sinds/).waitFor({ state: 'hidden', timeout: 60_000 })
})

test('a lead makes a report, reads it on screen, and the PDF says the same', async () => {
  const page = await at(lotte, '/monitoring/reports')
  await page.getByRole('button', { name: 'Rapport toevoegen' }).click()
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('Beschikbaarheid van de mail')
  await sound(page)
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByRole('heading', { name: 'Beschikbaarheid van de mail' }).waitFor()
  // Who began this month finds the last one empty, and is led to this one.
  await page.getByText('In deze periode is niets gemeten.').waitFor()
  await page.getByRole('button', { name: /^\d{4}-\d\d tot nu$/ }).click()
  const row = page.getByRole('row', { name: /Mailomgeving/ })
  await row.waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'PDF maken' }).click()
  const link = page.getByRole('link', { name: /^PDF: Beschikbaarheid van de mail/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click({ timeout: 60_000 })])
  const bytes = await readFile(await download.path())
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  expect(text).toContain('Mailomgeving (I-')
  expect(text).toContain('Beschikbaarheid van de mail')
  await page.getByRole('link', { name: /^Beschikbaarheid van de mail, \d{4}-\d\d$/ }).click()
  await page.getByText('Zo was het toen het gemaakt werd').waitFor()
  const made = (
    await page
      .getByRole('row', { name: /Mailomgeving/ })
      .getByRole('cell')
      .allInnerTexts()
  ).filter((cell) => cell !== '')
  const words = text.replace(/\s+/g, '')
  for (const cell of made) expect(words).toContain(cell.replace(/\s+/g, ''))
})
