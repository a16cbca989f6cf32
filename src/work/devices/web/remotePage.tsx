/** By which links an organisation works on its devices: those that come with Spil, and its own. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useKinds, useWhere } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Template } from '../remote/contract.ts'
import devices from './devices.module.css'
import { DevicePlaces } from './places.tsx'
import classes from './remote.module.css'
import { remote } from './remoteCalls.ts'
import { TemplateForm } from './remoteForm.tsx'
import { remoteTexts } from './remoteTexts.ts'

export default function RemotePage() {
  const t = useText(remoteTexts)
  const where = useWhere('devices.configure')
  return (
    <Page title={t('devices.remote')} under={[{ label: t('devices.title'), to: '/devices' }]} lead={t('devices.remote.lead')}>
      <DevicePlaces />
      {where.map(({ id, name }) => (
        <Templates key={id} organisationId={id} title={where.length > 1 ? name : t('devices.remote.links')} />
      ))}
    </Page>
  )
}

function Templates({ organisationId, title }: { organisationId: string; title: string }) {
  const t = useText(remoteTexts)
  const reload = useReload()
  const [open, setOpen] = useState<Template | 'new'>()
  const [removing, setRemoving] = useState<Template>()
  const kinds = useKinds(organisationId)?.map(({ key, names }) => ({ key, name: names[t.locale] }))
  const { data, error, refetch } = useLoad({
    key: ['devices', 'templates', organisationId],
    load: (signal) => remote.templates({ params: { organisationId } }, { signal }),
    on: ['devices.templatesChanged'],
  })
  const words = removing?.shipped ? ('reset' as const) : ('remove' as const)
  const name = removing?.name ?? ''
  const remove = async () => {
    if (!removing) return
    await remote.removeTemplate({ params: { organisationId, key: removing.key } }).then(
      () => toast(t(removing.shipped ? 'devices.remote.wasReset' : 'devices.remote.gone', { name })),
      (thrown: unknown) => toastProblem(thrown, t('devices.remote.failed')),
    )
    await reload(['devices', 'templates'])
  }
  return (
    <Section
      title={title}
      actions={
        <Button size="xs" onClick={() => setOpen('new')}>
          {t('devices.remote.add')}
        </Button>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={5} />}
      <ul className={devices.list} aria-label={title}>
        {data?.items.map((one) => (
          <Row key={one.key} one={one} kinds={kinds} change={() => setOpen(one)} remove={() => setRemoving(one)} />
        ))}
      </ul>
      {open && (
        <TemplateForm
          organisationId={organisationId}
          template={open === 'new' ? undefined : open}
          kinds={kinds ?? []}
          close={() => setOpen(undefined)}
        />
      )}
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t(`devices.remote.${words}Title`, { name })}
        consequences={t(`devices.remote.${words}What`)}
        verb={t(`devices.remote.${words}`)}
        danger
        onConfirm={remove}
      />
    </Section>
  )
}

interface RowProps {
  one: Template
  kinds: readonly { key: string; name: string }[] | undefined
  change: () => void
  remove: () => void
}
function Row({ one: { name, url, kinds: of, active, shipped, own }, kinds, change, remove }: RowProps) {
  const t = useText(remoteTexts)
  const named = (key: string) => kinds?.find((one) => one.key === key)?.name ?? key
  const about = [
    of.length === 0 ? t('devices.remote.everyKind') : of.map(named).join(', '),
    ...(shipped ? [t(own ? 'devices.remote.changedHere' : 'devices.remote.shipped')] : []),
  ]
  const words = shipped ? ('reset' as const) : ('remove' as const)
  return (
    <li className={classes.template} data-off={!active || undefined}>
      <div className={classes.part}>
        <strong>{name}</strong>
        <span className={`mono small ${classes.url ?? ''}`}>{url}</span>
        <span className="dim small">{about.join(' · ')}</span>
      </div>
      {!active && (
        <StateBadge meaning="cancelled" plain>
          {t('devices.remote.off')}
        </StateBadge>
      )}
      <div className={devices.deeds}>
        {own && (
          <Button size="xs" variant="default" aria-label={t(`devices.remote.${words}One`, { name })} onClick={remove}>
            {t(`devices.remote.${words}`)}
          </Button>
        )}
        <Button size="xs" variant="default" aria-label={t('devices.remote.changeOne', { name })} onClick={change}>
          {t('devices.remote.change')}
        </Button>
      </div>
    </li>
  )
}
