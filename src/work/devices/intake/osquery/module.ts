/** Hosts with osquery: enrolled with a key of an organisation, and known afterwards by a key of their own. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Context } from '#platform/room.ts'
import { freshSecret, hashOf } from '#record/people/people.ts'
import { deviceIdShape } from '../rules.ts'
import * as store from '../store.ts'
import { configReply, enrolledReply, fineReply, firstReply, invalidReply, type Node, nothingReply } from './rules.ts'

type Enroll = Extract<Node, { what: 'enroll' }>
/** What the door does for every agent. */
export interface Door {
  /** The key in the path or of HTTP Basic, where the host shows one so. */
  key: store.KeyRow | undefined
  /** The organisation was not closed. */
  isOpen(organisationId: string): Promise<boolean>
  seen(of: { dialect: 'osquery'; deviceId: string }, as: Pick<store.Seen, 'organisationId' | 'state' | 'keyId'>): Promise<store.AgentRow>
  /** Keeps what was posted, or this in its place. */
  keep(agent: store.AgentRow, instead?: { hash: string; size: number }): Promise<void>
}

/** The answer in JSON; a host that is not known (any more) is told to enroll. */
export async function answerNode(ctx: Context, node: Node, door: Door): Promise<string> {
  if (node.what === 'enroll') return enroll(ctx, node, door)
  const agent = await store.agentByNode(ctx.db as store.Db, hashOf(node.nodeKey))
  if (!agent?.organisationId || !(await door.isOpen(agent.organisationId))) return invalidReply
  const { organisationId, keyId, deviceId } = agent
  // Hosts ask all the time.
  if (ctx.now.getTime() - new Date(agent.lastSeenAt).getTime() > 300_000 || node.what === 'results')
    await door.seen({ dialect: 'osquery', deviceId }, { organisationId, state: 'accepted', keyId })
  if (node.what === 'config') return configReply(agent.id)
  if (node.what === 'read') return (await store.firstAsked(ctx.db as store.Db, agent.id, ctx.now)) ? firstReply : nothingReply
  // Its own troubles (status) are for who looks after the host, not for what is known of it.
  if (node.what === 'results' && !node.empty) await door.keep(agent)
  return fineReply
}

async function enroll(ctx: Context, { secret, hostIdentifier: deviceId, details }: Enroll, door: Door): Promise<string> {
  const db = ctx.db as store.Db
  const key = secret === '' ? door.key : await store.keyByHash(db, hashOf(secret))
  if (!key || key.revokedAt !== null || !deviceIdShape.test(deviceId) || !(await door.isOpen(key.organisationId))) return invalidReply
  await store.noteKeyUsed(db, key.id, ctx.now)
  const agent = await door.seen({ dialect: 'osquery', deviceId }, { organisationId: key.organisationId, state: 'accepted', keyId: key.id })
  if (agent.state !== 'accepted') return invalidReply
  const nodeKey = freshSecret()
  await store.changeAgent(db, agent.id, { nodeHash: hashOf(nodeKey), nodeAskedAt: null })
  if (Object.keys(details).length > 0) {
    // Without the secret: what is kept can be read by who works there. With a name of its own, so that each enrolment is one.
    const said = JSON.stringify({ enrolment: randomUUID(), host_details: details })
    await door.keep(agent, await ctx.app.files.put(Readable.from([Buffer.from(said)]), Number.MAX_SAFE_INTEGER))
  }
  return enrolledReply(nodeKey)
}

/** What a host posted, as people may see it: without the key it is known by. Every other byte stays. */
export const withoutNodeKey = (bytes: Uint8Array): Buffer =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/("node_key"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1""'),
    'latin1',
  )
