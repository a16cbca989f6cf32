/** The SQL of ladders. */
import { sql } from 'kysely'
import type { CaseRow } from '../../store.ts'
import { type ClockRow, type ClocksDb, clockFrom } from '../store.ts'

export interface DueClock extends ClockRow, Pick<CaseRow, 'number' | 'confidential' | 'assigneeId' | 'teamId'> {}

/** Running clocks of which a step is due, held until the end of the transaction; those somebody else holds are left to them. Of a merged case none. */
export async function dueClocks(db: ClocksDb, now: Date, limit: number): Promise<DueClock[]> {
  const { rows } =
    await sql<DueClock>`select k.*, c.number, c.confidential, c.assignee_id, c.team_id from case_clock k join "case" c on c.id = k.case_id
    where k.next_step_at <= ${now} and k.state = 'running' and c.state <> 'cancelled' order by k.next_step_at, k.id limit ${limit} for update of k skip locked`.execute(
      db,
    )
  return rows.map((row) => ({ ...row, ...clockFrom(row) }))
}

export interface FallingStep {
  clockId: string
  step: string
  caseId: string
}
/** The steps that had not fallen before: the primary key decides. As 'clock step'. */
export async function insertSteps(db: ClocksDb, steps: readonly FallingStep[], now: Date): Promise<Set<string>> {
  const { rows } = await sql<{ clockId: string; step: string }>`insert into clock_step (clock_id, step, case_id, fell_at)
    select r."clockId", r."step", r."caseId", ${now} from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as r("clockId" uuid, "step" text, "caseId" uuid)
    on conflict do nothing returning clock_id, step`.execute(db)
  return new Set(rows.map(({ clockId, step }) => `${clockId} ${step}`))
}

export async function setSteps(db: ClocksDb, clocks: readonly Pick<ClockRow, 'id' | 'steps' | 'nextStepAt'>[]): Promise<void> {
  await sql`update case_clock k set steps = r."steps", next_step_at = r."nextStepAt"
    from jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as r("id" uuid, "steps" jsonb, "nextStepAt" timestamptz) where k.id = r."id"`.execute(
    db,
  )
}
