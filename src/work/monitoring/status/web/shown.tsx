/** A status page as anybody reads it. */
import { Tooltip } from '@mantine/core'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { tagOf, useText } from '#web/kit/texts.ts'
import { lengthOf, Time } from '#web/kit/time.tsx'
import outageClasses from '#work/desk/outages/web/outages.module.css'
import { OutageShown } from '#work/desk/outages/web/shown.tsx'
import type { Service, ServiceState, StatusPage } from '../contract.ts'
import classes from './status.module.css'
import { statusWords } from './texts.ts'

export const meanings: Readonly<Record<ServiceState, Meaning>> = {
  works: 'held',
  troubles: 'risk',
  down: 'broken',
  maintenance: 'progress',
  unknown: 'waiting',
}
export function StatusShown({ page }: { page: StatusPage }) {
  const t = useText(statusWords)
  return (
    <div className={classes.page}>
      <p className={classes.now} aria-live="polite">
        <StateBadge meaning={meanings[page.state]}>{t(`status.all.${page.state}`)}</StateBadge>
      </p>
      {page.outages.length > 0 && (
        <section aria-label={t('status.outages')}>
          <h2>{t('status.outages')}</h2>
          <ul className={classes.list}>
            {page.outages.map((one) => (
              <li key={`${one.from} ${one.nl?.title ?? one.en?.title}`} className={outageClasses.outage}>
                <OutageShown one={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul className={classes.list}>
        {page.services.map((one) => (
          <li key={`${one.name.nl} ${one.name.en}`} className={classes.service}>
            <ServiceShown service={one} />
          </li>
        ))}
      </ul>
      {page.planned.length > 0 && (
        <section aria-label={t('status.planned')}>
          <h2>{t('status.planned')}</h2>
          <ul>
            {page.planned.map(({ name, from, until }) => (
              <li key={`${from} ${name.nl}`}>
                {name[t.locale]}: <Time at={from} as="absolute" /> – <Time at={until} as="absolute" />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="dim small">
        {t('status.asOf')} <Time at={page.at} as="absolute" />
      </p>
    </div>
  )
}

function ServiceShown({ service: { name, state, percent, days } }: { service: Service }) {
  const t = useText(statusWords)
  const bad = days.filter((day) => day.state === 'down').length
  const known = days.filter((day) => day.state !== 'unknown').length
  const number = (value: number) => `${new Intl.NumberFormat(tagOf(t.locale), { maximumFractionDigits: 2, roundingMode: 'floor' }).format(value)}%`
  return (
    <>
      <div className={classes.head}>
        <strong>{name[t.locale]}</strong>
        <StateBadge meaning={meanings[state]}>{t(`status.is.${state}`)}</StateBadge>
      </div>
      <div className={classes.bars} role="img" aria-label={`${t('status.days')}: ${t('status.badDays', { count: bad })}`}>
        {days.map((day) => (
          <Bar key={day.day} day={day} />
        ))}
      </div>
      <div className={`${classes.foot} dim small`}>
        <span>{t('status.ago')}</span>
        <span>
          {percent === null
            ? t('status.noPercent')
            : t(known < days.length ? 'status.percentOf' : 'status.percent', { percent: number(percent), count: known })}
        </span>
        <span>{t('status.today')}</span>
      </div>
    </>
  )
}
function Bar({ day: { day, state, down } }: { day: Service['days'][number] }) {
  const t = useText(statusWords)
  const date = new Intl.DateTimeFormat(tagOf(t.locale), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day))
  return (
    <Tooltip label={`${date}: ${t(`status.day.${state}`, { length: lengthOf(down, t.locale) })}`}>
      <span className={classes.bar} data-state={state} />
    </Tooltip>
  )
}
