/** People as they live it, from an empty installation on: setting up, the second step, inviting somebody, a forgotten password, sessions. */
import { generate } from 'otplib'
import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Receiver, receiver } from '#test/peers/relay.ts'
import { administrator } from '#test/spil.ts'
import { axe, withBrowser } from './browser.ts'
import { type Program, program } from './program.ts'

const browser = withBrowser()
const joost = { name: 'Joost Bakker', email: 'joost@linde.example', password: 'nine green bicycles' }

/** The link in the next mail to this address. */
async function linkFor(address: string, post: Receiver): Promise<string> {
  const { raw } = await post.next((mail) => mail.to.includes(address))
  const { text = '' } = await PostalMime.parse(raw)
  const link = /https?:\/\/\S+/.exec(text)?.[0]
  if (!link) throw new Error(`no link in: ${text}`)
  return link
}

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mailadres').fill(email)
  await page.getByLabel('Wachtwoord', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Aanmelden' }).click()
}

const signedOut = (page: Page) => page.getByRole('heading', { name: 'Aanmelden', exact: true }).waitFor()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

let spil: Program
let post: Receiver
let secret = ''
let codes: string[] = []
/** The clock of the program stands this far ahead, so that each code is a new one. */
let ahead = 0

beforeAll(async () => {
  post = await receiver()
  spil = await program({ setUp: false, env: { SPIL_SMTP_URL: `smtp://127.0.0.1:${post.port}` } })
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await post.stop()
})

async function nextCode(): Promise<string> {
  ahead += 60_000
  const now = new Date(Date.now() + ahead)
  await spil.clock(now)
  return generate({ secret, epoch: Math.floor(now.getTime() / 1000) })
}

test('the first visitor sets Spil up, and is told beforehand what a password needs', async () => {
  const bea = await browser.visitor('Bea', spil)
  await bea.goto('/')
  await heading(bea, 'Welkom bij Spil')
  await expect(bea.getByText('Minstens 12 tekens').count()).resolves.toBe(1)
  expect(await axe(bea)).toEqual([])
  await bea.getByRole('button', { name: 'Spil inrichten' }).click()
  await bea.getByRole('alert').getByText('Er zijn nog 4 dingen niet goed').waitFor()
  await bea.getByLabel('Naam van uw organisatie').fill('Lindecollege')
  await bea.getByLabel('Uw naam').fill('Bea Heer')
  await bea.getByLabel('Uw e-mailadres').fill(administrator.email)
  await bea.getByLabel('Kies een wachtwoord').fill('heer-van-de-linde')
  await bea.getByRole('button', { name: 'Spil inrichten' }).click()
  await bea.getByRole('alert').getByText('Gebruik uw naam of e-mailadres niet').waitFor()
  await bea.getByLabel('Kies een wachtwoord').fill(administrator.password)
  await bea.getByRole('button', { name: 'Spil inrichten' }).click()
  await bea.waitForURL('**/desk')
  await bea.goto('/account')
  await bea.getByRole('heading', { name: 'Spil is klaar. Wat nu?' }).waitFor()
  await expect.poll(() => bea.getByLabel('Naam', { exact: true }).inputValue()).toBe('Bea Heer')
  await bea.goto('/setup')
  await bea.waitForURL((url) => url.pathname !== '/setup')
})

test('an administrator sets up two-step sign-in and keeps the recovery codes', async () => {
  const bea = await browser.visitor('Bea', spil)
  await bea.goto('/account/security')
  await bea.waitForURL('**/sign-in?to=*')
  await signIn(bea, administrator)
  await heading(bea, 'Uw account')
  await bea.getByRole('button', { name: 'Instellen' }).click()
  await bea.getByLabel('Uw wachtwoord').fill('not my password')
  await bea.getByRole('button', { name: 'Verder' }).click()
  await bea.getByRole('alert').getByText('Dit is niet uw wachtwoord').waitFor()
  await bea.getByLabel('Uw wachtwoord').fill(administrator.password)
  await bea.getByRole('button', { name: 'Verder' }).click()
  await bea.getByRole('img', { name: /QR-code/ }).waitFor()
  expect(await axe(bea)).toEqual([])
  secret = ((await bea.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4}){4,}$/).textContent()) ?? '').replaceAll(' ', '')
  await bea.getByLabel('Code van zes cijfers').fill('000000')
  await bea.getByRole('button', { name: 'Aanzetten' }).click()
  await bea.getByRole('alert').getByText('Deze code klopt niet').waitFor()
  await bea.getByLabel('Code van zes cijfers').fill(await nextCode())
  await bea.getByRole('button', { name: 'Aanzetten' }).click()
  const list = bea.getByRole('list', { name: 'Herstelcodes' }).getByRole('listitem')
  await list.first().waitFor()
  codes = await list.allTextContents()
  expect(new Set(codes).size).toBe(10)
  expect(await axe(bea)).toEqual([])
  const download = bea.waitForEvent('download')
  await bea.getByRole('button', { name: 'Downloaden' }).click()
  expect((await download).suggestedFilename()).toBe('spil-codes.txt')
  await bea.getByRole('button', { name: 'Ik heb ze bewaard' }).click()
  await bea.getByText('Uitzetten kan niet').waitFor()
  await bea.getByRole('button', { name: 'Uw menu, Bea Heer' }).click()
  await bea.getByRole('menuitem', { name: 'Afmelden' }).click()
  await signedOut(bea)
})

test('signing in asks for the code, and comes back to the page that was opened', async () => {
  const bea = await browser.visitor('Bea', spil)
  await bea.goto('/people?role=administrator')
  await signIn(bea, administrator)
  await bea.getByLabel('Code').fill('123')
  await bea.getByRole('button', { name: 'Verder' }).click()
  await bea.getByText('Gebruik minstens 6 tekens').first().waitFor()
  expect(await axe(bea)).toEqual([])
  await bea.getByLabel('Code').fill(await nextCode())
  await bea.getByRole('button', { name: 'Verder' }).click()
  await heading(bea, 'Personen')
  expect(new URL(bea.url()).search).toBe('?role=administrator')
  await bea.getByRole('row', { name: /Bea Heer/ }).waitFor()
})

test('she invites a colleague, who chooses a password with the link from the mail, once', async () => {
  const bea = await browser.visitor('Bea', spil)
  await bea.goto('/people/new')
  await signIn(bea, administrator)
  await bea.getByLabel('Code').fill(codes[0] ?? '')
  await bea.getByRole('button', { name: 'Verder' }).click()
  await heading(bea, 'Persoon uitnodigen')
  await bea.getByLabel('Naam', { exact: true }).fill(joost.name)
  await bea.getByLabel('E-mailadres').fill(administrator.email)
  await bea.getByLabel(/^Behandelaar:/).check()
  await bea.getByRole('button', { name: 'Persoon toevoegen' }).click()
  await bea.getByRole('alert').getByText('Iemand anders heeft dit e-mailadres al').waitFor()
  await bea.getByLabel('E-mailadres').fill(joost.email)
  await bea.getByRole('button', { name: 'Persoon toevoegen' }).click()
  await heading(bea, joost.name)

  const link = await linkFor(joost.email, post)
  expect(new URL(link).hash.length).toBeGreaterThan(40)
  const invited = await browser.visitor('Joost', spil)
  await invited.goto(link)
  await heading(invited, 'Welkom bij Spil')
  await invited.getByLabel('Nieuw wachtwoord').fill('short')
  await invited.getByRole('button', { name: 'Wachtwoord bewaren' }).click()
  await invited.getByText('Gebruik minstens 12 tekens').first().waitFor()
  await invited.getByLabel('Nieuw wachtwoord').fill(joost.password)
  await invited.getByRole('button', { name: 'Wachtwoord bewaren' }).click()
  await invited.waitForURL((url) => url.pathname !== '/invitation')
  await invited.goto('/account')
  await expect.poll(() => invited.getByLabel('Naam', { exact: true }).inputValue()).toBe(joost.name)
  await invited.goto('/people/new')
  await invited.getByText('U mag deze pagina niet zien').first().waitFor()

  const other = await browser.visitor('somebody who found the link', spil)
  await other.goto(link)
  await other.getByLabel('Nieuw wachtwoord').fill('another good password')
  await other.getByRole('button', { name: 'Wachtwoord bewaren' }).click()
  await heading(other, 'Deze link werkt niet meer')
})

test('a forgotten password is replaced with a link, and the other devices are signed out', async () => {
  const phone = await browser.visitor('Joost on his phone', { ...spil, size: 'phone' })
  await phone.goto('/account')
  await signIn(phone, joost)
  await heading(phone, 'Uw account')
  const desk = await browser.visitor('Joost', spil)
  await desk.goto('/sign-in')
  await desk.getByRole('link', { name: 'Wachtwoord vergeten?' }).click()
  // The page before this one asks for an address as well.
  await heading(desk, 'Wachtwoord vergeten')
  await desk.getByLabel('E-mailadres').fill(joost.email)
  await desk.getByRole('button', { name: 'Link sturen' }).click()
  await desk.getByText(`Als ${joost.email} bij een account hoort`).waitFor()
  await desk.goto(await linkFor(joost.email, post))
  joost.password = 'ten yellow bicycles'
  await desk.getByLabel('Nieuw wachtwoord').fill(joost.password)
  await desk.getByRole('button', { name: 'Wachtwoord bewaren' }).click()
  await desk.waitForURL((url) => url.pathname !== '/reset')
  // By itself: its session ended with the old password.
  await signedOut(phone)
})

test('sessions are listed; one and all others can be signed out', async () => {
  const here = await browser.visitor('Joost here', spil)
  const there = await browser.visitor('Joost there', spil)
  const elsewhere = await browser.visitor('Joost elsewhere', spil)
  for (const page of [there, elsewhere, here]) {
    await page.goto('/account/security')
    await signIn(page, joost)
    await heading(page, 'Uw account')
  }
  const lines = here.getByRole('listitem').filter({ hasText: '127.0.0.1' })
  await expect.poll(() => lines.count()).toBe(4)
  await lines
    .filter({ hasNotText: 'Dit apparaat' })
    .first()
    .getByRole('button', { name: /^Afmelden/ })
    .click()
  await expect.poll(() => lines.count()).toBe(3)
  await here.getByRole('button', { name: 'Alle andere afmelden' }).click()
  await here.getByRole('dialog').getByRole('button', { name: 'Alle andere afmelden' }).click()
  await expect.poll(() => lines.count()).toBe(1)
  // By themselves: an open page hears that its session has ended.
  for (const page of [there, elsewhere]) await signedOut(page)
})

test('guessing is held up, and the page says for how long', async () => {
  const guesser = await browser.visitor('guesser', spil)
  await guesser.goto('/sign-in')
  for (let at = 0; at < 6; at += 1) {
    await signIn(guesser, { email: 'lotte@linde.example', password: `guess number ${at}` })
    await guesser.getByRole('alert').waitFor()
  }
  await guesser
    .getByRole('alert')
    .getByText(/Te veel pogingen. Probeer het over \d+ seconde/)
    .waitFor()
})

test.each(['//evil.example/', '/\\evil.example', '/\t/evil.example'])('signing in does not lead away from Spil: %j', async (to) => {
  const page = await browser.visitor('Joost', spil)
  await page.goto(`/sign-in?${new URLSearchParams({ to })}`)
  await signIn(page, joost)
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  expect(new URL(page.url()).origin).toBe(spil.url)
})
