/** Trying a check out: asked for real, after the transaction of the request has ended; and what is secret stays where it was given for. */
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { answering } from '#test/peers/snmpd.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { runCheck } from './adapters/run.ts'
import { monitoringChecks } from './contract.ts'
import { What } from './kinds/contract.ts'
import { monitoringTemplates } from './templates/contract.ts'

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

const hostKey = `SHA256:${'a'.repeat(43)}`
const script = (command: string) => ({ kind: 'script', command, hostKey, user: 'root' }) as const

test('a key that was given for one command runs no other, and that of a template is not for who works on one item', async () => {
  const lead = await house.member('lead')
  const templates = house.as(monitoringTemplates, lead.token)
  const checks = [{ name: 'Schijven', what: script('df'), secret: { password: 'een geheim' } }]
  const { organisationId } = lead
  const made = await templates.addTemplate({ body: { organisationId, name: 'Script', scope: { kinds: ['server'] }, checks } })
  const [question] = (await templates.template({ params: { id: made.id } })).checks
  const questionId = question?.id ?? ''
  expect(JSON.stringify([made, question])).not.toContain('een geheim')
  await expect(of().tryOut({ body: { itemId, what: script('df'), questionId } })).rejects.toMatchObject({ problem: { status: 404 } })
  const wanted = { itemId, what: script('cat /etc/shadow'), questionId }
  await expect(house.as(monitoringChecks, lead.token).tryOut({ body: wanted })).rejects.toMatchObject({
    problem: { type: 'monitoring.secretNeeded' },
  })
  const tried = await house.as(monitoringChecks, lead.token).tryOut({ body: { itemId, what: script('df'), questionId, timeoutSeconds: 2 } })
  expect(tried.state).toBe('failed')
})

test('what was given to ask one item is not sent to another', async () => {
  const what = { kind: 'http', url: 'http://{address}:9/' } as const
  const { id } = await of().addCheck({ body: { itemId, name: 'Met sleutel', what, secret: { password: 'een geheim' } } })
  const { rows } = await house.app.pools.owner.query<{ questionId: string }>(
    'select question_id as "questionId" from monitoring_check where id = $1',
    [id],
  )
  const mine = await house.as(items, engineer.token).createItem({
    body: { organisationId: engineer.organisationId, kind: 'server', state: 'live', name: 'Van mij', attributes: { ip: '127.6.6.6' } },
  })
  const questionId = rows[0]?.questionId ?? ''
  await expect(of().tryOut({ body: { itemId: mine.id, what, questionId } })).rejects.toMatchObject({ problem: { status: 404 } })
  expect((await of().tryOut({ body: { itemId, what, questionId, timeoutSeconds: 2 } })).state).toBe('failed')
})

test('whatever a device says back, its reason does not tell the community', async () => {
  const other = 47_161
  await using _ = await answering('127.0.9.3', other, (asked) => {
    const answer = Buffer.from(asked)
    const at = answer.indexOf('stil-geheim')
    answer.write('een-gegokte', at)
    answer[at + 11] = 0xa2
    return [answer]
  })
  const tools = { guard: { allow: ['127.0.0.0/8'], own: [] }, now: () => Date.now(), signal: new AbortController().signal }
  const what = What.parse({ kind: 'snmp', address: '127.0.9.3', port: other })
  const { why } = await runCheck({ what, secret: { community: 'stil-geheim' }, timeoutMs: 20_000, beatAt: null, sinceAt: 0 }, tools)
  expect(why).toEqual({ reason: 'nonsense', given: { what: 'another community' } })
})

test('a server that says back what it was given: the reason shows a blank', async () => {
  const server = createServer((request, reply) => reply.writeHead(302, { location: `ftp://x/${request.headers['x-key']}` }).end()).listen(
    0,
    '127.0.0.1',
  )
  await new Promise((resolve) => server.once('listening', resolve))
  const what = { kind: 'http', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` } as const
  const secret = { headers: [{ name: 'X-Key', value: 'stil-geheim' }] }
  const tried = await of().tryOut({ body: { itemId, what, secret } })
  server.close()
  expect(tried).toMatchObject({ state: 'failed', reason: 'nonsense' })
  expect(tried.why).toContain('•••')
  expect(JSON.stringify(tried)).not.toContain('stil-geheim')
})
