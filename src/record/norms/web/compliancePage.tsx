/** How much of what must hold holds: figures, over time, per expectation, and which items. Unknown is never counted as met. */
import { Button } from '@mantine/core'
import { useWhere } from '#record/items/web/more.ts'
import { Filters } from '#web/kit/filters.tsx'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Counts } from '../contract.ts'
import { baselines, compliance } from './calls.ts'
import { ObservedWords, Outcome, SeverityWord } from './marks.tsx'
import classes from './norms.module.css'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

type T = Text<keyof typeof webTexts & string>
const percentOf = ({ met, broken, unknown }: Counts) => (met + broken + unknown === 0 ? null : Math.floor((100 * met) / (met + broken + unknown)))
const verdicts = ['met', 'broken', 'unknown', 'excepted'] as const
const on = ['norms.deviationOpened', 'norms.deviationEnded', 'norms.expectationChanged']

export default function CompliancePage() {
  const t = useText(webTexts)
  const organisations = useWhere('norms.read')
  const [state] = useUrlState()
  const one = (key: string) => listOf(state[key])[0]
  const [organisationId, baselineId, locationId] = [one('organisationId'), one('baselineId'), one('locationId')]
  const query = { ...(organisationId && { organisationId }), ...(baselineId && { baselineId }), ...(locationId && { locationId }) }
  const question = JSON.stringify(query)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'compliance', question],
    load: (signal) => compliance.compliance({ query }, { signal }),
    on,
  })
  const known = useLoad({ key: ['norms', 'baselines'], load: (signal) => baselines.baselines({}, { signal }), on: ['norms.baselineChanged'] }).data
    ?.items
  const fields = [
    {
      key: 'baselineId',
      label: t('norms.compliance.baseline'),
      single: true,
      options: (known ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    ...(organisations.length > 1
      ? [
          {
            key: 'organisationId',
            label: t('norms.compliance.organisation'),
            single: true,
            options: organisations.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
    {
      key: 'verdict',
      label: t('norms.col.outcome').toLowerCase(),
      single: true,
      options: verdicts.map((value) => ({ value, label: t(`norms.verdict.${value}`) })),
    },
  ]
  const address = `/api/norms/compliance/export?${new URLSearchParams(query)}`
  return (
    <Page
      title={t('norms.compliance.title')}
      actions={
        <Button component="a" href={address} download variant="default">
          {t('norms.compliance.export')}
        </Button>
      }
    >
      <NormPlaces />
      <Filters fields={fields} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && <Figures t={t} counts={data.counts} evidenceAt={data.evidenceAt} trend={data.trend} />}
      {data && data.expectations.length === 0 && <p className="dim">{t('norms.compliance.empty')}</p>}
      {data && data.expectations.length > 0 && (
        <Section title={t('norms.compliance.perExpectation')}>
          <ul className={classes.list}>
            {data.expectations.map((row) => (
              <li key={row.id} className={classes.row}>
                <span className={classes.wide}>
                  <Link to={`/norms/expectations/${row.id}`}>{row.title}</Link>
                </span>
                <SeverityWord severity={row.severity} />
                <span>{t('norms.edit.tried', row.counts)}</span>
                <span className="dim">{row.evidenceAt && <Time at={row.evidenceAt} />}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Rows query={query} verdict={verdicts.find((verdict) => verdict === one('verdict'))} />
    </Page>
  )
}

interface FiguresProps {
  t: T
  counts: Counts
  evidenceAt: string | null
  trend: readonly { day: string; counts: Counts }[]
}
function Figures({ t, counts, evidenceAt, trend }: FiguresProps) {
  const percent = percentOf(counts)
  const points = trend.flatMap(({ counts: day }, at) => {
    const share = percentOf(day)
    return share === null ? [] : [`${trend.length === 1 ? 0 : (at * 300) / (trend.length - 1)},${60 - share * 0.56}`]
  })
  return (
    <Section title={t('norms.compliance.figures')}>
      <dl className={classes.figures}>
        {verdicts.map((verdict) => (
          <div key={verdict}>
            <dt>{t(`norms.verdict.${verdict}`)}</dt>
            <dd>{counts[verdict]}</dd>
          </div>
        ))}
        {percent !== null && (
          <div>
            <dt>{t('norms.compliance.share')}</dt>
            <dd>{t('norms.compliance.percent', { percent })}</dd>
          </div>
        )}
      </dl>
      {points.length > 1 && (
        <svg className={classes.trend} viewBox="0 0 300 64" preserveAspectRatio="none" role="img" aria-label={t('norms.compliance.trend')}>
          <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="2" vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      {evidenceAt && (
        <p className="dim">
          {t('norms.compliance.evidence')} <Time at={evidenceAt} />
        </p>
      )}
    </Section>
  )
}

function Rows({ query, verdict }: { query: Record<string, string>; verdict: (typeof verdicts)[number] | undefined }) {
  const t = useText(webTexts)
  const list = useLoadList({
    key: ['norms', 'compliance', 'rows', JSON.stringify(query), verdict ?? ''],
    load: (after, signal) =>
      compliance.complianceItems({ query: { ...query, limit: 50, ...(verdict && { verdict }), ...(after && { after }) } }, { signal }),
    on,
  })
  if (!list.rows?.length) return null
  return (
    <Section title={t('norms.col.item')}>
      <ul className={classes.list}>
        {list.rows.map(({ item, expectation, ...row }) => (
          <li key={`${item.id} ${expectation.id}`} className={classes.row}>
            <Outcome verdict={row.verdict} excepted={row.excepted} />
            <span className={classes.wide}>
              <Link to={`/items/${item.number}`}>{item.name}</Link> · {expectation.title}
            </span>
            <ObservedWords observed={row.observed} />
          </li>
        ))}
      </ul>
      {list.loadMore && (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('norms.compliance.more')}
        </Button>
      )}
    </Section>
  )
}
