/** On the page of a case: what was asked of a team or a lead and still waits. */
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import type { CaseProps } from '../../web/case/parts.ts'
import { Asked } from './asked.tsx'
import { escalationCalls } from './calls.ts'

export default function EscalationNotice({ page, changing }: CaseProps) {
  const { id, organisationId } = page.case
  const { data, refetch } = useLoad({
    key: ['desk', 'escalations', id],
    load: (signal) => escalationCalls.escalationsOf({ params: { id } }, { signal }),
    about: [`case/${id}`],
    when: page.mayWork,
  })
  const waiting = data?.filter(({ ended }) => ended === null) ?? []
  return waiting.map((one) => (
    <Note key={one.id} tone={one.may.answer || one.may.decide ? 'amber' : 'blue'}>
      <Asked one={one} organisationId={organisationId} done={() => void Promise.all([refetch(), changing.reload()])} />
    </Note>
  ))
}
