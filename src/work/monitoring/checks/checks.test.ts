/** Trying a check out: asked for real, after the transaction of the request has ended. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringChecks } from './contract.ts'

let house: Spil
let engineer: Member
let itemId: string
let server: Server
let port: number
const held: ServerResponse[] = []
beforeAll(async () => {
  house = await spil({ env: { SPIL_OUTGOING_ALLOW: '127.0.0.0/8' } })
  engineer = await house.member('engineer')
  const body = { kind: 'server', state: 'live', name: 'WEB-1', attributes: { ip: '127.0.0.1' } } as const
  itemId = (await house.as(items, engineer.token).createItem({ body })).id
  // Answers when it is told to.
  server = createServer((_, reply) => held.push(reply)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await house[Symbol.asyncDispose]()
})
const of = () => house.as(monitoringChecks, engineer.token)
const trying = () => of().tryOut({ body: { itemId, what: { kind: 'http', url: `http://{address}:${port}/` } } })
const letGo = () => {
  for (const reply of held.splice(0)) reply.end('goed')
}

test('while it asks, no transaction stays open; four at a time', async () => {
  const asked = Array.from({ length: 4 }, trying)
  await expect.poll(() => held.length).toBe(4)
  const { rows } = await house.app.asSystem((ctx) =>
    sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`.execute(ctx.db),
  )
  expect(rows).toEqual([{ n: 0 }])
  await expect(trying()).rejects.toMatchObject({ problem: { type: 'monitoring.busy', status: 429 } })
  letGo()
  for (const one of await Promise.all(asked)) expect(one).toMatchObject({ state: 'ok', reason: null, instance: `http://127.0.0.1:${port}/` })
  const again = trying()
  await expect.poll(() => held.length).toBe(1)
  letGo()
  expect(await again).toMatchObject({ state: 'ok' })
})
