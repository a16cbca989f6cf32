/** The database goes away under an open page: it says so, keeps what was typed, and goes on by itself; no mail is lost meanwhile. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from '#platform/database/embedded.ts'
import { log } from '#platform/log.ts'
import { dovecot } from '#test/peers/dovecot.ts'
import { desk } from '#work/desk/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { withBrowser } from './browser.ts'
import { engage, enter, theAdministrator } from './cast.ts'
import { program } from './program.ts'

const browser = withBrowser()
const letter = [
  'From: Jan Jansen <jan@ouders.example>',
  'To: help@linde.example',
  'Subject: Bericht tijdens de storing',
  'Message-ID: <storing@ouders.example>',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Dit kwam toen de database weg was.',
  '',
].join('\r\n')

/** A server of its own, to take away and give back. */
async function database() {
  const folder = await mkdtemp(join(tmpdir(), 'spil-away-'))
  await chmod(folder, 0o711)
  const begin = () => startEmbedded({ data: join(folder, 'data'), log: log('silent') })
  const first = await begin()
  let running: typeof first | undefined = first
  const stop = async () => {
    await running?.stop()
    running = undefined
  }
  return {
    url: first.url,
    stop,
    async start() {
      running ??= await begin()
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

test('an open page says that Spil is away and goes on by itself; mail that came meanwhile becomes a case', { timeout: 150_000 }, async () => {
  await using server = await database()
  await using box = await dovecot()
  await using spil = await program({ databaseServer: server.url })
  // Also when something failed: what was made in the database is removed from it.
  await using _awake = { [Symbol.asyncDispose]: server.start }
  const bea = await theAdministrator(spil)
  const joost = await engage(spil, bea, 'Joost Bakker', ['engineer'])
  const cases = spil.as(desk, joost.session)
  const said = { kind: 'incident', text: '', impact: 'group', urgency: 'normal' } as const
  const first = await cases.createCase({ body: { ...said, title: 'Voor de storing' } })
  const { host, port, user, password } = box
  const mails = spil.as(deskMail, bea.session)
  await mails.addMailbox({
    body: { organisationId: bea.organisationId, name: 'Helpdesk', address: 'help@linde.example', host, port, secure: false, user, password },
  })
  await expect.poll(async () => (await mails.mailboxes()).items[0]?.connectedAt, { timeout: 20_000 }).not.toBeNull()

  const list = await enter(browser, joost, spil)
  await list.goto('/desk')
  await list.getByRole('row', { name: /Voor de storing/ }).waitFor()
  const page = await list.context().newPage()
  await page.goto(`/desk/cases/${first.number}`)
  const answer = page.getByRole('textbox', { name: /^Antwoord aan/ })
  await answer.fill('Hier ben ik mee bezig.')
  for (const one of [list, page]) await one.evaluate('window.notReloaded = true')

  await server.stop()
  await box.deliver(letter)
  await expect.poll(async () => (await fetch(`${spil.url}/api/health`)).status, { timeout: 20_000 }).toBe(503)
  await page.getByRole('button', { name: 'Versturen' }).click()
  for (const one of [list, page]) await one.getByText('Geen verbinding. Spil probeert het steeds opnieuw').waitFor({ timeout: 30_000 })
  await expect.poll(() => answer.inputValue()).toBe('Hier ben ik mee bezig.')
  await list.getByRole('row', { name: /Voor de storing/ }).waitFor()

  await server.start()
  await expect.poll(async () => (await fetch(`${spil.url}/api/health`)).status, { timeout: 20_000 }).toBe(200)
  await cases.createCase({ body: { ...said, title: 'Na de storing' } })
  const patient = { timeout: 60_000 }
  await list.getByRole('row', { name: /Na de storing/ }).waitFor(patient)
  await list.getByRole('row', { name: /Bericht tijdens de storing/ }).waitFor(patient)
  for (const one of [list, page]) await one.getByText('Geen verbinding. Spil probeert').waitFor({ ...patient, state: 'detached' })
  // What was sent while it was away is sent by itself, or still stands there to be sent.
  if ((await answer.inputValue()) !== '') await page.getByRole('button', { name: 'Versturen' }).click()
  await page.getByRole('list', { name: 'Verloop' }).getByText('Hier ben ik mee bezig.').waitFor(patient)
  expect(await page.getByRole('list', { name: 'Verloop' }).getByText('Hier ben ik mee bezig.').count()).toBe(1)
  for (const one of [list, page]) expect(await one.evaluate('window.notReloaded')).toBe(true)
  const { items } = await cases.cases({ query: {} })
  expect(items.map((item) => item.title).sort()).toEqual(['Bericht tijdens de storing', 'Na de storing', 'Voor de storing'])
})
