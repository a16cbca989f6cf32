/** What an organisation settles about its mail, and addresses that gave it back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskMailSettings } from './contract.ts'

let house: Spil
let bea: Member
beforeAll(async () => {
  house = await spil()
  bea = await house.administrator()
})
afterAll(() => house[Symbol.asyncDispose]())
const by = () => house.as(deskMailSettings, bea.token)

test('who takes part by being on a mail; of two who settle it the second is told', async () => {
  const { organisationId } = bea
  expect(await by().settings({ query: { organisationId } })).toEqual({ organisationId, version: 0, cc: 'replied' })
  expect(await by().settle({ body: { organisationId, version: 0, cc: 'nobody' } })).toEqual({ organisationId, version: 1, cc: 'nobody' })
  await expect(by().settle({ body: { organisationId, version: 0, cc: 'everybody' } })).rejects.toThrow(ProblemError)
  expect((await by().settle({ body: { organisationId, version: 1, cc: 'everybody' } })).version).toBe(2)
  expect(await house.happened()).toContain('desk.mail.settled')
})

test('marked addresses page by page, and the mark taken away', async () => {
  const all = Array.from({ length: 25 }, (_, n) => `weg${String(n).padStart(2, '0')}@linde.example`)
  await house.app.pools.owner.query(
    `insert into mail_bounced select a, timestamptz '2026-11-23 12:00Z' + n * interval '1 second', '5.1.1', $2 from unnest($1::text[]) with ordinality as u(a, n)`,
    [all, bea.organisationId],
  )
  const seen: string[] = []
  let after: string | undefined
  do {
    const part = await by().marked({ query: { limit: 10, ...(after && { after }) } })
    seen.push(...part.items.map((one) => one.address))
    after = part.next ?? undefined
  } while (after)
  expect(seen).toEqual(all.toReversed())
  await by().unmark({ body: { address: 'WEG03@linde.example' } })
  expect((await by().marked({ query: { limit: 200 } })).items.map((one) => one.address)).not.toContain('weg03@linde.example')
  await expect(by().unmark({ body: { address: 'weg03@linde.example' } })).rejects.toThrow(ProblemError)
})
