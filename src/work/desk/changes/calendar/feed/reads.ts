/** The link to the calendar, and what it shows: as its person may see it at that moment. */
import { sql } from 'kysely'
import { translator } from '#platform/i18n.ts'
import type { Actor, App, Context } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { actorOf, teamById } from '#record/people/people.ts'
import { type Db, type FreezeRow, freezesBetween, type PlannedRow, plannedBetween } from '../../store.ts'
import { type IcalEvent, icalOf } from '../adapters/ical.ts'
import { feedById } from '../store.ts'

const purpose = 'desk.changes.feed'
const bytesOf = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** The whole address; who has it reads the calendar of its person. */
export function feedUrl(app: App, id: string): string {
  const text = bytesOf(id).toString('base64url')
  return `${app.config.url}/api/desk/changes/feed/${text}.${app.secrets.sign(purpose, text)}`
}
/** Undefined when it was not made here. */
export function feedIdIn(app: App, token: string): string | undefined {
  const [, text = '', signature = ''] = /^([\w-]{22})\.([\w-]{22})(?:\.ics)?$/.exec(token) ?? []
  return text !== '' && app.secrets.checks(purpose, text, signature) ? idOf(Buffer.from(text, 'base64url')) : undefined
}

/** The rest of this transaction under the policies of this person. */
async function asPerson<T>(ctx: Context, actor: Actor, run: (ctx: Context) => Promise<T>): Promise<T> {
  const set = (name: string, value: string) => sql`set_config(${`spil.${name}`}, ${value}, true)`
  const list = (ids: readonly string[]) => `{${ids.join(',')}}`
  const { scopes } = actor
  const all = [
    set('person', actor.personId ?? ''),
    set('system', 'off'),
    ...(['member', 'read', 'inside', 'work', 'lead', 'admin'] as const).map((scope) => set(`orgs_${scope}`, list(scopes[scope]))),
  ]
  await sql`select ${sql.join(all)}`.execute(ctx.db)
  return run({ ...ctx, actor, locale: actor.locale, t: translator(ctx.app.texts, actor.locale) })
}

const statusOf = (row: PlannedRow): IcalEvent['status'] => (['draft', 'submitted', 'refused'].includes(row.stage) ? 'TENTATIVE' : 'CONFIRMED')

function planned(ctx: Context, row: PlannedRow, team: string | undefined): IcalEvent {
  const number = numberOf(row.number)
  const words = [
    ctx.t(`desk.changes.class.${row.class}`),
    ctx.t(`desk.changes.stage.${row.stage}`),
    ...(team ? [team] : []),
    ...(row.service ? [row.service] : []),
  ]
  const url = `${ctx.app.config.url}/desk/cases/${number}`
  return {
    uid: `change-${row.caseId}@spil`,
    from: new Date(row.windowFrom),
    until: new Date(row.windowUntil),
    summary: `${number} ${row.title}`,
    description: `${words.join(' · ')}\n${url}`,
    url,
    status: statusOf(row),
    changedAt: ctx.now,
  }
}
const freeze = (ctx: Context, row: FreezeRow): IcalEvent => ({
  uid: `freeze-${row.id}@spil`,
  from: new Date(row.fromAt),
  until: new Date(row.untilAt),
  summary: ctx.t('desk.changes.feed.freeze', { name: row.name }),
  description: '',
  status: 'CONFIRMED',
  transparent: true,
  changedAt: new Date(row.changedAt),
})

/** The calendar behind the link: a month back, a year on. Undefined when the link is not right, was revoked, or its person may not come in. */
export async function readFeed(ctx: Context, token: string): Promise<string | undefined> {
  const id = feedIdIn(ctx.app, token)
  const row = id && (await feedById(ctx.db as Db, id))
  if (!row) return undefined
  const actor = await actorOf(ctx, row.personId).catch(() => undefined)
  if (!actor?.permissions.get('desk.read')?.length) return undefined
  return asPerson(ctx, actor, async (own) => {
    const day = 86_400_000
    const between = { from: new Date(own.now.getTime() - 31 * day), until: new Date(own.now.getTime() + 366 * day) }
    const rows = (await plannedBetween(own.db as Db, between)).filter((one) => actor.scopes.read.includes(one.organisationId))
    const teams = new Map<string, string | undefined>()
    for (const teamId of new Set(rows.flatMap((one) => one.teamId ?? []))) teams.set(teamId, (await teamById(own, teamId))?.name)
    const events = [
      ...rows.map((one) => planned(own, one, one.teamId === null ? undefined : teams.get(one.teamId))),
      ...(await freezesBetween(own.db as Db, between)).map((one) => freeze(own, one)),
    ]
    return icalOf(own.t('desk.changes.feed.name'), actor.timeZone, events)
  })
}
