/**
 * Remote hands in the browser: an engineer opens a laptop from its page and from a case, says why, and it is on the record; wakes it; notes what was
 * done in one line. A lead adds a link, which hostile words do not get through.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let daan: Somebody
let ada: Somebody
let number = ''
let caseNumber = ''
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  ada = await engage(spil, bea, 'Ada Prins', ['auditor'])
  const laptop = { kind: 'laptop', name: 'LT-042', attributes: { hostname: 'lt-042', mac: '3c:52:82:00:00:42' } }
  const made = await spil.as(items, bea.session).createItem({ body: { organisationId: bea.organisationId, ...laptop } })
  number = made.number
  const body = { kind: 'incident', title: 'Laptop start niet', impact: 'person', urgency: 'normal' } as const
  caseNumber = (await spil.as(desk, daan.session).createCase({ body: { ...body, take: true, itemIds: [made.id] } })).number
})
afterAll(() => spil[Symbol.asyncDispose]())

async function at(who: Somebody, to: string, as: { size?: 'desk' | 'phone'; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await axe(page, ['target-size'])).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
const remote = (page: Page) => page.getByRole('region', { name: 'Op afstand' })

test('a lead adds a link, and is told what is wrong with one that could do harm', async () => {
  const page = await at(lotte, '/devices')
  await page.getByRole('navigation', { name: 'Apparaten' }).getByRole('link', { name: 'Op afstand' }).click()
  await page.getByRole('listitem').filter({ hasText: 'ssh://{host}' }).getByText('Server', { exact: false }).waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Link toevoegen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam op de knop' }).fill('Handboek')
  const link = dialog.getByRole('textbox', { name: 'Link', exact: true })
  await link.fill('javascript:alert({name})')
  await sound(page)
  await dialog.getByRole('button', { name: 'Bewaren' }).click()
  await dialog.getByRole('alert').getByText('Begin de link met https', { exact: false }).waitFor()
  await link.fill(`${spil.url}/api/health?of={name}`)
  await dialog.getByRole('button', { name: 'Bewaren' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Handboek' }).getByText('alle soorten').waitFor()
  // One that comes with Spil is switched off, and put back.
  await page.getByRole('button', { name: 'VNC wijzigen' }).click()
  await dialog.getByLabel('Staat aan').uncheck()
  await dialog.getByRole('button', { name: 'Bewaren' }).click()
  await page.getByRole('listitem').filter({ hasText: 'vnc://' }).getByText('Staat uit').waitFor()
  await page.getByRole('button', { name: 'VNC terugzetten' }).click()
  await dialog.getByRole('button', { name: 'Terugzetten' }).click()
  await page.getByRole('listitem').filter({ hasText: 'vnc://' }).getByText('Staat uit').waitFor({ state: 'detached' })
  await sound(page)
})

test('an engineer opens it from its page after saying why; that stands there, and an auditor reads it and opens nothing', async () => {
  const page = await at(daan, `/items/${number}`)
  const missing = remote(page).getByRole('button', { name: 'RustDesk' })
  await missing.waitFor()
  await expect.poll(() => missing.isDisabled()).toBe(true)
  await remote(page).getByText('remote.rustdesk is niet bekend').first().waitFor({ state: 'attached' })
  await sound(page)
  await remote(page).getByRole('button', { name: 'Handboek' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Nakijken hoe het moet')
  await sound(page)
  const opening = page.waitForEvent('popup')
  await dialog.getByRole('button', { name: 'Openen' }).click()
  const other = await opening
  await other.waitForURL('**/api/health?of=LT-042')
  await other.close()
  await dialog.getByText('Handboek wordt geopend.').waitFor()
  await dialog.getByRole('button', { name: 'Sluiten' }).last().click()
  const done = remote(page).getByRole('list', { name: 'Wat er gedaan is' }).getByRole('listitem')
  await done.filter({ hasText: 'Daan Smit opende Handboek' }).getByText('“Nakijken hoe het moet”').waitFor()
  // A program of this computer: the page stays, and the link is there for who wants it again.
  await remote(page).getByRole('button', { name: 'VNC' }).click()
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Meekijken')
  await dialog.getByRole('button', { name: 'Openen' }).click()
  await dialog.getByText('Gebeurt er niets, dan heeft deze computer geen programma voor vnc-links.').waitFor()
  expect(await dialog.getByRole('link', { name: 'Opnieuw openen' }).getAttribute('href')).toBe('vnc://lt-042')
  await sound(page)
  expect(new URL(page.url()).pathname).toBe(`/items/${number}`)

  const hers = await at(ada, `/items/${number}`, { size: 'phone', scheme: 'dark' })
  await remote(hers).getByText('Daan Smit opende VNC').waitFor()
  await expect.poll(() => remote(hers).getByRole('button', { name: 'VNC' }).isDisabled()).toBe(true)
  await sound(hers)
})

test('from a case: opened with what the case is about, woken by the collector, and work noted in one line', async () => {
  const page = await at(daan, `/desk/cases/${caseNumber}`)
  await page.getByRole('button', { name: 'LT-042: op afstand' }).click()
  await page.getByRole('menuitem', { name: 'Handboek' }).click()
  const dialog = page.getByRole('dialog')
  const why = dialog.getByRole('textbox', { name: 'Waarom' })
  await expect.poll(() => why.inputValue()).toBe(`${caseNumber} Laptop start niet`)
  await sound(page)
  const opening = page.waitForEvent('popup')
  await dialog.getByRole('button', { name: 'Openen' }).click()
  await (await opening).close()
  await dialog.getByRole('button', { name: 'Sluiten' }).last().click()
  await page.getByText(`LT-042: verbinding geopend met Handboek. ${caseNumber} Laptop start niet`).waitFor()

  await page.getByRole('button', { name: 'LT-042: op afstand' }).click()
  await page.getByRole('menuitem', { name: 'Wekken' }).click()
  await dialog.getByRole('button', { name: 'Wekken' }).click()
  await page.getByText('LT-042 wordt gewekt').waitFor()

  await page.getByRole('textbox', { name: 'Wat deed u aan LT-042?' }).fill('Geheugen vervangen')
  await page.getByRole('textbox', { name: 'Minuten' }).fill('25')
  await sound(page)
  await page.keyboard.press('Enter')
  await page.getByText('Genoteerd bij de zaak en bij LT-042').waitFor()
  await page.getByText('LT-042: Geheugen vervangen').first().waitFor()

  const item = await at(lotte, `/items/${number}`, { size: 'phone' })
  const done = remote(item).getByRole('listitem')
  await done.filter({ hasText: 'Daan Smit werkte eraan' }).getByText('25 min.', { exact: false }).waitFor()
  await done.filter({ hasText: 'Daan Smit wekte het' }).getByText('wordt verstuurd').waitFor({ state: 'detached' })
  const [woken] = await spil.query<{ state: string }>(`select state from device_deed where kind = 'woken'`)
  expect(woken?.state).not.toBe('waiting')
  await sound(item)
  await done.filter({ hasText: 'werkte eraan' }).getByRole('link', { name: caseNumber }).click()
  await item.getByRole('heading', { level: 1, name: /Laptop start niet/ }).waitFor()
})
