/** On my own request: how far the approval is. */
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { MyCaseProps } from '../../web/portal/parts.ts'
import { useCaseApprovals } from './caseApprovals.tsx'
import { Progress } from './progress.tsx'
import { approvalWords } from './texts.ts'

export default function MyApprovals({ one }: MyCaseProps) {
  const t = useText(approvalWords)
  const { data } = useCaseApprovals(one.id)
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t('approvals.progress')}>
      {data.items.map((approval) => (
        <div key={approval.id}>
          {approval.why && <p>{approval.why}</p>}
          <Progress one={approval} />
        </div>
      ))}
    </Section>
  )
}
