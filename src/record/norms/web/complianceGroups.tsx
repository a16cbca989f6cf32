/** Compliance per expectation, baseline, location or organisation; each row narrows the page to itself. */
import { SegmentedControl } from '@mantine/core'
import { Link, listOf, useUrlState, writeQuery } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { groupings } from '../compliance/contract.ts'
import type { Counts, Severity } from '../contract.ts'
import { compliance } from './calls.ts'
import type { ComplianceQuery } from './complianceRows.tsx'
import { percentOf } from './figures.tsx'
import { CountsWords, SeverityWord } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

interface PerExpectation {
  id: string
  title: string
  severity: Severity
  counts: Counts
  evidenceAt: string | null
}
const narrows = { baseline: 'baselineId', location: 'locationId', organisation: 'organisationId' } as const

export function Groups({ query, expectations }: { query: ComplianceQuery; expectations: readonly PerExpectation[] }) {
  const t = useText(webTexts)
  const [state, change] = useUrlState()
  const by = groupings.find((one) => one === listOf(state.by)[0])
  const choices = (['expectation', ...groupings] as const).map((value) => ({ value, label: t(`norms.compliance.by.${value}`) }))
  const here = (part: Record<string, string>) => `/norms/compliance${writeQuery({ ...state, ...part })}`
  return (
    <Section
      title={`${t('norms.compliance.by')} ${t(`norms.compliance.by.${by ?? 'expectation'}`).toLowerCase()}`}
      actions={
        <SegmentedControl
          size="xs"
          className={classes.by}
          aria-label={t('norms.compliance.by')}
          data={choices}
          value={by ?? 'expectation'}
          onChange={(value) => change({ by: value === 'expectation' ? undefined : value })}
        />
      }
    >
      {by ? (
        <PerGroup query={query} by={by} here={here} />
      ) : (
        <ul className={classes.list}>
          {expectations.map((row) => (
            <li key={row.id} className={classes.row}>
              <span className={classes.wide}>
                <Link to={`/norms/expectations/${row.id}`}>{row.title}</Link> <SeverityWord severity={row.severity} />
              </span>
              <Outcomes counts={row.counts} evidenceAt={row.evidenceAt} />
              <Link to={here({ expectationId: row.id })} aria-label={t('norms.compliance.seeWhat', { title: row.title })}>
                {t('norms.compliance.see')}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

interface PerGroupProps {
  query: ComplianceQuery
  by: (typeof groupings)[number]
  here: (part: Record<string, string>) => string
}
function PerGroup({ query, by, here }: PerGroupProps) {
  const t = useText(webTexts)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'compliance', 'groups', by, JSON.stringify(query)],
    load: (signal) => compliance.complianceGroups({ query: { ...query, by } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded', 'norms.expectationChanged'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={3} />
  return (
    <ul className={classes.list}>
      {data.items.map(({ id, name, counts, evidenceAt }) => (
        <li key={id ?? ''} className={classes.row}>
          <span className={classes.wide}>
            {id ? <Link to={here({ [narrows[by]]: id })}>{name ?? '…'}</Link> : <span className="dim">{t(`norms.compliance.none.${by}`)}</span>}
          </span>
          <Outcomes counts={counts} evidenceAt={evidenceAt} />
        </li>
      ))}
    </ul>
  )
}

function Outcomes({ counts, evidenceAt }: { counts: Counts; evidenceAt: string | null }) {
  const t = useText(webTexts)
  const percent = percentOf(counts)
  return (
    <>
      <span>{percent === null ? '–' : t('norms.compliance.percent', { percent })}</span>
      <CountsWords counts={counts} />
      <span className="dim">
        {evidenceAt && (
          <>
            {t('norms.col.evidence')}: <Time at={evidenceAt} />
          </>
        )}
      </span>
    </>
  )
}
