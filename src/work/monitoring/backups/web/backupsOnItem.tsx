/** On the page of an item: its back-ups, and whether they are proven. */
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { backups } from './backupCalls.ts'
import { BackupState, Sizes, Tested } from './backupMarks.tsx'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'

export default function BackupsOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(backupTexts)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'backups', 'item', item.id, t.locale],
    load: (signal) => backups.backups({ query: { itemId: item.id } }, { signal }),
    on: ['monitoring.backup'],
  })
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Most items have none; of them there is nothing to say.
  if (!data || data.items.length === 0) return null
  return (
    <Section title={title}>
      <ul className={classes.runs} aria-label={title}>
        {data.items.map((one) => (
          <li key={one.id} className={classes.run}>
            <div className={classes.part}>
              <Link to={`/monitoring/backups/${one.id}`}>{one.name}</Link>
              <BackupState state={one.state} active={one.active} plain />
            </div>
            <div className={classes.part}>
              {one.why.map(({ code, says }) => (
                <span key={`${code} ${says}`}>{says}</span>
              ))}
              {one.newest && (
                <span className="small">
                  {t('monitoring.backups.newest')} <Time at={one.newest.at} /> · <Sizes backup={one} />
                </span>
              )}
            </div>
            <span className="small">
              {t('monitoring.backups.tested')} <Tested backup={one} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
