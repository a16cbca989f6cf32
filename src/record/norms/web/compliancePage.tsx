/** How much of what must hold holds: figures, over time, per group, and which items. Unknown is never counted as met. */
import { Button } from '@mantine/core'
import { findItems, useWhere } from '#record/items/web/more.ts'
import { Pick } from '#record/items/web/pick.tsx'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { items } from '../../items/web/calls.ts'
import { baselines, compliance } from './calls.ts'
import { Groups } from './complianceGroups.tsx'
import { type ComplianceQuery, Rows, verdicts } from './complianceRows.tsx'
import { Figures } from './figures.tsx'
import classes from './norms.module.css'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

const on = ['norms.deviationOpened', 'norms.deviationEnded', 'norms.expectationChanged', 'norms.exceptionChanged']

export default function CompliancePage() {
  const t = useText(webTexts)
  const [state] = useUrlState()
  const one = (key: string) => listOf(state[key])[0]
  const [organisationId, baselineId, locationId] = [one('organisationId'), one('baselineId'), one('locationId')]
  const query: ComplianceQuery = { ...(organisationId && { organisationId }), ...(baselineId && { baselineId }), ...(locationId && { locationId }) }
  const verdict = verdicts.find((verdict) => verdict === one('verdict'))
  const expectationId = one('expectationId')
  const { data, error, refetch } = useLoad({
    key: ['norms', 'compliance', JSON.stringify(query)],
    load: (signal) => compliance.compliance({ query }, { signal }),
    on,
  })
  const rows = { ...query, ...(verdict && { verdict }), ...(expectationId && { expectationId }) }
  return (
    <Page
      title={t('norms.compliance.title')}
      actions={
        <Button component="a" href={`/api/norms/compliance/export?${new URLSearchParams(rows)}`} download variant="default">
          {t('norms.compliance.export')}
        </Button>
      }
    >
      <NormPlaces />
      <Narrowing organisationId={organisationId} locationId={locationId} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && data.expectations.length === 0 && <p className="dim">{t('norms.compliance.empty')}</p>}
      {data && data.expectations.length > 0 && (
        <>
          <Figures {...data} />
          <Groups query={query} expectations={data.expectations} />
          <Rows query={rows} only={data.expectations.find(({ id }) => id === expectationId)?.title} />
        </>
      )}
    </Page>
  )
}

const findLocations = findItems('location')
function Narrowing({ organisationId, locationId }: { organisationId: string | undefined; locationId: string | undefined }) {
  const t = useText(webTexts)
  const organisations = useWhere('norms.read')
  const [, change] = useUrlState()
  const known = useLoad({ key: ['norms', 'baselines'], load: (signal) => baselines.baselines({}, { signal }), on: ['norms.baselineChanged'] }).data
    ?.items
  const place = useLoad({
    key: ['items', 'item', locationId ?? ''],
    load: (signal) => items.item({ params: { id: locationId ?? '' } }, { signal }),
    when: locationId !== undefined,
  }).data
  const chips = [
    {
      key: 'baselineId',
      label: t('norms.compliance.baseline'),
      options: (known ?? [])
        .filter((one) => organisationId === undefined || one.organisationId === organisationId)
        .map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      key: 'organisationId',
      label: t('norms.compliance.organisation'),
      options: organisations.length > 1 ? organisations.map(({ id, name }) => ({ value: id, label: name })) : [],
    },
    {
      key: 'verdict',
      label: t('norms.col.outcome').toLowerCase(),
      options: verdicts.map((value) => ({ value, label: t(`norms.verdict.${value}`) })),
    },
  ]
  return (
    <div className={classes.narrowing}>
      <Pick
        name="location"
        label={t('norms.edit.location')}
        find={findLocations}
        organisationId={organisationId}
        value={locationId ? { id: locationId, name: place?.name ?? '…' } : undefined}
        onChange={(chosen) => change({ locationId: chosen?.id })}
      />
      <Filters fields={chips.filter(({ options }) => options.length > 0).map((chip) => ({ ...chip, single: true }))} />
    </div>
  )
}
