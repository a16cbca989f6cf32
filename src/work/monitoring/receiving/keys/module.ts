/** Whose a key is. Looked up once in some seconds, so that a hundred requests a second do not each ask the database. */
import type { App, Call, Context } from '#platform/room.ts'
import { hashOf, organisations } from '#record/people/people.ts'
import { type Db, keyByHash, noteKeyUsed } from '../store.ts'

export interface Holder {
  keyId: string
  organisationId: string
  name: string
}
/** A key that was revoked counts at most so long, in ms. */
const fresh = 5000
const mostKnown = 10_000
type Known = Map<string, { holder: Holder | undefined; until: number }>
const known = new WeakMap<App, Known>()
function knownIn(app: App): Known {
  let all = known.get(app)
  if (!all) {
    all = new Map()
    known.set(app, all)
  }
  return all
}

export const keyPrefix = 'mon_'
const presented = /^(?:Bearer (\S{1,500})|Basic ([\w+/=-]{1,1000}))$/i
/** As bearer token, or as the password of HTTP Basic whatever the name. */
export function keyIn(authorization: string | string[] | undefined): string | undefined {
  const [, bearer, basic] = presented.exec(String(authorization ?? '')) ?? []
  return basic === undefined ? bearer : Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':')
}

/** Undefined: no key, or none that counts. */
export const holderOf = (ctx: Context & { call: Call }): Promise<Holder | undefined> => found(ctx.app, ctx.call, (hash) => lookUp(ctx, hash))
/** The same where there is no transaction yet: it takes one when it must look. */
export const holderFor = (app: App, call: Pick<Call, 'headers'>): Promise<Holder | undefined> =>
  found(app, call, (hash) => app.asSystem((ctx) => lookUp(ctx, hash)))
async function found(app: App, { headers }: Pick<Call, 'headers'>, look: (hash: Buffer) => Promise<Holder | undefined>): Promise<Holder | undefined> {
  const key = keyIn(headers.authorization)
  if (!key?.startsWith(keyPrefix)) return undefined
  const hash = hashOf(key)
  const name = hash.toString('base64')
  const all = knownIn(app)
  const now = performance.now()
  const there = all.get(name)
  if (there && there.until > now) return there.holder
  const holder = await look(hash)
  // Who tries one key after another must not fill the memory.
  if (all.size >= mostKnown) all.clear()
  all.set(name, { holder, until: now + fresh })
  return holder
}
async function lookUp(ctx: Context, hash: Buffer): Promise<Holder | undefined> {
  const row = await keyByHash(ctx.db as Db, hash)
  // Of an organisation that was closed nothing is taken any more.
  if (!row || row.revokedAt !== null || !(await organisations(ctx)).some(({ id }) => id === row.organisationId)) return undefined
  await noteKeyUsed(ctx.db as Db, row.id, ctx.now)
  return { keyId: row.id, organisationId: row.organisationId, name: row.name }
}
/** In this process at once; in others they go within seconds. */
export const forgetKeys = (app: App): void => known.get(app)?.clear()
