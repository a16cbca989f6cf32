import { Id } from '#platform/contract.ts'
import { Moment, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, attachmentsOf, type CaseRow, caseById, endTask, findCase, releaseCase, taskById } from '#record/cases/cases.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { wordIn } from '#record/cases/priority/rules.ts'
import { peopleByIds } from '#record/people/people.ts'
import { asSpil } from '../mail/letters/module.ts'
import { type Access, type CaseAccess, deskAccess, granted, withdrawn } from './contract.ts'
import { accessJobs, endAccess, openWithdrawal } from './jobs.ts'
import { stateOf } from './rules.ts'
import * as store from './store.ts'
import { deskAccessTexts } from './texts.ts'

const missing = () => new Problem('platform.notFound', 404)
type Names = ReadonlyMap<string, { name: string }>
const named = (ctx: Context, names: Names, id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })

function viewOf(ctx: Context, names: Names, row: store.GrantRow): Access {
  return {
    caseId: row.caseId,
    number: numberOf(row.number),
    itemId: row.itemId,
    service: wordIn(row.service, ctx.locale),
    right: wordIn(row.rightLabel, ctx.locale),
    for: named(ctx, names, row.forId),
    askedBy: named(ctx, names, row.askedBy),
    why: row.why,
    until: row.until,
    state: stateOf(row),
    askedAt: row.askedAt,
    grantedAt: row.grantedAt,
    withdrawnAt: row.withdrawnAt,
    withdrawCaseId: row.withdrawCaseId,
  }
}
async function viewsOf(ctx: Context, rows: readonly store.GrantRow[]): Promise<Access[]> {
  const names = await peopleByIds(
    ctx,
    rows.flatMap(({ forId, askedBy }) => [forId, askedBy]),
  )
  return rows.map((row) => viewOf(ctx, names, row))
}

/** Whether proof is what this case waits for. */
const provable = (grant: store.GrantRow, caseId: string) =>
  caseId === grant.caseId ? grant.state === 'approved' : grant.state === 'granted' && grant.withdrawCaseId === caseId

async function caseView(ctx: Context, at: CaseRow, grant: store.GrantRow): Promise<CaseAccess> {
  const proofs = await store.proofsOf(ctx.db as store.Db, grant.caseId)
  const names = await peopleByIds(ctx, [grant.forId, grant.askedBy, ...proofs.map(({ by }) => by)])
  const files = proofs.some(({ attachmentIds }) => attachmentIds.length > 0)
    ? (await Promise.all(proofs.map(({ caseId }) => attachmentsOf(ctx, caseId)))).flat()
    : []
  const proofOf = (caseId: string | null) => {
    const proof = proofs.find((one) => one.caseId === caseId)
    if (!proof) return null
    const mine = files.filter(({ id }) => proof.attachmentIds.includes(id)).map(({ id, name }) => ({ id, name }))
    return { text: proof.text, files: mine, by: named(ctx, names, proof.by), at: proof.at }
  }
  const last = grant.withdrawCaseId ? await caseById(ctx, grant.withdrawCaseId) : undefined
  return {
    ...viewOf(ctx, names, grant),
    part: at.id === grant.caseId ? 'grant' : 'withdraw',
    withdrawNumber: last ? numberOf(last.number) : null,
    granted: proofOf(grant.caseId),
    withdrawn: proofOf(grant.withdrawCaseId),
    mayProve: ctx.actor.scopes.work.includes(at.organisationId) && provable(grant, at.id),
  }
}

/** The case and its access, for who works on it. */
async function working(ctx: Context, ref: string, lock: boolean) {
  const at = await findCase(ctx, ref)
  if (!at) throw missing()
  if (!ctx.actor.scopes.work.includes(at.organisationId)) throw new Problem('platform.notAllowed', 403)
  const grant = await store.grantOf(ctx.db as store.Db, at.id, lock)
  if (!grant) throw missing()
  return { at, grant }
}

/** The task that is proven is done, with the proof as its result. */
async function finish(ctx: Context, taskId: string | null, result: string): Promise<void> {
  const task = taskId === null ? undefined : await taskById(ctx, taskId)
  if (task?.state === 'open') await endTask(ctx, task.id, { version: task.version, state: 'done', result })
}

/** Given, or withdrawn: the grant goes on, the hold is gone, and the conversation says it to who asked and for whom. */
async function proven(ctx: Context, at: CaseRow, grant: store.GrantRow, text: string): Promise<void> {
  const db = ctx.db as store.Db
  const gives = at.id === grant.caseId
  const now = ctx.now.toISOString()
  const done = gives
    ? await store.changeGrant(db, grant.caseId, 'approved', { state: 'granted', grantedAt: now })
    : await store.changeGrant(db, grant.caseId, 'granted', { state: 'withdrawn', withdrawnAt: now })
  if (!done) throw new Problem('desk.access.notNow', 409)
  const said = ctx.t(gives ? 'desk.access.proof.granted' : 'desk.access.proof.withdrawn')
  await finish(ctx, gives ? grant.taskId : grant.withdrawTaskId, text.slice(0, 2000) || said)
  await releaseCase(ctx, at.id, 'access')
  await asSpil(ctx, (spil) => addEntry(spil, { caseId: at.id, authorId: null, visibility: 'public', channel: 'portal', kind: 'system', text: said }))
  const { itemId, forId, until } = grant
  const about = { about: `case/${at.id}`, organisationId: grant.organisationId, people: [grant.forId, grant.askedBy] }
  const of = { caseId: grant.caseId, number: at.number, itemId, forId }
  if (gives) await ctx.emit(granted, { ...about, data: { ...of, until } })
  else await ctx.emit(withdrawn, { ...about, data: { ...of, withdrawCaseId: at.id } })
  if (gives && grant.endsAt)
    await ctx.enqueue(endAccess, { caseId: grant.caseId }, { at: new Date(grant.endsAt), key: `access ends ${grant.caseId}` })
}

const grantsBy = pages(Moment, Id)

export default roomFor<store.AccessTables>()({
  name: 'desk.access',
  contract: deskAccess,
  texts: deskAccessTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: accessJobs,
  on: [
    // No longer wanted before it was given: it is not asked for any more.
    on(moved, 'desk.access.cancelled', async ({ data }, ctx) => {
      if (data.to !== 'cancelled') return
      for (const state of ['asked', 'approved'] as const) await store.changeGrant(ctx.db, data.caseId, state, { state: 'refused' })
    }),
  ],
  handlers: {
    async access({ query }, ctx) {
      const { limit, after, ...filter } = query
      const found = await store.listGrants(ctx.db, filter, limit + 1, grantsBy.after(after))
      const { rows, next } = grantsBy.of(found, limit, store.placeOf)
      return { items: await viewsOf(ctx, rows), next }
    },
    async myAccess(_, ctx) {
      return { items: await viewsOf(ctx, await store.grantsOf(ctx.db, ctx.actor.personId ?? '')) }
    },
    async caseAccess({ params }, ctx) {
      const at = await findCase(ctx, params.id)
      if (!at) return ctx.fail('platform.notFound')
      const grant = await store.grantOf(ctx.db, at.id)
      return { access: grant ? await caseView(ctx, at, grant) : null }
    },
    async prove({ params, body }, ctx) {
      const { at, grant } = await working(ctx, params.id, true)
      if (!provable(grant, at.id)) return ctx.fail('desk.access.notNow')
      const known = (await attachmentsOf(ctx, at.id)).map(({ id }) => id)
      const attachmentIds = body.attachmentIds.filter((id) => known.includes(id))
      const text = body.text.trim()
      if (text === '' && attachmentIds.length === 0) return ctx.fail('desk.access.proofEmpty')
      const { organisationId, caseId: grantId } = grant
      const by = ctx.actor.personId ?? ''
      const proof = { caseId: at.id, grantId, organisationId, text, attachmentIds, by, at: ctx.now.toISOString() }
      if (!(await store.insertProof(ctx.db, proof))) return ctx.fail('desk.access.notNow')
      await proven(ctx, at, grant, text)
      return caseView(ctx, at, (await store.grantOf(ctx.db, at.id)) ?? grant)
    },
    async withdraw({ params, body }, ctx) {
      const { at, grant } = await working(ctx, params.id, false)
      if (!(await asSpil(ctx, (spil) => openWithdrawal(spil, grant.caseId, body.reason)))) return ctx.fail('desk.access.notNow')
      return caseView(ctx, at, (await store.grantOf(ctx.db, at.id)) ?? grant)
    },
  },
})
