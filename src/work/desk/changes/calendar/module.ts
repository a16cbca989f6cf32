import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { numberOf } from '#record/cases/contract.ts'
import { teamById } from '#record/people/people.ts'
import { serviceFits } from '../reads.ts'
import { fitsStandard } from '../rules.ts'
import { type ChangeTables, type Db, type FreezeRow, freezesBetween, plannedBetween, readTemplate, type TemplateRow } from '../store.ts'
import type { deskChangesTexts } from '../texts.ts'
import { deskChangeCalendar, type Freeze, feedChanged, freezeChanged, type Template, templateChanged } from './contract.ts'
import { feedUrl, readFeed } from './feed/reads.ts'
import {
  deleteFreeze,
  feedOf,
  insertFeed,
  insertFreeze,
  insertTemplate,
  listTemplates,
  readFreeze,
  revokeFeeds,
  templateNamed,
  updateFreeze,
  updateTemplate,
} from './store.ts'
import { deskChangeCalendarTexts } from './texts.ts'

const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}
async function teamFits(ctx: Context, teamId: string | null, organisationId: string): Promise<void> {
  if (teamId !== null && (await teamById(ctx, teamId))?.organisationId !== organisationId) throw new Problem('desk.changes.noSuchTeam', 400)
}
/** Names of teams by id; each asked once. */
async function teamNames(ctx: Context, ids: readonly (string | null)[]): Promise<(id: string | null) => { id: string; name: string } | null> {
  const names = new Map<string, string>()
  for (const id of new Set(ids)) if (id !== null) names.set(id, (await teamById(ctx, id))?.name ?? '')
  return (id) => (id === null ? null : { id, name: names.get(id) ?? '' })
}

const iso = (at: string | Date) => new Date(at).toISOString()
const freezeView = (ctx: Context, row: FreezeRow, team: Freeze['team']): Freeze => ({
  id: row.id,
  organisationId: row.organisationId,
  team,
  name: row.name,
  from: iso(row.fromAt),
  until: iso(row.untilAt),
  version: row.version,
  mayEdit: ctx.actor.permissions.get('desk.configure')?.includes(row.organisationId) ?? false,
})
const templateView = ({ changedAt: _, changedBy: __, ...row }: TemplateRow): Template => row

async function tellFreeze(ctx: Context, row: FreezeRow, removed = false): Promise<void> {
  const { id: freezeId, organisationId, teamId } = row
  await ctx.emit(freezeChanged, {
    about: `organisation/${organisationId}`,
    organisationId,
    data: { freezeId, organisationId, teamId, from: iso(row.fromAt), until: iso(row.untilAt), removed },
  })
}
async function tellTemplate(ctx: Context, { id: templateId, organisationId, active }: TemplateRow, version: number): Promise<void> {
  await ctx.emit(templateChanged, { about: `organisation/${organisationId}`, organisationId, data: { templateId, organisationId, version, active } })
}
async function oneFreeze(ctx: Context, id: string): Promise<Freeze> {
  const row = await readFreeze(ctx.db as Db, id)
  if (!row) throw new Problem('platform.notFound', 404)
  return freezeView(ctx, row, (await teamNames(ctx, [row.teamId]))(row.teamId))
}

const days = 100
const tellFeed = (ctx: Context, revoked: boolean) => {
  const personId = ctx.actor.personId ?? ''
  return ctx.emit(feedChanged, { about: `person/${personId}`, organisationId: null, people: [personId], data: { personId, revoked } })
}

export default roomFor<ChangeTables>()({
  name: 'desk.changeCalendar',
  contract: deskChangeCalendar,
  texts: deskChangeCalendarTexts as typeof deskChangeCalendarTexts & typeof deskChangesTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async calendar({ query }, ctx) {
      const { organisationId, teamId } = query
      const from = new Date(query.from)
      const until = new Date(query.until)
      if (until <= from || until.getTime() - from.getTime() > days * 86_400_000) return ctx.fail('desk.changes.tooLong')
      const between = { from, until, organisationId, teamId }
      const planned = (await plannedBetween(ctx.db, between)).filter((row) => ctx.actor.scopes.read.includes(row.organisationId))
      const freezes = await freezesBetween(ctx.db, between)
      const team = await teamNames(
        ctx,
        [...planned, ...freezes].map((row) => row.teamId),
      )
      return {
        changes: planned.map(({ caseId, number, windowFrom, windowUntil, teamId: of, ...row }) => ({
          ...row,
          id: caseId,
          number: numberOf(number),
          team: team(of),
          from: iso(windowFrom),
          until: iso(windowUntil),
        })),
        freezes: freezes.map((row) => freezeView(ctx, row, team(row.teamId))),
      }
    },
    async addFreeze({ body }, ctx) {
      const { organisationId, teamId, name, from: fromAt, until: untilAt } = body
      configures(ctx, organisationId)
      await teamFits(ctx, teamId, organisationId)
      const row = { id: randomUUID(), organisationId, teamId, name, fromAt, untilAt, version: 1, changedAt: ctx.now, changedBy: ctx.actor.personId }
      await insertFreeze(ctx.db, row)
      await tellFreeze(ctx, row)
      return oneFreeze(ctx, row.id)
    },
    async changeFreeze({ params, body }, ctx) {
      const before = await readFreeze(ctx.db, params.id)
      if (!before || before.organisationId !== body.organisationId) return ctx.fail('platform.notFound')
      configures(ctx, before.organisationId)
      const { teamId, name, from: fromAt, until: untilAt, version } = body
      await teamFits(ctx, teamId, before.organisationId)
      const set = { teamId, name, fromAt, untilAt, changedAt: ctx.now, changedBy: ctx.actor.personId }
      if (!(await updateFreeze(ctx.db, before.id, version, set))) return ctx.fail('desk.changes.settingChanged', await oneFreeze(ctx, before.id))
      await tellFreeze(ctx, { ...before, ...set })
      return oneFreeze(ctx, before.id)
    },
    async removeFreeze({ params }, ctx) {
      const before = await readFreeze(ctx.db, params.id)
      if (!before) return ctx.fail('platform.notFound')
      configures(ctx, before.organisationId)
      const gone = await deleteFreeze(ctx.db, before.id)
      if (!gone) return ctx.fail('platform.notFound')
      await tellFreeze(ctx, gone, true)
      return {}
    },
    async templates({ query }, ctx) {
      const { work } = ctx.actor.scopes
      const where = query.organisationId === undefined ? work : work.filter((id) => id === query.organisationId)
      return { items: where.length === 0 ? [] : (await listTemplates(ctx.db, where)).map(templateView) }
    },
    async addTemplate({ body }, ctx) {
      configures(ctx, body.organisationId)
      await teamFits(ctx, body.teamId, body.organisationId)
      await serviceFits(ctx, body.organisationId, body.service, null)
      if (!fitsStandard(body.risk, body.effect)) return ctx.fail('desk.changes.templateRisk')
      const row = { ...body, id: randomUUID(), active: true, version: 1, changedAt: ctx.now, changedBy: ctx.actor.personId }
      if (!(await insertTemplate(ctx.db, row))) return ctx.fail('desk.changes.templateName')
      await tellTemplate(ctx, row, 1)
      return templateView(row)
    },
    async changeTemplate({ params, body }, ctx) {
      const before = await readTemplate(ctx.db, params.id)
      if (!before) return ctx.fail('platform.notFound')
      configures(ctx, before.organisationId)
      const { version, ...set } = body
      await teamFits(ctx, body.teamId, before.organisationId)
      await serviceFits(ctx, before.organisationId, body.service, before.service)
      if (!fitsStandard(body.risk, body.effect)) return ctx.fail('desk.changes.templateRisk')
      if (body.active && (await templateNamed(ctx.db, before.organisationId, body.name, before.id))) return ctx.fail('desk.changes.templateName')
      const row = { ...before, ...set, changedAt: ctx.now, changedBy: ctx.actor.personId }
      const { id, organisationId: _, version: __, ...rest } = row
      if (!(await updateTemplate(ctx.db, id, version, rest))) return ctx.fail('desk.changes.settingChanged')
      await tellTemplate(ctx, row, version + 1)
      return templateView({ ...row, version: version + 1 })
    },
    async feed(_, ctx) {
      const row = await feedOf(ctx.db, ctx.actor.personId ?? '')
      return row ? { url: feedUrl(ctx.app, row.id), madeAt: iso(row.madeAt) } : { url: null, madeAt: null }
    },
    async makeFeed(_, ctx) {
      const personId = ctx.actor.personId ?? ''
      const id = randomUUID()
      await revokeFeeds(ctx.db, personId, ctx.now)
      await insertFeed(ctx.db, { id, personId, madeAt: ctx.now, revokedAt: null })
      await tellFeed(ctx, false)
      return { url: feedUrl(ctx.app, id), madeAt: ctx.now.toISOString() }
    },
    async revokeFeed(_, ctx) {
      if (await revokeFeeds(ctx.db, ctx.actor.personId ?? '', ctx.now)) await tellFeed(ctx, true)
      return {}
    },
    async readFeed({ params }, ctx) {
      const text = await readFeed(ctx, params.token)
      if (text === undefined) return ctx.fail('desk.changes.linkWrong')
      return { stream: Readable.from([Buffer.from(text)]), type: 'text/calendar; charset=utf-8', name: 'spil.ics' }
    },
  },
})
