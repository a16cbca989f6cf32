/** The real program, killed while it imports: everything is there once, or nothing is; never a part. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { itemImports } from '#record/items/importing/contract.ts'
import { monitoringTemplates } from '#work/monitoring/checks/templates/contract.ts'
import { type Program, program } from './e2e/program.ts'
import { administrator } from './spil.ts'

const many = 2000
const count = async (spil: Program, what: string) => Number((await spil.query<{ n: string }>(`select count(*) as n from ${what}`))[0]?.n)

test('killed in the middle, and again: first nothing is there, in the end all of it, once', async () => {
  await using spil = await program()
  const session = await spil.signIn(administrator.email, administrator.password)
  const calls = () => spil.as(itemImports, session)
  const organisationId = (await spil.query<{ id: string }>('select id from organisation'))[0]?.id ?? ''
  const ping = { name: 'Ping', what: { kind: 'icmp' }, everySeconds: 300, timeoutSeconds: 5 } as const
  const asked = { name: 'Pc', scope: { kinds: ['pc'], classes: [] }, enabled: true, checks: [ping] }
  await spil.as(monitoringTemplates, session).addTemplate({ body: { organisationId, ...asked } })
  const csv = ['naam,code,soort', ...Array.from({ length: many }, (_, n) => `Item ${n},K-${n},${n < 50 ? 'locatie' : 'pc'}`)].join('\n')
  const { id } = await calls().addImport({ query: {}, raw: csv })
  const params = { id }
  const until = (state: string) => expect.poll(async () => (await calls().import({ params })).state, { timeout: 90_000, interval: 100 }).toBe(state)
  await until('ready')
  await calls().check({ params, body: (await calls().import({ params })).mapping })
  await until('checked')
  await calls().run({ params, body: {} })
  for (const least of [1, many]) {
    // So far that rows have been written, by what it says of itself.
    while ((await calls().import({ params })).done < least && (await calls().import({ params })).state === 'running') await sleep(10)
    await spil.kill9()
    const [items, { state = '' } = {}] = [await count(spil, 'item'), (await spil.query<{ state: string }>('select state from item_import'))[0]]
    expect([items, state]).toEqual(state === 'done' ? [many, 'done'] : [0, 'running'])
    await spil.start()
  }
  await until('done')
  expect(await count(spil, 'item')).toBe(many)
  expect(await count(spil, 'item_import_part')).toBe(many)
  expect(await count(spil, `event where name = 'items.created'`)).toBe(many)
  // What Spil works out of each by itself, like what a template asks of it, holds none of them.
  await expect.poll(() => count(spil, 'monitoring_check'), { timeout: 90_000, interval: 100 }).toBe(many - 50)

  await calls().undo({ params, body: {} })
  await sleep(150)
  await spil.kill9()
  expect([0, many]).toContain(await count(spil, 'item'))
  await spil.start()
  await until('undone')
  expect(await count(spil, 'item')).toBe(0)
  expect(await count(spil, `event where name = 'items.removed'`)).toBe(many)
  expect(await count(spil, 'monitoring_check')).toBe(0)
}, 300_000)
