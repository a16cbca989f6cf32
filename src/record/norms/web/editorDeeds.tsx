/** What can be done with an expectation: kept as a draft, made to count after a look at what it will break, withdrawn, taken away. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Expectation, Rule } from '../contract.ts'
import { norms } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'
import { Outcomes, tryOut } from './tried.tsx'

interface Props {
  expectation: Expectation | undefined
  rule: Rule
  /** What is on the screen is not what is kept. */
  changed: boolean
  organisationId: string
  baselineId: string | null
  /** It was saved: the screen goes on from this. */
  saved: (after: Expectation) => void
}
/** Everything that can be done; each says so, and the screen goes on from what came of it. */
function useDeeds({ expectation, rule, changed, organisationId, baselineId, saved }: Props) {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const params = { id: expectation?.id ?? '' }
  const version = expectation?.version ?? 1
  const keep = () =>
    expectation
      ? norms.changeExpectation({ params, body: { version, rule } })
      : norms.addExpectation({ body: { organisationId, baselineId, origin: baselineId ? 'baseline' : 'own', rule } })
  const after = async (one: Expectation, said: string) => {
    saved(one)
    toast(said)
    if (one.id !== expectation?.id) go(`/norms/expectations/${one.id}`, { replace: true })
    await reload(['norms'])
  }
  const failed = (error: unknown) => toastProblem(error, t('norms.edit.failed'))
  return {
    save: () =>
      keep()
        .then((one) => after(one, t('norms.edit.saved')))
        .catch(failed),
    /** What stands on the screen is what is tried and what counts. Throws what is refused. */
    async publish() {
      const kept = changed || !expectation ? await keep() : expectation
      saved(kept)
      await after(await norms.publishExpectation({ params: { id: kept.id }, body: { version: kept.version } }), t('norms.edit.published'))
    },
    withdraw: () =>
      norms
        .withdrawExpectation({ params, body: { version } })
        .then((one) => after(one, t('norms.edit.withdrawn')))
        .catch(failed),
    remove: () =>
      norms
        .removeExpectation({ params, query: { version: String(version) } })
        .then(() => {
          toast(t('norms.edit.removed'))
          go(baselineId ? `/norms/baselines/${baselineId}` : '/norms', { replace: true })
          return reload(['norms'])
        })
        .catch(failed),
  }
}

export function Deeds(props: Props) {
  const t = useText(webTexts)
  const { expectation, rule, changed, organisationId, baselineId } = props
  const [busy, setBusy] = useState(false)
  const [asks, setAsks] = useState<'publish' | 'withdraw' | 'remove'>()
  const deeds = useDeeds(props)
  const save = () => {
    setBusy(true)
    void deeds.save().finally(() => setBusy(false))
  }
  const close = () => setAsks(undefined)
  const ready = rule.title.trim() !== '' && (rule.series?.query ?? rule.condition).trim() !== ''
  const publishes = !baselineId && (changed || expectation?.draft || !expectation)
  return (
    <>
      {expectation?.counts && (
        <Button variant="default" onClick={() => setAsks('withdraw')}>
          {t('norms.edit.withdraw')}
        </Button>
      )}
      {expectation && !expectation.publishedAt && (
        <Button variant="default" onClick={() => setAsks('remove')}>
          {t('norms.edit.remove')}
        </Button>
      )}
      <Button variant={publishes ? 'default' : 'filled'} loading={busy} disabled={!ready || !changed} onClick={save}>
        {t('norms.edit.save')}
      </Button>
      {publishes && (
        <Button disabled={!ready} onClick={() => setAsks('publish')}>
          {t('norms.edit.publish')}
        </Button>
      )}
      <Sure asks={asks} inBaseline={baselineId !== null} close={close} withdraw={deeds.withdraw} remove={deeds.remove} />
      <Modal
        opened={asks === 'publish'}
        onClose={close}
        size="lg"
        title={t('norms.edit.publishAsk')}
        closeButtonProps={{ 'aria-label': t('norms.exception.close') }}
      >
        <Publishing organisationId={organisationId} rule={rule} publish={deeds.publish} close={close} />
      </Modal>
    </>
  )
}

interface SureProps {
  asks: 'publish' | 'withdraw' | 'remove' | undefined
  inBaseline: boolean
  close: () => void
  withdraw: () => Promise<unknown>
  remove: () => Promise<unknown>
}
function Sure({ asks, inBaseline, close, withdraw, remove }: SureProps) {
  const t = useText(webTexts)
  return (
    <>
      <Confirm
        opened={asks === 'withdraw'}
        onClose={close}
        title={t('norms.edit.withdrawAsk')}
        consequences={t(inBaseline ? 'norms.edit.withdrawFromBaseline' : 'norms.edit.withdrawWhat')}
        verb={t('norms.edit.withdraw')}
        danger
        onConfirm={withdraw}
      />
      <Confirm
        opened={asks === 'remove'}
        onClose={close}
        title={t('norms.edit.removeAsk')}
        consequences={t('norms.edit.removeWhat')}
        verb={t('norms.edit.remove')}
        danger
        onConfirm={remove}
      />
    </>
  )
}

interface PublishingProps {
  organisationId: string
  rule: Rule
  publish: () => Promise<void>
  close: () => void
}
/** What would be broken is seen before it counts. */
function Publishing({ organisationId, rule, publish, close }: PublishingProps) {
  const t = useText(webTexts)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const { data, error } = useLoad({ key: ['norms try', organisationId, JSON.stringify(rule)], load: () => tryOut(organisationId, rule, 5) })
  const go = () => {
    setBusy(true)
    publish()
      .then(close)
      .catch((error: unknown) => setWrong(problemIn(error)?.title ?? t('norms.edit.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.form}>
      {wrong && <Note tone="red">{wrong}</Note>}
      {error && <Failure error={error} />}
      {!data && !error && <Skeletons rows={2} />}
      {data && data.counts.broken > 0 && <Note tone="amber">{t('norms.edit.willBreak', { broken: data.counts.broken })}</Note>}
      {data && <Outcomes found={data} />}
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('norms.exception.close')}
        </Button>
        <Button loading={busy} disabled={!data} onClick={go}>
          {t('norms.edit.publish')}
        </Button>
      </div>
    </div>
  )
}
