import { randomUUID } from 'node:crypto'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, findCase, fold, keepFrom, linkCases, moveCase, openCase, peopleOf } from '#record/cases/cases.ts'
import { changed, opened } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { membersWith, peopleByIds, teamsOf } from '#record/people/people.ts'
import { asSpil } from '../mail/letters/module.ts'
import type { deskTexts } from '../texts.ts'
import { deskComplaints, policyChanged, type stepped as Stepped, stepped } from './contract.ts'
import { remindHandlers } from './jobs.ts'
import { give, openAsComplaint, whomOf } from './opening/module.ts'
import { mayHandle, viewOf } from './reads.ts'
import { refusal, unheard, usualPolicy } from './rules.ts'
import {
  type ComplaintRow,
  type ComplaintTables,
  type Db,
  insertHearing,
  listHearings,
  readComplaint,
  readPolicy,
  updateComplaint,
  writePolicy,
} from './store.ts'
import { deskComplaintsTexts } from './texts.ts'

/** The complaint of the path as the actor may read it: who handles it, and staff whom they named; never who complains. */
async function complaintAt(ctx: Context, ref: string): Promise<{ row: CaseRow; one: ComplaintRow }> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  if (row.kind !== 'complaint' && ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('desk.complaints.notComplaint', 409)
  const one = row.kind !== 'complaint' || row.reporterId === ctx.actor.personId ? undefined : await readComplaint(ctx.db as Db, row.id)
  if (!one) throw new Problem('platform.notFound', 404)
  return { row, one }
}
/** To handle it, as the screen showed it. */
async function handling(ctx: Context, ref: string, version: number) {
  const found = await complaintAt(ctx, ref)
  if (!mayHandle(ctx, found.row)) throw new Problem('desk.complaints.notYours', 403)
  if (found.one.version !== version) throw new Problem('desk.complaints.changed', 409, await viewOf(ctx, found.row, found.one))
  return found
}

type Step = (typeof Stepped)['data']['_output']['step']
/** Writes it when nobody was first, and tells who takes part in it. */
async function step(ctx: Context, { row, one }: { row: CaseRow; one: ComplaintRow }, what: Step, set: Partial<ComplaintRow>) {
  if (!(await updateComplaint(ctx.db as Db, row.id, one.version, set))) {
    const now = await readComplaint(ctx.db as Db, row.id)
    throw new Problem('desk.complaints.changed', 409, now && (await viewOf(ctx, row, now)))
  }
  const people = (await peopleOf(ctx, row.id)).filter(({ role }) => role === 'named').map(({ personId }) => personId)
  await ctx.emit(stepped, {
    about: `case/${row.id}`,
    organisationId: row.organisationId,
    people,
    confined: true,
    data: { caseId: row.id, number: row.number, step: what, judgement: set.judgement ?? null, followUpId: set.followUpId ?? null },
  })
}
/** As it is now, for who may still read it. */
async function again(ctx: Context, id: string) {
  const row = await findCase(ctx, id)
  const one = row && (await readComplaint(ctx.db as Db, row.id))
  if (!row || !one) throw new Problem('platform.notFound', 404)
  return viewOf(ctx, row, one)
}

async function policyView(ctx: Context, organisationId: string) {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  const { version, ...policy } = (await readPolicy(ctx.db as Db, organisationId)) ?? { ...usualPolicy, version: 0 }
  const leads = (await membersWith(ctx, 'desk.decide', organisationId)).map(({ id, name }) => ({ id, name }))
  const handler = policy.handlerId === null ? undefined : (await peopleByIds(ctx, [policy.handlerId])).get(policy.handlerId)
  const { acknowledgeDays, answerDays } = policy
  return {
    organisationId,
    version,
    handler: policy.handlerId === null ? null : { id: policy.handlerId, name: handler?.name ?? ctx.t('cases.someone') },
    acknowledgeDays,
    answerDays,
    leads,
  }
}

type Texts = typeof deskComplaintsTexts & typeof casesTexts & typeof deskTexts
export default roomFor<ComplaintTables>()({
  name: 'desk.complaints',
  contract: deskComplaints,
  texts: deskComplaintsTexts as Texts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [remindHandlers],
  on: [
    // Whichever way it came in: by mail, by another room.
    on(opened, 'desk.complaints.opened', async ({ data }, ctx) => {
      const row = data.kind === 'complaint' ? await caseById(ctx, data.caseId) : undefined
      if (row) await openAsComplaint(ctx, row)
    }),
    on(changed, 'desk.complaints.became', async ({ data }, ctx) => {
      if (!data.changes.some(({ field, to }) => field === 'kind' && to === 'complaint')) return
      const row = await caseById(ctx, data.caseId)
      if (row?.kind === 'complaint') await openAsComplaint(ctx, row)
    }),
  ],
  handlers: {
    async complaint({ params }, ctx) {
      const { row, one } = await complaintAt(ctx, params.id)
      return viewOf(ctx, row, one)
    },
    async myComplaint({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (row?.reporterId !== ctx.actor.personId) return ctx.fail('platform.notFound')
      const view = await asSpil(ctx, async (spil) => {
        const one = await readComplaint(spil.db as Db, row.id)
        return one && viewOf(spil, row, one)
      })
      if (!view || row.kind !== 'complaint') return ctx.fail('desk.complaints.notComplaint')
      const { about, handler, acknowledgedAt, answerBy, answeredAt, judgement } = view
      return {
        about: about.person?.name ?? about.team?.name ?? (about.case ? `${about.case.number} ${about.case.title}` : null),
        handler,
        acknowledgedAt,
        answerBy,
        answeredAt,
        judgement: answeredAt === null ? null : judgement,
      }
    },
    async whom({ query }, ctx) {
      const { member } = ctx.actor.scopes
      const organisationId = query.organisationId === undefined ? member[0] : member.find((id) => id === query.organisationId)
      if (!organisationId) return { people: [], teams: [] }
      const wanted = fold(query.search)
      const fits = ({ id, name }: { id: string; name: string }) => id !== ctx.actor.personId && fold(name).includes(wanted)
      const name = ({ id, name }: { id: string; name: string }) => ({ id, name })
      return asSpil(ctx, async (spil) => ({
        people: (await membersWith(spil, 'desk.work', organisationId)).filter(fits).slice(0, 10).map(name),
        teams: (await teamsOf(spil, organisationId)).filter(fits).slice(0, 10).map(name),
      }))
    },
    async changeAbout({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { row } = found
      const whom = await whomOf(ctx, row, body.about)
      await step(ctx, found, 'about', { aboutPersonId: whom.personId, aboutTeamId: whom.teamId, aboutCaseId: whom.caseId })
      await asSpil(ctx, async (spil) => {
        await keepFrom(spil, row, { personIds: whom.people, teamId: whom.teamId })
        const now = await caseById(spil, row.id)
        if (now && now.assigneeId === null) await give(spil, now)
      })
      const now = await findCase(ctx, row.id)
      const one = now && (await readComplaint(ctx.db, now.id))
      return { complaint: now && one ? await viewOf(ctx, now, one) : null }
    },
    async acknowledge({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { id: caseId } = found.row
      await step(ctx, found, 'acknowledged', { acknowledgedAt: ctx.now })
      await addEntry(ctx, { caseId, authorId: ctx.actor.personId, visibility: 'public', channel: 'portal', kind: 'message', text: body.text })
      return again(ctx, caseId)
    },
    async hear({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { id: caseId } = found.row
      const { side } = body
      const byId = ctx.actor.personId ?? ''
      await step(ctx, found, 'heard', {})
      const text = `${ctx.t(`desk.complaints.heard.${side}`)}\n\n${body.text}`
      const entry = await addEntry(ctx, { caseId, authorId: byId, visibility: 'internal', channel: 'portal', kind: 'note', text })
      await insertHearing(ctx.db, { id: randomUUID(), caseId, side, entryId: entry.id, byId, at: ctx.now })
      return again(ctx, caseId)
    },
    async judge({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { row, one } = found
      const refused = refusal({ ...one, answeredAt: row.state === 'reopened' ? null : one.answeredAt }, 'judge')
      if (refused) throw new Problem(refused, 409)
      const about = one.aboutPersonId !== null || one.aboutTeamId !== null || one.aboutCaseId !== null
      const heard = (await listHearings(ctx.db, row.id)).map(({ side }) => side)
      const notHeard = body.notHeard ?? one.notHeard
      if (unheard(about, heard).length > 0 && !notHeard) return ctx.fail('desk.complaints.hearFirst')
      const { judgement, reason, measure } = body
      await step(ctx, found, 'judged', {
        judgement,
        judgementReason: reason,
        measure: measure?.trim() || null,
        notHeard: notHeard ?? null,
        judgedAt: ctx.now,
        judgedBy: ctx.actor.personId,
        answeredAt: null,
      })
      return again(ctx, row.id)
    },
    async answer({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { row, one } = found
      const refused = refusal({ ...one, answeredAt: row.state === 'reopened' ? null : one.answeredAt }, 'answer')
      if (refused) throw new Problem(refused, 409)
      await step(ctx, found, 'answered', { answeredAt: ctx.now, acknowledgedAt: one.acknowledgedAt ?? ctx.now })
      const tested = ctx.t(`desk.complaints.judged.${one.judgement}`)
      await moveCase(ctx, { caseId: row.id, move: 'solve', by: 'lead', done: body.text, tested })
      return again(ctx, row.id)
    },
    async improve({ params, body }, ctx) {
      const found = await handling(ctx, params.id, body.version)
      const { row, one } = found
      const refused = refusal(one, 'improve')
      if (refused) throw new Problem(refused, 409)
      const { improvement, followUp } = body
      const me = ctx.actor.personId ?? ''
      if (followUp && one.followUpId !== null) return ctx.fail('desk.complaints.followed')
      if (followUp && !ctx.actor.scopes.work.includes(row.organisationId)) return ctx.fail('desk.complaints.notHere')
      const opening = { organisationId: row.organisationId, reporterId: me, registeredBy: me, channel: 'portal' } as const
      const fresh = followUp && (await openCase(ctx, { ...opening, ...followUp }))
      await step(ctx, found, 'improved', { improvement, ...(fresh && { followUpId: fresh.id }) })
      // From the complaint, so that the follow-up tells nobody of it.
      if (fresh) await linkCases(ctx, row.id, fresh.id, 'related')
      return again(ctx, row.id)
    },
    policy: ({ query }, ctx) => policyView(ctx, query.organisationId),
    async changePolicy({ body }, ctx) {
      const { organisationId, version, handlerId, acknowledgeDays, answerDays } = body
      if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) return ctx.fail('platform.notFound')
      const { leads } = await policyView(ctx, organisationId)
      if (handlerId !== null && !leads.some(({ id }) => id === handlerId)) return ctx.fail('desk.complaints.noSuchPerson')
      const row = { organisationId, version, handlerId, acknowledgeDays, answerDays, changedAt: ctx.now, changedBy: ctx.actor.personId }
      if (!(await writePolicy(ctx.db, row))) return ctx.fail('desk.complaints.policyChanged')
      await ctx.emit(policyChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, version: version + 1 } })
      return policyView(ctx, organisationId)
    },
  },
})
