import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { type CaseRow, findCase, linkCases, moveCase, openCase, wordsOf } from '#record/cases/cases.ts'
import { type Kind, numberOf } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import { deskProblems, incidentUnlinked, type KnownError, problemChanged, type Workaround } from './contract.ts'
import { solveAll } from './jobs.ts'
import { viewOf, viewOfSolving } from './reads.ts'
import { type Details, missing, piecesOf } from './rules.ts'
import {
  beginSolving,
  type Db,
  forgetOtherLink,
  type KnownRow,
  listIncidents,
  listKnown,
  type ProblemTables,
  readProblem,
  readSolving,
  similarTo,
  unlinkIncident,
  type WorkaroundRow,
  workaroundsOf,
  writeProblem,
} from './store.ts'
import { deskProblemsTexts } from './texts.ts'

const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)

/** The problem of the path, as the actor may see it; `works`: when they work in its organisation. */
async function problemAt(ctx: Context, ref: string, works = false): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row || !ctx.actor.scopes.read.includes(row.organisationId)) throw new Problem('platform.notFound', 404)
  if (works && !worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  if (row.kind !== 'problem') throw new Problem('desk.problems.notProblem', 409)
  return row
}

/** Kinds that say that something does not work as it should, or may: those a problem can be behind. */
const mayBeCaused: readonly Kind[] = ['incident', 'informationRequest', 'serviceRequest', 'complaint']
async function incidentsAt(ctx: Context, refs: readonly string[]): Promise<CaseRow[]> {
  const rows: CaseRow[] = []
  for (const ref of new Set(refs)) {
    const row = await findCase(ctx, ref)
    if (!row || !worksIn(ctx, row.organisationId)) throw new Problem('desk.problems.noSuchCase', 400, { number: ref })
    if (!mayBeCaused.includes(row.kind)) throw new Problem('desk.problems.notIncident', 400, { number: numberOf(row.number) })
    rows.push(row)
  }
  return rows
}

async function link(ctx: Context, incidents: readonly CaseRow[], problem: CaseRow): Promise<void> {
  for (const { id } of incidents) {
    await forgetOtherLink(ctx.db, problem.id, id)
    await linkCases(ctx, id, problem.id, 'causedBy')
  }
}

const known = (row: KnownRow): KnownError => ({
  id: row.caseId,
  number: numberOf(row.number),
  title: row.title,
  state: row.state,
  organisationId: row.organisationId,
  causeKnown: row.causeKnown,
  cause: row.cause,
  knownError: row.knownError,
  knownAs: row.knownAs,
  workaround: row.workaround,
  forReporters: row.forReporters,
  incidents: row.incidents,
  changedAt: new Date(row.changedAt).toISOString(),
})
/** What belongs to the problem itself is for who may read it. */
const workaround = (row: WorkaroundRow, inside: boolean): Workaround => ({
  problem: inside && row.number !== null ? { id: row.caseId, number: numberOf(row.number), title: row.title ?? '' } : null,
  knownAs: row.knownAs,
  workaround: row.workaround,
  cause: inside ? row.cause : null,
})

const incidentsBy = pages(z.int())
const knownBy = pages(Moment, Id)

const nothing: Details = { causeKnown: false, cause: null, knownError: false, knownAs: null, workaround: null, forReporters: false }
const given = (text: string | null | undefined, before: string | null) => (text === undefined ? before : text?.trim() || null)

export default roomFor<ProblemTables>()({
  name: 'desk.problems',
  contract: deskProblems,
  texts: deskProblemsTexts as typeof deskProblemsTexts & typeof casesTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [solveAll],
  handlers: {
    async openProblem({ body }, ctx) {
      const incidents = await incidentsAt(ctx, body.incidents)
      const organisationId = body.organisationId ?? incidents[0]?.organisationId ?? ctx.actor.scopes.work[0]
      const me = ctx.actor.personId
      if (!me || !organisationId || !worksIn(ctx, organisationId)) return ctx.fail('desk.problems.noOrganisation')
      const { title, text, impact, urgency, teamId, take } = body
      if (teamId && (await teamById(ctx, teamId))?.organisationId !== organisationId) return ctx.fail('desk.problems.noSuchTeam')
      const row = await openCase(ctx, {
        organisationId,
        kind: 'problem',
        title,
        text,
        impact,
        urgency,
        reporterId: me,
        registeredBy: me,
        channel: ctx.actor.credential?.kind === 'token' ? 'api' : 'portal',
        teamId: teamId ?? null,
        assigneeId: take ? me : null,
      })
      await link(ctx, incidents, row)
      return viewOf(ctx, row)
    },
    async problem({ params }, ctx) {
      return viewOf(ctx, await problemAt(ctx, params.id))
    },
    async changeProblem({ params, body }, ctx) {
      const row = await problemAt(ctx, params.id, true)
      const before = await readProblem(ctx.db, row.id)
      const { version, ...wish } = body
      const was: Details = before ?? nothing
      const after: Details = {
        causeKnown: wish.causeKnown ?? was.causeKnown,
        cause: given(wish.cause, was.cause),
        knownError: wish.knownError ?? was.knownError,
        knownAs: given(wish.knownAs, was.knownAs),
        workaround: given(wish.workaround, was.workaround),
        forReporters: wish.forReporters ?? was.forReporters,
      }
      const wrong = missing(after)
      if (wrong) return ctx.fail(wrong)
      const { id: caseId, number, organisationId } = row
      const saved = await writeProblem(ctx.db, { ...after, caseId, organisationId, version, changedAt: ctx.now, changedBy: ctx.actor.personId })
      if (!saved) return ctx.fail('desk.problems.changed', await viewOf(ctx, row))
      const { causeKnown, knownError, forReporters } = after
      await ctx.emit(problemChanged, {
        about: `case/${caseId}`,
        organisationId,
        confined: row.confidential,
        data: { caseId, number, version: version + 1, causeKnown, knownError, forReporters },
      })
      return viewOf(ctx, row)
    },
    async incidents({ params, query }, ctx) {
      const row = await problemAt(ctx, params.id)
      const { limit, after } = query
      const found = await listIncidents(ctx.db, row.id, limit + 1, incidentsBy.after(after)?.[0])
      const { rows: shown, next } = incidentsBy.of(found, limit, ({ number }) => [number])
      const names = await peopleByIds(
        ctx,
        shown.map(({ reporterId }) => reporterId),
      )
      const items = shown.map(({ number, reporterId, ...one }) => ({
        ...one,
        number: numberOf(number),
        reporter: { id: reporterId, name: names.get(reporterId)?.name ?? ctx.t('cases.someone') },
      }))
      return { items, next }
    },
    async linkIncidents({ params, body }, ctx) {
      const row = await problemAt(ctx, params.id, true)
      await link(ctx, await incidentsAt(ctx, body.incidents), row)
      return viewOf(ctx, row)
    },
    async unlinkIncident({ params }, ctx) {
      const row = await problemAt(ctx, params.id, true)
      const incident = await findCase(ctx, params.incident)
      if (!incident || !(await unlinkIncident(ctx.db, row.id, incident.id))) return ctx.fail('platform.notFound')
      const { id: caseId, number, organisationId, confidential } = row
      await ctx.emit(incidentUnlinked, {
        about: `case/${caseId}`,
        organisationId,
        confined: confidential,
        data: { caseId, number, incidentId: incident.id },
      })
      return viewOf(ctx, row)
    },
    async solveIncidents({ params, body }, ctx) {
      const row = await problemAt(ctx, params.id, true)
      const { done, tested, version } = body
      const byId = ctx.actor.personId ?? ''
      const solving = { id: randomUUID(), caseId: row.id, organisationId: row.organisationId, done, tested, byId, at: ctx.now.toISOString() }
      const count = await beginSolving(ctx.db as Db, solving)
      if (count === undefined) return ctx.fail('desk.problems.busy')
      if (count === 0) return ctx.fail('desk.problems.noneOpen')
      if (version !== undefined)
        await moveCase(ctx, {
          caseId: row.id,
          version,
          move: 'solve',
          by: ctx.actor.scopes.lead.includes(row.organisationId) ? 'lead' : 'engineer',
          done,
          tested,
        })
      await ctx.enqueue(solveAll, { solvingId: solving.id }, { key: `solve ${solving.id}` })
      return viewOfSolving(ctx, (await readSolving(ctx.db as Db, { id: solving.id })) ?? { ...solving, finishedAt: null })
    },
    async workarounds({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const inside = ctx.actor.scopes.inside.includes(row.organisationId)
      return { items: (await workaroundsOf(ctx.db, row.id)).map((one) => workaround(one, inside)) }
    },
    async knownErrors({ query }, ctx) {
      const { limit, after, search, ...filter } = query
      const found = await listKnown(ctx.db, { ...filter, words: wordsOf(search ?? '') }, limit + 1, knownBy.after(after))
      const { rows, next } = knownBy.of(found, limit, ({ changedAt, caseId }) => [momentOf(changedAt), caseId])
      return { items: rows.map(known), next }
    },
    async similar({ query }, ctx) {
      const { member, inside } = ctx.actor.scopes
      const within = (orgs: readonly string[]) => (query.organisationId === undefined ? orgs : orgs.filter((one) => one === query.organisationId))
      const words = piecesOf(query.text).flatMap(wordsOf)
      const asStaff = within(inside)
      const rows = await similarTo(ctx.db, asStaff.length > 0 ? asStaff : within(member), words, asStaff.length === 0)
      return { items: rows.map((one) => workaround(one, asStaff.length > 0)) }
    },
  },
})
