/** Mail through real servers: fetched from Dovecot as it comes, sent through a relay; and what a crash in the middle does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#platform/client.ts'
import { sendMail } from '#platform/mail/mail.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { fetchMail } from '#work/desk/mail/mailboxes/jobs.ts'
import { type Dovecot, dovecot } from '../peers/dovecot.ts'
import { type Receiver, type Relay, receiver, relay } from '../peers/relay.ts'
import { type Member, type Spil, spil } from '../spil.ts'

/** Somebody else each time, as more than a few receipts in ten minutes are a loop. */
const from = (subject: string) => `${subject.replace(/\W/g, '').toLowerCase()}@linde.example`
const letter = (subject: string, ...headers: string[]) =>
  [
    `From: Jan Jansen <${from(subject)}>`,
    'To: help@linde.example',
    `Subject: ${subject}`,
    `Message-ID: <${subject.replace(/\W/g, '')}@x>`,
    ...headers,
    '',
    'Het werkt niet.',
    '',
  ].join('\r\n')

/** Asks again until it is so; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (so(answer)) return answer
    await sleep(100)
  }
}

let house: Spil
let imap: Dovecot
let outside: Receiver
let smtp: Relay
let admin: Member
let mails: Client<typeof deskMail>
let fetching: { stop(): Promise<void> }
const titles = async () =>
  (await house.app.pools.owner.query<{ title: string }>('select title from "case" order by number')).rows.map((row) => row.title)
const mailbox = () => ({
  organisationId: admin.organisationId,
  name: 'Helpdesk',
  address: 'help@linde.example',
  host: imap.host,
  port: imap.port,
  secure: false,
  user: imap.user,
  password: imap.password,
})

beforeAll(async () => {
  outside = await receiver()
  ;[house, imap, smtp] = await Promise.all([spil(), dovecot(), relay(outside.port)])
  house.app.config.smtpUrl = smtp.url
  admin = await house.administrator()
  mails = house.as(deskMail, admin.token)
  fetching = await fetchMail.start(house.app)
})
afterAll(async () => {
  await fetching.stop()
  await house[Symbol.asyncDispose]()
  await Promise.all([imap.stop(), smtp.stop()])
  await outside.stop()
})

describe('a mailbox', () => {
  test('is fetched from the moment an administrator adds it, what lay there before included; the password never comes out', async () => {
    await imap.deliver(letter('Van gisteren'))
    const added = await mails.addMailbox({ body: mailbox() })
    expect(JSON.stringify(added)).not.toContain(imap.password)
    await until(titles, (all) => all.length === 1)
    const { rows } = await house.app.pools.owner.query<{ password: string }>('select password from mailbox')
    expect(rows[0]?.password).not.toContain(imap.password)
  })
  test('new mail comes in by itself, and the sender gets an answer through the relay', async () => {
    await imap.deliver(letter('Vers'))
    await until(titles, (all) => all.includes('Vers'))
    await house.settle()
    const mail = await outside.next((one) => one.raw.includes('] Vers\r\n'))
    expect(mail.to).toEqual([from('Vers')])
    expect(mail.raw).toMatch(/^Auto-Submitted: auto-replied/im)
    expect(mail.raw).toMatch(/^From: Lindecollege <help@linde\.example>/im)
    const { rows } = await house.app.pools.owner.query('select state from outgoing_mail')
    expect(rows.every((row) => row.state === 'sent')).toBe(true)
    const answer = /^Message-ID: (\S+)/im.exec(mail.raw)?.[1] ?? ''
    await imap.deliver(letter('Antwoord', `In-Reply-To: ${answer}`))
    await until(
      async () => (await house.app.pools.owner.query('select count(*)::int as n from entry')).rows[0]?.n as number,
      (n) => n >= 1,
    )
    expect(await titles()).not.toContain('Antwoord')
  })
  test('one that cannot be read stands on the list, and the next is served; all are marked as seen', async () => {
    await imap.deliver('\r\n\r\nniemand')
    await imap.deliver(letter('Daarna'))
    await until(titles, (all) => all.includes('Daarna'))
    await until(
      () => mails.notProcessed(),
      ({ items }) => items.length === 1,
    )
    await until(
      async () => imap.seen(),
      (n) => n === 5,
    )
  })
  test('one that is too large is kept in part on the list, and its sender is told', async () => {
    const most = house.app.config.maxUploadBytes
    house.app.config.maxUploadBytes = 100_000
    await imap.deliver(`${letter('Te groot')}${'x'.repeat(200_000)}`)
    const { items } = await until(
      () => mails.notProcessed(),
      (list) => list.items.length === 2,
    )
    expect(items[0]).toMatchObject({ reason: 'desk.mail.reason.tooLarge', sender: from('Te groot'), subject: 'Te groot' })
    expect(items[0]?.size).toBeGreaterThan(200_000)
    await house.settle()
    expect((await outside.next((one) => one.raw.includes('Te groot'))).raw).toMatch(/^Auto-Submitted: auto-replied/im)
    house.app.config.maxUploadBytes = most
  })
  test('with all UIDs forgotten nothing comes twice', async () => {
    const before = await titles()
    await imap.renumber()
    await imap.deliver(letter('Na de reparatie'))
    await until(titles, (all) => all.includes('Na de reparatie'))
    expect(await titles()).toEqual([...before, 'Na de reparatie'])
  })
})

describe('trouble', () => {
  test('when the database refuses between fetch and commit, the mail is neither lost nor doubled', async () => {
    const { owner } = house.app.pools
    await owner.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no' using errcode = '57P01'; end $$`)
    await owner.query('create trigger refuse before insert on mailbox_seen for each row execute function refuse()')
    await imap.deliver(letter('Even niet'))
    await until(
      () => mails.mailboxes(),
      ({ items }) => items[0]?.failedAt !== null,
    )
    expect(await titles()).not.toContain('Even niet')
    await owner.query('drop trigger refuse on mailbox_seen')
    await until(titles, (all) => all.includes('Even niet'))
    expect((await titles()).filter((one) => one === 'Even niet')).toHaveLength(1)
  })
  test('a connection that breaks is made again by itself', async () => {
    imap.kick()
    await imap.deliver(letter('Na de breuk'))
    await until(titles, (all) => all.includes('Na de breuk'))
  })
  test('a wrong password is told, and mended by giving another', async () => {
    const [one] = (await mails.mailboxes()).items
    if (!one) throw new Error('no mailbox')
    const { id, version, connectedAt, failedAt, failure, ...fields } = one
    const changed = await mails.changeMailbox({ params: { id }, body: { ...fields, version, password: 'fout' } })
    await until(
      () => mails.mailboxes(),
      ({ items }) => items[0]?.failure !== null,
    )
    expect(JSON.stringify((await mails.mailboxes()).items)).not.toContain('"fout"')
    await mails.changeMailbox({ params: { id }, body: { ...fields, version: changed.version, password: imap.password } })
    await imap.deliver(letter('Weer goed'))
    await until(titles, (all) => all.includes('Weer goed'))
  })
})

describe('a mail that cannot be sent', () => {
  const about = async (subject: string) =>
    (await house.app.pools.owner.query('select state, attempts, error from outgoing_mail where subject like $1', [`%${subject}%`])).rows[0]
  test('is refused for good by the other side: it stands on the list, and can be sent again', async () => {
    // What came before is answered first.
    await house.settle()
    // Straight to the receiver: the relay would take it and send it back later.
    house.app.config.smtpUrl = `smtp://127.0.0.1:${outside.port}`
    outside.refuse({ code: 550, text: 'no such person' })
    await mails.submit({ raw: letter('Geweigerd') })
    await house.settle()
    expect(await about('Geweigerd')).toMatchObject({ state: 'failed', attempts: 1, error: expect.stringContaining('no such person') })
    const { rows } = await house.app.pools.owner.query('select visibility, text from entry order by place desc limit 1')
    expect(rows[0]).toMatchObject({ visibility: 'internal', text: expect.stringContaining(from('Geweigerd')) })
    const [stuck] = (await mails.outgoing()).items
    expect(stuck).toMatchObject({ state: 'failed', to: [from('Geweigerd')] })
    outside.refuse(undefined)
    await mails.sendAgain({ params: { id: stuck?.id ?? '' } })
    await house.settle()
    expect(await about('Geweigerd')).toMatchObject({ state: 'sent' })
  })
  test('waits and is tried again when the other side is busy', async () => {
    outside.refuse({ code: 451, text: 'later' })
    await mails.submit({ raw: letter('Later') })
    await house.settle()
    expect(await about('Later')).toMatchObject({ state: 'waiting', attempts: 1 })
    outside.refuse(undefined)
    house.clock.set(new Date(house.clock.now().getTime() + 3 * 60_000))
    await house.settle()
    expect(await about('Later')).toMatchObject({ state: 'sent', attempts: 2 })
    house.clock.set(undefined)
  })
  test('of several receivers: who has it has it, who was refused is told, and only the others are tried again', async () => {
    const subject = 'Aan drie'
    const to = ['goed', 'druk', 'weg'].map((name) => ({ name, address: `${name}@elders.example` }))
    outside.refuse((address) =>
      address.startsWith('druk') ? { code: 451, text: 'busy' } : address.startsWith('weg') ? { code: 550, text: '5.1.1 no such person' } : undefined,
    )
    await house.app.asSystem((ctx) => sendMail(ctx, { to, subject, text: 'x', about: 'test/drie', organisationId: admin.organisationId }))
    await house.settle()
    const got = () => outside.received.filter((mail) => mail.raw.includes(subject)).map((mail) => mail.to)
    expect(got()).toEqual([['goed@elders.example']])
    expect(await about(subject)).toMatchObject({ state: 'waiting', attempts: 1, error: expect.stringContaining('busy') })
    outside.refuse(undefined)
    house.clock.set(new Date(house.clock.now().getTime() + 3 * 60_000))
    await house.settle()
    house.clock.set(undefined)
    expect(got()).toEqual([['goed@elders.example'], ['druk@elders.example']])
    const { rows } = await house.app.pools.owner.query(`select state, undelivered from outgoing_mail where about = 'test/drie'`)
    expect(rows).toMatchObject([{ state: 'sent', undelivered: [{ address: 'weg@elders.example' }] }])
    const marked = await house.app.pools.owner.query(`select reason from mail_bounced where address = 'weg@elders.example'`)
    expect(marked.rows).toMatchObject([{ reason: expect.stringContaining('5.1.1') }])
  })
  test('waits while no server is configured', async () => {
    house.app.config.smtpUrl = undefined
    await mails.submit({ raw: letter('Wacht') })
    await house.settle()
    expect(await about('Wacht')).toMatchObject({ state: 'waiting', attempts: 0 })
    expect((await mails.outgoing()).items[0]?.subject).toContain('Wacht')
  })
})
