/** What a deviation does on cases, per severity, in each organisation. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useMayAt, useWhere } from '#record/items/web/more.ts'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { deeds, type Policy } from '../casework/contract.ts'
import { severities } from '../contract.ts'
import { casework } from './calls.ts'
import classes from './norms.module.css'
import { NormPlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function PolicyPage() {
  const t = useText(webTexts)
  const organisations = useWhere('norms.read')
  const [state, change] = useUrlState()
  const organisationId = organisations.find(({ id }) => id === listOf(state.organisation)[0])?.id ?? organisations[0]?.id ?? ''
  const may = useMayAt('norms.configure', organisationId)
  const { data, error, refetch } = useLoad({
    key: ['norms', 'policy', organisationId],
    load: (signal) => casework.policy({ params: { organisationId } }, { signal }),
    on: ['norms.policyChanged'],
    when: organisationId !== '',
  })
  return (
    <Page
      title={t('norms.policy.title')}
      lead={t('norms.policy.what')}
      width="form"
      actions={
        organisations.length > 1 && (
          <NativeSelect
            aria-label={t('norms.edit.organisation')}
            value={organisationId}
            data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => change({ organisation: event.currentTarget.value })}
          />
        )
      }
    >
      <NormPlaces />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && (
        <Choices key={`${organisationId} ${data.version}`} organisationId={organisationId} kept={data.policy} version={data.version} may={may} />
      )}
    </Page>
  )
}

function Choices({ organisationId, kept, version, may }: { organisationId: string; kept: Policy; version: number; may: boolean }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [policy, setPolicy] = useState(kept)
  const [busy, setBusy] = useState(false)
  const changed = severities.some((severity) => policy[severity] !== kept[severity])
  const save = () => {
    setBusy(true)
    casework
      .changePolicy({ params: { organisationId }, body: { version, policy } })
      .then(() => reload(['norms', 'policy']))
      .then(() => toast(t('norms.policy.saved')))
      .catch((error: unknown) => toastProblem(error, t('norms.edit.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {!may && <Note tone="grey">{t('norms.edit.readOnly')}</Note>}
      {severities.toReversed().map((severity) => (
        <NativeSelect
          key={severity}
          label={t('norms.policy.when', { severity: t(`norms.severity.${severity}`).toLowerCase() })}
          description={t(`norms.policy.${policy[severity]}.what`)}
          disabled={!may}
          value={policy[severity]}
          data={deeds.map((value) => ({ value, label: t(`norms.policy.${value}`) }))}
          onChange={(event) => setPolicy({ ...policy, [severity]: deeds.find((one) => one === event.currentTarget.value) ?? policy[severity] })}
        />
      ))}
      <p className="dim">{t('norms.policy.always')}</p>
      {may && (
        <div className={classes.foot}>
          <Button type="submit" loading={busy} disabled={!changed}>
            {t('norms.policy.save')}
          </Button>
          {changed && (
            <Button variant="default" onClick={() => setPolicy(kept)}>
              {t('norms.policy.undo')}
            </Button>
          )}
        </div>
      )}
    </form>
  )
}
