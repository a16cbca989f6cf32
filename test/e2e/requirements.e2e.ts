/**
 * Security requirements in the browser: a lead takes the set of laptops over and publishes it, a laptop without firewall deviates; an engineer attests
 * what no agent tells, and withdraws it.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { xmlOf, zlib } from '#test/inventories.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let lotte: Somebody
let daan: Somebody
let ada: Somebody
/** Number of the laptop. */
let number = ''
let licence = ''
beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  lotte = await engage(spil, bea, 'Lotte de Wit', ['lead', 'engineer'])
  daan = await engage(spil, bea, 'Daan Smit', ['engineer'])
  const people = spil.as(directory, bea.session)
  const { id: customer } = await people.createOrganisation({ body: { name: 'Zwaluw', locale: 'en', timeZone: 'Europe/Amsterdam' } })
  await people.grantRole({ params: { id: lotte.id, organisationId: customer, role: 'lead' } })
  ada = await engage(spil, bea, 'Ada Prins', ['auditor'], 'en')
  const { organisationId } = bea
  const register = spil.as(items, bea.session)
  const laptop = { kind: 'laptop', name: 'LT-042', attributes: { serial: '5CG1234567' }, state: 'inUse' }
  number = (await register.createItem({ body: { organisationId, ...laptop } })).number
  licence = (await register.createItem({ body: { organisationId, kind: 'licence', name: 'Tekenpakket' } })).number
  const { key } = await spil.as(devicesIntake, bea.session).createKey({ body: { organisationId, name: 'Laptops' } })
  const payload = zlib(xmlOf({ deviceId: 'lt-0042', hostName: 'lt-042', serial: '5CG1234567', at: now(), firewall: false }))
  const sent = await fetch(`${spil.url}/inventory/${key}`, {
    ...{ method: 'POST', body: new Uint8Array(payload), headers: { 'content-type': 'application/x-compress-zlib' } },
  })
  expect(sent.status).toBe(200)
})
afterAll(() => spil[Symbol.asyncDispose]())

/** What an agent calls now: UTC here. */
const now = () => new Date().toISOString().slice(0, 19).replace('T', ' ')
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
const standing = (page: Page, title: string) => page.getByRole('region', { name: 'Verwachtingen' }).getByRole('listitem').filter({ hasText: title })

test('a lead reads the requirements, takes those of laptops over, and publishes them; a laptop without firewall deviates', async () => {
  const page = await at(lotte, '/devices')
  await page.getByRole('navigation', { name: 'Apparaten' }).getByRole('link', { name: 'Beveiligingseisen' }).click()
  const laptops = page.getByRole('region', { name: 'Beveiliging van laptops' })
  const locks = laptops.getByRole('listitem').filter({ hasText: 'Het scherm gaat vanzelf op slot' })
  await locks.getByText('Geen agent meldt dit: u verklaart het, tot een einddatum').waitFor()
  const firewall = laptops.getByRole('listitem').filter({ hasText: 'De firewall staat aan' })
  expect(await firewall.textContent()).toMatch(/firewall\.on is ja[\s\S]*Zet de firewall aan[\s\S]*Ernst: Hoog[\s\S]*Gegeven 3 dagen goed/)
  expect(await page.getByRole('button', { name: /overnemen$/ }).count()).toBe(5)
  await page.getByText('Hier telt nog niets.', { exact: false }).waitFor()
  await sound(page)
  const take = page.getByRole('button', { name: 'Beveiliging van laptops overnemen' })
  const dialog = page.getByRole('dialog')
  await take.click()
  await dialog.getByText(/met 11 verwachtingen\. Er telt niets tot u die daar publiceert/).waitFor()
  await sound(page)
  await dialog.getByRole('button', { name: 'Overnemen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Beveiliging van laptops' }).waitFor()
  // It is there already: the second time says so.
  await page.goBack()
  await take.click()
  await dialog.getByRole('button', { name: 'Overnemen' }).click()
  await dialog.getByRole('alert').getByText('Er is al een baseline met deze naam').waitFor()
  await sound(page)
  // Another organisation that she leads has none of that name; there it is written in the language of that one.
  await dialog.getByRole('combobox', { name: 'Organisatie' }).selectOption('Zwaluw')
  await dialog.getByRole('alert').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Overnemen' }).click()
  await page.getByRole('heading', { level: 1, name: 'Security of laptops' }).waitFor()
  await page.goBack()
  await page.getByRole('link', { name: 'Naar de baselines' }).click()
  await page.getByRole('link', { name: 'Beveiliging van laptops' }).click()
  await page.getByRole('button', { name: 'Versie 1 publiceren' }).click()
  await dialog.getByRole('button', { name: 'Versie 1 publiceren' }).click()
  await page.getByText('Versie 1 geldt nu').waitFor()
  await page.goto('/norms/deviations')
  await page.getByText('De firewall staat aan').first().waitFor()
  await page.goto(`/items/${number}`)
  await standing(page, 'De firewall staat aan').getByText('Voldoet niet').waitFor()
  await standing(page, 'Het scherm gaat vanzelf op slot').getByText('Niet bekend', { exact: true }).waitFor()
})

test('an engineer attests that the screen locks, which is met until it is withdrawn', async () => {
  const page = await at(daan, `/items/${number}`)
  const attested = page.getByRole('region', { name: 'Verklaard' })
  const attest = attested.getByRole('button', { name: 'Verklaren' })
  await attest.click()
  const dialog = page.getByRole('dialog')
  const key = dialog.getByRole('combobox', { name: 'Wat u zag' })
  await key.fill('screen')
  await page.getByRole('option', { name: /screen\.locks Het scherm gaat vanzelf op slot/ }).click()
  await expect.poll(() => key.inputValue()).toBe('screen.locks')
  await dialog.getByLabel('Geldt tot en met').fill('2099-01-01')
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Gezien bij uitgifte')
  await sound(page)
  // The field itself says that this is too far; what the server answers is said in words, too.
  await dialog.locator('form').evaluate((form) => form.setAttribute('novalidate', ''))
  await dialog.getByRole('button', { name: 'Verklaren' }).click()
  await dialog.getByRole('alert').getByText('Kies een einddatum vanaf vandaag, hoogstens twee jaar vooruit').waitFor()
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
  await dialog.getByLabel('Geldt tot en met').fill(until)
  await dialog.getByRole('button', { name: 'Verklaren' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const row = attested.getByRole('listitem').filter({ hasText: 'screen.locks' })
  expect(await row.textContent()).toMatch(
    new RegExp(`screen\\.locks ja · tot en met ${Number(until.slice(8))} [\\s\\S]*Daan Smit[\\s\\S]*“Gezien bij uitgifte”`),
  )
  await standing(page, 'Het scherm gaat vanzelf op slot').getByText('Voldoet', { exact: true }).waitFor()
  await sound(page)

  // A number, under a key of one's own.
  await attest.click()
  await key.fill('battery.cycles')
  await dialog.getByRole('radio', { name: 'Getal' }).check()
  const send = dialog.getByRole('button', { name: 'Verklaren' })
  await dialog.getByRole('textbox', { name: 'Waarom' }).fill('Afgelezen')
  await expect.poll(() => send.isDisabled()).toBe(true)
  await dialog.getByRole('textbox', { name: 'Waarde' }).fill('120')
  await send.click()
  await attested.getByRole('listitem').filter({ hasText: 'battery.cycles 120' }).waitFor()

  await row.getByRole('button', { name: 'Verklaring over screen.locks intrekken' }).click()
  await dialog.getByText('Het is dan weer onbekend', { exact: false }).waitFor()
  await sound(page)
  await dialog.getByRole('button', { name: 'Intrekken' }).click()
  await page.getByText('De verklaring is ingetrokken').waitFor()
  await row.waitFor({ state: 'detached' })
  await standing(page, 'Het scherm gaat vanzelf op slot').getByText('Niet bekend', { exact: true }).waitFor()
  await attested.getByRole('button', { name: 'Toon wat niet meer geldt (1)' }).click()
  await row.getByText('beëindigd door Daan Smit').waitFor()
})

test('who may not is told why, and what is no device has nothing to attest', async () => {
  const page = await at(ada, '/devices/requirements', { size: 'phone', scheme: 'dark' })
  const take = page.getByRole('button', { name: 'Take over Security of laptops' })
  await take.waitFor()
  await expect.poll(() => take.isDisabled()).toBe(true)
  await page.getByText('A lead or administrator takes requirements over.').first().waitFor()
  await sound(page)
  await page.goto(`/items/${number}`)
  const attested = page.getByRole('region', { name: 'Attested' })
  await attested.getByText('battery.cycles').waitFor()
  await expect.poll(() => attested.getByRole('button', { name: 'Attest', exact: true }).isDisabled()).toBe(true)
  await expect.poll(() => attested.getByRole('button', { name: /^Withdraw/ }).isDisabled()).toBe(true)
  await attested.getByText('You may not attest anything of devices of this organisation.').first().waitFor()
  await sound(page)
  await page.goto(`/items/${licence}`)
  await page.getByRole('region', { name: 'History' }).waitFor()
  expect(await attested.count()).toBe(0)
})
