/** On the portal's first page: somebody waits for my yes or no. */
import IconChecks from '@tabler/icons-react/dist/esm/icons/IconChecks.mjs'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { approvalCalls } from './calls.ts'
import { approvalWords } from './texts.ts'

export default function Waiting() {
  const t = useText(approvalWords)
  const { data } = useLoad({
    key: ['desk/approvals', 'waiting'],
    load: (signal) => approvalCalls.approvals({ query: { open: 'true', limit: 100 } }, { signal }),
    on: ['desk.approvals.'],
  })
  const count = data?.items.length ?? 0
  if (count === 0) return null
  const [only] = data?.items ?? []
  return (
    <Note tone="amber" icon={IconChecks}>
      {t('approvals.waiting', { count })}.{' '}
      <Link to={count === 1 && only ? `/portal/approvals/${only.id}` : '/portal/approvals'}>{t('approvals.see')}</Link>
    </Note>
  )
}
