import { randomUUID } from 'node:crypto'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { caseById, findCase, openCase } from '#record/cases/cases.ts'
import { moved } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import { asSpil } from '../mail/letters/module.ts'
import { hangUnder, lastingMajors } from '../major/reads.ts'
import { tellAll } from '../notices/reads.ts'
import { deskOutages, outageChanged, outageJoined, outageLate, outageOver, outagePublished, outageWithdrawn } from './contract.ts'
import { tellJoined, watchWord, wordDue } from './jobs.ts'
import { current, managed, outagesShown, publicOf } from './reads.ts'
import { inLanguage, wrongIn } from './rules.ts'
import {
  changeOutage,
  type Db,
  forgetTold,
  insertJoined,
  insertOutage,
  insertUpdate,
  joinedOf,
  listOutages,
  myJoined,
  type OutageRow,
  type OutageTables,
  outagesOfCase,
  readOutage,
  readSetting,
  saveSetting,
  setReport,
  settingBySlug,
  turnOutage,
} from './store.ts'
import { deskOutagesTexts } from './texts.ts'

const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)
const iso = (at: string | null | undefined) => (at == null ? null : new Date(at).toISOString())

/** The outage, when the actor works where it was published. */
async function mine(ctx: Context, id: string): Promise<OutageRow> {
  const row = await readOutage(ctx.db as Db, id)
  if (!row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}
const shown = async (ctx: Context, row: OutageRow | undefined) =>
  (row && (await managed(ctx, [row]))[0]) ?? Promise.reject(new Problem('platform.notFound', 404))
const about = (row: OutageRow) => ({
  about: `outage/${row.id}`,
  organisationId: row.organisationId,
  data: { outageId: row.id, kind: row.kind, caseId: row.caseId },
})

async function end(ctx: Context, id: string): Promise<OutageRow | undefined> {
  const at = ctx.now.toISOString()
  const row = await turnOutage(ctx.db as Db, id, 'published', { state: 'over', endedAt: at, nextUpdateAt: null })
  if (!row) return undefined
  await ctx.enqueue(tellJoined, { outageId: id })
  await ctx.emit(outageOver, about(row))
  return row
}

type Publishing = (typeof deskOutages)['publish']['body']['_output']
async function publish(ctx: Context, body: Publishing): Promise<OutageRow> {
  const from = iso(body.from) ?? ctx.now.toISOString()
  const wrong = wrongIn({ ...body, from })
  if (wrong) throw new Problem(wrong, 400)
  const of = body.case === undefined ? undefined : await findCase(ctx, body.case)
  if (body.case !== undefined && of?.organisationId !== body.organisationId) throw new Problem('platform.notFound', 404)
  const row = await insertOutage(ctx.db as Db, {
    id: randomUUID(),
    organisationId: body.organisationId,
    kind: body.kind,
    state: 'published',
    caseId: of?.id ?? null,
    nl: body.nl,
    en: body.en,
    fromAt: from,
    untilAt: iso(body.until),
    nextUpdateAt: iso(body.nextUpdateAt),
    lateToldFor: null,
    publishedAt: ctx.now.toISOString(),
    publishedBy: ctx.actor.personId ?? '',
    endedAt: null,
    version: 1,
  })
  await watchWord(ctx, row)
  await ctx.emit(outagePublished, about(row))
  return row
}

/** With a word of theirs it is a report, under the major incident when the outage has one that lasts. */
async function reportOf(ctx: Context, row: OutageRow, text: string): Promise<string> {
  const me = ctx.actor.personId ?? ''
  const made = await openCase(ctx, {
    organisationId: row.organisationId,
    kind: 'incident',
    title: inLanguage(row, ctx.locale)?.title ?? '',
    text,
    reporterId: me,
    registeredBy: me,
    impact: 'person',
    urgency: 'normal',
    channel: 'portal',
  })
  const { caseId } = row
  if (caseId !== null)
    await asSpil(ctx, async (spil) => {
      const parent = await caseById(spil, caseId)
      if (parent && (await lastingMajors(spil, [row.organisationId])).some(({ id }) => id === caseId)) await hangUnder(spil, parent, made, 'joined')
    })
  return made.id
}

async function join(ctx: Context, row: OutageRow, text: string | undefined): Promise<void> {
  const db = ctx.db as Db
  const personId = ctx.actor.personId ?? ''
  const { id: outageId, organisationId } = row
  const at = ctx.now.toISOString()
  const fresh = await insertJoined(db, { outageId, personId, organisationId, caseId: null, at, toldAt: null })
  // Two presses at once: the row is held, and one of them makes the report.
  const known = await myJoined(db, outageId, personId)
  const reports = text !== undefined && text !== '' && known?.caseId === null
  if (reports) await setReport(db, outageId, personId, await reportOf(ctx, row, text))
  if (!fresh && !reports) return
  const count = (await joinedOf(db, [outageId], personId)).get(outageId)?.count ?? 0
  const { data, ...place } = about(row)
  await ctx.emit(outageJoined, { ...place, data: { ...data, withReport: reports, count } })
}

const settingOf = async (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  const { public: open = false, slug = '', title = '' } = (await readSetting(ctx.db as Db, organisationId)) ?? {}
  return { organisationId, public: open, slug, title, url: open ? `${ctx.app.config.url}/outages/${slug}` : null }
}

const outagesBy = pages(Moment, Id)

export default roomFor<OutageTables>()({
  name: 'desk.outages',
  contract: deskOutages,
  texts: deskOutagesTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [tellJoined, wordDue],
  on: [
    // Solved is over, reopened lasts again.
    on(moved, 'desk.outages.moved', async ({ data }, ctx) => {
      if (data.to !== 'solved' && data.to !== 'closed' && data.to !== 'reopened') return
      for (const one of await outagesOfCase(ctx.db, data.caseId)) {
        if (data.to !== 'reopened') await end(ctx, one.id)
        else if (await turnOutage(ctx.db, one.id, 'over', { state: 'published', endedAt: null })) await forgetTold(ctx.db, one.id)
      }
    }),
    on(outageLate, 'desk.outages.late', async (happened, ctx) => {
      const { outageId, people } = happened.data
      const row = await readOutage(ctx.db, outageId)
      if (!row) return
      for (const { id, locale } of (await peopleByIds(ctx, people)).values()) {
        const title = inLanguage(row, locale)?.title ?? ''
        await tellAll(ctx, happened, [id], { title, page: `/desk/outages/${outageId}` }, 'outageLate')
      }
    }),
  ],
  handlers: {
    async outages(_, ctx) {
      return outagesShown(ctx, await current(ctx, ctx.actor.scopes.member))
    },
    async manage({ query }, ctx) {
      const found = await listOutages(ctx.db, ctx.actor.scopes.work, query.limit + 1, outagesBy.after(query.after))
      const { rows, next } = outagesBy.of(found, query.limit, ({ publishedAt, id }) => [momentOf(publishedAt), id])
      return { items: await managed(ctx, rows), next }
    },
    async outage({ params }, ctx) {
      return shown(ctx, await mine(ctx, params.id))
    },
    async publish({ body }, ctx) {
      if (!worksIn(ctx, body.organisationId)) return ctx.fail('platform.notFound')
      return shown(ctx, await publish(ctx, body))
    },
    async changeOutage({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      const { version, from = row.fromAt, until = row.untilAt, nextUpdateAt = row.nextUpdateAt, nl = row.nl, en = row.en } = body
      const wrong = wrongIn({ kind: row.kind, nl, en, from, until })
      if (wrong) return ctx.fail(wrong)
      const set = { nl, en, fromAt: iso(from) ?? row.fromAt, untilAt: iso(until), nextUpdateAt: iso(nextUpdateAt) }
      const after = await changeOutage(ctx.db, row.id, set, version)
      if (!after) return ctx.fail('desk.outages.changed')
      await watchWord(ctx, after)
      await ctx.emit(outageChanged, about(after))
      return shown(ctx, after)
    },
    async addWord({ params, body }, ctx) {
      const row = await mine(ctx, params.id)
      if (row.state !== 'published') return ctx.fail('desk.outages.over')
      const { nl, en } = { nl: body.nl || null, en: body.en || null }
      if (nl === null && en === null) return ctx.fail('desk.outages.textNeeded')
      const at = ctx.now.toISOString()
      const { id: outageId, organisationId } = row
      await insertUpdate(ctx.db, { id: randomUUID(), outageId, organisationId, nl, en, authorId: ctx.actor.personId ?? '', at })
      const after = await changeOutage(ctx.db, row.id, { nextUpdateAt: iso(body.nextUpdateAt) })
      if (after) await watchWord(ctx, after)
      await ctx.emit(outageChanged, about(row))
      return shown(ctx, after)
    },
    async endOutage({ params }, ctx) {
      const row = await mine(ctx, params.id)
      return shown(ctx, (await end(ctx, row.id)) ?? ctx.fail('desk.outages.over'))
    },
    async withdrawOutage({ params }, ctx) {
      const row = await mine(ctx, params.id)
      const after = await changeOutage(ctx.db, row.id, { state: 'withdrawn' })
      if (after) await ctx.emit(outageWithdrawn, about(after))
      return shown(ctx, after)
    },
    async join({ params, body }, ctx) {
      const row = await readOutage(ctx.db, params.id)
      if (!row || row.state === 'withdrawn' || !ctx.actor.scopes.member.includes(row.organisationId)) return ctx.fail('platform.notFound')
      if (row.state === 'over') return ctx.fail('desk.outages.over')
      await join(ctx, row, body.text)
      return (await outagesShown(ctx, [row]))[0] ?? ctx.fail('platform.notFound')
    },
    async publicOutages({ params }, ctx) {
      const setting = await settingBySlug(ctx.db, params.slug)
      if (!setting) return ctx.fail('platform.notFound')
      return { title: setting.title, outages: await publicOf(ctx, setting.organisationId) }
    },
    outageSettings: ({ query }, ctx) => settingOf(ctx, query.organisationId),
    async changeOutageSettings({ body }, ctx) {
      if (!ctx.actor.permissions.get('desk.configure')?.includes(body.organisationId)) return ctx.fail('platform.notFound')
      if (!(await saveSetting(ctx.db, { ...body, changedAt: ctx.now, changedBy: ctx.actor.personId }))) return ctx.fail('desk.outages.slugTaken')
      return settingOf(ctx, body.organisationId)
    },
  },
})
