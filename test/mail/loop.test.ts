/** Two installations whose mailboxes write to each other, through a real relay and real mailboxes: they stop by themselves, and somebody is told. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '#work/desk/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { fetchMail } from '#work/desk/mail/mailboxes/jobs.ts'
import { type Dovecot, dovecot } from '../peers/dovecot.ts'
import { type Receiver, type Relay, receiver, relay } from '../peers/relay.ts'
import { type Member, type Spil, spil } from '../spil.ts'

interface House {
  spil: Spil
  box: Dovecot
  address: string
  bea: Member
  fetching: { stop(): Promise<void> }
}
let between: Receiver
let smtp: Relay
let houses: House[]
/** What the servers between them do to a mail. */
let spoil: (raw: string) => string = (raw) => raw

async function house(domain: string): Promise<House> {
  const [one, box] = await Promise.all([spil(), dovecot()])
  const address = `help@${domain}`
  Object.assign(one.app.config, { smtpUrl: smtp.url, mailFrom: address })
  const bea = await one.administrator()
  const { host, port, user, password } = box
  const mailbox = { organisationId: bea.organisationId, name: 'Helpdesk', address, host, port, user, password, secure: false }
  await one.as(deskMail, bea.token).addMailbox({ body: mailbox })
  return { spil: one, box, address, bea, fetching: await fetchMail.start(one.app) }
}

beforeAll(async () => {
  between = await receiver()
  smtp = await relay(between.port)
  houses = [await house('linde.example'), await house('wilg.example')]
})
afterAll(async () => {
  for (const { fetching, spil: one, box } of houses) {
    await fetching.stop()
    await one[Symbol.asyncDispose]()
    await box.stop()
  }
  await smtp.stop()
  await between.stop()
})

/** Hands every mail that went out to the mailbox it is for, until nothing moves any more. How many there were. */
async function untilQuiet(from: number): Promise<number> {
  let handed = from
  for (let quiet = 0; quiet < 30; quiet++) {
    for (const { spil: one } of houses) await one.settle()
    for (const mail of between.received.slice(handed)) {
      handed++
      quiet = 0
      const to = houses.find(({ address }) => mail.to.some((one) => one.replace(/\+[^@]*@/, '@') === address))
      await to?.box.deliver(`Return-Path: <${mail.from}>\r\n${spoil(mail.raw)}`)
    }
    await sleep(100)
  }
  return handed - from
}
const [linde, wilg] = [() => houses[0] as House, () => houses[1] as House]
const titles = async ({ spil: one, bea }: House) => (await one.as(desk, bea.token).cases({ query: { limit: 200 } })).items.map((item) => item.title)
const begin = (subject: string) =>
  linde().box.deliver(
    `From: Helpdesk <${wilg().address}>\r\nTo: ${linde().address}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@x>\r\n\r\nHallo\r\n`,
  )
const withoutHeaders = (raw: string, ...names: string[]) => {
  const end = raw.indexOf('\r\n\r\n')
  const kept = raw.slice(0, end).split(/\r\n(?![ \t])/)
  return kept.filter((line) => !names.some((name) => line.toLowerCase().startsWith(`${name}:`))).join('\r\n') + raw.slice(end)
}
const marks = ['auto-submitted', 'x-auto-response-suppress', 'x-loop', 'precedence']

test('one answer, and it stands on the list of the other', async () => {
  await begin('Begin')
  expect(await untilQuiet(between.received.length)).toBe(1)
  const { items } = await wilg().spil.as(deskMail, wilg().bea.token).notProcessed()
  expect(items).toMatchObject([{ reason: 'desk.mail.reason.automaticReply', sender: linde().address }])
}, 60_000)

test('also when the servers between them lose what marks a mail as automatic: the thread ends it', async () => {
  spoil = (raw) => withoutHeaders(raw, ...marks)
  await begin('Kaal')
  expect(await untilQuiet(between.received.length)).toBeLessThanOrEqual(2)
  const [opened] = (
    await linde()
      .spil.as(desk, linde().bea.token)
      .cases({ query: { search: 'Kaal' } })
  ).items
  const { entries } = await linde()
    .spil.as(desk, linde().bea.token)
    .case({ params: { id: opened?.id ?? '' } })
  expect(entries).toMatchObject([{ author: { name: 'Helpdesk' }, visibility: 'public' }])
}, 60_000)

test('also when they lose every thread: within ten mails, and a case tells the administrator', async () => {
  // The addresses of the first two tests have had receipts: as if it begins an hour later.
  for (const { spil: one } of houses) one.clock.set(new Date(one.clock.now().getTime() + 3_600_000))
  let counter = 0
  spoil = (raw) =>
    withoutHeaders(raw, ...marks, 'message-id', 'in-reply-to', 'references', 'reply-to', 'subject').replace(
      /^/,
      `Subject: Vraag ${++counter}\r\nMessage-ID: <anders${counter}@gateway.example>\r\n`,
    )
  await begin('Zonder draad')
  const mails = await untilQuiet(between.received.length)
  expect(mails).toBeGreaterThan(4)
  expect(mails).toBeLessThanOrEqual(10)
  const told = [...(await titles(linde())), ...(await titles(wilg()))].filter((title) => title.startsWith('Te veel automatische antwoorden'))
  expect(told).toHaveLength(1)
  for (const { spil: one } of houses) one.clock.set(undefined)
}, 120_000)
