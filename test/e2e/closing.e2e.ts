/** Testing with the reporter, closing, aftercare and satisfaction, in a real browser: once with an answer that contradicts itself, once without an answer. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let bea: Somebody
let joost: Somebody
let noor: Somebody
beforeAll(async () => {
  spil = await program()
  bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  await engage(spil, bea, 'Fatima el Idrissi', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const report = async (title: string) => {
  const one = await spil.as(deskPortal, noor.session).report({ body: { title, howBad: 'hindered', howMany: 'me' } })
  const { version } = await spil.as(desk, joost.session).take({ params: { id: one.id }, body: { version: one.version } })
  return { ...one, version }
}
/** Links in our mail about this case, the newest mail first. */
const linksIn = async (id: string, path: string): Promise<string[]> => {
  const rows = await spil.query<{ text: string }>(
    `select content->>'text' as text from outgoing_mail where about = $1 order by created_at desc, id`,
    [`case/${id}`],
  )
  return rows.flatMap(({ text }) => [...text.matchAll(new RegExp(`/${path}/\\S+`, 'g'))].map(([link]) => link))
}
const mailWith = (id: string, words: string) =>
  expect.poll(
    async () => (await spil.query(`select 1 from outgoing_mail where about = $1 and content->>'text' like $2`, [`case/${id}`, `%${words}%`])).length,
    { timeout: 15_000 },
  )
/** Draws nothing wrong, and fits. */
async function sound(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

async function solveWithSteps(page: Page): Promise<void> {
  const facts = page.getByRole('complementary')
  await facts.getByRole('button', { name: 'Stap toevoegen' }).click()
  await facts.getByLabel('Wat wordt er getest?').fill('Film afspelen')
  await facts.getByLabel('Wat hoort er te gebeuren?').fill('Beeld en geluid')
  await facts.getByLabel('Vraag aan de melder').fill('Speel een film af. Ziet u beeld?')
  await facts.getByRole('button', { name: 'Bewaren' }).click()
  await facts.getByText('Vraag: Speel een film af. Ziet u beeld?').waitFor()
  await facts.getByRole('button', { name: 'Gelukt: Film afspelen' }).click()
  await facts.getByText('1 stap is gelukt').waitFor()
  await facts.getByLabel('Oorzaak').selectOption({ label: 'Apparaat' })
  await facts.getByText('Oorzaak: Apparaat').waitFor()
  await facts.getByRole('button', { name: 'Nazorg plannen' }).click()
  await facts.getByLabel('Waarom?').fill('Even vragen of het beeld goed blijft')
  await facts.getByRole('button', { name: 'Nazorg plannen' }).click()
  await facts.getByText('Na het sluiten').waitFor()
  await sound(page)
  await page.getByRole('button', { name: 'Oplossing laten testen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Wat is er gedaan?').fill('De kabel is vervangen.')
  await dialog.getByLabel('Hoe is het getest?').fill('Een film afgespeeld.')
  await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await dialog.waitFor({ state: 'detached' })
}

async function rateOn(phone: Page, caseId: string): Promise<void> {
  const [rate = ''] = (await linksIn(caseId, 'satisfaction')).filter((found) => found.endsWith('?mark=4'))
  await phone.goto(rate)
  await heading(phone, 'Hoe tevreden bent u?')
  await expect.poll(() => phone.getByLabel('Tevreden', { exact: true }).isChecked()).toBe(true)
  expect(await spil.query('select mark from satisfaction where case_id = $1 and mark is not null', [caseId])).toEqual([])
  await phone.getByLabel(/Wilt u dat uitleggen/).fill('Vlot geholpen')
  await sound(phone)
  await phone.getByRole('button', { name: 'Opslaan' }).click()
  await phone.getByText('Uw antwoord is bewaard').waitFor()
  expect(await spil.query('select mark, word from satisfaction where case_id = $1', [caseId])).toEqual([{ mark: 4, word: 'Vlot geholpen' }])
}

async function doAftercare(): Promise<void> {
  await spil.clock(new Date(Date.now() + 8 * 86_400_000))
  const later = await enter(browser, { ...joost, session: await spil.signIn(joost.email, joost.password) }, spil)
  await later.goto('/desk/aftercare?view=due')
  await heading(later, 'Nazorg')
  const card = later.getByRole('listitem').filter({ hasText: 'Even vragen of het beeld goed blijft' })
  await card.getByText('Te laat').waitFor()
  await card.getByRole('button', { name: 'Alles gaat goed' }).click()
  await card.getByLabel('Wat is er gezegd?').fill('Noor is blij')
  await sound(later)
  await card.getByRole('button', { name: 'Alles gaat goed' }).click()
  await later.getByText('Hier staat geen nazorg').waitFor()
  await later.getByRole('link', { name: 'Afgerond' }).click()
  await later.getByText('Alles ging goed').waitFor()
  await later.goto('/desk/satisfaction')
  await heading(later, 'Tevredenheid')
  await sound(later)
  await spil.clock(null)
}

test('solved with steps; the answer contradicts itself, is asked again, confirmed; satisfaction on a phone; aftercare falls due and is done', async () => {
  const one = await report('Het scherm blijft zwart')
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${one.number}`)
  await heading(page, /Het scherm blijft zwart/)
  await solveWithSteps(page)

  await mailWith(one.id, 'Speel een film af').toBe(1)
  const [link = ''] = await linksIn(one.id, 'confirm')
  const phone = await browser.visitor('Noor', { ...spil, size: 'phone' })
  await phone.goto(link)
  await heading(phone, 'Werkt het weer?')
  await phone.getByRole('group', { name: 'Speel een film af. Ziet u beeld?' }).getByLabel('Werkt', { exact: true }).check()
  await phone.getByLabel(/Wilt u nog iets zeggen/).fill('Het werkt nog steeds niet')
  await sound(phone)
  await phone.getByRole('button', { name: 'Het werkt', exact: true }).click()
  await heading(phone, 'Wij vragen het nog eens')
  await page.getByText('De antwoorden van de melder spreken elkaar tegen').first().waitFor()
  await mailWith(one.id, 'ja of nee?').toBe(1)
  await phone.getByRole('button', { name: 'Nog eens kiezen' }).click()
  await phone.getByText('U gaf ons twee antwoorden').waitFor()
  await phone.getByRole('button', { name: 'Het werkt', exact: true }).click()
  await heading(phone, 'Dank u. Fijn dat het werkt')
  await page.getByText('Gesloten', { exact: true }).first().waitFor()
  await mailWith(one.id, 'Dank u. Uw melding').toBe(1)

  await rateOn(phone, one.id)

  await doAftercare()
})

test('no answer: a reminder, closed by policy, opened again with the link, the clock kept', async () => {
  const one = await report('De muis doet niets')
  const work = spil.as(desk, joost.session)
  await work.solve({ params: { id: one.id }, body: { version: one.version, done: 'Batterij vervangen', tested: 'Geklikt' } })
  await mailWith(one.id, 'Batterij vervangen').toBe(1)
  await spil.clock(new Date(Date.now() + 7 * 86_400_000))
  await mailWith(one.id, 'nog niets van u gehoord').toBe(1)
  await spil.clock(new Date(Date.now() + 20 * 86_400_000))
  await mailWith(one.id, 'Wij hebben niets van u gehoord').toBe(1)
  const session = await spil.signIn(joost.email, joost.password)
  const now = spil.as(desk, session)
  const { case: closed, clocks } = await now.case({ params: { id: one.id } })
  expect(closed).toMatchObject({ state: 'closed', confirmed: false, endReason: expect.stringContaining('Gesloten volgens afspraak') })
  expect(clocks.find(({ target }) => target === 'solution')?.state).toBe('met')
  const page = await enter(browser, { ...joost, session }, spil)
  await page.goto(`/desk/cases/${one.number}`)
  await page.getByText('Gesloten volgens afspraak: er kwam geen antwoord van de melder.').waitFor()
  const [link = ''] = await linksIn(one.id, 'confirm')
  const phone = await browser.visitor('Noor', { ...spil, size: 'phone', scheme: 'dark' })
  await phone.goto(link)
  await heading(phone, 'Is het probleem terug?')
  await phone.getByLabel('Wat gebeurt er nu?').fill('De muis doet weer niets')
  await sound(phone)
  await phone.getByRole('button', { name: 'Opnieuw melden' }).click()
  await heading(phone, 'Dank u. Wij gaan verder')
  await page.getByText('Heropend', { exact: true }).first().waitFor()
  // The time that was used counts on, the weeks in between do not.
  const target = (await now.case({ params: { id: one.id } })).clocks.find((clock) => clock.target === 'solution')
  expect(target?.left).toBeGreaterThan((target?.targetMinutes ?? 0) * 60 - 600)
  await spil.clock(null)
})

async function writeTemplate(page: Page): Promise<void> {
  const section = page.getByRole('region', { name: 'Lijsten met teststappen' })
  await section.getByText('Meegeleverd').first().waitFor()
  await section.getByRole('button', { name: 'Lijst toevoegen' }).click()
  await section.getByLabel('Naam').fill('Beamer')
  await section.getByLabel('Soort zaak').selectOption({ label: 'Storing' })
  await section.getByLabel('Wat wordt er getest?').fill('Beeld op het doek')
  await section.getByRole('button', { name: 'Stap toevoegen' }).click()
  await section.getByRole('group', { name: 'Stap 2' }).getByLabel('Wat wordt er getest?').fill('Geluid in de zaal')
  await sound(page)
  await section.getByRole('button', { name: 'Opslaan' }).click()
  await section.getByText('Beeld op het doek · Geluid in de zaal').waitFor()
  await section.getByRole('button', { name: 'Wijzigen: Beamer' }).click()
  await section.getByLabel('Naam').fill('Beamer en geluid')
  await section.getByRole('button', { name: 'Opslaan' }).click()
  await section.getByText('Beamer en geluid').waitFor()
}
async function writeRule(page: Page): Promise<void> {
  const section = page.getByRole('region', { name: 'Nazorg' })
  await section.getByRole('button', { name: 'Regel toevoegen' }).click()
  await section.getByLabel('Naam').fill('Na elke storing')
  await section.getByRole('button', { name: 'Opslaan' }).click()
  await section.getByText('na 3 werkdagen').waitFor()
  await section.getByRole('button', { name: 'Wijzigen: Na elke storing' }).click()
  await section.getByLabel('Storing', { exact: true }).check()
  await section.getByLabel('Werkdagen na het sluiten').fill('0')
  await sound(page)
  await section.getByRole('button', { name: 'Opslaan' }).click()
  await section.getByText('na sluiten').waitFor()
}

test('a lead writes a list of steps and a rule for aftercare; on the case they hold, and the contact goes to a colleague', async () => {
  // The weeks that passed above ended the sessions of before.
  const again = async (who: Somebody) => ({ ...who, session: await spil.signIn(who.email, who.password) })
  bea = await again(bea)
  joost = await again(joost)
  noor = await again(noor)
  const settings = await enter(browser, bea, spil)
  await settings.goto('/desk/settings?section=closing')
  await writeTemplate(settings)
  await writeRule(settings)

  const one = await report('De beamer gaat niet aan')
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${one.number}`)
  const facts = page.getByRole('complementary')
  await facts.getByRole('button', { name: 'Lijst gebruiken' }).click()
  await page.getByRole('menuitem', { name: 'Beamer en geluid' }).click()
  await facts.getByRole('button', { name: 'Gelukt: Geluid in de zaal' }).click()
  await facts.getByText('1 stap is gelukt').waitFor()
  const work = spil.as(desk, joost.session)
  const params = { id: one.id }
  const { version } = await work.solve({ params, body: { version: (await work.case({ params })).case.version, done: 'Lamp vervangen', tested: '' } })
  await work.confirm({ params, body: { version } })
  await page.goto('/desk/aftercare')
  const card = page.getByRole('listitem').filter({ hasText: 'Na elke storing' })
  await card.getByRole('button', { name: 'Aan iemand anders geven' }).click()
  await card.getByRole('button', { name: 'Aan iemand anders geven' }).click()
  await card.getByRole('alert').getByText('Kies aan wie').waitFor()
  await card.getByLabel('Aan wie?').selectOption({ label: 'Fatima el Idrissi' })
  await sound(page)
  await card.getByRole('button', { name: 'Aan iemand anders geven' }).click()
  await page.getByText('Hier staat geen nazorg').waitFor()
  await page.goto('/desk/aftercare?view=planned')
  await page.getByRole('listitem').filter({ hasText: 'Na elke storing' }).getByText('Fatima el Idrissi').waitFor()
})
