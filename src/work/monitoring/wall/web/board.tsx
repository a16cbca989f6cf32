/** The board itself: to be read from afar, asking nothing of anybody. */
import { type ReactNode, useLayoutEffect } from 'react'
import { severities } from '#record/norms/contract.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import { StateBadge, toneOf } from '#web/kit/stateBadge.tsx'
import { tagOf, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { meanings as serviceMeanings } from '../../status/web/shown.tsx'
import type { Wall } from '../contract.ts'
import { wallWords } from './texts.ts'
import classes from './wall.module.css'

const clockOf = (at: string | number, locale: 'nl' | 'en') =>
  new Intl.DateTimeFormat(tagOf(locale), { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(new Date(at))

/** Dark by default, whatever the person chose for their own screens; that comes back when they leave. */
function useDark() {
  useLayoutEffect(() => {
    const page = document.documentElement
    const before = page.getAttribute('data-mantine-color-scheme') ?? 'light'
    page.setAttribute('data-mantine-color-scheme', 'dark')
    return () => page.setAttribute('data-mantine-color-scheme', before)
  }, [])
}
/** `awaySince`: Spil does not answer. */
export function Board({ wall, awaySince, foot }: { wall: Wall; awaySince: number | undefined; foot?: ReactNode }) {
  const t = useText(wallWords)
  useDark()
  return (
    <main className={classes.wall}>
      <div className={classes.head}>
        <h1>{wall.organisation}</h1>
        <span className="dim">{t('wall.at', { at: clockOf(wall.at, t.locale) })}</span>
      </div>
      {awaySince !== undefined && (
        <div className={classes.away} role="status">
          {t('wall.away', { at: clockOf(awaySince, t.locale) })}
        </div>
      )}
      <Counts wall={wall} />
      <div className={classes.body}>
        <section aria-label={t('wall.causes')}>
          <h2>{t('wall.causes')}</h2>
          <Causes wall={wall} />
        </section>
        <div className={classes.side}>
          <Side wall={wall} />
          {foot}
        </div>
      </div>
    </main>
  )
}

function Counts({ wall }: { wall: Wall }) {
  const t = useText(wallWords)
  return (
    <div className={classes.counts}>
      {[...severities].reverse().map((one) => (
        <div key={one} className={classes.count} data-tone={wall.open[one] === 0 ? undefined : toneOf(severityMeaning[one])}>
          <strong>{wall.open[one]}</strong>
          <span>{t(`norms.severity.${one}`)}</span>
        </div>
      ))}
      <div className={classes.count}>
        <strong>{wall.unacknowledged}</strong>
        <span>{t('wall.unacknowledged')}</span>
      </div>
      <div className={classes.count}>
        <strong>{wall.quiet}</strong>
        <span>{t('wall.quiet')}</span>
      </div>
    </div>
  )
}

function Causes({ wall }: { wall: Wall }) {
  const t = useText(wallWords)
  if (wall.causes.length === 0) return <StateBadge meaning="held">{t('wall.nothing')}</StateBadge>
  return (
    <ul className={classes.list}>
      {wall.causes.map((one) => (
        <li key={`${one.item} ${one.title} ${one.from}`}>
          <StateBadge meaning={severityMeaning[one.severity]}>{t(`norms.severity.${one.severity}`)}</StateBadge>
          <strong>{one.item}</strong>
          <span>{one.title}</span>
          {one.hides > 0 && <span>{t('wall.hides', { count: one.hides })}</span>}
          <span className="dim">
            <Time at={one.from} /> · {one.acknowledgedBy ? t('wall.seenBy', { name: one.acknowledgedBy }) : t('wall.unseen')}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Side({ wall }: { wall: Wall }) {
  const t = useText(wallWords)
  return (
    <>
      {wall.oldest && (
        <section aria-label={t('wall.oldest')}>
          <h2>{t('wall.oldest')}</h2>
          <strong>{wall.oldest.item}</strong> {wall.oldest.title}{' '}
          <span className="dim">
            <Time at={wall.oldest.from} />
          </span>
        </section>
      )}
      {wall.onCall.length > 0 && (
        <section aria-label={t('wall.onCall')}>
          <h2>{t('wall.onCall')}</h2>
          <ul className={classes.list}>
            {wall.onCall.map(({ schedule, names }) => (
              <li key={schedule} className={classes.spread}>
                <span className="dim">{schedule}</span>
                <strong>{names.join(', ') || t('wall.nobody')}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
      {wall.services.length > 0 && (
        <section aria-label={t('wall.services')}>
          <h2>{t('wall.services')}</h2>
          <ul className={classes.list}>
            {wall.services.map(({ name, state }) => (
              <li key={name.nl} className={classes.spread}>
                <span>{name[t.locale]}</span>
                <StateBadge meaning={serviceMeanings[state]}>{t(`wall.is.${state}`)}</StateBadge>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
