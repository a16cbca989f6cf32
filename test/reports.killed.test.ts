/** The real program, killed while it makes and draws the reports of a month: each is made once, has one PDF, and is mailed as one mail. */
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { people } from '#record/people/contract.ts'
import { monitoringReports } from '#work/monitoring/reports/contract.ts'
import { type Program, program } from './e2e/program.ts'
import { receiver, relay } from './peers/relay.ts'
import { administrator } from './spil.ts'

const many = 24
const kills = 3
/** Jobs of one process. */
const atOnce = 4
const count = async (spil: Program, text: string) => Number((await spil.query<{ n: string }>(text))[0]?.n)
/** Killed as soon as so many are there, and started again. */
async function killAt(spil: Program, text: string, enough: number): Promise<number> {
  while ((await count(spil, text)) < enough) await sleep(5)
  await spil.kill9()
  const left = await count(spil, text)
  await spil.start()
  return left
}

test('killed while reports are made, while they are drawn, and while they are mailed', { timeout: 300_000 }, async () => {
  const post = await receiver()
  const onward = await relay(post.port)
  await using spil = await program({ env: { SPIL_SMTP_URL: onward.url, SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  const session = await spil.signIn(administrator.email, administrator.password)
  const organisationId = (await spil.as(people, session).organisations()).items[0]?.id ?? ''
  const schedule = { day: 3, time: '07:30' }
  for (let n = 0; n < many; n++) {
    const recipients = [`klant${n}@linde.example`]
    await spil.as(monitoringReports, session).addReport({ body: { organisationId, name: `Rapport ${n}`, target: 99, schedule, recipients } })
  }
  const [due] = await spil.query<{ at: Date; period: string }>('select due_at as at, due_period as period from monitoring_report limit 1')
  // After it is due, and before the next: by the clock of the test, while the clock of the machine says each minute that it is time to look.
  await spil.clock(new Date((due?.at.getTime() ?? 0) + 60_000))
  const made = 'select count(*) as n from monitoring_report_made'
  expect(await killAt(spil, made, 3)).toBeLessThan(many)
  await spil.clock(new Date((due?.at.getTime() ?? 0) + 120_000))
  const drawn = `${made} where hash is not null`
  await killAt(spil, drawn, many / 4)
  await spil.clock(new Date((due?.at.getTime() ?? 0) + 180_000))
  await killAt(spil, `select count(*) as n from outgoing_mail where state = 'sent'`, many / 2)
  await spil.clock(new Date((due?.at.getTime() ?? 0) + 240_000))
  await expect.poll(() => count(spil, `select count(*) as n from outgoing_mail where state = 'sent'`), { timeout: 120_000, interval: 250 }).toBe(many)

  expect(await spil.query('select distinct period from monitoring_report_made')).toEqual([{ period: due?.period }])
  expect(await count(spil, 'select count(distinct report_id) as n from monitoring_report_made')).toBe(many)
  expect([await count(spil, made), await count(spil, drawn)]).toEqual([many, many])
  expect(await count(spil, 'select count(*) as n from outgoing_mail')).toBe(many)
  expect(await count(spil, `select count(*) as n from event where name = 'monitoring.reportMade'`)).toBe(many)
  // What was being handed over when it was killed goes again, as the same mail: whoever gets it sees one.
  const mails = await Promise.all(post.received.map(({ raw }) => PostalMime.parse(raw)))
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(many)
  expect(mails.length - many).toBeLessThanOrEqual(kills * atOnce)
  const hashes = new Set((await spil.query<{ hash: string }>('select hash from monitoring_report_made')).map(({ hash }) => hash))
  for (const { attachments } of mails) {
    const [pdf] = attachments
    expect(hashes).toContain(
      createHash('sha256')
        .update(new Uint8Array(pdf?.content as ArrayBuffer))
        .digest('hex'),
    )
  }
  await onward.stop()
  await post.stop()
})
