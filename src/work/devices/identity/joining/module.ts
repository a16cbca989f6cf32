/** Puts an agent with the device it is on: one that is known, or a new item. Runs as the system, in the transaction of the document. */
import { randomUUID } from 'node:crypto'
import { type Context, Problem } from '#platform/room.ts'
import type { NewItem } from '#record/items/contract.ts'
import { createItem, fillNew, findItem, itemsCalled, kindsOf } from '#record/items/items.ts'
import type { About, Inventory } from '../../intake/rules.ts'
import { type AgentRow, agentsOf, changeAgent, type Db as IntakeDb, readAgent } from '../../intake/store.ts'
import { agentJoined, agentParted } from '../contract.ts'
import { completed, decide, fold, joins, type Known, macOf, type Traits, uuidForms, type Why } from '../rules.ts'
import {
  type Db,
  endJoining,
  forgetTraits,
  holdDevices,
  insertJoining,
  itemsWith,
  type JoiningRow,
  type JoiningTable,
  joiningsOfAgent,
  keepTraits,
  type TraitKind,
  traitsOf,
} from '../store.ts'

type Held = AgentRow & { organisationId: string }
type Placed = { id: string; organisationId: string; agent: Held }
const nameOf = ({ dialect, deviceId }: Pick<AgentRow, 'dialect' | 'deviceId'>) => `${dialect} ${deviceId}`

/** The item is called as its agent, for lack of better. */
const isNameOf = (agent: AgentRow) => (name: string) => name === fold(agent.deviceId)

/** The item that the agent is on, and the agent as it is then. What tells devices apart is kept with it. */
export async function itemFor(ctx: Context, agent: Held, inventory: Inventory): Promise<Placed> {
  const { organisationId } = agent
  const told = inventory.partial ? completed(inventory.traits, await toldBefore(ctx, agent)) : inventory.traits
  await holdDevices(ctx.db, organisationId, wantedOf(told))
  const seen = await withoutShared(ctx, organisationId, told, agent)
  const itemId = (await stays(ctx, agent, seen)) ?? (await found(ctx, agent, seen)) ?? (await made(ctx, agent, inventory.about))
  // Parted from another on the way, it has told nothing yet of this one.
  const placed = { ...((await readAgent(ctx.db as unknown as IntakeDb, agent.id)) ?? agent), organisationId }
  if (placed.observedAt === null || new Date(placed.observedAt) <= new Date(inventory.observedAt)) {
    const { partial, observedAt } = inventory
    await keepTraits(ctx.db, { itemId, agentId: agent.id, organisationId }, inventory.traits, { partial, at: observedAt })
  }
  return { id: itemId, organisationId, agent: placed }
}

/** By what the agent itself is known, of the item that it is on. */
async function toldBefore(ctx: Context, agent: AgentRow): Promise<Traits> {
  const rows = agent.itemId === null ? [] : (await traitsOf(ctx.db as Db, [agent.itemId])).filter(({ agentId }) => agentId === agent.id)
  const values = (kind: TraitKind) => rows.filter((row) => row.kind === kind).map(({ value }) => value)
  const one = (kind: TraitKind) => values(kind)[0]
  return { serial: one('serial'), uuid: one('uuid'), macs: values('mac'), assetTag: one('assetTag'), hostName: one('hostName') }
}

/** Undefined when it is on none yet, or what it tells now is of another device: a copy of the installation reports under the same name. */
async function stays(ctx: Context, agent: AgentRow, seen: Traits): Promise<string | undefined> {
  if (agent.itemId === null) return undefined
  // Where a person put it, it stays.
  if ((await joiningsOfAgent(ctx.db, agent.id)).some(({ partedAt, how }) => partedAt === null && how === 'person')) return agent.itemId
  const [known] = await knownOf(ctx, [agent.itemId])
  if (known && joins(seen, nameOf(agent), known).length > 0) return agent.itemId
  // Nothing in it tells of another one: a partial document, or a machine without any number.
  const tells = seen.serial !== undefined || seen.uuid !== undefined || seen.hostName !== undefined || seen.macs.length > 0
  if (known && !tells) return agent.itemId
  // Registered when nothing was known of it yet.
  if (known?.agents.length === 1 && known.serials.length + known.uuids.length + known.macs.length === 0 && known.hostNames.every(isNameOf(agent)))
    return agent.itemId
  await part(ctx, agent, { by: null, why: 'otherDevice' })
  return undefined
}

/** A value that several devices have says nothing: the card of a docking station, a number that a maker gave to a whole series. */
async function withoutShared(ctx: Context, organisationId: string, traits: Traits, agent: AgentRow): Promise<Traits> {
  const wanted = wantedOf(traits)
  const rows = await itemsWith(ctx.db, organisationId, wanted)
  const most: Readonly<Record<TraitKind, number>> = { mac: 1, serial: 2, uuid: 2, assetTag: 2, hostName: 20 }
  const shared = (kind: TraitKind, value: string) =>
    (rows.find((row) => row.kind === kind && row.value === value)?.items ?? []).filter((id) => id !== agent.itemId).length > most[kind]
  const kept = (kind: 'serial' | 'uuid' | 'assetTag') => (traits[kind] !== undefined && shared(kind, traits[kind]) ? undefined : traits[kind])
  return { ...traits, serial: kept('serial'), uuid: kept('uuid'), assetTag: kept('assetTag'), macs: traits.macs.filter((mac) => !shared('mac', mac)) }
}

const wantedOf = ({ serial, uuid, macs, assetTag, hostName }: Traits): { kind: TraitKind; value: string }[] => [
  ...(serial === undefined ? [] : [{ kind: 'serial' as const, value: serial }]),
  ...(uuid === undefined ? [] : uuidForms(uuid).map((value) => ({ kind: 'uuid' as const, value }))),
  ...macs.map((value) => ({ kind: 'mac' as const, value })),
  ...(assetTag === undefined ? [] : [{ kind: 'assetTag' as const, value: assetTag }]),
  ...(hostName === undefined ? [] : [{ kind: 'hostName' as const, value: hostName }]),
]

/** Items that a person took the agent away from, unless one put it back there later. Newest first. */
function apartFrom(joinings: readonly JoiningRow[]): string[] {
  const newest = [...new Map(joinings.toReversed().map((one) => [one.itemId, one])).values()]
  return newest.filter(({ partedBy }) => partedBy !== null).map(({ itemId }) => itemId)
}

/** Among what agents told of and what stands in the register; not what a person took it away from. */
async function found(ctx: Context, agent: AgentRow & { organisationId: string }, seen: Traits): Promise<string | undefined> {
  const { organisationId } = agent
  const called = async (by: 'serial' | 'code' | 'name', word: string | undefined) =>
    word === undefined ? [] : (await itemsCalled(ctx, organisationId, by, [word])).map(({ id }) => id)
  const apart = apartFrom(await joiningsOfAgent(ctx.db, agent.id))
  const ids = new Set([
    ...(await itemsWith(ctx.db, organisationId, wantedOf(seen))).flatMap(({ items }) => items.slice(0, 50)),
    ...(await called('serial', seen.serial)),
    ...(await called('code', seen.assetTag)),
    ...(await called('name', seen.hostName)),
  ])
  const decided = decide(seen, nameOf(agent), await knownOf(ctx, [...ids].filter((id) => !apart.includes(id)).slice(0, 200)))
  if (!decided) return undefined
  await join(ctx, agent, decided.itemId, { how: 'found', why: decided.why })
  return decided.itemId
}

/** What is known of these items: what people filled in, and what agents on them tell. */
async function knownOf(ctx: Context, ids: readonly string[]): Promise<Known[]> {
  const traits = Map.groupBy(await traitsOf(ctx.db, ids), ({ itemId }) => itemId)
  const known: Known[] = []
  for (const id of ids) {
    const item = await findItem(ctx, id)
    if (!item) continue
    const told = (kind: TraitKind) => (traits.get(id) ?? []).filter((one) => one.kind === kind).map(({ value }) => value)
    const { serial, hostname, mac } = item.attributes as Record<string, unknown>
    const filled = (value: unknown) => (typeof value === 'string' && value !== '' ? [fold(value)] : [])
    const agents = await agentsOf(ctx.db as unknown as IntakeDb, id)
    known.push({
      itemId: id,
      number: item.number,
      serials: [...new Set([...told('serial'), ...(told('serial').length > 0 ? [] : filled(serial))])],
      uuids: told('uuid'),
      macs: [...told('mac'), ...(macOf(String(mac ?? '')) ? [String(macOf(String(mac)))] : [])],
      assetTags: [...told('assetTag'), ...filled(item.code)],
      hostNames: [...told('hostName'), ...filled(hostname), ...(told('hostName').length > 0 ? [] : filled(item.name))],
      agents: agents.map(nameOf),
    })
  }
  return known
}

/** Registers what nobody knew. What the kind does not ask for, or would refuse, stays a fact only. */
async function made(ctx: Context, agent: AgentRow & { organisationId: string }, about: About): Promise<string> {
  const { organisationId } = agent
  const kinds = await kindsOf(ctx, organisationId)
  const kind = [about.kind, 'pc', 'laptop', 'server'].find((key) => kinds.get(key)?.active) ?? [...kinds.keys()][0] ?? 'pc'
  const asked = new Set(
    kinds
      .get(kind)
      ?.attributes.filter(({ hidden }) => !hidden)
      .map(({ key }) => key),
  )
  const fitting = Object.fromEntries(Object.entries(about.attributes).filter(([key]) => asked.has(key)))
  const wish = { kind, name: about.name || agent.deviceId, attributes: fitting, locationId: about.locationId ?? null }
  const [tried] = await fillNew(ctx, organisationId, kinds, [wish])
  for (const { field } of tried?.wrong ?? []) {
    delete fitting[field]
    if (field === 'locationId') wish.locationId = null
  }
  const told = (field: string) => field in fitting || (field === 'locationId' && wish.locationId !== null)
  // It works, so it is in use; where that asks for more than the agent tells, it begins where its kind begins.
  const states = kinds.get(kind)?.states ?? []
  const state = states.find((one) => one.class === 'inUse' && one.required.every(told)) ?? states[0]
  const row = await createItem(ctx, organisationId, { ...wish, ...(state && { state: state.key }) } as Omit<NewItem, 'organisationId'>)
  await join(ctx, agent, row.id, { how: 'made', why: [] })
  return row.id
}

export async function join(
  ctx: Context,
  agent: AgentRow,
  itemId: string,
  { how, why, note = '' }: { how: JoiningTable['how']; why: Why[]; note?: string },
): Promise<void> {
  const organisationId = agent.organisationId ?? ''
  const ended = { partedAt: null, partedBy: null, partedWhy: null }
  const row = { id: randomUUID(), agentId: agent.id, itemId, organisationId, how, why, note, at: ctx.now, byId: ctx.actor.personId, ...ended }
  await insertJoining(ctx.db, row)
  await changeAgent(ctx.db as unknown as IntakeDb, agent.id, { itemId })
  await ctx.emit(agentJoined, {
    about: `item/${itemId}`,
    organisationId,
    data: { agentId: agent.id, itemId, how, reasons: why.map(({ reason }) => reason) },
  })
}

/** Takes the agent off its item. When a person does, with what it told of it: traits here, facts and software by who asks. Throws when it is on none. */
export async function part(ctx: Context, agent: AgentRow, { by, why }: { by: string | null; why: string }): Promise<void> {
  const { itemId, organisationId } = agent
  if (itemId === null || organisationId === null) throw new Problem('devices.identity.onNone', 409)
  await endJoining(ctx.db as Db, agent.id, { partedAt: ctx.now, partedBy: by, partedWhy: why })
  // Told of another device by itself, this one is still known by what was told of it before: each copy of an installation is found again.
  if (by !== null) await forgetTraits(ctx.db, agent.id, itemId)
  await changeAgent(ctx.db as unknown as IntakeDb, agent.id, {
    ...{ itemId: null, observedAt: null, softwareDigest: null, softwareSeenAt: null },
  })
  await ctx.emit(agentParted, { about: `item/${itemId}`, organisationId, data: { agentId: agent.id, itemId, byPerson: by !== null } })
}
