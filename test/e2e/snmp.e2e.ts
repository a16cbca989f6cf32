/**
 * Devices without an agent in the browser: a lead has a printer asked by SNMP, which is a real snmpd; it answers, is an item with its pages and
 * supplies, and what is low deviates. What does not answer says why; credentials are never shown back.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { normsBaselines } from '#record/norms/baselines/contract.ts'
import { freePort, passwords, printerOf, snmpd } from '#test/peers/snmpd.ts'
import { devicesRequirements } from '#work/devices/requirements/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
const address = '127.0.5.1'
let spil: Program
let lotte: Somebody
let daan: Somebody
let port = 0
const peers: AsyncDisposable[] = []
beforeAll(async () => {
  spil = await program({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  port = await freePort()
  const supplies = [
    { name: 'Black Cartridge', most: 100, level: 62 },
    { name: 'Cyan Cartridge', most: 100, level: 6 },
  ]
  peers.push(await snmpd(address, port, printerOf({ name: 'prn-kantine', serial: 'CNB5001', mac: '00:1b:21:00:50:01', supplies })))
  const { organisationId } = bea
  await spil.as(items, bea.session).createItem({ body: { organisationId, kind: 'location', name: 'Kantine' } })
  const { baselineId } = await spil.as(devicesRequirements, bea.session).takeOver({ params: { key: 'printer' }, body: { organisationId } })
  await spil.as(normsBaselines, bea.session).publishBaseline({ params: { id: baselineId }, body: { version: 1, note: '' } })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()))
})

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
const targets = (page: Page) => page.getByRole('list', { name: 'Wat er gevraagd wordt' }).getByRole('listitem')
const found = (page: Page) => page.getByRole('list', { name: 'Gevonden apparaten' }).getByRole('listitem')

test('a lead has a printer asked: it answers, and is an item with its pages and how full it is', async () => {
  const engineers = await at(daan, '/devices/snmp')
  await engineers.getByText('Een teamleider of beheerder zegt welke adressen gevraagd worden.').waitFor()
  await sound(engineers)
  const page = await at(lotte, '/devices')
  await page.getByRole('navigation', { name: 'Apparaten' }).getByRole('link', { name: 'Zonder agent' }).click()
  await page.getByText('Er wordt nog niets gevraagd').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Adres toevoegen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam' }).fill('Printer kantine')
  await dialog.getByRole('textbox', { name: 'Adres of netwerk' }).fill('10.1.0.0/8')
  await dialog.getByRole('textbox', { name: 'Poort' }).fill(String(port))
  await dialog.getByLabel(/^Community( \*)?$/).fill('linde')
  await dialog.getByRole('combobox', { name: 'Locatie (mag leeg blijven)' }).fill('Kant')
  await page.getByRole('option', { name: /^Kantine/ }).click()
  await sound(page)
  await dialog.getByRole('button', { name: 'Adres toevoegen' }).click()
  await dialog.getByRole('alert').getByText('Geef een IP-adres, of een netwerk van hoogstens 1024 adressen').waitFor()
  await dialog.getByRole('textbox', { name: 'Adres of netwerk' }).fill(address)
  await dialog.getByRole('button', { name: 'Adres toevoegen' }).click()
  await page.getByText('Printer kantine wordt vanaf nu gevraagd').waitFor()
  // The collector asks within seconds, and the page follows by itself.
  const row = targets(page).filter({ hasText: 'Printer kantine' })
  await row.getByText('Antwoordt', { exact: true }).waitFor({ timeout: 20_000 })
  await row.getByRole('link', { name: 'prn-kantine' }).waitFor()
  const device = found(page).filter({ hasText: 'prn-kantine' })
  await device.getByText('HP LaserJet 400 M401dn · CNB5001').waitFor()
  await device.getByText('12.345 pagina’s').waitFor()
  const cyan = device.getByRole('list', { name: 'Hoe vol' }).getByRole('listitem').first()
  expect(await cyan.textContent()).toBe('Cyan cartridge6%bijna op')
  await sound(page)
  await found(engineers).getByRole('link', { name: 'prn-kantine' }).waitFor()
})

test('the page of the item shows the same, and what is low is a deviation', async () => {
  const page = await at(daan, '/devices/snmp', { size: 'phone', scheme: 'dark' })
  await found(page).getByRole('link', { name: 'prn-kantine' }).waitFor()
  await sound(page)
  await page.getByRole('link', { name: 'prn-kantine' }).click()
  const asked = page.getByRole('region', { name: 'Gevraagd met SNMP' })
  await asked.getByText('12.345 pagina’s').waitFor()
  expect(await asked.getByRole('listitem').filter({ hasText: 'Cyan' }).textContent()).toBe('Cyan cartridge6%bijna op')
  const toner = page.getByRole('region', { name: 'Verwachtingen' }).getByRole('listitem').filter({ hasText: 'Toner' })
  await toner.getByText('Voldoet niet').waitFor({ timeout: 20_000 })
  await sound(page)
  await page.goto('/norms/deviations')
  await page.getByText('prn-kantine').first().waitFor()
})

test('a password that is wrong is said in words; it is changed without showing what was there, asked again, and removed', async () => {
  const page = await at(lotte, '/devices/snmp')
  await page.getByRole('button', { name: 'Printer kantine wijzigen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Community of wachtwoorden opnieuw invullen').check()
  await expect.poll(() => dialog.getByLabel(/^Community( \*)?$/).inputValue()).toBe('')
  await dialog.getByRole('combobox', { name: 'Versie van SNMP' }).selectOption('v3')
  await dialog.getByRole('textbox', { name: 'Gebruiker' }).fill('usersha256')
  await dialog.getByLabel('Wachtwoord voor aanmelden').fill('dit is het niet')
  await dialog.getByLabel('Wachtwoord voor versleutelen').fill(passwords.priv)
  await sound(page)
  await dialog.getByRole('button', { name: 'Bewaren' }).click()
  const row = targets(page).filter({ hasText: 'Printer kantine' })
  await row.getByText(/^Het apparaat wijst gebruiker, wachtwoord of versleuteling af/).waitFor({ timeout: 20_000 })
  await row.getByText('Geeft geen antwoord', { exact: true }).waitFor()
  await page.getByLabel('Alleen wat niet antwoordt').check()
  await found(page).filter({ hasText: 'prn-kantine' }).getByText('Ging mis').waitFor()
  await sound(page)

  await page.getByRole('button', { name: 'Printer kantine wijzigen' }).click()
  await dialog.getByLabel('Community of wachtwoorden opnieuw invullen').check()
  await dialog.getByLabel('Wachtwoord voor aanmelden').fill(passwords.auth)
  await dialog.getByLabel('Wachtwoord voor versleutelen').fill(passwords.priv)
  await dialog.getByRole('button', { name: 'Bewaren' }).click()
  await page.getByText('Alles wat ooit antwoordde, antwoordt.').waitFor({ timeout: 20_000 })
  await row.getByText('SNMP v3 als usersha256').waitFor()
  // To another address they do not go by themselves.
  await page.getByRole('button', { name: 'Printer kantine wijzigen' }).click()
  await dialog.getByRole('textbox', { name: 'Adres of netwerk' }).fill('127.0.5.9')
  await dialog.getByText('Bij een ander adres of een andere poort vult u community of wachtwoorden opnieuw in.').waitFor()
  await dialog.getByRole('button', { name: 'Terug' }).click()

  await row.getByText('Antwoordt', { exact: true }).waitFor({ timeout: 20_000 })
  const asked = async () => (await spil.query<{ at: Date }>('select round_at as at from snmp_target'))[0]?.at.getTime() ?? 0
  const before = await asked()
  await page.getByRole('button', { name: 'Printer kantine nu vragen' }).click()
  await page.getByText('Printer kantine wordt nu gevraagd').waitFor()
  await vi.waitFor(async () => expect(await asked()).toBeGreaterThan(before), { timeout: 20_000, interval: 200 })
  await row.getByText('Antwoordt', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Printer kantine verwijderen' }).click()
  await dialog.getByText('de community of wachtwoorden worden gewist', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Verwijderen' }).click()
  await page.getByText('Er wordt nog niets gevraagd').waitFor()
  // What is known of the device stays; it is only asked no more.
  await page.goto('/items?search=prn-kantine')
  await page.getByRole('link', { name: 'prn-kantine' }).first().waitFor()
})
