import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { select } from '#record/series/series.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { bodyIn, frameOf } from '../adapters/zabbix.ts'
import { monitoringReceiving } from '../contract.ts'
import { type Listening, listenZabbix } from './module.ts'

let house: Spil
let lead: Member
let trapper: Listening
beforeAll(async () => {
  house = await spil()
  lead = await house.member('lead')
  trapper = await listenZabbix(house.app, 0)
})
afterAll(async () => {
  await trapper.stop()
  await house[Symbol.asyncDispose]()
})
const of = () => house.as(monitoringReceiving, lead.token)

/** What is answered to these bytes; undefined: the connection ended without. */
async function tell(bytes: Uint8Array, inPieces = false): Promise<{ response: string; info: string } | undefined> {
  const socket = connect(trapper.port, '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const parts: Buffer[] = []
  socket.on('data', (part) => parts.push(part))
  const closed = once(socket, 'close')
  if (inPieces) for (const byte of bytes) socket.write(Buffer.from([byte]))
  else socket.write(bytes)
  await closed
  const body = parts.length === 0 ? undefined : bodyIn(Buffer.concat(parts))
  return body && JSON.parse(Buffer.from(body).toString())
}
const clock = () => Math.floor(house.app.now().getTime() / 1000) - 5
const sent = (data: unknown[]) => ({ request: 'sender data', data })

test('who stands in no network is refused, and counted', async () => {
  expect(await tell(frameOf(sent([{ host: 'srv1', key: 'x', value: '1' }])))).toBeUndefined()
  await trapper.stop()
  expect((await of().networks()).strangers).toMatchObject([{ address: '127.0.0.1', via: 'zabbix', times: 1 }])
  await of().addNetwork({ body: { organisationId: lead.organisationId, network: '127.0.0.0/16', zabbix: true } })
  expect((await of().networks()).strangers).toEqual([])
  trapper = await listenZabbix(house.app, 0)
})
test('values become samples of the host; packed, and byte by byte', async () => {
  const value = (key: string, told: string) => ({ host: 'srv1', key, value: told, clock: clock(), ns: 0 })
  expect(await tell(frameOf(sent([value('system.cpu.load[all,avg1]', '0.5'), value('agent.hostname', 'srv1')]), true))).toMatchObject({
    response: 'success',
    info: expect.stringMatching(/^processed: 1; failed: 1; total: 2; seconds spent: \d+\.\d{6}$/),
  })
  expect(await tell(frameOf(sent([value('vm.memory', '7')])), true)).toMatchObject({ info: expect.stringContaining('processed: 1') })
  const span = { from: house.app.now().getTime() - 1_800_000, to: house.app.now().getTime(), step: 0 }
  const found = await house.app.asSystem((ctx) => select(ctx, [{ name: 'host', op: '=', value: 'srv1' }], span, lead.organisationId))
  expect(found.map(({ labels, value: values }) => [labels.__name__, labels.key, [...values]]).sort()).toEqual([
    ['zabbix_system_cpu_load', 'system.cpu.load[all,avg1]', [0.5]],
    ['zabbix_vm_memory', 'vm.memory', [7]],
  ])
})
test('what is nothing is answered, kept with the reason, and ends no other', async () => {
  expect(await tell(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toMatchObject({ response: 'failed' })
  expect(await tell(frameOf({ request: 'active checks', host: 'srv1' }))).toMatchObject({ response: 'failed' })
  expect((await of().refused()).items.map(({ via, address }) => [via, address])).toEqual([
    ['zabbix', '127.0.0.1'],
    ['zabbix', '127.0.0.1'],
  ])
  expect(await tell(frameOf(sent([])))).toMatchObject({ response: 'success', info: expect.stringContaining('total: 0') })
})
test('who begins and says no more is left when patience ends, and not before', async () => {
  const patience = 400
  const short = await listenZabbix(house.app, 0, patience)
  const begun = performance.now()
  const socket = connect(short.port, '127.0.0.1', () => socket.write('ZBXD'))
  await once(socket, 'close')
  // A timer counts in whole milliseconds.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(patience - 1)
  await short.stop()
})
