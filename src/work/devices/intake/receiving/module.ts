/** Agents at the door: kept before it is understood, and answered in their own words. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { deflateSync, gzipSync } from 'node:zlib'
import { bytesOf, type Stored } from '#platform/files.ts'
import type { Call, Context, Download } from '#platform/room.ts'
import { hashOf, organisations, ownOrganisation } from '#record/people/people.ts'
import { type Packing, packingOf, textIn, unpack } from '../adapters/body.ts'
import { RefusedError } from '../adapters/reader.ts'
import { agentSeen as agentSeenEvent, notInventoried } from '../contract.ts'
import { processSoon } from '../lanes/jobs.ts'
import { answerNode, type Door } from '../osquery/module.ts'
import { nodeIn } from '../osquery/rules.ts'
import { deviceIdShape } from '../rules.ts'
import * as store from '../store.ts'
import {
  answersChallenge,
  contactReply,
  errorReply,
  type Head,
  headOf,
  headOfJson,
  jsonIn,
  keyIn,
  okReply,
  pendingReply,
  prologReply,
  refusalReply,
  stopReply,
  thanksReply,
} from './rules.ts'

/** Beyond these, what nobody knows is no longer kept: strangers must not fill the disk. */
const mostQuarantined = 5000
const mostDocumentsEach = 10
/** Libraries of agents begin anew without the key after they were asked, and are then asked again: one that has a key shows it within this time, in ms. */
const patience = 120_000
/** As many documents waiting, and agents that can wait are asked to. */
const busyAt = 300

interface Coming {
  ctx: Context
  call: Call
  stored: Stored
  bytes: Uint8Array
  packing: Packing
  key: store.KeyRow | undefined
}
interface Said {
  text: string
  status?: number
  headers?: Readonly<Record<string, string>>
}

const header = (call: Call, name: string): string => String(call.headers[name] ?? '')
/** Only a realm: FusionInventory takes all up to the last quotation mark for it. OCS must have the same in its settings. */
const challenge = { 'www-authenticate': 'Basic realm="Spil"' }

/** In the way it came: OCS unpacks whatever it gets, and finds zlib by its first two bytes, 78 9C, which is level 6. */
function answer(speaks: Head['speaks'], packing: Packing, { text, status, headers = {} }: Said): Download {
  const packed = speaks === 'json' ? 'none' : packing
  const body = packed === 'zlib' ? deflateSync(text, { level: 6 }) : packed === 'gzip' ? gzipSync(text) : Buffer.from(text)
  const type =
    speaks === 'json'
      ? 'application/json'
      : packed === 'none'
        ? 'application/xml'
        : packed === 'gzip'
          ? 'application/x-compress-gzip'
          : 'application/x-compress-zlib'
  return { stream: Readable.from([body]), type, name: 'reply', size: body.length, inline: true, headers, ...(status !== undefined && { status }) }
}

/** Of an organisation that was closed nothing is taken any more. */
const isOpen = async (ctx: Context, organisationId: string) => (await organisations(ctx)).some(({ id }) => id === organisationId)

/** POST of an agent. `path`: what stands behind /inventory/. */
export async function receive(ctx: Context & { call: Call }, path: string): Promise<Download> {
  const { call } = ctx
  const stored = call.stored
  if (!stored) throw new Error('the document was not stored')
  const bytes = await bytesOf(ctx.app.files, stored.hash)
  const packing = packingOf(bytes)
  const presented = keyIn(call.headers.authorization as string | undefined, path)
  const found = presented === undefined ? undefined : await store.keyByHash(ctx.db, hashOf(presented))
  const guess = bytes[0] === 0x7b || header(call, 'content-type').includes('json') ? 'json' : 'xml'
  if (presented !== undefined && (!found || found.revokedAt !== null || !(await isOpen(ctx, found.organisationId))))
    return refused(guess, packing, 401, ctx.t('devices.intake.wrongKey'), challenge)
  if (found) await store.noteKeyUsed(ctx.db, found.id, ctx.now)
  const coming = { ctx, call, stored, bytes, packing, key: found }
  try {
    const text = textIn(await unpack(bytes, header(call, 'content-encoding'))).trimStart()
    const told = text.startsWith('{') ? jsonIn(text) : undefined
    const node = told && nodeIn(told, path)
    if (node) return answer('json', packing, { text: await answerNode(ctx, node, doorOf(coming)) })
    const head = told ? headOfJson(told) : headOf(text, call.userAgent)
    if (!head) throw new RefusedError('broken')
    return await answered(coming, head)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return unreadable(coming, guess, error)
  }
}

const refused = (speaks: Head['speaks'], packing: Packing, status: number, why: string, headers = {}): Download =>
  answer(speaks, packing, { text: speaks === 'json' ? errorReply(why) : refusalReply(why), status, headers })

/** Of an organisation: kept, with the reason. Of who is nobody: only refused. */
async function unreadable({ ctx, stored, call, packing, key }: Coming, speaks: Head['speaks'], { why, given }: RefusedError): Promise<Download> {
  if (key && stored.size > 0) {
    const id = randomUUID()
    const { organisationId } = key
    const of = { id, agentId: null, organisationId, ...stored, encoding: header(call, 'content-encoding').slice(0, 40), receivedAt: ctx.now }
    if (await store.insertDocument(ctx.db, { ...of, state: 'waiting' })) {
      await store.changeDocument(ctx.db, id, { state: 'notProcessed', reason: why, given: { ...given }, endedAt: ctx.now, attempts: 1 })
      await ctx.emit(notInventoried, { about: `document/${id}`, organisationId, data: { agentId: null, dialect: null, documentId: id, reason: why } })
    }
  }
  return refused(speaks, packing, 400, ctx.t(`devices.intake.reason.${why}`, given))
}

async function answered(coming: Coming, head: Head): Promise<Download> {
  const { ctx, packing, key } = coming
  const say = (said: Said) => answer(head.speaks, packing, said)
  if (!deviceIdShape.test(head.deviceId)) throw new RefusedError(head.deviceId === '' ? 'noDeviceId' : 'strangeDeviceId')
  const all = key ? [] : await store.agentsNamed(ctx.db, head.dialect, head.deviceId)
  // Who has shown a key once shows it each time: otherwise anybody could report in its name. One of another organisation is another agent.
  const named = all.filter(({ keyId }) => keyId === null)
  if (all.length > named.length && named.length === 0) return refused(head.speaks, packing, 401, ctx.t('devices.intake.keyNeeded'), challenge)
  const known = named.find(({ state }) => state === 'accepted') ?? named.find(({ state }) => state === 'refused') ?? named[0]
  if (known?.state === 'refused' || (known?.organisationId && !(await isOpen(ctx, known.organisationId))))
    return head.what === 'prolog' ? say({ text: stopReply }) : refused(head.speaks, packing, 403, ctx.t('devices.intake.refused'))
  // GLPI's agent says XML first: answered in JSON, it knows that it may.
  const glpi = String(coming.call.headers['glpi-agent-id'] ?? '') !== ''
  if (head.what === 'prolog') return glpi ? answer('json', packing, { text: okReply }) : say({ text: prologReply })
  if (head.what === 'contact') return contact(coming)
  if (head.what === 'other') return say({ text: head.speaks === 'json' ? okReply : thanksReply })
  return key ? withKey(coming, head, key) : withoutKey(coming, head, known)
}

async function contact({ ctx, call, packing }: Coming): Promise<Download> {
  if ((await store.countWaiting(ctx.db)) < busyAt) return answer('json', packing, { text: contactReply })
  const id = /^[0-9A-Fa-f]{8}$/.exec(header(call, 'glpi-request-id'))?.[0] ?? randomUUID().slice(0, 8)
  return answer('json', packing, { text: pendingReply, headers: { 'GLPI-Request-ID': id } })
}

const doorOf = (coming: Coming): Door => ({
  key: coming.key,
  isOpen: (organisationId) => isOpen(coming.ctx, organisationId),
  seen: (head, as) => seen(coming, head, as),
  keep: (agent, instead) => keep({ ...coming, ...(instead && { stored: instead }) }, agent, 'waiting'),
})
async function keep({ ctx, call, stored }: Coming, agent: store.AgentRow, state: 'waiting' | 'quarantined'): Promise<void> {
  const id = randomUUID()
  const { id: agentId, organisationId } = agent
  const of = { agentId, organisationId, ...stored, encoding: header(call, 'content-encoding').slice(0, 40), receivedAt: ctx.now }
  if ((await store.insertDocument(ctx.db, { id, ...of, state })) && state === 'waiting') await processSoon(ctx, agentId)
}
async function seen(
  { ctx, call }: Coming,
  head: Pick<Head, 'dialect' | 'deviceId'>,
  of: Pick<store.Seen, 'organisationId' | 'state' | 'keyId'>,
): Promise<store.AgentRow & { fresh: boolean }> {
  const { dialect, deviceId } = head
  const agent = await store.agentSeen(ctx.db, {
    id: randomUUID(),
    dialect,
    deviceId,
    address: call.ip,
    version: call.userAgent.slice(0, 100),
    at: ctx.now,
    ...of,
  })
  if (agent.fresh)
    await ctx.emit(agentSeenEvent, {
      about: `agent/${agent.id}`,
      // Of nobody yet: it is told to ours, whose leads decide. There is none before Spil is set up.
      organisationId: agent.organisationId ?? (await ownOrganisation(ctx).catch(() => null))?.id ?? null,
      data: { agentId: agent.id, dialect, state: agent.state },
    })
  return agent
}
const thanks = (coming: Coming, head: Head): Download => answer(head.speaks, coming.packing, { text: head.speaks === 'json' ? okReply : thanksReply })

async function withKey(coming: Coming, head: Head, key: store.KeyRow): Promise<Download> {
  const { ctx, packing } = coming
  const { dialect, deviceId } = head
  await store.forgetChallenged(ctx.db, { dialect, deviceId, address: coming.call.ip })
  const agent = await seen(coming, head, { organisationId: key.organisationId, state: 'accepted', keyId: key.id })
  if (agent.state !== 'accepted') return refused(head.speaks, packing, 403, ctx.t('devices.intake.refused'))
  await keep(coming, agent, 'waiting')
  return thanks(coming, head)
}

async function withoutKey(coming: Coming, head: Head, known: store.AgentRow | undefined): Promise<Download> {
  const { ctx, call, packing } = coming
  if (known?.state === 'accepted') {
    await keep(coming, await seen(coming, head, { organisationId: known.organisationId, state: 'accepted', keyId: null }), 'waiting')
    return thanks(coming, head)
  }
  if (!known && (await store.countQuarantined(ctx.db)) >= mostQuarantined) return refused(head.speaks, packing, 503, ctx.t('devices.intake.full'))
  const agent = await seen(coming, head, { organisationId: null, state: 'quarantined', keyId: null })
  if ((await store.countOfAgent(ctx.db, agent.id, mostDocumentsEach)) < mostDocumentsEach) await keep(coming, agent, 'quarantined')
  const asked = agent.challengedAt === null ? ctx.now : new Date(agent.challengedAt)
  if (!answersChallenge(call.userAgent) || ctx.now.getTime() - asked.getTime() > patience) return thanks(coming, head)
  // It may have a key and waits to be asked. What it sent is kept either way.
  if (agent.challengedAt === null) await store.changeAgent(ctx.db, agent.id, { challengedAt: ctx.now })
  return refused(head.speaks, packing, 401, ctx.t('devices.intake.keyNeeded'), challenge)
}

/** GET of an agent: about more tasks, of which there are none; or whether it may go on by now. */
export async function ask(ctx: Context & { call: Call }): Promise<Download> {
  const id = header(ctx.call, 'glpi-request-id')
  if (id === '') return answer('json', 'none', { text: '{}' })
  if ((await store.countWaiting(ctx.db)) < busyAt) return answer('json', 'none', { text: contactReply })
  return answer('json', 'none', { text: pendingReply, headers: { 'GLPI-Request-ID': id.replace(/[^0-9A-Fa-f]/g, '').slice(0, 8) } })
}
