/** What I have access to, or asked for: under what can be asked for. */

import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import portal from '../../web/portal/portal.module.css'
import { AccessBadge, Day } from './accessFacts.tsx'
import { accessCalls } from './calls.ts'
import { accessWords } from './texts.ts'

/** Draws nothing for who has and asked nothing. */
export function MineList() {
  const t = useText(accessWords)
  const { data } = useLoad({
    key: ['desk/access', 'mine'],
    load: (signal) => accessCalls.myAccess({}, { signal }),
    on: ['desk.access.', 'desk.approvals.'],
  })
  if (!data || data.items.length === 0) return null
  return (
    <Section title={t('access.mine')}>
      <ul className={portal.reports}>
        {data.items.map((one) => (
          <li key={one.caseId}>
            <Link to={`/portal/cases/${one.number}`} className={portal.report}>
              <span className={portal.reportTitle}>
                {one.service} ({one.right})
              </span>
              <AccessBadge state={one.state} />
              <span className={portal.reportFoot}>
                <span>{one.for.name}</span>
                <span>
                  {t('access.until')} <Day day={one.until} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
