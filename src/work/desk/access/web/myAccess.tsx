/** On my own request: the access it is about, and how it stands. */
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { MyCaseProps } from '../../web/portal/parts.ts'
import { AccessBadge, Day, useCaseAccess } from './accessFacts.tsx'
import { accessWords } from './texts.ts'

export default function MyAccess({ one }: MyCaseProps) {
  const t = useText(accessWords)
  const { data } = useCaseAccess(one.id)
  const access = data?.access
  if (!access) return null
  return (
    <Section title={t('access.title')}>
      <p>
        <AccessBadge state={access.state} /> {access.for.name}: {access.service} ({access.right})
      </p>
      <p className="dim small">
        {t('access.until')} <Day day={access.until} />
      </p>
    </Section>
  )
}
