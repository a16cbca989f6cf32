/** How long samples are kept: administrators of our own organisation decide, in the handler and in the policy; what is shorter is gone of the class that it is of. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { series } from '#record/series/contract.ts'
import { codeOf } from './closing.ts'
import { type Member, type Spil, spil } from './spil.ts'

let house: Spil
let admin: Member
let lead: Member
beforeAll(async () => {
  house = await spil()
  admin = await house.administrator()
  lead = await house.member('lead')
})
afterAll(() => house[Symbol.asyncDispose]())
const keptNow = async () => (await house.as(series, admin.token).retention()).items
const before = { samples: 15, minutes: 100, hours: 1100 }

test('an administrator changes it once, with who and what in the logbook; a lead reads it', async () => {
  expect(await house.as(series, lead.token).retention()).toEqual({ items: await keptNow() })
  const of = house.as(series, admin.token)
  const params = { retention: 'normal' as const }
  expect(await codeOf(of.changeRetention({ params, body: { samples: 40, minutes: 30, hours: 1100, before } }))).toBe('series.retention.order')
  const after = { samples: 30, minutes: 100, hours: 1100 }
  expect(await of.changeRetention({ params, body: { ...after, before } })).toEqual({ retention: 'normal', ...after })
  expect(await codeOf(of.changeRetention({ params, body: { ...after, before } }))).toBe('series.retention.changed')
  expect((await keptNow()).map(({ retention, samples }) => [retention, samples])).toEqual([
    ['short', 3],
    ['normal', 30],
    ['long', 100],
  ])
  const { rows } = await house.app.pools.owner.query<{ data: unknown; actor: string }>(
    `select data, actor from event where name = 'series.retentionChanged'`,
  )
  expect(rows).toEqual([{ data: { retention: 'normal', before, ...after }, actor: expect.stringContaining(admin.id) }])
})
test('who administrates nothing, or another organisation, changes no row, whatever asks for it', async () => {
  const changes = async (scope: string, organisationId: string) => {
    const client = await house.app.pools.owner.connect()
    try {
      await client.query('begin')
      await client.query('set local role spil_app')
      await client.query(`select set_config('spil.orgs_' || $1, $2, true)`, [scope, `{${organisationId}}`])
      return (await client.query('update sample_retention set samples = 1')).rowCount
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  expect(await changes('lead', admin.organisationId)).toBe(0)
  expect(await changes('work', admin.organisationId)).toBe(0)
  expect(await changes('admin', crypto.randomUUID())).toBe(0)
  expect(await changes('admin', admin.organisationId)).toBe(3)
})
