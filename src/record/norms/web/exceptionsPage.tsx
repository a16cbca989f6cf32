/** Exceptions: what waits for a decision, what holds and until when, and what is over. */
import { Button } from '@mantine/core'
import { useWhere } from '#record/items/web/more.ts'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { exceptionStates } from '../exceptions/contract.ts'
import { ExceptionRows, useExceptions } from './exceptions.tsx'
import classes from './norms.module.css'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function ExceptionsPage() {
  const t = useText(webTexts)
  const organisations = useWhere('norms.read')
  const [query] = useUrlState()
  const state = exceptionStates.find((one) => one === listOf(query.state)[0])
  const organisationId = listOf(query.organisationId)[0]
  const list = useExceptions({ ...(state && { state }), ...(organisationId && { organisationId }) })
  const fields = [
    {
      key: 'state',
      label: t('norms.filter.state'),
      single: true,
      options: exceptionStates.map((value) => ({ value, label: t(`norms.exception.state.${value}`) })),
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
  ]
  return (
    <Page title={t('norms.exceptions.title')}>
      <NormPlaces />
      <div className={classes.above}>
        <Filters fields={fields} />
      </div>
      {list.error && !list.rows && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={4} />}
      {list.rows?.length === 0 && <Empty title={t('norms.exception.empty')}>{t('norms.exception.emptyWhat')}</Empty>}
      {list.rows && <ExceptionRows rows={list.rows} named />}
      {list.loadMore && (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('norms.compliance.more')}
        </Button>
      )}
    </Page>
  )
}
