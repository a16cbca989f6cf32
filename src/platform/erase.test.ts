import { expect, it } from 'vitest'
import * as z from 'zod'
import { ground, reader } from '#test/ground.ts'
import { event } from './contract.ts'
import { erase, readContent } from './erase.ts'
import { sealNow } from './events/sealer.ts'
import { verify } from './events/verify.ts'

const organisation = '0198c0de-0000-7000-8000-000000000001'
const named = event('test.named', z.object({ n: z.int() }), z.object({ name: z.string() }))
const write = (about: string, name: string) => ({ about, organisationId: organisation, data: { n: 1 }, personal: { name } })

it('personal content is read by who may see the event, and by nobody once it is erased, while the logbook stays whole', async () => {
  await using floor = await ground()
  const { app, behind } = floor
  const [ann, bob] = await app.asSystem(async (ctx) => [
    await ctx.emit(named, write('person/ann', 'Ann Example')),
    await ctx.emit(named, write('person/bob', 'Bob Example')),
  ])
  const ids = [String(ann), String(bob)]
  const insider = reader('0198c0de-0000-7000-8000-000000000002', [organisation])
  const outsider = reader('0198c0de-0000-7000-8000-000000000003', [])
  expect(await app.as(insider, (ctx) => readContent(ctx, ids))).toEqual(
    new Map([
      [ann, { name: 'Ann Example' }],
      [bob, { name: 'Bob Example' }],
    ]),
  )
  expect(await app.as(outsider, (ctx) => readContent(ctx, ids))).toEqual(new Map())
  expect(JSON.stringify(await behind('select e, c from event e left join event_content c on c.event_id = e.id'))).not.toContain('Example')

  await sealNow(app)
  expect(await app.asSystem((ctx) => erase(ctx, 'person/ann'))).toBe(true)
  expect(await app.asSystem((ctx) => erase(ctx, 'person/ann'))).toBe(false)
  expect(await app.asSystem((ctx) => readContent(ctx, ids))).toEqual(new Map([[bob, { name: 'Bob Example' }]]))
  await sealNow(app)
  expect(await verify(app)).toMatchObject({ ok: true, size: 3 })
})
