/** On the page of an item: how long it was up in its last months, and when it was not. */

import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { lengthInWords, percentInWords } from '../../reports/rules.ts'
import classes from '../../reports/web/reports.module.css'
import { reportWords } from '../../reports/web/texts.ts'
import { monitoringAvailability } from '../contract.ts'

const calls = api(monitoringAvailability)
const meanings: Readonly<Record<'down' | 'unknown' | 'maintenance', Meaning>> = { down: 'broken', unknown: 'waiting', maintenance: 'progress' }
const shown = 8
const heads = ['percent', 'down', 'unknown', 'maintenance'] as const

export default function OnItem({ subject: item, title }: { subject: { id: string }; title: string }) {
  const t = useText(reportWords)
  const words = (key: string) => t(key as Parameters<typeof t>[0])
  const { data, error } = useLoad({
    key: ['monitoring', 'availability', item.id],
    load: (signal) => calls.availability({ params: { id: item.id } }, { signal }),
  })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={3} />
  return (
    <Section title={title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('monitoring.reports.period.label')}</th>
            {heads.map((head) => (
              <th key={head} scope="col" className={classes.end}>
                {t(`monitoring.reports.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.periods.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td className={classes.end}>{percentInWords(one.percent, t.locale, words)}</td>
              {[one.down, one.unknown, one.maintenance].map((seconds, at) => (
                <td key={heads[at + 1]} className={classes.end}>
                  {lengthInWords(seconds, words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.list}>
        {data.stretches.slice(0, shown).map(({ from, until, is }) => (
          <li key={`${from} ${is}`} className={classes.deeds}>
            <StateBadge meaning={meanings[is]} plain>
              {t(`report.is.${is}`)}
            </StateBadge>
            <span>
              <Time at={from} as="absolute" /> – {until ? <Time at={until} as="absolute" /> : t('report.now')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
