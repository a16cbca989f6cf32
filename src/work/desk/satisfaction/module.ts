import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { asReporter, type CaseRow, caseById, findCase, peopleOf } from '#record/cases/cases.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { membersWith, organisationById, peopleByIds } from '#record/people/people.ts'
import { readsAsStaff } from '../reads.ts'
import { deskSatisfaction, satisfactionGiven, satisfactionLow, satisfactionSettingsChanged } from './contract.ts'
import { type Rating, readRateToken, satisfactionSettingsOf } from './reads.ts'
import { figureOf, none, together } from './rules.ts'
import { ask, countMarks, type Db, give, listLow, readRow, rowsOf, type SatisfactionTables, see, writeSettings } from './store.ts'
import { deskSatisfactionTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const reads = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.inside.includes(organisationId)) throw notFound()
}
const leads = (ctx: Context, organisationId: string) => ctx.actor.scopes.lead.includes(organisationId)
const settingsView = async (ctx: Context, organisationId: string) => ({ organisationId, ...(await satisfactionSettingsOf(ctx, organisationId)) })

type Failing = Context & { fail(code: 'desk.satisfaction.linkWrong' | 'desk.satisfaction.linkExpired'): never }
/** What the link is for. It answers without sign-in, so it tells no more than the mail it came in. */
async function linked(ctx: Failing, token: string): Promise<{ row: CaseRow; rating: Rating }> {
  const rating = readRateToken(ctx.app, token, ctx.now)
  if (rating === 'wrong') return ctx.fail('desk.satisfaction.linkWrong')
  if (rating === 'expired') return ctx.fail('desk.satisfaction.linkExpired')
  const row = await caseById(ctx, rating.caseId)
  const takesPart = row && (await peopleOf(ctx, row.id)).some(({ personId }) => personId === rating.personId)
  if (!row || !takesPart || rating.round > row.round) return ctx.fail('desk.satisfaction.linkWrong')
  return { row, rating }
}

async function askedView(ctx: Context, row: CaseRow, rating: Rating) {
  const { settings } = await satisfactionSettingsOf(ctx, row.organisationId)
  const given = await readRow(ctx.db as Db, row.id, rating.round)
  const closedAt = given?.closedAt ?? (rating.round === row.round && row.state === 'closed' ? row.closedAt : null)
  const until = closedAt === null ? null : new Date(Date.parse(closedAt) + settings.changeDays * 86_400_000)
  return {
    number: numberOf(row.number),
    title: row.title,
    organisation: (await organisationById(ctx, row.organisationId))?.name ?? '',
    mark: given?.mark ?? null,
    word: given?.word ?? '',
    until: until?.toISOString() ?? null,
    // Of a round that was rejected without a mark there is nothing to say any more.
    open: settings.active && (until === null ? rating.round === row.round : ctx.now < until),
    anonymous: given?.givenAt ? given.anonymous : settings.anonymous,
    settings,
  }
}
const shown = ({ settings: _, ...view }: Awaited<ReturnType<typeof askedView>>) => view

const lowBy = pages(Moment, Id, z.int32())

export default roomFor<SatisfactionTables>()({
  name: 'desk.satisfaction',
  contract: deskSatisfaction,
  texts: deskSatisfactionTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(moved, 'desk.satisfaction.ask', async ({ data, at }, ctx) => {
      const closes = data.to === 'closed'
      if (data.move !== 'solve' && !closes) return
      const row = await caseById(ctx, data.caseId)
      if (!row || data.round === 0 || !(await satisfactionSettingsOf(ctx, row.organisationId)).settings.active) return
      const { organisationId, teamId } = row
      await ask(ctx.db, { caseId: row.id, round: data.round, personId: data.reporterId, organisationId, teamId, at, closed: closes })
    }),
  ],
  handlers: {
    async asked({ params }, ctx) {
      const { row, rating } = await linked(ctx, params.token)
      return shown(await askedView(ctx, row, rating))
    },
    async rate({ params, body }, ctx) {
      const { row, rating } = await linked(ctx, params.token)
      const before = await askedView(ctx, row, rating)
      if (!before.open) return ctx.fail('desk.satisfaction.over')
      const { id: caseId, organisationId, teamId, number, confidential } = row
      const { round, personId } = rating
      const { settings } = before
      const closed = round === row.round && row.state === 'closed'
      await ask(ctx.db, { caseId, round, personId, organisationId, teamId, at: closed ? new Date(row.closedAt ?? ctx.now) : ctx.now, closed })
      await give(ctx.db, caseId, round, { mark: body.mark, word: body.word.trim(), anonymous: settings.anonymous, at: ctx.now })
      const as = await asReporter(ctx, personId)
      const about = `case/${caseId}`
      await as.emit(satisfactionGiven, { about, organisationId, people: [personId], confined: confidential, data: { caseId, number, round } })
      if (body.mark <= settings.lowMark) {
        const leadIds = (await membersWith(ctx, 'desk.decide', organisationId)).map(({ id }) => id).slice(0, 50)
        await ctx.emit(satisfactionLow, { about, organisationId: null, people: leadIds, confined: true, data: { caseId, number, round, leadIds } })
      }
      return shown(await askedView(ctx, row, rating))
    },
    async ofCase({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row || !readsAsStaff(ctx, row)) return ctx.fail('platform.notFound')
      const rows = await rowsOf(ctx.db, row.id)
      const lead = leads(ctx, row.organisationId)
      const names = await peopleByIds(
        ctx,
        rows.map(({ personId }) => personId),
      )
      const items = rows.map(({ round, mark, word, changedAt, personId, anonymous }) => ({
        ...{ round, mark: mark ?? 1, word, at: changedAt ?? '' },
        by: anonymous ? null : { id: personId, name: names.get(personId)?.name ?? ctx.t('cases.someone') },
      }))
      return { items, hidden: !lead && (await satisfactionSettingsOf(ctx, row.organisationId)).settings.anonymous }
    },
    async low({ query }, ctx) {
      const { organisationId, limit, after, seen } = query
      if (!leads(ctx, organisationId)) return ctx.fail('platform.notFound')
      const before = lowBy.after(after)
      const { settings } = await satisfactionSettingsOf(ctx, organisationId)
      const found = await listLow(ctx.db, { organisationId, lowMark: settings.lowMark, limit: limit + 1, seen, before })
      const { rows: some, next } = lowBy.of(found, limit, ({ givenAt, caseId, round }) => [momentOf(givenAt), caseId, round])
      const names = await peopleByIds(
        ctx,
        some.flatMap((row) => [row.personId, row.assigneeId, row.seenBy]).filter((id) => id !== null),
      )
      const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
      const items = some.map((row) => ({
        ...{ caseId: row.caseId, number: numberOf(row.number), title: row.title, round: row.round, mark: row.mark ?? 1, word: row.word },
        at: row.changedAt ?? row.askedAt,
        by: row.anonymous ? null : named(row.personId),
        team: row.teamId === null ? null : { id: row.teamId, name: row.teamName ?? '' },
        assignee: row.anonymous || row.assigneeId === null ? null : named(row.assigneeId),
        seen: row.seenBy === null || row.seenAt === null ? null : { by: named(row.seenBy), at: row.seenAt },
      }))
      return { items, next }
    },
    async markSeen({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row || !leads(ctx, row.organisationId) || !(await see(ctx.db, row.id, params.round, ctx.actor.personId, ctx.now))) throw notFound()
      return { caseId: row.id, round: params.round }
    },
    async figures({ query }, ctx) {
      const { organisationId, since, until, by } = query
      reads(ctx, organisationId)
      const zone = (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
      const end = new Date(Date.parse(until) + 86_400_000)
      const rows = await countMarks(ctx.db, organisationId, new Date(since), end, zone)
      const lead = leads(ctx, organisationId)
      const keys = [...new Set(rows.map((row) => (by === 'team' ? (row.teamId ?? '') : row.month)))].sort()
      const items = keys.map((key) => {
        const own = rows.filter((row) => (by === 'team' ? (row.teamId ?? '') : row.month) === key)
        const name = by === 'month' ? key : (own[0]?.teamName ?? ctx.t('desk.satisfaction.noTeam'))
        return figureOf(key, name, together(own), lead)
      })
      return { items, total: figureOf('', ctx.t('desk.satisfaction.total'), rows.length === 0 ? none : together(rows), lead) }
    },
    async settings({ query }, ctx) {
      reads(ctx, query.organisationId)
      return settingsView(ctx, query.organisationId)
    },
    async changeSettings({ body }, ctx) {
      const { organisationId, version, settings } = body
      if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) return ctx.fail('platform.notFound')
      if (!(await writeSettings(ctx.db, organisationId, version, settings, ctx.now, ctx.actor.personId))) return ctx.fail('desk.satisfaction.changed')
      const about = `organisation/${organisationId}`
      await ctx.emit(satisfactionSettingsChanged, { about, organisationId, data: { organisationId, version: version + 1 } })
      return settingsView(ctx, organisationId)
    },
  },
})
