/** The real program, killed while it takes in mail from a real server: started again, each mail is there exactly once. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { people } from '#record/people/contract.ts'
import { deskMail } from '#work/desk/mail/contract.ts'
import { program } from '../e2e/program.ts'
import { dovecot } from '../peers/dovecot.ts'
import { receiver } from '../peers/relay.ts'
import { administrator } from '../spil.ts'

const many = 60

test('killed three times while mail comes in and goes out: nothing lost, nothing twice', async () => {
  await using imap = await dovecot()
  await using outside = await receiver()
  await using spil = await program({ env: { SPIL_SMTP_URL: `smtp://127.0.0.1:${outside.port}` } })
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).organisations()).items[0]?.id ?? ''
  for (let n = 0; n < many; n++)
    await imap.deliver(
      `From: p${n}@linde.example\r\nTo: help@linde.example\r\nSubject: mail ${n}.\r\nMessage-ID: <${n}@linde.example>\r\n\r\nHet werkt niet.\r\n`,
    )
  const { host, port, user, password } = imap
  await spil.as(deskMail, session).addMailbox({
    body: { organisationId, name: 'Helpdesk', address: 'help@linde.example', host, port, user, password, secure: false },
  })
  const count = async () => (await spil.query<{ n: number }>('select count(*)::int as n from "case"'))[0]?.n ?? 0
  for (const enough of [1, many / 3, (many * 2) / 3]) {
    while ((await count()) < enough) await sleep(20)
    await spil.kill9()
    await spil.start()
  }
  while ((await count()) < many) await sleep(100)
  // Whatever a dead process left half-way is taken up: nothing stays merely stored, nothing merely waiting.
  const left = `select (select count(*) from incoming_mail where state = 'stored') + (select count(*) from outgoing_mail where state <> 'sent') as n,
    (select count(*) from outgoing_mail) as mails`
  for (let later = 1; ; later++) {
    const [row] = await spil.query<{ n: string; mails: string }>(left)
    if (Number(row?.n) === 0 && Number(row?.mails) === many) break
    await spil.clock(new Date(Date.now() + later * 30 * 60_000))
    await sleep(500)
  }
  const titles = (await spil.query<{ title: string }>('select title from "case"')).map((row) => row.title)
  expect(titles.sort()).toEqual(Array.from({ length: many }, (_, n) => `mail ${n}.`).sort())
  // Sending may have been cut off between the server's yes and our note of it: then it is sent again under the same Message-ID.
  const ids = outside.received.map((mail) => /^Message-ID: (\S+)/im.exec(mail.raw)?.[1])
  expect(new Set(ids).size).toBe(many)
}, 120_000)

/** Where in the way of one mail the program dies, and how that moment is held long enough to hit it. */
const moments: readonly { when: string; holds: string | null; size: number }[] = [
  { when: 'while it is being fetched', holds: null, size: 20_000_000 },
  { when: 'after it was stored, before its row is committed', holds: 'incoming_mail', size: 100 },
  { when: 'after its row is committed, before its case is', holds: '"case"', size: 100 },
  { when: 'after its case is written, before the commit', holds: 'mail_body', size: 100 },
]

test('killed at each step between fetch, store and commit: the mail is there once, and marked as seen', async () => {
  await using imap = await dovecot()
  await using spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).organisations()).items[0]?.id ?? ''
  const { host, port, user, password } = imap
  await spil.as(deskMail, session).addMailbox({
    body: { organisationId, name: 'Helpdesk', address: 'help@linde.example', host, port, user, password, secure: false },
  })
  await spil.query('create function hold() returns trigger language plpgsql as $$ begin perform pg_sleep(3); return new; end $$')
  const titles = async () => (await spil.query<{ title: string }>('select title from "case"')).map((row) => row.title)
  for (const [n, { when, holds, size }] of moments.entries()) {
    if (holds) await spil.query(`create trigger hold before insert on ${holds} for each row execute function hold()`)
    await imap.deliver(
      `From: p${n}@linde.example\r\nSubject: ${when}\r\nMessage-ID: <stap${n}@linde.example>\r\n\r\n${'x'
        .repeat(70)
        .concat('\r\n')
        .repeat(size / 72)}`,
    )
    const arrived = async () =>
      holds
        ? (await spil.query(`select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`)).length > 0
        : (await readdir(join(spil.data, 'files', 'incoming'))).length > 0
    while (!(await arrived())) await sleep(5)
    expect(await titles(), when).not.toContain(when)
    await spil.kill9()
    if (holds) await spil.query(`drop trigger hold on ${holds}`)
    await spil.start()
    // A program that starts takes up at once what the one before left; what that one held is let go when the database sees that it is gone.
    while (!(await titles()).includes(when)) await sleep(50)
  }
  while (imap.seen() < moments.length) await sleep(100)
  expect((await titles()).sort()).toEqual(moments.map(({ when }) => when).sort())
  const [left] = await spil.query<{ n: string }>(`select count(*) as n from incoming_mail where state <> 'processed'`)
  expect(Number(left?.n)).toBe(0)
}, 120_000)
