/** One alarm: what is wrong, since when, whether somebody is on it, and what it hides. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { momentIn } from '#platform/i18n.ts'
import { becauseInWords, seenInWords } from '#record/norms/series/rules.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import classes from '../../web/monitoring.module.css'
import type { Alarm } from '../contract.ts'
import { alarmCalls, alarmEvents } from './alarmCalls.ts'
import { alarmTexts } from './alarmTexts.ts'

interface Props {
  alarm: Alarm
  may: boolean
  chosen: boolean
  choose: (chosen: boolean) => void
  acknowledge: () => void
  silence: () => void
}
export function AlarmRow({ alarm, may, chosen, choose, acknowledge, silence }: Props) {
  const t = useText(alarmTexts)
  const [shows, setShows] = useState(false)
  const name = `${alarm.expectation.title}: ${alarm.item.name}`
  return (
    <li className={classes.row}>
      <span className={classes.check}>
        {may && (
          <Checkbox size="sm" aria-label={t('alarms.select', { name })} checked={chosen} onChange={(event) => choose(event.currentTarget.checked)} />
        )}
      </span>
      <div className={classes.what}>
        <div className={classes.title}>
          <StateBadge meaning={severityMeaning[alarm.severity]} plain>
            {t(`norms.severity.${alarm.severity}`)}
          </StateBadge>
          <strong>
            <Link to={`/items/${alarm.item.number}`}>{alarm.item.name}</Link>
          </strong>
          <Link to={`/norms/deviations/${alarm.id}`}>{alarm.expectation.title}</Link>
          <span className="dim">
            <Time at={alarm.from} />
          </span>
        </div>
        <Seen alarm={alarm} />
        <Standing alarm={alarm} shows={shows} toggle={() => setShows(!shows)} />
      </div>
      {may && (
        <div className={classes.deeds}>
          {!alarm.acknowledged && (
            <Button size="compact-sm" variant="default" aria-label={`${t('alarms.acknowledge')}: ${name}`} onClick={acknowledge}>
              {t('alarms.acknowledge')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${t(alarm.silencedUntil ? 'alarms.unsilence' : 'alarms.silence')}: ${name}`}
            onClick={silence}
          >
            {t(alarm.silencedUntil ? 'alarms.unsilence' : 'alarms.silence')}
          </Button>
        </div>
      )}
      {shows && <Hidden id={alarm.id} />}
    </li>
  )
}

function Seen({ alarm: { observed } }: { alarm: Alarm }) {
  const t = useText(alarmTexts)
  const { locale, timeZone } = useLooks()
  const seen = (observed.series ?? []).slice(0, 3)
  return (
    <div className={classes.details}>
      {seen.map((one) => (
        <span key={one.name}>{seenInWords(t, locale, one, momentIn(locale, timeZone))}</span>
      ))}
      {(observed.series?.length ?? 0) + (observed.more ?? 0) > seen.length && <span className="dim">…</span>}
    </div>
  )
}

function Standing({ alarm, shows, toggle }: { alarm: Alarm; shows: boolean; toggle: () => void }) {
  const t = useText(alarmTexts)
  const { locale, timeZone } = useLooks()
  const { acknowledged, silencedUntil, because, maintenance, hides, level, flapping, verdict } = alarm
  return (
    <div className={classes.details}>
      {alarm.case && <Link to={`/desk/cases/${alarm.case.number}`}>{alarm.case.number}</Link>}
      {acknowledged && (
        <span>
          {t('alarms.by', { name: acknowledged.by.name })} <Time at={acknowledged.at} />
          {acknowledged.note && `: ${acknowledged.note}`}
        </span>
      )}
      {hides > 0 && (
        <Button size="compact-xs" variant="subtle" aria-expanded={shows} onClick={toggle}>
          {t('alarms.hides', { count: hides })}
        </Button>
      )}
      {because && <span className="dim">{becauseInWords(t, because)}</span>}
      {maintenance && <span className="dim">{t('norms.series.maintenance', { until: momentIn(locale, timeZone)(maintenance) })}</span>}
      {silencedUntil && (
        <span className="dim">
          {t('alarms.quietUntil')} <Time at={silencedUntil} as="absolute" />
        </span>
      )}
      {verdict === 'met' && <span className="dim">{t('alarms.recovering')}</span>}
      {flapping && <span className="dim">{t('alarms.flapping')}</span>}
      {level > 0 && !acknowledged && <span className="dim">{t('alarms.level', { level })}</span>}
    </div>
  )
}

function Hidden({ id }: { id: string }) {
  const t = useText(alarmTexts)
  const { data, error } = useLoad({
    key: ['monitoring', 'hides', id],
    load: (signal) => alarmCalls.hides({ params: { id } }, { signal }),
    on: alarmEvents,
  })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={2} />
  return (
    <div className={`${classes.hidden} ${classes.details}`}>
      {data.items.map(({ id: itemId, number, name, open }) => (
        <span key={itemId}>
          <Link to={`/items/${number}`}>{name}</Link> <span className="dim">{t('alarms.hiddenOpen', { open })}</span>
        </span>
      ))}
      {data.more && <span className="dim">{t('alarms.hiddenMore')}</span>}
    </div>
  )
}
