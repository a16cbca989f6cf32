/** Asks devices by the clock, in the process that collects. Whatever a device answers stays between it and us: a round goes on, and other rounds too. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { databaseAway } from '#platform/database/pool.ts'
import { mayAsk } from '#platform/outgoing.ts'
import { type App, type Context, Problem, type Service } from '#platform/room.ts'
import { factsOf, forgetFacts } from '#record/items/items.ts'
import { agentSeen as agentSeenEvent } from '../intake/contract.ts'
import { hasOrganisation, recorded } from '../intake/jobs.ts'
import { agentSeen, type Db as IntakeDb } from '../intake/store.ts'
import { type Access, askDevice, type Told } from './adapters/snmp.ts'
import { snmpPolled } from './contract.ts'
import { addressesIn } from './places/rules.ts'
import { readDevice } from './reading/rules.ts'
import { type Outcome, type Reason, summaryOf } from './rules.ts'
import { claimTargets, type Db, forgetResult, isStill, keepResult, knownAddresses, readTarget, releaseTarget, type TargetRow } from './store.ts'

export interface Patience {
  tryMs: number
  tries: number
  /** For one device. */
  totalMs: number
  /** For all of a network. */
  roundMs: number
}
const usual: Patience = { tryMs: 2000, tries: 2, totalMs: 30_000, roundMs: 20 * 60_000 }
const mostTargets = 4
const mostDevices = 32
/** Longer than any round: then the process that ran it is gone. */
const claimMs = 30 * 60_000

class StaleError extends Error {
  override name = 'StaleError'
}
/** One after another: devices that all answer at once must not hold up what people wait for. */
function lane() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run)
    last = mine.catch(() => undefined)
    return mine
  }
}
type Lane = ReturnType<typeof lane>
/** At most so many at a time. The first that throws ends it, once those that were begun are done. */
async function each<T>(all: readonly T[], most: number, run: (one: T) => Promise<void>): Promise<void> {
  const left = all.values()
  const failed: unknown[] = []
  const works = Array.from({ length: Math.min(most, all.length) }, async () => {
    for (const one of left) if (failed.length === 0) await run(one).catch((error) => failed.push(error))
  })
  await Promise.all(works)
  if (failed.length > 0) throw failed[0]
}

export interface Poller {
  /** Begins rounds of what is due, as many as there is room for. */
  look(): Promise<void>
  /** Until every round that was begun has ended. */
  idle(): Promise<void>
}
/** `signal` ends rounds halfway; they are begun anew by whoever looks next. */
export function poller(app: App, signal: AbortSignal, patience: Patience = usual): Poller {
  const running = new Set<Promise<void>>()
  const write = lane()
  return {
    async look() {
      const room = mostTargets - running.size
      if (room === 0 || signal.aborted) return
      const until = new Date(app.now().getTime() + claimMs)
      for (const target of await app.asSystem((ctx) => claimTargets(ctx.db as Db, ctx.now, until, room))) {
        const ran: Promise<void> = round(app, target, { signal, patience, write })
          .catch((error: Error) => {
            if (!(error instanceof StaleError)) app.log.error({ at: 'devices snmp', targetId: target.id, error: error.stack })
          })
          .finally(() => running.delete(ran))
        running.add(ran)
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

interface Round {
  app: App
  target: TargetRow
  access: Access
  patience: Patience
  known: ReadonlyMap<string, boolean>
  write: Lane
  /** Of this round: stopping, or out of time. */
  ends: AbortSignal
}
async function round(app: App, target: TargetRow, { signal, patience, write }: { signal: AbortSignal; patience: Patience; write: Lane }) {
  const access = accessOf(app, target)
  const addresses = addressesIn(target.address).filter((address) => mayAsk(address, app.config.outgoingAllow))
  if (!access || addresses.length === 0) return ended(app, target, [], { reason: access ? 'notReachable' : 'sealed', given: {} })
  const known = await app.asSystem((ctx) => knownAddresses(ctx.db as Db, target.id))
  const ends = AbortSignal.any([signal, AbortSignal.timeout(patience.roundMs)])
  const outcomes: Outcome[] = []
  const asking = { app, target, access, patience, known, write, ends }
  await each(addresses, mostDevices, async (address) => {
    if (ends.aborted) return
    const told = await askDevice(address, target.port, access, { ...patience, signal: ends })
    if (!ends.aborted) outcomes.push(await settled(asking, address, told))
  })
  // Stopped halfway: it is due at once, for whoever looks next.
  if (signal.aborted) return void (await app.asSystem((ctx) => releaseTarget(ctx.db as Db, target, { dueAt: ctx.now })))
  const late: Reason | null = outcomes.length < addresses.length ? { reason: 'tooSlow', given: {} } : null
  await ended(app, target, outcomes, late, new Set([...known].filter(([, answered]) => answered).map(([address]) => address)))
}
/** Undefined when it was sealed under another key: somebody must give it again. */
function accessOf(app: App, { id, protocol, userName: user, authProtocol, privProtocol, credentials }: TargetRow): Access | undefined {
  try {
    return { protocol, user, authProtocol, privProtocol, ...(JSON.parse(app.secrets.open(`snmp ${id}`, credentials)) as Partial<Access>) }
  } catch {
    return undefined
  }
}
async function ended(app: App, target: TargetRow, outcomes: readonly Outcome[], otherwise: Reason | null, known: ReadonlySet<string> = new Set()) {
  await app.asSystem((ctx) => keepRound(ctx, target, outcomes, otherwise, known))
}
async function keepRound(ctx: Context, target: TargetRow, outcomes: readonly Outcome[], otherwise: Reason | null, known: ReadonlySet<string>) {
  const { why, ...counts } = summaryOf(target.address, outcomes, known)
  const { reason = null, given = {} } = why ?? otherwise ?? {}
  if (!(await releaseTarget(ctx.db as Db, target, { ...counts, reason, given: { ...given }, roundAt: ctx.now }))) return
  const { id, organisationId } = target
  await ctx.emit(snmpPolled, { about: `snmpTarget/${id}`, organisationId, data: { targetId: id, ...counts } })
}
/** A round of which the answers are there already, by address: of a school to look around in. */
export async function keepAnswers(ctx: Context, targetId: string, told: ReadonlyMap<string, Told>): Promise<void> {
  const target = await readTarget(ctx.db as Db, targetId, true)
  if (!target) return
  const outcomes: Outcome[] = []
  for (const [address, one] of told)
    outcomes.push(
      await kept(ctx, target, async () => {
        const answered = Object.keys(one.answers).length > 0
        return answered ? registered(ctx, target, address, one) : { address, state: one.why?.reason === 'silent' ? 'silent' : 'failed', why: one.why }
      }),
    )
  await keepRound(ctx, target, outcomes, null, new Set())
}

/** What is kept of an address, in a transaction of its own: what goes wrong in it is the reason of this address, and of no other. */
async function settled(asking: Round, address: string, told: Told): Promise<Outcome> {
  const { app, target, known, write } = asking
  const answered = Object.values(told.answers).some((rows) => rows.length > 0)
  const silent: Outcome = { address, state: 'silent', why: told.why ?? { reason: 'silent', given: {} } }
  const isSilent = !answered && silent.why?.reason === 'silent'
  // In a network most addresses are of nobody.
  if (isSilent && target.address.includes('/') && !known.has(address)) return silent
  const keeping = (run: (ctx: Context) => Promise<Outcome>) => write(() => app.asSystem((ctx) => kept(ctx, target, run)))
  if (isSilent)
    return keeping(async (ctx) => (target.address.includes('/') && known.get(address) === false ? forgotten(ctx, target, silent) : silent))
  const failed = (why: Reason): Outcome => ({ address, state: 'failed', why })
  if (!answered) return keeping(async () => failed(told.why ?? { reason: 'empty', given: {} }))
  try {
    return await keeping((ctx) => registered(ctx, target, address, told))
  } catch (error) {
    if (error instanceof StaleError || databaseAway(error)) throw error
    app.log.warn({ at: 'devices snmp', targetId: target.id, address, error: error instanceof Error ? error.stack : String(error) })
    const why: Reason = error instanceof Problem ? { reason: 'notRegistered', given: { what: error.code } } : { reason: 'failed', given: {} }
    return keeping(async () => failed(why))
  }
}
type Found = Outcome & { agentId?: string; forgotten?: boolean }
async function kept(ctx: Context, target: TargetRow, run: (ctx: Context) => Promise<Found>): Promise<Outcome> {
  if (!(await isStill(ctx.db as Db, target))) throw new StaleError('it was changed meanwhile')
  const { address, state, why, agentId = null, forgotten: gone } = await run(ctx)
  const of = { targetId: target.id, organisationId: target.organisationId, address, agentId, askedAt: ctx.now }
  if (!gone) await keepResult(ctx.db as Db, { ...of, state, reason: why?.reason ?? null, given: { ...why?.given } })
  return { address, state, why }
}
async function forgotten(ctx: Context, target: TargetRow, found: Outcome): Promise<Found> {
  await forgetResult(ctx.db as Db, target.id, found.address)
  return { ...found, forgotten: true }
}

/** Under this name it is an agent: what answers there, whoever asks. */
export const deviceIdOf = (address: string, port: number): string =>
  port === 161 ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

async function registered(ctx: Context, target: TargetRow, address: string, { answers, why }: Told): Promise<Found> {
  const { organisationId, port, protocol, locationId } = target
  const deviceId = deviceIdOf(address, port)
  const inventory = readDevice(answers, { address, deviceId, version: `SNMP ${protocol}`, at: ctx.now, partial: why !== null })
  if (!inventory) return { address, state: 'failed', why: why ?? { reason: 'empty', given: {} } }
  const seen = { id: randomUUID(), organisationId, dialect: 'snmp', deviceId, state: 'accepted', keyId: null, address } as const
  const agent = await agentSeen(ctx.db as unknown as IntakeDb, { ...seen, version: inventory.version, at: ctx.now })
  const data = { agentId: agent.id, dialect: agent.dialect, state: agent.state }
  if (agent.fresh) await ctx.emit(agentSeenEvent, { about: `agent/${agent.id}`, organisationId, data })
  if (!hasOrganisation(agent)) return { address, state: 'failed', why: { reason: 'refused', given: {} }, agentId: agent.id }
  const { itemId } = await recorded(ctx, agent, { ...inventory, about: { ...inventory.about, locationId } })
  if (!inventory.partial) await forgetSupplies(ctx, { itemId, organisationId }, new Set(inventory.facts.map(({ key }) => key)))
  return { address, state: 'answered', why, agentId: agent.id }
}

/** A cartridge that was replaced by one of another name, or of which nothing is known any more, is no longer as full as it was. */
async function forgetSupplies(ctx: Context, { itemId, organisationId }: { itemId: string; organisationId: string }, told: ReadonlySet<string>) {
  const facts = (await factsOf(ctx, [{ id: itemId, organisationId }])).get(itemId)?.values() ?? []
  const ours = [...facts].filter(({ source, others }) => source === 'snmp' || others.some((other) => other.source === 'snmp'))
  const keys = ours.map(({ key }) => key).filter((key) => key.startsWith('printer.supplies.') && !told.has(key))
  if (keys.length > 0) await forgetFacts(ctx, { itemId, organisationId, source: 'snmp', keys })
}

/** Looks every two seconds whether it is time for one, or somebody asked. */
export const pollDevices: Service = {
  name: 'devices.snmp.poll',
  role: 'collector',
  async start(app) {
    const stopping = new AbortController()
    const { look, idle } = poller(app, stopping.signal)
    const looking = (async () => {
      while (!stopping.signal.aborted) {
        await look().catch((error: Error) => app.log.debug({ at: 'devices snmp', error: error.message }))
        await sleep(2000, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    })()
    return {
      async stop() {
        stopping.abort()
        await looking
        await idle()
      },
    }
  },
}
