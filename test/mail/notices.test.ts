/** What a vendor mails of a back-up comes in by a mailbox for notices: kept first, taken by its back-up, and on the list when nobody understands it. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { directory } from '#record/people/directory/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { fetchMail } from '#work/desk/mail/mailboxes/jobs.ts'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import { plainOf } from '#work/monitoring/backups/receiving/adapters/mail.ts'
import { type Dovecot, dovecot } from '../peers/dovecot.ts'
import { type Yard, yard } from '../peers/repositories.ts'

vi.setConfig({ testTimeout: 60_000 })
let at: Yard
let imap: Dovecot
let fetching: { stop(): Promise<void> }
beforeAll(async () => {
  ;[at, imap] = await Promise.all([yard(), dovecot()])
  const { host, port, user, password } = imap
  const box = {
    organisationId: at.bea.organisationId,
    name: 'Meldingen',
    address: 'backups@linde.example',
    host,
    port,
    user,
    password,
    secure: false,
  }
  await mails().addMailbox({ body: { ...box, notices: true } })
  fetching = await fetchMail.start(at.house.app)
})
afterAll(async () => {
  await fetching.stop()
  await at[Symbol.asyncDispose]()
  await imap.stop()
})
const mails = () => at.house.as(deskMail, at.bea.token)
const cloud = 'Cloud Backup <noreply@cloud.example>'
const notice = (id: string, subject: string, text: string, from = cloud) =>
  imap.deliver(
    `From: ${from}\r\nTo: backups@linde.example\r\nSubject: ${subject}\r\nMessage-ID: <${id}@cloud.example>\r\nAuto-Submitted: auto-generated\r\n\r\n${text}\r\n`,
  )
const arrived = async (count: number) => {
  await vi.waitFor(
    async () => {
      const { rows } = await at.house.app.pools.owner.query(`select count(*)::int as n from incoming_mail where state <> 'stored'`)
      expect(rows[0].n).toBe(count)
    },
    { timeout: 20_000, interval: 100 },
  )
  await at.house.settle()
}
const listed = async () => (await mails().notProcessed({ query: {} })).items.map(({ subject, reason }) => [subject, reason])
const shown = async (id: string) => {
  await at.collect()
  const { state, newest, why } = await at.of.backup({ params: { id } })
  return [state, newest?.bytes, why.map(({ code }) => code)]
}

test('a notice goes to the back-up it is of, never to a case; what nobody takes stands on the list, and can be tried again', async () => {
  const of = { kind: 'vendor', successWords: 'succeeded', failureWords: 'failed' } as const
  const mail = await at.make({ ...of, name: 'Post', mailFrom: 'cloud.example', mailSubject: 'Exchange' })
  const files = await at.make({ ...of, name: 'Bestanden', mailFrom: 'noreply@cloud.example', mailSubject: 'SharePoint' })
  await notice('1', 'Exchange: job succeeded', '4.8 MB written')
  await notice('2', 'SharePoint: job failed', 'Quota')
  await notice('3', 'Exchange: monthly newsletter', 'Hello')
  await notice('4', 'Teams: job succeeded', '1 MB')
  await notice('5', 'Exchange: job succeeded', 'from somebody else', 'x@cloud.example.evil.example')
  await arrived(5)
  expect(await shown(files.id)).toEqual(['wrong', undefined, ['vendorFailed']])
  expect((await listed()).sort()).toEqual([
    ['Exchange: job succeeded', 'desk.mail.reason.notice'],
    ['Exchange: monthly newsletter', 'desk.mail.reason.notice'],
    ['Teams: job succeeded', 'desk.mail.reason.notice'],
  ])
  // The newsletter came last: it is said that it was not understood.
  expect(await shown(mail.id)).toEqual(['unknown', 4_800_000, ['notUnderstood']])
  const teams = await at.make({ ...of, name: 'Teams', mailFrom: '@cloud.example', mailSubject: 'teams' })
  const [first] = (await mails().notProcessed({ query: {} })).items.filter(({ subject }) => subject?.startsWith('Teams'))
  await mails().retry({ params: { id: first?.id ?? '' } })
  await at.house.settle()
  expect(await shown(teams.id)).toEqual(['good', 1_000_000, []])
  expect(await listed()).toHaveLength(2)
  await notice('6', 'Exchange: job succeeded', '5 MB written')
  await arrived(6)
  expect(await shown(mail.id)).toEqual(['good', 5_000_000, []])
  const { rows } = await at.house.app.pools.owner.query('select count(*)::int as n from "case"')
  expect(rows[0].n).toBe(0)
})

test('of another organisation our mailbox serves what a word of the subject names; what would be of two is of neither', async () => {
  const customer = await at.house.as(directory, at.bea.token).createOrganisation({
    body: { name: 'Gemeente Elzendaal', locale: 'nl', timeZone: 'Europe/Amsterdam', mailDomains: [] },
  })
  const lead = await at.house.member(['lead'], { organisationId: customer.id })
  const of = { kind: 'vendor', successWords: 'succeeded', failureWords: 'failed', mailFrom: 'cloud.example' } as const
  const greedy = await at.make({ ...of, name: 'Alles', mailSubject: '' }, lead)
  const same = await at.make({ ...of, name: 'Ook', mailSubject: 'Exchange' }, lead)
  const theirs = await at.make({ ...of, name: 'Eigen', mailSubject: 'Elzendaal' }, lead)
  await notice('7', 'Exchange: job failed', 'of one of two')
  await notice('8', 'Elzendaal: job succeeded', '2 MB written')
  await arrived(8)
  const runs = async (id: string) => (await at.house.as(monitoringBackups, lead.token).runs({ params: { id }, query: {} })).items.length
  expect([await runs(greedy.id), await runs(same.id), await runs(theirs.id)]).toEqual([0, 0, 1])
  expect((await listed()).map(([subject]) => subject)).toContain('Exchange: job failed')
})

test('a mail of nothing but beginnings of marks is read in one pass, and what is not shown is not read', () => {
  expect(plainOf('<style>p { color: red }</style><p>Job <b>succeeded</b></p><script>failed</script> 5 MB').replaceAll(/\s+/g, ' ').trim()).toBe(
    'Job succeeded 5 MB',
  )
  for (const mark of ['<', '<style', '<!--', '</style <script>']) expect(plainOf(mark.repeat(400_000)).length).toBeLessThan(400_000)
})
