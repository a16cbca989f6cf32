/** One deviation: what was expected and what was observed, then and when it ended, its case, and its exceptions. */
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Deviation } from '../deviations/contract.ts'
import { AskException } from './askException.tsx'
import { deviations } from './calls.ts'
import { ExceptionsOf } from './exceptions.tsx'
import { AskedAs, ObservedWords, SeverityWord } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export default function DeviationPage() {
  const { id = '' } = usePath()
  const t = useText(webTexts)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'deviation', id],
    load: (signal) => deviations.deviation({ params: { id } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded', 'cases.'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons kind="page" />
  const { expectation, item, organisationId, until } = data
  const asked = { expectationId: expectation.id, ...(item.id && { itemId: item.id }) }
  return (
    <Page
      title={`${expectation.title}: ${item.name}`}
      under={[{ label: t('norms.deviations.title'), to: '/norms/deviations' }]}
      actions={
        item.id &&
        until === null && <AskException expectation={expectation} organisationId={organisationId} item={{ id: item.id, name: item.name }} />
      }
    >
      <Facts one={data} />
      {expectation.remedy && (
        <Section title={t('norms.edit.remedy')}>
          <p className={classes.said}>{expectation.remedy}</p>
        </Section>
      )}
      <Section title={t('norms.exceptions.title')}>
        <ExceptionsOf asked={asked} />
      </Section>
    </Page>
  )
}

function Facts({ one }: { one: Deviation }) {
  const t = useText(webTexts)
  const { item, until, ended, flapping, rightAgain } = one
  return (
    <dl className={classes.facts}>
      <dt>{t('norms.col.state')}</dt>
      <dd>
        <StateBadge meaning={until ? 'done' : 'broken'}>{ended ? t('norms.ended', { ended }) : t('norms.deviations.open')}</StateBadge>
        {flapping && ` ${t('norms.flapping')}`}
      </dd>
      <dt>{t('norms.edit.severity')}</dt>
      <dd>
        <SeverityWord severity={one.severity} />
      </dd>
      <dt>{t('norms.col.item')}</dt>
      <dd>
        {item.id ? <Link to={`/items/${item.number}`}>{`${item.name} (${item.number})`}</Link> : t('norms.deviation.gone', { name: item.name })}
      </dd>
      <dt>{t('norms.case.expected')}</dt>
      <dd>
        <Link to={`/norms/expectations/${one.expectation.id}`}>{one.expected}</Link>
        {one.series ? <AskedAs series={one.series} /> : <div className="mono dim">{one.condition}</div>}
      </dd>
      <dt>{t('norms.col.observed')}</dt>
      <dd>
        <ObservedWords observed={one.observed} sources />
      </dd>
      <dt>{t('norms.deviation.from')}</dt>
      <dd>
        <Time at={one.from} as="absolute" />
        {one.openedAt !== one.from && (
          <div className="dim">
            {t('norms.deviation.counts')} <Time at={one.openedAt} as="absolute" />
          </div>
        )}
      </dd>
      {until && (
        <>
          <dt>{t('norms.col.until')}</dt>
          <dd>
            <Time at={until} as="absolute" />
          </dd>
        </>
      )}
      {rightAgain && (
        <>
          <dt>{t('norms.deviation.after')}</dt>
          <dd>
            <ObservedWords observed={rightAgain} sources />
          </dd>
        </>
      )}
      <dt>{t('norms.col.case')}</dt>
      <dd>
        {one.case ? (
          <Link to={`/desk/cases/${one.case.number}`}>{one.case.number}</Link>
        ) : (
          <>
            {t('norms.deviation.noCase')} <Link to={`/norms/policy?organisation=${one.organisationId}`}>{t('norms.policy.title')}</Link>
          </>
        )}
      </dd>
    </dl>
  )
}
