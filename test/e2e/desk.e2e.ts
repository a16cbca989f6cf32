/** One report that goes all the way round: in by mail, worked by two engineers who see each other, tested by the reporter, closed, proven. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dovecot, dovecot } from '#test/peers/dovecot.ts'
import { type Receiver, type Relay, receiver, relay } from '#test/peers/relay.ts'
import { desk } from '#work/desk/contract.ts'
import { axe, withBrowser } from './browser.ts'
import { engage, enter, photo, type Somebody, theAdministrator } from './cast.ts'
import { type Program, program } from './program.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const browser = withBrowser()
const jan = 'jan@ouders.example'
const title = 'Printer op de gang doet niets'

let spil: Program
let box: Dovecot
let post: Receiver
let onward: Relay
let bea: Somebody
let joost: Somebody
let fatima: Somebody
/** The case, as people see it: C-1. */
let number = ''

beforeAll(async () => {
  box = await dovecot()
  post = await receiver()
  onward = await relay(post.port)
  spil = await program({ env: { SPIL_SMTP_URL: onward.url } })
  bea = await theAdministrator(spil)
  joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  fatima = await engage(spil, bea, 'Fatima el Idrissi', ['engineer'])
})
afterAll(async () => {
  await spil[Symbol.asyncDispose]()
  await onward.stop()
  await post.stop()
  await box.stop()
})

/** The next mail to the reporter, read. */
async function mailToJan(about: RegExp) {
  const { raw } = await post.next((mail) => mail.to.includes(jan) && about.test(mail.raw))
  const { text = '', subject = '', messageId = '', headers } = await PostalMime.parse(raw)
  return { text, subject, messageId, references: headers.find(({ key }) => key === 'references')?.value ?? '' }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1 }).filter({ hasText: name }).waitFor()
const story = (page: Page) => page.getByRole('list', { name: 'Verloop' })
/** Who has a case open alone asks every 20 seconds who else has. */
const status = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).first().waitFor({ timeout: 25_000 })

const firstMail = [
  `From: Jan Jansen <${jan}>`,
  'To: help@linde.example',
  `Subject: ${title}`,
  'Message-ID: <eerste@ouders.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=deel',
  '',
  '--deel',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Er komt geen papier uit. Zie de foto.',
  '--deel',
  'Content-Type: image/png; name=printer.png',
  'Content-Disposition: attachment; filename=printer.png',
  'Content-Transfer-Encoding: base64',
  '',
  photo.toString('base64'),
  '--deel--',
  '',
].join('\r\n')

test('the administrator adds the mailbox and sees that it is connected', async () => {
  const page = await enter(browser, bea, spil)
  await page.goto('/desk/settings?section=mail')
  await page.getByRole('button', { name: 'Postbus toevoegen' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Naam', { exact: true }).fill('Helpdesk')
  await form.getByLabel('E-mailadres').fill('help@linde.example')
  await form.getByLabel('IMAP-server').fill(box.host)
  await form.getByLabel('Poort').fill(String(box.port))
  await form.getByLabel('Meteen versleuteld (TLS)').uncheck()
  await form.getByLabel('Gebruikersnaam').fill(box.user)
  await form.getByLabel('Wachtwoord').fill(box.password)
  expect(await axe(page)).toEqual([])
  await form.getByRole('button', { name: 'Postbus toevoegen' }).click()
  await page.getByRole('listitem').filter({ hasText: 'help@linde.example' }).getByText('Verbonden', { exact: true }).waitFor()
})

test('a mail becomes a case that appears in the open list by itself; an engineer reads it, overrides the priority and takes it', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto('/desk')
  await page.getByText('Hier staat niets').waitFor()
  await page.evaluate('window.notReloaded = true')
  await box.deliver(firstMail)
  await page.getByRole('row', { name: new RegExp(title) }).waitFor()
  expect(await page.evaluate('window.notReloaded')).toBe(true)
  await page.getByRole('link', { name: title }).click()
  await heading(page, title)
  number = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await story(page).getByText('Er komt geen papier uit.').waitFor()
  await expect
    .poll(() => page.getByRole('img', { name: 'printer.png' }).evaluate((picture) => (picture as { naturalWidth?: number }).naturalWidth))
    .toBe(1)
  const received = await mailToJan(/Auto-Submitted: auto-replied/i)
  expect(received.subject).toContain(`[${number}]`)

  await page.getByRole('button', { name: 'Afwijken van het voorstel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Opslaan' }).click()
  await dialog.getByText('Geef een reden').waitFor()
  await dialog.getByLabel('Prioriteit').selectOption({ label: 'Hoog' })
  await dialog.getByLabel('Waarom wijkt u af?').fill('Er is morgen een open dag')
  await dialog.getByRole('button', { name: 'Opslaan' }).click()
  await page.getByText('Met de hand gekozen: Er is morgen een open dag').waitFor()
  await page.getByText(/, omdat het gevolg “.+” is en de urgentie “.+”/).waitFor()
  await page.getByRole('button', { name: 'Oppakken' }).click()
  await page.getByRole('button', { name: 'Oplossing laten testen' }).waitFor()
  await story(page).getByText('Status van Nieuw naar In behandeling').waitFor()
  expect(await axe(page)).toEqual([])
})

test('two engineers on one case see each other; what one changes is shown to the other, who is typing', { timeout: 60_000 }, async () => {
  const first = await enter(browser, joost, spil)
  const second = await enter(browser, fatima, spil)
  await first.goto(`/desk/cases/${number}`)
  await heading(first, title)
  await second.goto(`/desk/cases/${number}`)
  await status(second, 'Joost Bakker kijkt ook')
  await status(first, 'Fatima el Idrissi kijkt ook')
  const answer = first.getByRole('textbox', { name: 'Antwoord aan Jan Jansen' })
  // As fast as people type: long enough that who looks every few seconds finds them writing, however busy this machine is.
  await Promise.all([answer.pressSequentially('Ik kom zo bij u kijken.', { delay: 200 }), status(second, 'Joost Bakker schrijft')])
  await second.getByRole('button', { name: `Titel wijzigen: ${title}` }).click()
  await second.getByRole('textbox', { name: 'Titel' }).fill(`${title} (2e verdieping)`)
  await second.keyboard.press('Enter')
  await status(first, 'Gewijzigd door Fatima el Idrissi: Titel')
  await heading(first, '(2e verdieping)')
  await expect.poll(() => answer.inputValue()).toBe('Ik kom zo bij u kijken.')
  await first.getByRole('button', { name: 'Versturen' }).click()
  await story(second).getByText('Ik kom zo bij u kijken.').waitFor()
  // The other may see it before who sent it has heard that it was sent.
  await expect.poll(() => answer.inputValue()).toBe('')
})

test('who changes what was changed meanwhile is shown both, and nothing is overwritten', async () => {
  const first = await enter(browser, joost, spil)
  await first.goto(`/desk/cases/${number}`)
  await first.getByRole('button', { name: /^Titel wijzigen/ }).click()
  const field = first.getByRole('textbox', { name: 'Titel' })
  await field.fill('Printer van Joost')
  const cases = spil.as(desk, fatima.session)
  const { case: before } = await cases.case({ params: { id: number } })
  await cases.edit({ params: { id: number }, body: { version: before.version, title: 'Printer van Fatima' } })
  await field.press('Enter')
  const dialog = first.getByRole('dialog', { name: 'Deze zaak is intussen gewijzigd' })
  await dialog.getByText('Fatima el Idrissi was u voor').waitFor()
  await dialog.getByText(/→ Printer van Fatima/).waitFor()
  expect(await axe(first)).toEqual([])
  await dialog.getByRole('button', { name: 'Zo laten' }).click()
  await heading(first, 'Printer van Fatima')
})

test('the reporter gets the answer by mail, and their reply is on the case', async () => {
  const page = await enter(browser, fatima, spil)
  await page.goto(`/desk/cases/${number}`)
  await heading(page, 'Printer')
  const answer = await mailToJan(/Ik kom zo bij u kijken/)
  expect(answer.text).toContain('Joost Bakker')
  await box.deliver(
    [
      `From: Jan Jansen <${jan}>`,
      'To: help@linde.example',
      `Subject: Re: ${answer.subject}`,
      'Message-ID: <tweede@ouders.example>',
      `In-Reply-To: ${answer.messageId}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Dat is goed, ik ben er tot vier uur.',
      '',
      ...answer.text.split('\n').map((line) => `> ${line}`),
    ].join('\r\n'),
  )
  await story(page).getByText('Dat is goed, ik ben er tot vier uur.').waitFor()
})

test('solved, tested by the reporter with the link from the mail, closed; the history shows it all and the logbook verifies', async () => {
  const page = await enter(browser, joost, spil)
  await page.goto(`/desk/cases/${number}`)
  await page.getByRole('button', { name: 'Oplossing laten testen' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await dialog.getByText('Schrijf op wat er gedaan is').waitFor()
  await dialog.getByLabel('Wat is er gedaan?').fill('De kabel is vervangen.')
  await dialog.getByLabel('Hoe is het getest?').fill('Een proefafdruk gemaakt.')
  await dialog.getByRole('button', { name: 'Melder laten testen' }).click()
  await page.getByText('Opgelost, te testen').first().waitFor()

  const { text } = await mailToJan(/\/confirm\//)
  const link = /https?:\/\/\S+\/confirm\/\S+/.exec(text)?.[0] ?? ''
  const phone = await browser.visitor('Jan', { ...spil, size: 'phone' })
  await phone.goto(link)
  await phone.getByRole('heading', { level: 1, name: 'Werkt het weer?' }).waitFor()
  await phone.getByText('De kabel is vervangen.').waitFor()
  await phone.getByText('Een proefafdruk gemaakt.').waitFor()
  expect(await axe(phone)).toEqual([])
  await phone.getByRole('button', { name: 'Het werkt', exact: true }).click()
  await phone.getByRole('heading', { level: 1, name: 'Dank u. Fijn dat het werkt' }).waitFor()
  await phone.reload()
  await phone.getByRole('heading', { level: 1, name: 'Is het probleem terug?' }).waitFor()

  const told = story(page)
  await told.getByText('Status van Opgelost, te testen naar Gesloten').waitFor()
  const all = (await told.getByRole('listitem').allTextContents()).join('\n')
  for (const said of ['Er komt geen papier uit', 'Status van Nieuw naar In behandeling', 'Ik kom zo bij u kijken', 'Dat is goed', 'Titel gewijzigd'])
    expect(all).toContain(said)
  expect(all).toContain('De kabel is vervangen.')
  await expect.poll(async () => (await spil.query('select 1 from unsealed limit 1')).length, { timeout: 20_000 }).toBe(0)
  const env = { ...process.env, SPIL_CONFIG: '/nonexistent', SPIL_DATA: spil.data, DATABASE_URL: spil.databaseUrl }
  await run(join(root, 'node_modules', '.bin', 'node'), ['src/cli.ts', 'verify'], { cwd: root, env })
})
