/** Baselines: what belongs together, and how it stands. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { baselines } from './calls.ts'
import { CountsWords } from './marks.tsx'
import classes from './norms.module.css'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function BaselinesPage() {
  const t = useText(webTexts)
  const [organisation] = useWhere('norms.configure')
  const { data, error, refetch } = useLoad({
    key: ['norms', 'baselines'],
    load: (signal) => baselines.baselines({}, { signal }),
    on: ['norms.baselineChanged', 'norms.expectationChanged'],
  })
  return (
    <Page title={t('norms.baselines.title')}>
      <NormPlaces />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && <Empty title={t('norms.baseline.empty')}>{t('norms.baseline.emptyWhat')}</Empty>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.wide}>
              <Link to={`/norms/baselines/${one.id}`}>{one.name}</Link>
            </span>
            <span className="dim">{t('norms.baseline.summary', { expectations: one.expectations, drafts: one.drafts })}</span>
            <CountsWords counts={one.standings} />
          </li>
        ))}
      </ul>
      {organisation && <Add organisationId={organisation.id} />}
    </Page>
  )
}

function Add({ organisationId }: { organisationId: string }) {
  const t = useText(webTexts)
  const go = useGo()
  const [name, setName] = useState('')
  return (
    <form
      className={classes.row}
      onSubmit={(event) => {
        event.preventDefault()
        baselines
          .addBaseline({ body: { organisationId, name } })
          .then(({ id }) => go(`/norms/baselines/${id}`))
          .catch((error: unknown) => toastProblem(error, t('norms.baseline.add')))
      }}
    >
      <TextInput
        className={classes.wide}
        aria-label={t('norms.baseline.name')}
        placeholder={t('norms.baseline.name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={name.trim() === ''}>
        {t('norms.baseline.add')}
      </Button>
    </form>
  )
}
