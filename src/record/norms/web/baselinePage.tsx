/** One baseline: its expectations, its versions, and what is different between two of them. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Link, useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useLoadList, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Baseline } from '../baselines/contract.ts'
import { baselines, norms } from './calls.ts'
import { CountsWords } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'
import { Publish, Versions } from './versions.tsx'

const live = ['norms.baselineChanged', 'norms.expectationChanged']
export default function BaselinePage() {
  const t = useText(webTexts)
  const { id = '' } = usePath()
  const go = useGo()
  const { data, error, refetch } = useLoad({ key: ['norms', 'baselines'], load: (signal) => baselines.baselines({}, { signal }), on: live })
  const baseline = data?.items.find((one) => one.id === id)
  const may = useMayAt('norms.configure', baseline?.organisationId ?? '')
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!baseline) return <Skeletons kind="page" />
  return (
    <Page
      title={baseline.name}
      lead={baseline.note}
      under={[{ label: t('norms.baselines.title'), to: '/norms/baselines' }]}
      actions={
        <>
          <Button variant="default" onClick={() => go(`/norms/compliance?baselineId=${id}`)}>
            {t('norms.baseline.compliance')}
          </Button>
          {may && (
            <>
              <Edit baseline={baseline} />
              <Button variant="default" onClick={() => go(`/norms/new?baseline=${id}`)}>
                {t('norms.new')}
              </Button>
              <Publish baseline={baseline} />
            </>
          )}
        </>
      }
    >
      <Inside id={id} />
      <Versions baseline={baseline} />
    </Page>
  )
}

function Inside({ id }: { id: string }) {
  const t = useText(webTexts)
  const inside = useLoadList({
    key: ['norms', 'baseline', id],
    load: (after, signal) => norms.expectations({ query: { baselineId: id, limit: 100, ...(after && { after }) } }, { signal }),
    on: live,
  })
  return (
    <Section title={t('norms.expectations.title')}>
      {inside.error && <Failure error={inside.error} retry={inside.retry} />}
      {inside.rows?.length === 0 && <p className="dim">{t('norms.baseline.noneInside')}</p>}
      <ul className={classes.list}>
        {inside.rows?.map((one) => (
          <li key={one.id} className={classes.row}>
            <span className={classes.wide}>
              <Link to={`/norms/expectations/${one.id}`}>{one.title}</Link>
              <div className="dim">{one.reads}</div>
            </span>
            <span>{t(one.draft && one.counts ? 'norms.state.both' : one.draft ? 'norms.state.draft' : 'norms.state.counts')}</span>
            <CountsWords counts={one.standings} />
          </li>
        ))}
      </ul>
      {inside.loadMore && (
        <Button variant="subtle" loading={inside.loadingMore} onClick={inside.loadMore}>
          {t('norms.compliance.more')}
        </Button>
      )}
    </Section>
  )
}

function Edit({ baseline: { id, version, ...before } }: { baseline: Baseline }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState(before.name)
  const [note, setNote] = useState(before.note)
  const open = () => {
    setName(before.name)
    setNote(before.note)
    setOpened(true)
  }
  const save = () =>
    baselines
      .changeBaseline({ params: { id }, body: { version, name, note } })
      .then(() => {
        setOpened(false)
        toast(t('norms.baseline.saved'))
        return reload(['norms', 'baselines'])
      })
      .catch((error: unknown) => toastProblem(error, t('norms.edit.failed')))
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('norms.baseline.edit')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('norms.baseline.edit')}
        closeButtonProps={{ 'aria-label': t('norms.exception.close') }}
      >
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <TextInput
            label={t('norms.baseline.name')}
            required
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('norms.baseline.noteOf')}
            autosize
            minRows={2}
            maxLength={4000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <div className={classes.end}>
            <Button type="submit" disabled={name.trim() === ''}>
              {t('norms.policy.save')}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}
