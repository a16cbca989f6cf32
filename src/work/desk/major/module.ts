import { type Context, Problem, roomFor } from '#platform/room.ts'
import { addEntry, type CaseRow, findCase, toldOf } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import type { deskTexts } from '../texts.ts'
import { deskMajor, type Major, majorChildRemoved } from './contract.ts'
import { change, declare, ends, iso, leadsIn, past, review, rolesFit, subscriptions, watch, whyNot, write } from './course/module.ts'
import { sendText, updateDue } from './jobs.ts'
import { hangUnder, lastingMajors, majorShown, ongoingOf } from './reads.ts'
import {
  changeMajor,
  type Db,
  deleteChild,
  engineersDeclare,
  type MajorRow,
  type MajorTables,
  majorWithCase,
  parentOf,
  readMajor,
  saveSetting,
} from './store.ts'
import { deskMajorTexts } from './texts.ts'

const worksIn = (ctx: Context, organisationId: string) => ctx.actor.kind === 'system' || ctx.actor.scopes.work.includes(organisationId)

async function working(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}
async function onMajor(ctx: Context, ref: string): Promise<{ row: CaseRow; major: MajorRow }> {
  const row = await working(ctx, ref)
  const major = await readMajor(ctx.db as Db, row.id)
  return major ? { row, major } : Promise.reject(new Problem('desk.major.none', 409))
}
const shown = async (ctx: Context, row: CaseRow): Promise<Major> =>
  (await majorShown(ctx, row.id)) ?? Promise.reject(new Problem('desk.major.none', 409))

async function addMany(ctx: Context, parent: CaseRow, refs: readonly string[], how: 'linked' | 'registered') {
  const items: { case: string; done: boolean; code: string | null; why: string | null }[] = []
  for (const ref of new Set(refs)) {
    const row = await findCase(ctx, ref)
    const code = row
      ? await hangUnder(ctx, parent, row, how).then(
          () => null,
          (error: unknown) => (error instanceof Problem ? error.code : Promise.reject(error)),
        )
      : 'desk.major.noCase'
    items.push({ case: row ? numberOf(row.number) : ref, done: code === null, code, why: code === null ? null : ctx.t(code) })
  }
  return { done: items.filter(({ done }) => done).length, items }
}

const settingOf = async (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  return { organisationId, engineersDeclare: await engineersDeclare(ctx.db as Db, organisationId) }
}

export default roomFor<MajorTables>()({
  name: 'desk.major',
  contract: deskMajor,
  texts: deskMajorTexts as typeof deskMajorTexts & typeof casesTexts & typeof deskTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [sendText, updateDue],
  on: subscriptions,
  handlers: {
    async majorOf({ params }, ctx) {
      const row = await working(ctx, params.id)
      const parent = await parentOf(ctx.db, row.id)
      const above = parent && (await majorWithCase(ctx.db, parent.parentId))
      const code = await whyNot(ctx, row)
      return {
        major: (await majorShown(ctx, row.id)) ?? null,
        parent: above ? ongoingOf(ctx, above) : null,
        mayDeclare: code === undefined,
        whyNot: code === undefined ? null : ctx.t(code),
        ongoing: parent ? [] : (await lastingMajors(ctx, [row.organisationId])).filter(({ id }) => id !== row.id),
      }
    },
    ongoing({ query }, ctx) {
      const mine = ctx.actor.scopes.work
      return lastingMajors(ctx, query.organisationId === undefined ? mine : mine.filter((id) => id === query.organisationId))
    },
    async declare({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const code = await whyNot(ctx, row)
      if (code) return ctx.fail(code as 'desk.major.onlyLead')
      if (past(ctx, body.nextUpdateAt)) return ctx.fail('desk.major.past')
      if (!(await rolesFit(ctx, row.organisationId, [body.leadId, body.communicationId]))) return ctx.fail('desk.noSuchPerson')
      await declare(ctx, row, { ...body, by: ctx.actor.personId })
      return shown(ctx, row)
    },
    async changeMajor({ params, body }, ctx) {
      const { row, major } = await onMajor(ctx, params.id)
      await change(ctx, row, major, body)
      return shown(ctx, row)
    },
    async addChildren({ params, body }, ctx) {
      const { row } = await onMajor(ctx, params.id)
      return addMany(ctx, row, body.cases, body.registered ? 'registered' : 'linked')
    },
    async removeChild({ params }, ctx) {
      const { row } = await onMajor(ctx, params.id)
      const child = await working(ctx, params.childId)
      if (await deleteChild(ctx.db, row.id, child.id)) {
        const data = { caseId: row.id, number: row.number, childId: child.id, childNumber: child.number }
        await ctx.emit(majorChildRemoved, { ...(await toldOf(ctx, row, true)), data })
        await ctx.emit(majorChildRemoved, { ...(await toldOf(ctx, child, true)), data })
      }
      return shown(ctx, row)
    },
    async writeUpdate({ params, body }, ctx) {
      const { row } = await onMajor(ctx, params.id)
      if (past(ctx, body.nextUpdateAt)) return ctx.fail('desk.major.past')
      const nextUpdateAt = iso(body.nextUpdateAt)
      await changeMajor(ctx.db, row.id, { nextUpdateAt, lateToldAt: null })
      await watch(ctx, row.id, nextUpdateAt)
      await write(ctx, row, { kind: 'update', text: body.text, tested: null, nextUpdateAt })
      return shown(ctx, row)
    },
    async solveChildren({ params, body }, ctx) {
      const { row } = await onMajor(ctx, params.id)
      if (row.state !== 'solved' && row.state !== 'closed') return ctx.fail('desk.major.parentFirst')
      const total = await write(ctx, row, { kind: 'solve', text: body.done, tested: body.tested, nextUpdateAt: null })
      return total === 0 ? ctx.fail('desk.major.noChildren') : shown(ctx, row)
    },
    async endMajor({ params, body }, ctx) {
      const { row, major } = await onMajor(ctx, params.id)
      if (!leadsIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
      if (major.endedAt !== null) return ctx.fail('desk.major.ended')
      await ends(ctx, row, false)
      const text = ctx.t('desk.major.saidEnd', { reason: body.reason })
      await addEntry(ctx, { caseId: row.id, authorId: ctx.actor.personId, visibility: 'internal', channel: 'portal', kind: 'note', text })
      return shown(ctx, row)
    },
    async reviewMajor({ params, body }, ctx) {
      const { row, major } = await onMajor(ctx, params.id)
      if (major.endedAt === null) return ctx.fail('desk.major.lasts')
      await review(ctx, row, major, body)
      return shown(ctx, row)
    },
    majorSettings: ({ query }, ctx) => settingOf(ctx, query.organisationId),
    async changeMajorSettings({ body }, ctx) {
      if (!ctx.actor.permissions.get('desk.configure')?.includes(body.organisationId)) throw new Problem('platform.notFound', 404)
      await saveSetting(ctx.db, { ...body, changedAt: ctx.now, changedBy: ctx.actor.personId })
      return settingOf(ctx, body.organisationId)
    },
  },
})
