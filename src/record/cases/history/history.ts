/** What happened to a case, told from the logbook. */
import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import { inWords } from '../changes/changes.ts'
import { explanationsByIds } from '../explanations/explanations.ts'
import type { Change } from '../store.ts'

interface Logged {
  id: number
  name: string
  actor: string
  at: string
  data: Record<string, unknown>
}
export interface Told {
  id: string
  at: string
  name: string
  by: { id: string; name: string } | null
  text: string
}

/** Events of other rooms about a case are told when their room has a text for it: 'history.<event>'. */
const toldElsewhere = (ctx: Context) =>
  Object.keys(ctx.app.texts)
    .filter((key) => key.startsWith('history.'))
    .map((key) => key.slice('history.'.length))

/** Newest first, before the event `before`. Row level security of the logbook decides what the actor may know. */
export async function historyOf(ctx: Context, caseId: string, limit: number, before?: number): Promise<Told[]> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<Logged>`select id, name, actor, at, data from event
    where about = ${`case/${caseId}`} and (name like 'cases.%' or name = any (${toldElsewhere(ctx)}::text[])) ${before === undefined ? sql`` : sql`and id < ${before}`} order by id desc limit ${limit}`.execute(
    db,
  )
  const ids = rows.flatMap(({ actor, data }) =>
    [actor, ...Object.values(data)].filter((value): value is string => typeof value === 'string' && uuid.test(value)),
  )
  const names = await peopleByIds(ctx, ids)
  const explained = await explanationsByIds(
    ctx,
    rows.map(({ data }) => data.explanationId).filter((id) => typeof id === 'string'),
  )
  const told: Told[] = []
  for (const row of rows) {
    const by = names.get(row.actor)
    told.push({
      id: String(row.id),
      at: row.at,
      name: row.name,
      by: by ? { id: by.id, name: by.name } : null,
      text: explained.get(String(row.data.explanationId))?.text ?? (await sentence(ctx, row, names)),
    })
  }
  return told
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function sentence(ctx: Context, { name, data }: Logged, names: ReadonlyMap<string, { name: string }>): Promise<string> {
  const { t } = ctx
  const text = (key: string) => (typeof data[key] === 'string' ? (data[key] as string) : '')
  const who = (key: string) => names.get(text(key))?.name ?? t('cases.someone')
  switch (name) {
    case 'cases.moved': {
      const line = t('cases.history.moved', { from: t(`cases.state.${text('from')}`), to: t(`cases.state.${text('to')}`) })
      if (data.move === 'close' && data.by === 'system') return `${line}. ${t('cases.history.closedByPolicy')}`
      return data.waitingFor ? `${line}. ${t('cases.history.waiting', { for: t(`cases.waiting.${text('waitingFor')}`) })}` : line
    }
    case 'cases.assigned': {
      const before = data.before as { teamId: string | null; assigneeId: string | null }
      const fields: Change[] = [
        { field: 'assigneeId', from: before.assigneeId, to: text('assigneeId') || null },
        { field: 'teamId', from: before.teamId, to: text('teamId') || null },
      ]
      const done = await inWords(
        ctx,
        fields.filter((change) => change.from !== change.to),
      )
      return done.map(({ to }) => (to === null ? t('cases.history.unassigned') : t('cases.history.assigned', { who: to }))).join('. ')
    }
    case 'cases.changed': {
      const done = await inWords(ctx, data.changes as Change[])
      return done.map((change) => changeLine(ctx, change)).join('. ')
    }
    case 'cases.testStep':
      return t('cases.history.testStep', { what: text('what') })
    case 'cases.testAnswered':
      return t('cases.history.testAnswered', { via: text('via'), said: text('said') })
    case 'cases.entryAdded':
      return t('cases.history.entryAdded', { visibility: text('visibility') })
    case 'cases.personAdded':
    case 'cases.personRemoved':
      return t(`cases.history.${name.slice('cases.'.length)}`, { who: who('personId') })
    default:
      return t(name.startsWith('cases.') ? `cases.history.${name.slice('cases.'.length)}` : `history.${name}`, await valuesOf(ctx, data, names))
  }
}

/** What a sentence may use: `toId` as the name {to} of a person or team, numbers and words of ours as they are. */
async function valuesOf(ctx: Context, data: Logged['data'], names: ReadonlyMap<string, { name: string }>): Promise<Record<string, string | number>> {
  const values: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(data)) {
    if (typeof value === 'number' || (typeof value === 'string' && !uuid.test(value))) values[key] = value
    else if (typeof value === 'string' && key.endsWith('Id') && key !== 'caseId')
      values[key.slice(0, -2)] =
        names.get(value)?.name ?? (key === 'teamId' ? (await teamById(ctx, value))?.name : undefined) ?? ctx.t('cases.someone')
  }
  return { from: ctx.t('cases.someone'), to: values.team ?? ctx.t('cases.someone'), ...values }
}

function changeLine({ t }: Pick<Context, 't'>, { field, from, to }: Change): string {
  const label = t(`cases.field.${field}`)
  if (from === null && to === null) return t('cases.history.changedOnly', { field: label })
  return t('cases.history.changed', { field: label, from: from ?? t('cases.nothing'), to: to ?? t('cases.nothing') })
}
