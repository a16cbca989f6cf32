/** Above the portal and the report page: the outage that is known already. */
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { PortalProps } from '../../web/portal/parts.ts'
import { Join } from './join.tsx'
import classes from './outages.module.css'
import { OutageShown } from './shown.tsx'
import { outageWords } from './texts.ts'
import { useOutages } from './use.ts'

export default function PortalBanner({ at }: PortalProps) {
  const t = useText(outageWords)
  const { data, refetch } = useOutages()
  const now = Date.now()
  const lasting = data?.filter((one) => !one.endedAt && Date.parse(one.from) <= now) ?? []
  if (!data || data.length === 0) return null
  return (
    <section className={classes.banner} aria-label={t(at === 'report' ? 'out.known' : 'out.known.home')}>
      {lasting.length > 0 && at === 'report' && <h2>{t('out.known')}</h2>}
      {lasting.slice(0, 3).map((one) => (
        <Note key={one.id} tone="amber">
          <OutageShown one={one} short>
            <Join one={one} done={() => void refetch()} />
          </OutageShown>
        </Note>
      ))}
      <Link to="/portal/outages">{t('out.all')}</Link>
    </section>
  )
}
