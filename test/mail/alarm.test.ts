/** An alarm by mail, and its answer: out through a real relay, back through a real mailbox; only who was told, themselves, acknowledges. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { fetchMail } from '#work/desk/mail/mailboxes/jobs.ts'
import { monitoringOnCall } from '#work/monitoring/alarms/oncall/contract.ts'
import { type AlarmsHouse, alarmsHouse, type Thing } from '../alarms.ts'
import { type Dovecot, dovecot } from '../peers/dovecot.ts'
import { type Receiver, type Relay, receiver, relay } from '../peers/relay.ts'
import { raw } from './letters.ts'

vi.setConfig({ testTimeout: 120_000 })

let on: AlarmsHouse
let imap: Dovecot
let outside: Receiver
let smtp: Relay
let fetching: { stop(): Promise<void> }
let thing: Thing
beforeAll(async () => {
  outside = await receiver()
  ;[on, imap, smtp] = await Promise.all([alarmsHouse(), dovecot(), relay(outside.port)])
  Object.assign(on.house.app.config, { smtpUrl: smtp.url, mailFrom: 'spil@linde.example' })
  const admin = await on.house.administrator()
  const { host, port, user, password } = imap
  const box = { organisationId: on.organisationId, name: 'Helpdesk', address: 'help@linde.example', host, port, user, password, secure: false }
  await on.house.as(deskMail, admin.token).addMailbox({ body: { ...box, plusAddressing: true } })
  const policy = { low: [], normal: [{ after: 0, to: { kind: 'person' as const, id: on.engineer.id } }], high: [], critical: [] }
  const params = { organisationId: on.organisationId }
  await on.house.as(monitoringOnCall, on.lead.token).changeEscalation({ params, body: { version: 0, policy } })
  thing = await on.make('A-1', 'answered')
  await on.rule('answered', { kind: 'threshold', query: 'answered', op: '>', value: 1 })
  fetching = await fetchMail.start(on.house.app)
})
afterAll(async () => {
  await fetching.stop()
  await on.house[Symbol.asyncDispose]()
  await Promise.all([imap.stop(), smtp.stop()])
  await outside.stop()
})
type Received = Receiver['received'][number]
const header = ({ raw: text }: Received, name: string) =>
  new RegExp(`^${name}:(.*(?:\r\n[ \t].*)*)`, 'im').exec(text)?.[1]?.replace(/\s+/g, ' ').trim() ?? ''
const said = ({ raw: text }: Received) => text.replaceAll('=\r\n', '')
const alarm = async () => (await on.alarms({ itemId: thing.id })).items[0]
const isAbout = (word: string) => (one: Received) => header(one, 'Subject').includes(word)
/** Comes in, and is placed. */
async function comesBack(letter: Parameters<typeof raw>[0]): Promise<string | null> {
  const id = `<${crypto.randomUUID()}@mail.example>`
  await imap.deliver(raw({ id, to: 'help@linde.example', ...letter }))
  for (;;) {
    const { rows } = await on.house.app.pools.owner.query<{ state: string; disposition: string | null }>(
      'select state, disposition from incoming_mail where message_id = $1',
      [id],
    )
    if (rows[0] && rows[0].state !== 'stored') return rows[0].disposition
    await sleep(100)
  }
}
test('an answer of who was told acknowledges, and says so; one of somebody else, of a machine, forwarded or forged does not', async () => {
  const me = `Piket <${on.engineer.email}>`
  await on.give('answered', thing, 5)
  await on.round()
  await on.house.settle()
  const mail = await outside.next(isAbout('Regel answered'))
  expect(header(mail, 'From')).toContain('help@linde.example')
  const id = header(mail, 'Message-ID')
  expect(id).toMatch(/^<alarm\./)
  expect(header(mail, 'Reply-To')).toMatch(/help\+alarm\.[0-9a-f-]{36}\.[0-9a-f]{32}@linde\.example/)
  const headers = [`In-Reply-To: ${id}`, `References: ${id}`]
  const subject = `Re: ${header(mail, 'Subject')}`
  expect(await comesBack({ from: me, subject, headers: [...headers, 'Auto-Submitted: auto-replied'], text: 'Ik ben er niet' })).toBeNull()
  expect(await comesBack({ from: me, subject: `Automatisch antwoord: ${subject}`, headers, text: 'Ik ben er niet' })).toBeNull()
  expect(await comesBack({ from: me, subject: `Fwd: ${header(mail, 'Subject')}`, headers, text: 'Ter info' })).toBe('opened')
  expect(await comesBack({ from: on.lead.email, subject, headers, text: 'Ik kijk' })).toBe('appended')
  const forged = id.replace(/\.[0-9a-f]{32}@/, `.${'0'.repeat(32)}@`)
  expect(await comesBack({ from: me, subject: 'Re: x', headers: [`In-Reply-To: ${forged}`], text: 'Ik kijk' })).toBe('opened')
  expect((await alarm())?.acknowledged).toBeNull()
  // Their own answer, by a program that keeps no thread: the address it went to says what it answers.
  const to = /<?(help\+[^>\s]+)>?/.exec(header(mail, 'Reply-To'))?.[1] ?? ''
  const text = 'Ik ga erheen.\n\nOp 26 nov schreef Lindecollege:\n> alles'
  expect(await comesBack({ from: me.toUpperCase(), to: to.toUpperCase(), subject, text })).toBe('taken')
  expect((await alarm())?.acknowledged).toMatchObject({ by: { id: on.engineer.id }, note: 'Ik ga erheen.', until: null })
  await on.house.settle()
  const answer = await outside.next((one) => /^Auto-Submitted: auto-replied/im.test(one.raw) && isAbout('Regel answered')(one))
  expect(answer.to).toEqual([on.engineer.email])
  expect(said(answer)).toContain('dit alarm staat op uw naam')
  expect(header(answer, 'References')).toContain(id)
  // The same once more is not answered, and nothing of it became work for the desk.
  const before = outside.received.length
  expect(await comesBack({ from: me, subject, headers, text: 'Bedankt' })).toBe('taken')
  await on.house.settle()
  expect(outside.received.slice(before)).toEqual([])
  const cases = (await on.house.as(desk, on.engineer.token).cases({ query: { limit: 200 } })).items
  expect(cases.filter(({ title }) => title.includes('Regel answered'))).toHaveLength(1)
})
test('who was told hears once that it is over; an answer after that acknowledges nothing, and says so', async () => {
  on.later(120)
  await on.give('answered', thing, 0)
  expect(await on.round()).toMatchObject({ ended: 1 })
  await on.house.settle()
  const over = await outside.next(isAbout('Voorbij: Regel answered'))
  expect(over.to).toEqual([on.engineer.email])
  const mail = outside.received.find(isAbout('Regel answered'))
  await on.house.settle()
  expect(outside.received.filter(isAbout('Voorbij'))).toHaveLength(1)
  if (!mail) throw new Error('it was told')
  const headers = [`In-Reply-To: ${header(mail, 'Message-ID')}`]
  expect(await comesBack({ from: on.engineer.email, subject: 'Re: alarm', headers, text: 'Nu pas gezien' })).toBe('taken')
  await on.house.settle()
  expect(said(await outside.next(isAbout('Re: alarm')))).toContain('was al voorbij')
  // A week later it is mail like any other: of the case that somebody else's answer opened.
  on.later(8 * 86_400)
  expect(await comesBack({ from: on.engineer.email, subject: 'Re: alarm', headers, text: 'Heel laat' })).toBe('appended')
})
