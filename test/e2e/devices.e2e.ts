/**
 * Devices in the browser: a lead makes a key and an agent sends with it, the device stands with its item and says why; an unknown agent waits and
 * is accepted; what cannot be read is tried again and discarded; an engineer takes an agent off a device.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { items } from '#record/items/contract.ts'
import { type Machine, xmlOf, zlib } from '#test/inventories.ts'
import { realm } from '#work/devices/web/settings.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let daan: Somebody
/** Number of a laptop that was registered by hand. */
let number = ''
let key = ''
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  const laptop = { kind: 'laptop', name: 'LT-042', attributes: { serial: '5CG1234567' }, state: 'inUse' }
  number = (await spil.as(items, bea.session).createItem({ body: { organisationId: bea.organisationId, ...laptop, ownerId: daan.id } })).number
})
afterAll(() => spil[Symbol.asyncDispose]())

const known: Machine = {
  ...{ deviceId: 'lt-0042-2026', hostName: 'lt-042', serial: '5CG1234567', macs: ['3c:52:82:00:00:42'] },
  software: [
    ['Google Chrome', '142.0'],
    ['LibreOffice 25.8', '25.8'],
  ],
}
/** As an agent does: the key only as the password of HTTP Basic. */
const post = (body: Uint8Array, secret?: string) =>
  fetch(`${spil.url}/inventory`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      'content-type': 'application/x-compress-zlib',
      'user-agent': 'FusionInventory-Agent_v2.6-3',
      ...(secret && { authorization: `Basic ${Buffer.from(`spil:${secret}`).toString('base64')}` }),
    },
  })
async function at(who: Somebody, to: string, as: { size?: 'desk' | 'phone'; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

test('a lead makes a key, which is shown once with the settings it goes into, and an agent that has it is accepted', async () => {
  const page = await at(lotte, '/devices')
  await page.getByText('Nog geen agents').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Sleutel maken' }).click()
  await page.getByText('Nog geen sleutels').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Sleutel maken' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Naam' }).fill('Laptops Noord')
  await page.keyboard.press('Enter')
  const settings = dialog.locator('pre')
  key = ((await settings.first().textContent()) ?? '').trim()
  expect(key).toMatch(/^inv_/)
  expect(await settings.nth(1).textContent()).toBe(`server = ${spil.url}/inventory\nuser = spil\npassword = ${key}`)
  await sound(page)
  await dialog.getByText('OCS', { exact: true }).click()
  const refused = await post(zlib(xmlOf(known)), 'wrong')
  expect(refused.headers.get('www-authenticate')).toContain(`realm="${realm}"`)
  expect(await settings.nth(1).textContent()).toContain(`realm=${realm}`)
  expect(await settings.nth(2).textContent()).toContain('--nolocal')
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Ik heb de sleutel' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Laptops Noord' }).getByText('nog niet gebruikt').waitFor()
  expect(await page.getByText(key).count()).toBe(0)

  expect((await post(zlib(xmlOf(known)), key)).status).toBe(200)
  await page.getByRole('navigation', { name: 'Apparaten' }).getByRole('link', { name: 'Agents' }).click()
  const row = page.getByRole('row', { name: /lt-042/ })
  await row.getByText('Geaccepteerd').waitFor()
  await row.getByRole('link', { name: 'LT-042' }).click()
  await page.getByRole('heading', { level: 1, name: 'LT-042' }).waitFor()
})

test('the page of the item says which agent reports it, by what it is known and why, and what is installed', async () => {
  const page = await at(daan, `/items/${number}`)
  const device = page.getByRole('region', { name: 'Apparaat', exact: true })
  await device.getByText('FusionInventory lt-0042-2026 is hier herkend aan: serienummer 5cg1234567, computernaam lt-042').waitFor()
  await device.getByText('3c:52:82:00:00:42').waitFor()
  const software = page.getByRole('region', { name: 'Software' })
  await software.getByRole('link', { name: 'LibreOffice 25.8' }).waitFor()
  await software.getByRole('searchbox', { name: 'Zoek software' }).fill('chrome')
  await software.getByRole('link', { name: 'LibreOffice 25.8' }).waitFor({ state: 'detached' })
  await sound(page)
  await software.getByRole('link', { name: 'Google Chrome' }).click()
  await page.getByRole('heading', { level: 1, name: 'google chrome' }).waitFor()
  await page.getByRole('region', { name: 'Versies' }).getByText('142.0').waitFor()
  await page.getByRole('region', { name: 'Waar het staat' }).getByRole('link', { name: 'LT-042' }).waitFor()
  await sound(page)
  // A newer document without one of them, and with another version of the other.
  const software2 = [['Google Chrome', '143.0']] as const
  expect((await post(zlib(xmlOf({ ...known, at: '2026-11-26 08:10:00', software: software2 })), key)).status).toBe(200)
  await page.goBack()
  await software.getByText('was 142.0').waitFor()
  await software.getByLabel('Wat weg is').check()
  await software.getByRole('link', { name: 'LibreOffice 25.8' }).waitFor()
})

test('an agent without a key waits, is counted, is accepted, and its device stands in the list', async () => {
  const page = await at(lotte, '/devices')
  const waits = page.getByRole('link', { name: /^Wacht op beslissing/ })
  await waits.waitFor()
  const unknown = { deviceId: 'pc-7-2026', hostName: 'pc-7', serial: 'PF3XK91T' }
  expect((await post(zlib(xmlOf(unknown)))).status).toBe(401)
  expect((await post(zlib(xmlOf({ ...unknown, deviceId: 'pc-8-2026', hostName: 'pc-8', serial: 'PF3XK91U' })))).status).toBe(401)
  await vi.waitFor(async () => expect(await waits.textContent()).toContain('2'), { timeout: 15_000, interval: 200 })
  await waits.click()
  await page.getByRole('button', { name: 'pc-8-2026 weigeren' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Weigeren' }).click()
  await page.getByText('pc-8-2026 is geweigerd').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'pc-7-2026 accepteren' }).click()
  await page.getByText('pc-7-2026 is geaccepteerd').waitFor()
  await page.getByText('Niemand wacht').waitFor()
  await page.getByRole('link', { name: 'Agents', exact: true }).click()
  await page.getByRole('row', { name: /pc-7 .*Geaccepteerd/ }).waitFor()
  await page.getByRole('row', { name: /pc-8-2026 .*Geweigerd/ }).waitFor()

  // An engineer sees them, and is told who decides.
  const his = await at(daan, '/devices', { size: 'phone', scheme: 'dark' })
  await his.getByRole('row', { name: /pc-7/ }).waitFor()
  await sound(his)
  await his.getByRole('row', { name: /pc-7/ }).getByText('FusionInventory').click()
  const refuse = his.getByRole('dialog').getByRole('button', { name: 'Weigeren' })
  await refuse.waitFor()
  await expect.poll(() => refuse.isDisabled()).toBe(true)
  await his.getByText('Over agents beslist een teamleider of beheerder van de organisatie.').first().waitFor()
  await sound(his)
})

test('what cannot be read stands with the reason; it is saved, tried again, and discarded', async () => {
  const whole = zlib(xmlOf({ ...known, deviceId: 'half-2026' }))
  expect((await post(whole.subarray(0, whole.length / 2), key)).status).toBe(400)
  const page = await at(daan, '/devices')
  await page.getByRole('link', { name: /^Niet verwerkt 1/ }).click()
  const row = page.getByRole('row', { name: /Niet te lezen van wie/ })
  await row.getByText('Het is ingepakt, maar niet uit te pakken').click()
  const side = page.getByRole('dialog')
  await sound(page)
  const saving = page.waitForEvent('download')
  await side.getByRole('link', { name: 'Opslaan zoals het binnenkwam' }).click()
  expect((await saving).suggestedFilename()).toMatch(/\.xml$/)
  await side.getByRole('button', { name: 'Opnieuw proberen' }).click()
  await page.getByText('Het wordt opnieuw geprobeerd').waitFor()
  await row.getByText('2', { exact: true }).waitFor()
  await row.getByText('Het is ingepakt').click()
  await side.getByRole('button', { name: 'Weggooien' }).click()
  await page.getByRole('dialog', { name: 'Deze inventaris weggooien?' }).getByRole('button', { name: 'Weggooien' }).click()
  await page.getByText('Alles is verwerkt').waitFor()
  await sound(page)
})

test('a lead says that a product is not wanted, and sees where it is', async () => {
  const page = await at(daan, '/devices/products')
  await page
    .getByRole('row', { name: /google chrome/ })
    .getByText('Niet beoordeeld')
    .waitFor()
  await sound(page)
  await page.getByRole('link', { name: 'google chrome' }).click()
  await page.getByRole('region', { name: 'Waar het staat' }).getByRole('link', { name: 'LT-042' }).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'google chrome beoordelen' }).isDisabled()).toBe(true)
  const lead = await at(lotte, '/devices/products/google%20chrome', { size: 'phone' })
  await lead.getByRole('button', { name: 'google chrome beoordelen' }).click()
  const dialog = lead.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^Niet gewenst/ }).click()
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Wij gebruiken Firefox')
  await sound(lead)
  await dialog.getByRole('button', { name: 'Vastleggen' }).click()
  await lead.getByText('Wij gebruiken Firefox').waitFor()
  await lead.goto('/devices/products?judged=unwanted')
  await lead.getByText('Niet gewenst').first().waitFor()
  await sound(lead)
})

test('an engineer takes an agent off a device with a reason, and puts it back', async () => {
  const page = await at(daan, `/items/${number}`)
  const device = page.getByRole('region', { name: 'Apparaat', exact: true })
  await device.getByRole('button', { name: /dit is een ander apparaat/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Moederbord is verhuisd')
  await sound(page)
  await dialog.getByRole('button', { name: 'Dit is een ander apparaat' }).click()
  await device.getByText('Geen agent meldt dit apparaat nu.').waitFor()
  await device.getByText('Daan Smit haalde FusionInventory lt-0042-2026 eraf').waitFor()
  await device.getByText('“Moederbord is verhuisd”').waitFor()
  await page.getByRole('region', { name: 'Software' }).waitFor({ state: 'detached' })

  // What it sent last went to an item of its own, from which it is put back.
  await page.goto('/devices')
  await page
    .getByRole('row', { name: /lt-042/ })
    .getByRole('link', { name: /lt-042/i })
    .click()
  await device.getByText(/^Dit item is geregistreerd omdat FusionInventory lt-0042-2026/).waitFor()
  await device.getByRole('button', { name: /hoort bij een ander item/ }).click()
  await dialog.getByRole('combobox', { name: 'Bij welk item' }).fill('LT-042')
  await page.getByRole('option', { name: new RegExp(number) }).click()
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Toch dezelfde')
  await dialog.getByRole('button', { name: 'Hierbij zetten' }).click()
  await page.getByText('FusionInventory lt-0042-2026 staat bij LT-042').waitFor()
  await page.goto(`/items/${number}`)
  await device.getByText('Daan Smit zette FusionInventory lt-0042-2026 hierbij').waitFor()
})

test('a key that was revoked is refused', async () => {
  const page = await at(lotte, '/devices/keys')
  await page.getByRole('button', { name: 'Laptops Noord intrekken' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Intrekken' }).click()
  await page.getByText('Laptops Noord is ingetrokken').waitFor()
  await sound(page)
  expect((await post(zlib(xmlOf({ ...known, at: '2026-11-26 08:20:00' })), key)).status).toBe(401)
})
