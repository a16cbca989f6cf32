/** The SQL of credentials, sessions, tokens and mailed links. */
import { type Kysely, sql } from 'kysely'
import type { PeopleTables } from '../store.ts'

type Instant = string | Date

export interface AccessTables extends PeopleTables {
  credential: { personId: string; passwordHash: string; changedAt: Instant }
  totp: { personId: string; sealedSecret: string; confirmedAt: Instant | null; lastStep: number; createdAt: Instant }
  recoveryCode: { personId: string; hash: Buffer; usedAt: Instant | null }
  session: {
    id: string
    personId: string
    hash: Buffer
    createdAt: Instant
    lastSeenAt: Instant
    expiresAt: Instant
    ip: string
    device: string
  }
  apiToken: {
    id: string
    personId: string
    name: string
    hash: Buffer
    scope: string[] | null
    createdAt: Instant
    expiresAt: Instant
    lastUsedAt: Instant | null
    revokedAt: Instant | null
  }
  mailedLink: {
    hash: Buffer
    personId: string
    purpose: 'reset' | 'invitation'
    createdAt: Instant
    expiresAt: Instant
    usedAt: Instant | null
  }
  signInFailure: { key: Buffer; failures: number; lastAt: Instant }
}
export type Db = Kysely<AccessTables>

export interface Account {
  id: string
  name: string
  email: string
  locale: 'nl' | 'en'
  active: boolean
  passwordHash: string | null
}

/** The account of this address, with the hash of its password. */
export async function accountByEmail(db: Db, email: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`
    select p.id, p.name, p.email, p.locale, p.active, c.password_hash from person p left join credential c on c.person_id = p.id
    where lower(p.email) = ${email}`.execute(db)
  return rows[0]
}

export async function savePassword(db: Db, personId: string, passwordHash: string, now: Date): Promise<void> {
  await db
    .insertInto('credential')
    .values({ personId, passwordHash, changedAt: now })
    .onConflict((c) => c.column('personId').doUpdateSet({ passwordHash, changedAt: now }))
    .execute()
}

export async function addSession(db: Db, row: AccessTables['session']): Promise<void> {
  await db.insertInto('session').values(row).execute()
}

export async function removeSessions(db: Db, personId: string, which: { only?: string; except?: string }): Promise<string[]> {
  const removed = await db
    .deleteFrom('session')
    .where('personId', '=', personId)
    .$if(which.only !== undefined, (q) => q.where('id', '=', which.only ?? ''))
    .$if(which.except !== undefined, (q) => q.where('id', '!=', which.except ?? ''))
    .returning('id')
    .execute()
  return removed.map((row) => row.id)
}

export async function addToken(db: Db, row: Omit<AccessTables['apiToken'], 'lastUsedAt' | 'revokedAt'>): Promise<void> {
  await db
    .insertInto('apiToken')
    .values({ ...row, lastUsedAt: null, revokedAt: null })
    .execute()
}

/** Failures under these keys. */
export async function failuresOf(db: Db, keys: readonly Buffer[]): Promise<Map<string, { failures: number; lastAt: Date }>> {
  const rows = await db.selectFrom('signInFailure').selectAll().where('key', 'in', keys).execute()
  return new Map(rows.map((row) => [row.key.toString('hex'), { failures: row.failures, lastAt: new Date(row.lastAt) }]))
}

/** One more failure; counted anew when the last was longer than `forget` seconds ago. */
export async function countFailure(db: Db, key: Buffer, forget: number, now: Date): Promise<void> {
  await sql`insert into sign_in_failure (key, failures, last_at) values (${key}, 1, ${now})
    on conflict (key) do update set last_at = ${now}::timestamptz,
      failures = case when sign_in_failure.last_at < ${new Date(now.getTime() - forget * 1000)} then 1 else sign_in_failure.failures + 1 end`.execute(
    db,
  )
}

export async function clearFailures(db: Db, keys: readonly Buffer[]): Promise<void> {
  await db.deleteFrom('signInFailure').where('key', 'in', keys).execute()
}

/** False when another attempt under this key is being decided right now. Held until the transaction ends. */
export async function takeTurn(db: Db, key: Buffer): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${key.readBigInt64BE(0).toString()}::bigint) as taken`.execute(db)
  return rows[0]?.taken ?? false
}

export async function totpOf(db: Db, personId: string): Promise<AccessTables['totp'] | undefined> {
  return db.selectFrom('totp').selectAll().where('personId', '=', personId).executeTakeFirst()
}

/** False when another sign-in used this time step (or a later one) first. */
export async function spendStep(db: Db, personId: string, step: number): Promise<boolean> {
  const used = await db.updateTable('totp').set({ lastStep: step }).where('personId', '=', personId).where('lastStep', '<', step).executeTakeFirst()
  return used.numUpdatedRows === 1n
}

export async function spendRecoveryCode(db: Db, personId: string, hash: Buffer, now: Date): Promise<boolean> {
  const used = await db
    .updateTable('recoveryCode')
    .set({ usedAt: now })
    .where('personId', '=', personId)
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}

export async function accountById(db: Db, id: string): Promise<(Omit<Account, 'email'> & { email: string | null }) | undefined> {
  const { rows } = await sql<Omit<Account, 'email'> & { email: string | null }>`
    select p.id, p.name, p.email, p.locale, p.active, c.password_hash from person p left join credential c on c.person_id = p.id where p.id = ${id}`.execute(
    db,
  )
  return rows[0]
}

/** False when two-step sign-in is on already; an unconfirmed beginning is replaced. */
export async function beginTotp(db: Db, row: Pick<AccessTables['totp'], 'personId' | 'sealedSecret' | 'createdAt'>): Promise<boolean> {
  const begun = await db
    .insertInto('totp')
    .values({ ...row, confirmedAt: null, lastStep: -1 })
    .onConflict((c) =>
      c
        .column('personId')
        .doUpdateSet({ sealedSecret: row.sealedSecret, createdAt: row.createdAt, lastStep: -1 })
        .where('totp.confirmedAt', 'is', null),
    )
    .executeTakeFirst()
  return begun.numInsertedOrUpdatedRows === 1n
}

export async function confirmTotp(db: Db, personId: string, now: Date): Promise<void> {
  await db.updateTable('totp').set({ confirmedAt: now }).where('personId', '=', personId).execute()
}

export async function removeTotp(db: Db, personId: string): Promise<boolean> {
  await db.deleteFrom('recoveryCode').where('personId', '=', personId).execute()
  return (await db.deleteFrom('totp').where('personId', '=', personId).executeTakeFirst()).numDeletedRows === 1n
}

export async function replaceRecoveryCodes(db: Db, personId: string, hashes: readonly Buffer[]): Promise<void> {
  await db.deleteFrom('recoveryCode').where('personId', '=', personId).execute()
  await db
    .insertInto('recoveryCode')
    .values(hashes.map((hash) => ({ personId, hash, usedAt: null })))
    .execute()
}

export async function sessionsOf(db: Db, personId: string, now: Date) {
  return db
    .selectFrom('session')
    .select(['id', 'device', 'ip'])
    .select([asText('createdAt'), asText('lastSeenAt'), asText('expiresAt')])
    .where('personId', '=', personId)
    .where('expiresAt', '>', now)
    .orderBy('session.lastSeenAt', 'desc')
    .execute()
}

export async function tokensOf(db: Db, personId: string, now: Date) {
  return db
    .selectFrom('apiToken')
    .select(['id', 'name', 'scope'])
    .select([asText('createdAt'), asText('expiresAt'), sql<string | null>`last_used_at`.as('lastUsedAt')])
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('apiToken.createdAt', 'desc')
    .execute()
}
/** Instants come out of the database as ISO 8601 text. */
const asText = <K extends 'createdAt' | 'lastSeenAt' | 'expiresAt'>(name: K) => sql<string>`${sql.ref(name)}`.as(name)

export async function revokeToken(db: Db, personId: string, id: string, now: Date): Promise<boolean> {
  const revoked = await db
    .updateTable('apiToken')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return revoked.numUpdatedRows === 1n
}

/** Whose link it is, used up by this statement; undefined when it does not open anything (any more). */
export async function spendLink(db: Db, hash: Buffer, now: Date): Promise<string | undefined> {
  const used = await db
    .updateTable('mailedLink')
    .set({ usedAt: now })
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('personId')
    .executeTakeFirst()
  return used?.personId
}

/** False when five of this kind were made for them in the last hour. */
export async function addLink(db: Db, row: Omit<AccessTables['mailedLink'], 'usedAt'>): Promise<boolean> {
  const { rows } = await sql<{ added: boolean }>`
    select spil_add_link(${row.hash}, ${row.personId}, ${row.purpose}, ${row.createdAt}, ${row.expiresAt}) as added`.execute(db)
  return rows[0]?.added ?? false
}

/** What no longer opens anything and is no longer counted. */
export async function removeStale(db: Db, now: Date, idleSeconds: number): Promise<void> {
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  await db
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expiresAt', '<', now), eb('lastSeenAt', '<', ago(idleSeconds))]))
    .execute()
  await db
    .deleteFrom('mailedLink')
    .where('expiresAt', '<', ago(30 * 86_400))
    .execute()
  await db.deleteFrom('signInFailure').where('lastAt', '<', ago(86_400)).execute()
}
