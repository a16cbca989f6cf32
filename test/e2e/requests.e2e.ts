/** Asking for something: a lead makes the form, a reporter asks, deciders decide by mail and signed in, an engineer proves, and the end comes. */

import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Receiver, receiver } from '#test/peers/relay.ts'
import { deskAccess } from '#work/desk/access/contract.ts'
import { deskCatalogue } from '#work/desk/catalogue/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
let spil: Program
let post: Receiver
let bea: Somebody
let karel: Somebody
let joost: Somebody
let noor: Somebody
let sem: Somebody
let wil: Somebody
let ada: Somebody

beforeAll(async () => {
  post = await receiver()
  spil = await program({ env: { SPIL_SMTP_URL: `smtp://127.0.0.1:${post.port}` } })
  bea = await theAdministrator(spil)
  karel = await engage(spil, bea, 'Karel Mulder', ['lead'])
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  noor = await engage(spil, bea, 'Noor Visser', ['reporter'])
  sem = await engage(spil, bea, 'Sem Jansen', ['reporter'])
  wil = await engage(spil, bea, 'Wil de Baas', ['reporter'])
  ada = await engage(spil, bea, 'Ada Eigenaar', ['reporter'])
  const { version } = await spil.as(people, bea.session).person({ params: { id: sem.id } })
  await spil.as(directory, bea.session).changePerson({ params: { id: sem.id }, body: { version, managerId: wil.id } })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await post[Symbol.asyncDispose]()
})

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
async function wellMade(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}
/** The link to decide in the next mail to this person. */
async function approveLink(to: Somebody): Promise<string> {
  const { raw } = await post.next((mail) => mail.to.includes(to.email) && mail.raw.toString().length > 0)
  const { text = '' } = await PostalMime.parse(raw)
  const link = /https?:\/\/\S+\/approve\/\S+/.exec(text)?.[0]
  return link ?? approveLink(to)
}

test('a lead makes an access request with a form, and sees what a reporter will see', async () => {
  const page = await enter(browser, karel, spil)
  await page.goto('/desk/settings?section=catalogue')
  await page.getByText('Er kan nog niets worden aangevraagd').waitFor()
  await page.getByRole('button', { name: 'Iets toevoegen' }).click()
  await heading(page, 'Nieuw in de catalogus')
  await page.getByLabel('Naam (Nederlands)').fill('Magister')
  await page.getByLabel('Uitleg in gewone woorden (Nederlands)').fill('Cijfers en afwezigheid van leerlingen.')
  await page.getByLabel('Andere woorden waarmee mensen zoeken').fill('cijfers absentie')
  await page.getByLabel('Soort', { exact: true }).selectOption('Toegang')
  await page.getByLabel('Recht 1 (Nederlands)').fill('Cijfers invoeren')
  await page.getByRole('button', { name: 'Vraag toevoegen' }).click()
  const question = page.getByRole('region', { name: 'Vraag 1' })
  await question.getByLabel('Vraag (Nederlands)', { exact: true }).fill('Voor welke klas?')
  await question.getByLabel('Patroon').fill('#@')
  await question.getByLabel('Moet ingevuld worden').check()
  const preview = page.getByRole('complementary', { name: 'Zo ziet een melder het' })
  await preview.getByLabel('Voor welke klas?').waitFor()
  await page.getByRole('combobox', { name: 'Eigenaar van de dienst of toepassing' }).fill('ada')
  await page.getByRole('option', { name: /Ada Eigenaar/ }).click()
  await page.getByRole('button', { name: 'Stap toevoegen' }).click()
  await page.getByRole('button', { name: 'Stap toevoegen' }).click()
  const second = page.getByRole('region', { name: 'Stap 2' })
  await second.getByLabel('Wie beslist?').selectOption('De eigenaar')
  await wellMade(page)
  await page.getByRole('button', { name: 'Opslaan als nieuwe versie' }).click()
  await page.getByText('Versie 1').waitFor()
  const { items } = await spil.as(deskCatalogue, karel.session).items({ query: { organisationId: karel.organisationId } })
  expect(items[0]?.definition).toMatchObject({
    kind: 'accessRequest',
    ownerId: ada.id,
    fields: [{ kind: 'text', pattern: '#@', required: true }],
    approval: { steps: [{ deciders: [{ kind: 'manager' }] }, { deciders: [{ kind: 'owner' }] }] },
  })
})

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
/** A reporter asks access for a colleague; gives the number of the request. */
async function askFor(page: Page, until: string): Promise<string> {
  await page.goto('/portal')
  await page.getByRole('link', { name: /Liever iets aanvragen/ }).click()
  await heading(page, 'Iets aanvragen')
  await page.getByLabel('Wat hebt u nodig?').fill('cijfers')
  await page
    .getByRole('list', { name: 'Iets aanvragen' })
    .getByRole('link', { name: /Magister/ })
    .click()
  await heading(page, 'Magister')
  await page.getByLabel('Voor een collega').check()
  await page.getByRole('combobox', { name: 'Welke collega?' }).fill('sem')
  await page.getByRole('option', { name: 'Sem Jansen' }).click()
  await page.getByLabel('Cijfers invoeren').check()
  await page.getByLabel('Waarom is het nodig?').fill('Vervangt Jan deze periode')
  await page.getByLabel(/Tot en met welke dag/).fill(until)
  await page.getByLabel('Voor welke klas?').fill('drie')
  await page.getByRole('button', { name: 'Aanvraag versturen' }).click()
  await page.getByRole('alert').getByText('Schrijf het zo: #@').waitFor()
  // What was filled in survives a reload.
  await page.reload()
  await heading(page, 'Magister')
  await expect.poll(() => page.getByLabel('Waarom is het nodig?').inputValue()).toBe('Vervangt Jan deze periode')
  await page.getByLabel('Voor welke klas?').fill('3b')
  await wellMade(page)
  await page.getByRole('button', { name: 'Aanvraag versturen' }).click()
  await heading(page, 'Magister: Sem Jansen')
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

test('asked for a colleague, approved by mail link and in the portal, given with proof, withdrawn when its day is over', async () => {
  const phone = await enter(browser, noor, { ...spil, size: 'phone' })
  const number = await askFor(phone, inDays(5))
  const progress = phone.getByRole('list', { name: 'Akkoord' })
  await progress.getByText('Wil de Baas').waitFor()
  await progress.getByText('Wacht op antwoord').waitFor()
  await wellMade(phone)

  const link = await approveLink(wil)
  const manager = await browser.visitor('Wil', { ...spil, size: 'phone' })
  await manager.goto(link)
  await heading(manager, 'Uw akkoord gevraagd')
  await manager.getByText('Vervangt Jan deze periode').waitFor()
  await wellMade(manager)
  await manager.getByRole('button', { name: 'Goedkeuren' }).click()
  await heading(manager, 'Dank u. U hebt het goedgekeurd')
  await manager.goto(link)
  await heading(manager, 'Hierover hoeft u niet meer te beslissen')

  const owner = await enter(browser, ada, spil)
  await owner.goto('/portal')
  await owner.getByText('Er wacht één aanvraag op uw akkoord').waitFor()
  await owner.getByRole('link', { name: 'Bekijken' }).click()
  await heading(owner, 'Magister: Sem Jansen')
  await wellMade(owner)
  await owner.getByRole('button', { name: 'Goedkeuren' }).click()
  await owner.getByText('Goedgekeurd', { exact: true }).waitFor()
  await phone.getByText('Uw aanvraag is goedgekeurd').waitFor()

  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await heading(page, /Magister: Sem Jansen/)
  await page.getByText('De toegang is goedgekeurd. Geef hem, en leg vast wat u deed.').waitFor()
  await wellMade(page)
  const staff = spil.as(desk, joost.session)
  const { version } = (await staff.case({ params: { id: number } })).case
  const early = staff.solve({ params: { id: number }, body: { version, done: 'Gedaan', tested: 'Ja' } })
  await expect(early).rejects.toMatchObject({ problem: { type: 'cases.held' } })
  await page.getByLabel('Wat hebt u gedaan?').fill('In de groep Docenten gezet')
  await page.getByRole('button', { name: 'Toegang is gegeven' }).click()
  await page.getByText('In de groep Docenten gezet').first().waitFor()
  await phone.getByText('Heeft toegang').waitFor()

  await page.goto('/desk/access')
  await heading(page, 'Toegang')
  await page.getByRole('row').filter({ hasText: 'Sem Jansen' }).getByText('Heeft toegang').waitFor()
  await wellMade(page)
  await spil.clock(new Date(Date.now() + 6 * 86_400_000))
  const ending = async () => (await spil.as(deskAccess, joost.session).access({ query: { state: 'ending' } })).items
  await expect.poll(async () => (await ending()).length).toBe(1)
  const withdrawal = (await ending())[0]?.withdrawCaseId ?? ''
  const seen = await staff.case({ params: { id: withdrawal } })
  expect(seen.case.title).toBe('Trek de toegang van Sem Jansen tot Magister in: Cijfers invoeren')
  expect(seen.links.map((one) => one.number)).toEqual([number])
  await page.goto(`/desk/cases/${seen.case.number}`)
  await page.getByText('De toegang is voorbij. Trek hem in, en leg vast wat u deed.').waitFor()
  await page.getByLabel('Wat hebt u gedaan?').fill('Uit de groep gehaald')
  await page.getByRole('button', { name: 'Toegang is ingetrokken' }).click()
  await expect.poll(async () => (await spil.as(deskAccess, joost.session).access({ query: { state: 'withdrawn' } })).items.length).toBe(1)
  await spil.clock(null)
})

test('refused: it stays refused, the reporter reads why, and nothing can be given', async () => {
  const page = await enter(browser, noor, spil)
  const number = await askFor(page, inDays(3))
  const link = await approveLink(wil)
  const manager = await browser.visitor('Wil', spil)
  await manager.goto(link)
  await manager.getByRole('button', { name: 'Afwijzen' }).click()
  await manager.getByLabel('Waarom mag het niet?').fill('Sem geeft geen les')
  await manager.getByRole('button', { name: 'Afwijzing versturen' }).click()
  await heading(manager, 'Dank u. U hebt het afgewezen')
  await page.getByText('Afgewezen door Wil de Baas: Sem geeft geen les').first().waitFor()
  await wellMade(page)
  const seen = await spil.as(desk, joost.session).case({ params: { id: number } })
  expect(seen.case).toMatchObject({ state: 'cancelled', endReason: 'Afgewezen door Wil de Baas: Sem geeft geen les' })
  const late = spil.as(deskAccess, joost.session).prove({ params: { id: number }, body: { text: 'Toch gegeven' } })
  await expect(late).rejects.toMatchObject({ problem: { type: 'desk.access.notNow' } })
})
