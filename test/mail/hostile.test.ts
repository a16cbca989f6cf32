/** 200 mails that are wrong in every way: each becomes a case or stands on the list, and what comes after them is not held up. */
import { expect, test } from 'vitest'
import { deskMail } from '#work/desk/mail/contract.ts'
import { spil } from '../spil.ts'
import { malformed } from './corpus.ts'

test('each malformed mail is a case or on the not-processed list, and the next one is served', async () => {
  await using house = await spil()
  house.app.config.maxUploadBytes = 60 * 1024 * 1024
  const { token } = await house.member('engineer')
  const mails = house.as(deskMail, token)
  const became: Record<string, number> = { opened: 0, appended: 0, notProcessed: 0 }
  const ids = new Set<string>()
  for (const { what, raw } of malformed()) {
    const done = await mails.submit({ raw: raw as unknown as BodyInit }).catch((error: unknown) => {
      throw new Error(`${what}: ${error}`, { cause: error })
    })
    if (done.disposition === 'notProcessed') expect(done.reason, what).toMatch(/^desk\.mail\.reason\.(?!failed)/)
    else expect(done.case, what).not.toBeNull()
    became[done.disposition] = (became[done.disposition] ?? 0) + 1
    ids.add(done.id)
  }
  expect(ids.size).toBe(200)
  expect(became.opened).toBeGreaterThan(50)
  expect(became.notProcessed).toBeGreaterThan(10)
  const { rows } = await house.app.pools.owner.query<{ state: string; n: number }>('select state, count(*)::int as n from incoming_mail group by 1')
  expect(Object.fromEntries(rows.map(({ state, n }) => [state, n]))).toEqual({
    processed: (became.opened ?? 0) + (became.appended ?? 0),
    notProcessed: became.notProcessed,
  })
  await house.settle()
  const good = await mails.submit({ raw: 'From: goed@linde.example\r\nSubject: gewoon\r\n\r\nHallo\r\n' })
  expect(good.disposition).toBe('opened')
}, 120_000)
