/** Steps in the life of a device as screens show them. */
import type { Context } from '#platform/room.ts'
import { caseById } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { peopleByIds } from '#record/people/people.ts'
import type { Evidence, StepTaken } from './contract.ts'
import type { EvidenceRow, StepRow } from './store.ts'

const iso = (at: Date | string) => new Date(at).toISOString()
export const evidenceView = ({ id, name, type, size, hash, at }: EvidenceRow): Evidence => ({
  id,
  name,
  type,
  size: Number(size),
  sha256: hash,
  at: iso(at),
})

export async function stepViews(ctx: Context, rows: readonly StepRow[], evidence: readonly EvidenceRow[]): Promise<StepTaken[]> {
  const people = await peopleByIds(
    ctx,
    rows.flatMap(({ byId }) => byId ?? []),
  )
  return Promise.all(
    rows.map(async ({ id, what, told, at, byId, caseId }) => {
      // Under the policies of who asks: a confidential case is not there for who is not named on it.
      const found = caseId === null ? undefined : await caseById(ctx, caseId)
      return {
        ...{ id, what, told, at: iso(at), case: found ? numberOf(found.number) : null },
        by: byId === null ? null : { id: byId, name: people.get(byId)?.name ?? ctx.t('cases.someone') },
        evidence: evidence.filter(({ stepId }) => stepId === id).map(evidenceView),
      } as StepTaken
    }),
  )
}
