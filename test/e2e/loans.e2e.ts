/** The loan desk in the browser: an engineer lends a laptop, reserves it for somebody, hands it out; it stands with who has it, and comes back when they leave. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { devicesProvisioning } from '#work/devices/provisioning/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let daan: Somebody
let ada: Somebody
let noor: Somebody
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  ada = await engage(spil, bea, 'Ada Prins', ['auditor'], 'en')
  noor = await engage(spil, bea, 'Noor Bakker', ['reporter'])
  const laptop = { kind: 'laptop', name: 'LEEN-01', state: 'stock', attributes: { serial: '5CG7654321' } }
  const { id } = await spil.as(items, daan.session).createItem({ body: laptop })
  const provisioning = spil.as(devicesProvisioning, daan.session)
  const begun = await provisioning.begin({ params: { id }, body: { profileId: null } })
  await provisioning.finish({ params: { id: begun.id }, body: {} })
})
afterAll(() => spil[Symbol.asyncDispose]())

type Size = 'desk' | 'phone'
async function at(who: Somebody, to: string, as: { size?: Size; scheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const page = await enter(browser, who, { url: spil.url, ...as })
  await page.goto(to)
  return page
}
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await axe(page, ['target-size'])).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
/** Types until it is found, and takes it. */
async function choose(page: Page, label: string, word: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: label }).fill(word)
  await page.getByRole('option', { name: new RegExp(word) }).click()
}

test('an engineer lends a laptop, and reserves it for somebody for today', async () => {
  const page = await at(daan, '/devices/loans')
  const dialog = page.getByRole('dialog')
  await page.getByText('Nog niets om uit te lenen').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Apparaat uitlenen' }).click()
  await choose(page, 'Welk apparaat', 'LEEN-01')
  await sound(page)
  await dialog.getByRole('button', { name: 'Apparaat uitlenen' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const pool = page.getByRole('list', { name: 'Wat wordt uitgeleend' })
  await pool.getByRole('listitem').filter({ hasText: 'LEEN-01' }).getByText('wissen na elke leen').waitFor()

  await page.getByRole('button', { name: 'Reserveren' }).click()
  const reserve = dialog.getByRole('button', { name: 'Reserveren' })
  await dialog.getByRole('combobox', { name: 'Apparaat dat dan vrij is' }).waitFor()
  await expect.poll(() => reserve.isDisabled()).toBe(true)
  await choose(page, 'Voor wie', 'Noor Bakker')
  await dialog.getByRole('textbox', { name: 'Waarvoor' }).fill('Examens Frans')
  await sound(page)
  await reserve.click()
  await dialog.waitFor({ state: 'hidden' })
  const row = page.getByRole('list', { name: 'Reserveringen' }).getByRole('listitem').filter({ hasText: 'LEEN-01' })
  expect(await row.textContent()).toMatch(/Noor Bakker[\s\S]*Examens Frans[\s\S]*Gereserveerd/)
  await sound(page)

  // Nothing else is free today.
  await page.getByRole('button', { name: 'Reserveren' }).click()
  await dialog.getByText('Op die dagen is niets vrij').waitFor()
  await sound(page)
})

test('who may not is told why, also on a phone and in the dark', async () => {
  const page = await at(ada, '/devices/loans', { size: 'phone', scheme: 'dark' })
  const issue = page.getByRole('button', { name: 'Hand out LEEN-01 to Noor Bakker' })
  await issue.waitFor()
  await expect.poll(() => issue.isDisabled()).toBe(true)
  await page.getByText('You do not work on devices of this organisation').first().waitFor()
  await sound(page)
})

test('it is handed out from the reservation, stands with who has it, and is asked back when they leave', async () => {
  const page = await at(daan, '/devices/loans', { size: 'phone' })
  await page.getByRole('button', { name: 'LEEN-01 uitgeven aan Noor Bakker' }).click()
  await page.getByText(/^Uitgegeven op U-\d+; laat Noor Bakker tekenen$/).waitFor()
  await page.goto('/devices/loans')
  const row = page.getByRole('list', { name: 'Reserveringen' }).getByRole('listitem').filter({ hasText: 'LEEN-01' })
  await row.getByText('Uitgeleend').waitFor()
  await page.getByRole('list', { name: 'Wat wordt uitgeleend' }).getByText('bij Noor Bakker').waitFor()
  await sound(page)

  await page.goto(`/people/${noor.id}`)
  const has = page.getByRole('region', { name: 'Heeft in gebruik' })
  await has.getByRole('link', { name: 'LEEN-01' }).waitFor()
  await sound(page)
  await has.getByRole('button', { name: 'Vertrekt' }).click()
  const dialog = page.getByRole('dialog', { name: 'Noor Bakker vertrekt' })
  await dialog.getByRole('textbox', { name: 'Opmerking' }).fill('Einde contract')
  await sound(page)
  await dialog.getByRole('button', { name: 'Zaak openen' }).click()
  await page.getByText(/^Zaak C-\d+ is geopend$/).waitFor()
  await has.getByText('Alles terug: 0 van 1').waitFor()
  await has.getByRole('link', { name: /^C-\d+$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Noor Bakker vertrekt: 1 item terug' }).waitFor()
})
