/** Each item under each expectation, with what was observed and how old that is. */
import { Button } from '@mantine/core'
import { Link, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { compliance } from './calls.ts'
import { ObservedWords, Outcome } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export const verdicts = ['met', 'broken', 'unknown', 'excepted'] as const
export interface ComplianceQuery {
  organisationId?: string
  baselineId?: string
  locationId?: string
}
interface Asked extends ComplianceQuery {
  expectationId?: string
  verdict?: (typeof verdicts)[number]
}

export function Rows({ query, only }: { query: Asked; only: string | undefined }) {
  const t = useText(webTexts)
  const [, change] = useUrlState()
  const list = useLoadList({
    key: ['norms', 'compliance', 'rows', JSON.stringify(query)],
    load: (after, signal) => compliance.complianceItems({ query: { ...query, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded', 'norms.expectationChanged'],
  })
  return (
    <Section
      title={t('norms.compliance.items')}
      actions={
        only && (
          <span className={classes.foot}>
            {t('norms.compliance.onlyThis', { title: only })}
            <Button size="compact-sm" variant="subtle" onClick={() => change({ expectationId: undefined })}>
              {t('norms.compliance.allOf')}
            </Button>
          </span>
        )
      }
    >
      {list.error && !list.rows && <Failure error={list.error} retry={list.retry} />}
      {list.rows?.length === 0 && <p className="dim">{t('norms.compliance.noItems')}</p>}
      <ul className={classes.list}>
        {list.rows?.map(({ item, expectation, ...row }) => (
          <li key={`${item.id} ${expectation.id}`} className={classes.row}>
            <Outcome verdict={row.verdict} excepted={row.excepted} />
            <span className={classes.wide}>
              <Link to={`/items/${item.number}`}>{item.name}</Link>
              {item.location && <span className="dim">{` (${item.location})`}</span>} ·{' '}
              <Link to={`/norms/expectations/${expectation.id}`}>{expectation.title}</Link>
            </span>
            <ObservedWords observed={row.observed} />
            <span className="dim">{row.evidenceAt && <Time at={row.evidenceAt} />}</span>
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
