/** What the catalogue does with access: asks for it, and lets it begin once nothing stands in its way. */
import type { Context } from '#platform/room.ts'
import { addTasks, type CaseRow, holdCase } from '#record/cases/cases.ts'
import type { Words } from '#record/cases/priority/contract.ts'
import { organisationById } from '#record/people/people.ts'
import { wordsOf } from './jobs.ts'
import { endOfDay } from './rules.ts'
import * as store from './store.ts'

export interface AskingAccess {
  row: CaseRow
  itemId: string
  service: Words
  right: { key: string; label: Words }
  forId: string
  askedBy: string
  why: string
  until: string | null
}
/** As the system. The case cannot be solved without proof from now on. */
export async function askAccess(ctx: Context, wish: AskingAccess): Promise<void> {
  const { row, itemId, service, right, forId, askedBy, why, until } = wish
  const zone = (await organisationById(ctx, row.organisationId))?.timeZone ?? 'UTC'
  await store.insertGrant(ctx.db as store.Db, {
    caseId: row.id,
    number: row.number,
    organisationId: row.organisationId,
    itemId,
    service,
    rightKey: right.key,
    rightLabel: right.label,
    forId,
    askedBy,
    why,
    until,
    endsAt: until === null ? null : endOfDay(until, zone).toISOString(),
    teamId: row.teamId,
    askedAt: ctx.now.toISOString(),
  })
  await holdCase(ctx, row.id, 'access', 'desk.access.proofFirst')
}

/** It may be given: as a task of the case. As the system; nothing when the case gives no access. */
export async function beginAccess(ctx: Context, caseId: string): Promise<void> {
  const db = ctx.db as store.Db
  const grant = await store.grantOf(db, caseId, true)
  if (grant?.state !== 'asked') return
  const { t, values } = await wordsOf(ctx, grant)
  const [task] = await addTasks(ctx, caseId, [{ title: t('desk.access.task', values).slice(0, 200), required: true, teamId: grant.teamId }])
  await store.changeGrant(db, caseId, 'asked', { state: 'approved', taskId: task?.id ?? null })
}
export async function refuseAccess(ctx: Context, caseId: string): Promise<void> {
  await store.changeGrant(ctx.db as store.Db, caseId, 'asked', { state: 'refused' })
}
