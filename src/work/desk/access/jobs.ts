/** The end of an access comes by itself, once. */

import * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { type Context, job } from '#platform/room.ts'
import { addTasks, caseById, holdCase, linkCases, openCase } from '#record/cases/cases.ts'
import { wordIn } from '#record/cases/priority/rules.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { ending } from './contract.ts'
import * as store from './store.ts'

/** The words of a grant in the language of its organisation. */
export async function wordsOf(ctx: Context, grant: store.GrantRow) {
  const locale = (await organisationById(ctx, grant.organisationId))?.locale ?? 'nl'
  const t = translator(ctx.app.texts, locale)
  const name = (await peopleByIds(ctx, [grant.forId])).get(grant.forId)?.name ?? t('cases.someone')
  return { t, values: { name, service: wordIn(grant.service, locale), right: wordIn(grant.rightLabel, locale) } }
}

/** Opens the case to withdraw it, as the system. False when there is one already. The grant is held, so of two at once one opens it. */
export async function openWithdrawal(ctx: Context, caseId: string, reason: string | undefined): Promise<boolean> {
  const db = ctx.db as store.Db
  const grant = await store.grantOf(db, caseId, true)
  if (grant?.state !== 'granted' || grant.withdrawCaseId !== null) return false
  const at = await caseById(ctx, grant.caseId)
  if (!at) return false
  const { t, values } = await wordsOf(ctx, grant)
  const why = reason ?? t('desk.access.lastDay', { day: grant.until })
  const title = t('desk.access.withdrawTask', values).slice(0, 200)
  const made = await openCase(ctx, {
    organisationId: grant.organisationId,
    kind: 'accessRequest',
    title,
    text: t('desk.access.withdrawText', { ...values, reason: why }),
    reporterId: at.reporterId,
    impact: 'person',
    urgency: 'normal',
    channel: 'monitor',
    registeredBy: null,
    teamId: grant.teamId,
    confidential: at.confidential,
  })
  await holdCase(ctx, made.id, 'access', 'desk.access.proofFirst')
  const [task] = await addTasks(ctx, made.id, [{ title, required: true, teamId: grant.teamId }])
  if (!(await store.beginEnding(db, grant.caseId, made.id, task?.id ?? null))) throw new Error('the grant was held, and yet another was first')
  await linkCases(ctx, made.id, grant.caseId, 'follows')
  await ctx.emit(ending, {
    about: `case/${made.id}`,
    organisationId: grant.organisationId,
    people: [grant.forId, grant.askedBy],
    data: { caseId: grant.caseId, number: at.number, itemId: grant.itemId, forId: grant.forId, withdrawCaseId: made.id },
  })
  return true
}

export const endAccess = job({
  name: 'desk.access.end',
  payload: z.object({ caseId: Id }),
  run: ({ caseId }, app) =>
    app.asSystem(async (ctx) => {
      const grant = await store.grantOf(ctx.db as store.Db, caseId)
      if (grant?.endsAt && Date.parse(grant.endsAt) <= ctx.now.getTime()) await openWithdrawal(ctx, grant.caseId, undefined)
    }),
})
/** For what a set-back clock or a lost job left. */
const endAll = job({
  name: 'desk.access.endAll',
  payload: z.object({}),
  cron: '23 * * * *',
  async run(_, app) {
    const late = await app.asSystem((ctx) => store.overdue(ctx.db as store.Db, ctx.now))
    for (const caseId of late) await app.asSystem((ctx) => openWithdrawal(ctx, caseId, undefined))
  },
})
export const accessJobs = [endAccess, endAll]
