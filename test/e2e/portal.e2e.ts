/** A reporter with a phone, in words they understand; and somebody at the counter, registered without touching the mouse. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, photo, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let joost: Somebody
let noor: Somebody

beforeAll(async () => {
  spil = await program()
  const bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
/** Our own words, that a reporter need not know. */
const jargon = /\b(zaak|zaken|incident|prioriteit|impact|urgentie|ticket|workflow|status)\b/i
async function plainWords(page: Page): Promise<void> {
  expect(jargon.exec((await page.locator('main').textContent()) ?? '')).toBeNull()
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

const title = 'Het scherm in lokaal 12 blijft zwart'
let number = ''

test('a reporter signs in on a phone and reports something with a photo', async () => {
  const phone = await browser.visitor('Noor', { ...spil, size: 'phone' })
  await phone.goto('/portal')
  await phone.getByLabel('E-mailadres').fill(noor.email)
  await phone.getByLabel('Wachtwoord', { exact: true }).fill(noor.password)
  await phone.getByRole('button', { name: 'Aanmelden' }).click()
  await heading(phone, 'Wat is er aan de hand?')
  await phone.getByText('U hebt nu geen open meldingen').waitFor()
  await plainWords(phone)
  await phone.getByPlaceholder('Bijvoorbeeld: de printer op de gang doet niets').fill(title)
  await phone.getByRole('button', { name: 'Melden', exact: true }).click()
  await heading(phone, 'Iets melden')
  await expect.poll(() => phone.getByLabel('Wat is er aan de hand?').inputValue()).toBe(title)
  await phone.getByRole('button', { name: 'Melding versturen' }).click()
  await phone
    .getByRole('alert')
    .getByText(/nog .+ niet goed/)
    .waitFor()
  await phone.getByLabel('Wat ziet u? Wat had u verwacht?').fill('Alleen een lampje. Ik had beeld verwacht.')
  await phone.getByLabel('Wat was u aan het doen?').fill('Ik wilde een film laten zien.')
  await phone.getByLabel('Ik kan niet werken').check()
  await phone.getByLabel('Een paar mensen of een klas').check()
  const chooser = phone.waitForEvent('filechooser')
  await phone.getByRole('button', { name: 'Foto maken' }).click()
  await (await chooser).setFiles({ name: 'foto.png', mimeType: 'image/png', buffer: photo })
  await plainWords(phone)
  await phone.getByRole('button', { name: 'Melding versturen' }).click()
  await heading(phone, 'Dank u. Uw melding is binnen')
  await phone.getByText('Een medewerker leest uw melding').waitFor()
  await plainWords(phone)
  await phone.getByRole('button', { name: 'Mijn melding bekijken' }).click()
  await heading(phone, title)
  number = new URL(phone.url()).pathname.split('/').at(-1) ?? ''
  const picture = phone.getByRole('img', { name: 'foto.png' })
  await expect.poll(() => picture.evaluate((one) => (one as { naturalWidth?: number }).naturalWidth)).toBeGreaterThan(0)
  await phone.getByText('Ontvangen, wij kijken ernaar').waitFor()
  await plainWords(phone)
})

test('the engineer asks something; the reporter sees it at once and answers in the portal', async () => {
  const phone = await enter(browser, noor, { ...spil, size: 'phone' })
  await phone.goto(`/portal/cases/${number}`)
  await heading(phone, title)
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await page.getByRole('button', { name: 'Oppakken' }).click()
  await phone.getByText('Wij zijn ermee bezig').waitFor()
  await page.getByRole('textbox', { name: 'Antwoord aan Noor Visser' }).fill('Brandt het lampje rood of groen?')
  await page.getByRole('button', { name: 'Versturen' }).click()
  await page.getByText('Interne notitie').click()
  await page.getByRole('textbox', { name: 'Interne notitie' }).fill('Lokaal 12 heeft al vaker problemen.')
  await page.getByRole('button', { name: 'Notitie bewaren' }).click()
  await page.getByRole('list', { name: 'Verloop' }).getByText('Lokaal 12 heeft al vaker problemen.').waitFor()
  await page.getByRole('button', { name: 'Meer acties' }).click()
  await page.getByRole('menuitem', { name: 'Laten wachten' }).click()
  await page.getByRole('dialog').getByLabel('de melder').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Laten wachten' }).click()

  const talk = phone.getByRole('list', { name: 'Gesprek' })
  await talk.getByText('Brandt het lampje rood of groen?').waitFor()
  await phone.getByText('Wij wachten op uw antwoord').waitFor()
  expect(await talk.getByText('Lokaal 12 heeft al vaker').count()).toBe(0)
  await phone.getByRole('textbox', { name: 'Antwoorden' }).fill('Rood, het knippert.')
  await phone.getByRole('button', { name: 'Versturen' }).click()
  await talk.getByText('Rood, het knippert.').waitFor()
  await page.getByRole('list', { name: 'Verloop' }).getByText('Rood, het knippert.').waitFor()
  await phone.getByText('Wij zijn ermee bezig').waitFor()
  await plainWords(phone)
})

async function solve(page: Page, done: string): Promise<void> {
  await page.getByRole('button', { name: 'Oplossing laten testen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Wat is er gedaan?').fill(done)
  await dialog.getByLabel('Hoe is het getest?').fill('Aangezet en een film afgespeeld.')
  await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('solved, but not yet for the reporter: it opens again; the second time it works', async () => {
  const phone = await enter(browser, noor, { ...spil, size: 'phone' })
  await phone.goto(`/portal/cases/${number}`)
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await solve(page, 'De kabel zit weer vast.')
  const ask = phone.getByRole('region', { name: 'Werkt het weer?' })
  await ask.getByText('De kabel zit weer vast.').waitFor()
  await plainWords(phone)
  await ask.getByRole('button', { name: 'Het werkt nog niet' }).click()
  await ask.getByRole('button', { name: 'Versturen: het werkt nog niet' }).click()
  await ask.getByText('Schrijf dit op').waitFor()
  await ask.getByLabel('Wat werkt er nog niet?').fill('Het lampje knippert nog steeds.')
  await ask.getByRole('button', { name: 'Versturen: het werkt nog niet' }).click()
  await phone.getByText('Wij zijn er weer mee bezig').waitFor()
  await page.getByRole('list', { name: 'Verloop' }).getByText('Het lampje knippert nog steeds.').waitFor()
  await page.getByText('Heropend', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Oppakken' }).click()
  await solve(page, 'De voeding is vervangen.')
  await ask.getByText('De voeding is vervangen.').waitFor()
  await ask.getByRole('button', { name: 'Het werkt', exact: true }).click()
  await phone.getByText('Klaar', { exact: true }).waitFor()
  await phone.getByRole('button', { name: 'Het probleem is terug' }).waitFor()
  await page.getByText('Gesloten', { exact: true }).first().waitFor()
  await phone.goto('/portal')
  await phone.getByText('U hebt nu geen open meldingen').waitFor()
  await plainWords(phone)
})

test('a walk-in is registered by keyboard alone', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  await heading(page, 'Servicedesk')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').waitFor()
  await page.keyboard.type('Nieuwe zaak')
  await page.getByRole('option', { name: 'Nieuwe zaak' }).first().waitFor()
  await page.keyboard.press('Enter')
  await heading(page, 'Zaak registreren')
  const focused = () =>
    page.evaluate('document.activeElement?.labels?.[0]?.textContent ?? document.activeElement?.textContent ?? ""') as Promise<string>
  const tabTo = async (label: string) => {
    for (let count = 0; count < 25 && !(await focused()).startsWith(label); count += 1) await page.keyboard.press('Tab')
    expect(await focused()).toMatch(new RegExp(`^${label}`))
  }
  await tabTo('Melder')
  await page.keyboard.type('noor')
  await page.getByRole('option', { name: /Noor Visser/ }).waitFor()
  await page.keyboard.press('Enter')
  await tabTo('Wat is er aan de hand?')
  await page.keyboard.type('Laptop start niet')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Staat nu op de balie.')
  await tabTo('Eén persoon')
  await page.keyboard.press('ArrowRight')
  await page.getByText('want het gevolg is “Een groep”').waitFor()
  await tabTo('Telefoon')
  await page.keyboard.press('ArrowRight')
  await tabTo('Meteen zelf oppakken')
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+Enter')
  await heading(page, /Laptop start niet/)
  const { items } = await spil.as(desk, joost.session).cases({ query: { search: 'Laptop' } })
  expect(items[0]).toMatchObject({
    title: 'Laptop start niet',
    state: 'inProgress',
    reporter: { name: 'Noor Visser' },
    assignee: { name: joost.name },
  })
  const { case: made } = await spil.as(desk, joost.session).case({ params: { id: items[0]?.number ?? '' } })
  expect(made).toMatchObject({ channel: 'walkIn', impact: 'group', text: 'Staat nu op de balie.' })
})
