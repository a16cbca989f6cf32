/** The directory as administrators use it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people as contract } from '#record/people/contract.ts'
import { directory } from '#record/people/directory/contract.ts'
import { administrator } from '#test/spil.ts'
import { axe, withBrowser } from './browser.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
const joost = { name: 'Joost Bakker', email: 'joost@linde.example' }

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

let spil: Program
const at: Record<string, string> = {}

beforeAll(async () => {
  spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const me = await spil.as(contract, session).me()
  const administration = spil.as(directory, session)
  const organisationId = me.roles[0]?.organisationId ?? ''
  const engineer = await administration.createPerson({ body: { name: joost.name, email: joost.email, organisationId, roles: ['engineer'] } })
  await administration.createPerson({ body: { name: 'Fatima el Idrissi', email: 'fatima@linde.example', organisationId } })
  const team = await administration.createTeam({ body: { organisationId, name: 'Servicedesk', memberIds: [engineer.id] } })
  const customer = await administration.createOrganisation({
    body: { name: 'Gemeente Elzendaal', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: ['elzendaal.example'] },
  })
  Object.assign(at, { me: me.id, person: engineer.id, team: team.id, own: organisationId, customer: customer.id })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
})

/** Signed in without the form: what is looked at here is another page. */
async function signedIn(visit: Parameters<typeof browser.visitor>[1]): Promise<Page> {
  const page = await browser.visitor('Bea', visit)
  await page.goto('/sign-in')
  await page.getByLabel('E-mailadres').fill(administrator.email)
  await page.getByLabel('Wachtwoord', { exact: true }).fill(administrator.password)
  await page.getByRole('button', { name: 'Aanmelden' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  return page
}

test('a person is found, opened by keyboard, given a role, and closed with what follows said first', async () => {
  const bea = await signedIn(spil)
  await bea.goto('/people')
  await bea.getByRole('searchbox', { name: 'Zoek op naam of e-mailadres' }).fill('joost')
  await expect.poll(() => bea.getByRole('row').count()).toBe(2)
  await bea.getByRole('row', { name: /Joost Bakker/ }).focus()
  await bea.keyboard.press('Enter')
  await heading(bea, joost.name)
  await bea.getByRole('button', { name: 'Rol geven' }).click()
  await bea.getByLabel('Organisatie', { exact: true }).selectOption({ label: 'Gemeente Elzendaal' })
  await bea.getByLabel(/^Beveiligingsfunctionaris:/).check()
  await bea.getByText('moet binnen zeven dagen aanmelden in twee stappen instellen').waitFor()
  await bea.getByRole('button', { name: 'Rol geven' }).click()
  await bea.getByRole('button', { name: 'Rol Beveiligingsfunctionaris bij Gemeente Elzendaal intrekken' }).click()
  const dialog = bea.getByRole('dialog')
  await dialog.getByText('Het is de laatste rol daar').waitFor()
  await dialog.getByRole('button', { name: 'Intrekken' }).click()
  await expect.poll(() => bea.getByRole('listitem').filter({ hasText: 'Elzendaal' }).count()).toBe(0)
  await bea.getByRole('button', { name: 'Account sluiten' }).click()
  await dialog.getByText('wordt overal afgemeld').waitFor()
  await dialog.getByRole('button', { name: 'Account sluiten' }).click()
  await bea.getByText('Dit account is gesloten: aanmelden kan niet').waitFor()
  await bea.getByRole('button', { name: 'Account openen' }).click()
  await expect.poll(() => bea.getByText('Dit account is gesloten: aanmelden kan niet').count()).toBe(0)
  await bea.goto(`/people/${at.me}`)
  await expect.poll(() => bea.getByRole('button', { name: 'Account sluiten' }).isDisabled()).toBe(true)
})

test('a file with mistakes changes nothing and says what to mend; mended, it brings people in', async () => {
  const bea = await signedIn(spil)
  await bea.goto('/people/import')
  const choose = (text: string, encoding: BufferEncoding) =>
    bea.locator('input[type=file]').setInputFiles({ name: 'mensen.csv', mimeType: 'text/csv', buffer: Buffer.from(text, encoding) })
  await choose('naam;e-mail;rol\nAnna Visser;geen adres;Melder\n;bram@linde.example;Baas\n', 'utf8')
  const table = bea.getByRole('table', { name: 'Fouten per rij' })
  await table.getByRole('row', { name: /2 e-mailadres “geen adres” is geen e-mailadres/ }).waitFor()
  await table.getByRole('row', { name: /3 rol De rol “Baas” bestaat niet/ }).waitFor()
  expect(await axe(bea)).toEqual([])
  await choose('naam;e-mail;rol\nAnna Visser;anna@linde.example;Melder\nZoë Brûlée;zoe@linde.example;Behandelaar\n', 'latin1')
  await bea.getByText('2 nieuwe personen').waitFor()
  await bea.getByRole('button', { name: '2 personen importeren' }).click()
  await bea.getByRole('link', { name: 'Naar de personen' }).click()
  await bea.getByRole('row', { name: /Zoë Brûlée.*Behandelaar/ }).waitFor()
})

test('a token is shown once and can be revoked', async () => {
  const bea = await signedIn(spil)
  await bea.goto('/account/tokens')
  await bea.getByRole('button', { name: 'Token maken' }).click()
  await bea.getByLabel('Waar is het voor?').fill('back-upscript')
  await bea.getByRole('button', { name: 'Token maken' }).click()
  await bea.getByRole('alert').getByText('Kies minstens één bevoegdheid').waitFor()
  await bea.getByLabel('people.read').check()
  await bea.getByRole('button', { name: 'Token maken' }).click()
  await bea.getByText('u ziet het maar één keer').waitFor()
  const token = (await bea.getByRole('status').locator('.mono').textContent()) ?? ''
  expect((await spil.as(contract, { token }).persons({ query: {} })).items.length).toBeGreaterThan(2)
  await bea.reload()
  await bea.getByRole('button', { name: 'Token back-upscript intrekken' }).click()
  expect(await bea.getByText(token).count()).toBe(0)
  await bea.getByRole('dialog').getByRole('button', { name: 'Intrekken' }).click()
  await bea.getByText('U hebt geen tokens').waitFor()
  await expect(spil.as(contract, { token }).persons({ query: {} })).rejects.toThrow()
})
