/** The approvals of a case, among its facts. */
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import { approvalCalls } from './calls.ts'
import { Progress } from './progress.tsx'
import { approvalWords } from './texts.ts'

const meaning = { running: 'waiting', approved: 'held', refused: 'broken', withdrawn: 'cancelled' } as const

export const useCaseApprovals = (id: string) =>
  useLoad({
    key: ['desk/caseApprovals', id],
    load: (signal) => approvalCalls.caseApprovals({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['desk.approvals.'],
  })

export default function CaseApprovals({ page }: CaseProps) {
  const t = useText(approvalWords)
  const { data, error, refetch } = useCaseApprovals(page.case.id)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  if (data.items.length === 0) return <p className="dim small">{t('approvals.none')}</p>
  return data.items.map((one) => (
    <div key={one.id}>
      <StateBadge meaning={meaning[one.state]}>{t(`approvals.state.${one.state}`)}</StateBadge>
      {one.why && one.state !== 'approved' && <p className="small">{one.why}</p>}
      <Progress one={one} />
    </div>
  ))
}
