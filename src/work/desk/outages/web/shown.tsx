/** One outage as anybody reads it: what, since when, what to do meanwhile, the next word, and the words before. */
import type { ReactNode } from 'react'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Published } from '../contract.ts'
import { inLanguage } from '../rules.ts'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

interface Props {
  one: Published
  /** Only what a banner has room for. */
  short?: boolean
  children?: ReactNode
}
export function OutageShown({ one, short, children }: Props) {
  const t = useText(outageWords)
  const text = inLanguage(one, t.locale)
  const other = inLanguage(one, t.locale) === one[t.locale] ? undefined : t.locale === 'nl' ? 'en' : 'nl'
  const planned = one.kind === 'maintenance'
  return (
    <>
      <div className={classes.head} lang={other}>
        <strong>{text?.title}</strong>
        {one.endedAt ? (
          <StateBadge meaning="done">{t('out.over')}</StateBadge>
        ) : (
          <StateBadge meaning={planned ? 'waiting' : 'broken'}>{t(`out.kind.${one.kind}`)}</StateBadge>
        )}
      </div>
      <p className="dim small">
        {one.endedAt ? (
          <>
            {t('out.overSince')} <Time at={one.endedAt} as="absolute" />
          </>
        ) : (
          <>
            {t(planned ? 'out.from' : 'out.since')} <Time at={one.from} as="absolute" />
            {one.until && (
              <>
                {' '}
                {t('out.until')} <Time at={one.until} as="absolute" />
              </>
            )}
          </>
        )}
      </p>
      {short ? <Gist one={one} lang={other} /> : <Facts one={one} lang={other} />}
      {children}
    </>
  )
}

/** What a banner has room for: what is wrong, what to do, and the newest word. All of it stands on the page of the outages. */
function Gist({ one, lang }: { one: Published; lang: string | undefined }) {
  const t = useText(outageWords)
  const text = inLanguage(one, t.locale)
  const newest = one.updates[0]
  return (
    <div className={classes.gist}>
      <p lang={lang}>{text?.hit}</p>
      {text?.advice && <p lang={lang}>{text.advice}</p>}
      {newest && (
        <p>
          <span className="dim">
            <Time at={newest.at} as="absolute" />:
          </span>{' '}
          {inLanguage(newest, t.locale)}
        </p>
      )}
    </div>
  )
}

function Facts({ one, lang }: { one: Published; lang: string | undefined }) {
  const t = useText(outageWords)
  const text = inLanguage(one, t.locale)
  const planned = one.kind === 'maintenance'
  return (
    <dl className={classes.facts} lang={lang}>
      <div>
        <dt>{t(planned ? 'out.hit.planned' : 'out.hit')}</dt>
        <dd>{text?.hit}</dd>
      </div>
      {text?.advice && (
        <div>
          <dt>{t('out.advice')}</dt>
          <dd>{text.advice}</dd>
        </div>
      )}
      {one.nextUpdateAt && !one.endedAt && (
        <div>
          <dt>{t('out.next')}</dt>
          <dd>
            <Time at={one.nextUpdateAt} as="absolute" />
          </dd>
        </div>
      )}
      {one.updates.length > 0 && (
        <div>
          <dt>{t('out.history')}</dt>
          <dd>
            <ul className={classes.words}>
              {one.updates.map((word) => (
                <li key={word.at}>
                  <span className="dim small">
                    <Time at={word.at} as="absolute" />
                  </span>
                  <div>{inLanguage(word, t.locale)}</div>
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  )
}
