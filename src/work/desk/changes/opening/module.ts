/** How a case becomes a change with its first details, and how details are changed. */
import { type Context, Problem } from '#platform/room.ts'
import { type CaseRow, toldOf } from '#record/cases/cases.ts'
import { type ChangeDetails, changeEdited } from '../contract.ts'
import { blank, refused, serviceFits, viewOf } from '../reads.ts'
import { classOf, editable } from '../rules.ts'
import { type ChangeRow, type Db, readChange, readTemplate, type TemplateRow, writeChange } from '../store.ts'

/** The template, when it may be used here. */
async function templateFor(ctx: Context, row: CaseRow, id: string | null): Promise<TemplateRow | undefined> {
  if (id === null) return undefined
  const found = await readTemplate(ctx.db as Db, id)
  if (!found?.active || found.organisationId !== row.organisationId) throw new Problem('desk.changes.noSuchTemplate', 400)
  return found
}

const text = (wish: string | null | undefined, before: string | null, fallback?: string | null) =>
  wish === undefined ? (fallback ?? before) : wish?.trim() || null

/** What it says after this wish; what is left out comes from a template that was just chosen, else stays. */
function filled(one: ChangeRow, wish: ChangeDetails, template: TemplateRow | undefined): ChangeRow {
  const fresh = wish.templateId !== undefined && wish.templateId !== one.templateId ? template : undefined
  const window = wish.window === undefined ? undefined : wish.window
  const judged = {
    risk: wish.risk ?? fresh?.risk ?? one.risk,
    effect: wish.effect ?? fresh?.effect ?? one.effect,
    emergencyReason: text(wish.emergencyReason, one.emergencyReason),
  }
  return {
    ...one,
    ...judged,
    templateId: wish.templateId === undefined ? one.templateId : wish.templateId,
    class: classOf({ ...judged, fromTemplate: template !== undefined }).class,
    reason: text(wish.reason, one.reason, fresh?.reason),
    plan: text(wish.plan, one.plan, fresh?.plan),
    backOut: text(wish.backOut, one.backOut, fresh?.backOut),
    testPlan: text(wish.testPlan, one.testPlan, fresh?.testPlan),
    service: text(wish.service, one.service, fresh?.service),
    ...(window !== undefined && { windowFrom: window?.from ?? null, windowUntil: window?.until ?? null }),
  }
}

/** Throws 'desk.changes.fixed', 'desk.changes.changed', 'desk.changes.noSuchTemplate' or 'desk.changes.noSuchService'. */
export async function editChange(ctx: Context, row: CaseRow, version: number, wish: ChangeDetails): Promise<void> {
  const db: Db = ctx.db
  const one = (await readChange(db, row.id)) ?? blank(row)
  if (one.version !== version) throw new Problem('desk.changes.changed', 409, await viewOf(ctx, row, one))
  const fields = Object.entries(wish).filter(([, value]) => value !== undefined)
  if (
    !editable(
      one.stage,
      fields.map(([field]) => field),
    )
  )
    throw refused(ctx, 'desk.changes.fixed', one, 409)
  await serviceFits(ctx, row.organisationId, wish.service, one.service)
  const template = await templateFor(ctx, row, wish.templateId === undefined ? one.templateId : wish.templateId).catch((error: unknown) => {
    // One that was put away since: the change is made from it all the same, but no longer standard.
    if (wish.templateId === undefined) return undefined
    throw error
  })
  const after = { ...filled(one, wish, template), changedAt: ctx.now, changedBy: ctx.actor.personId }
  if (!(await writeChange(db, after))) {
    const now = await readChange(db, row.id)
    throw new Problem('desk.changes.changed', 409, now && (await viewOf(ctx, row, now)))
  }
  await ctx.emit(changeEdited, {
    ...(await toldOf(ctx, row, true)),
    data: { caseId: row.id, number: row.number, version: version + 1, class: after.class },
  })
}

/** A change that was just opened, with what was filled in at once. */
export async function openAsChange(ctx: Context, row: CaseRow, details: ChangeDetails | undefined): Promise<void> {
  if (details) await editChange(ctx, row, 0, details)
}
