/** On the page of an item: what people attested because no agent tells it, until when, and why. */
import { Button, Modal } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { type Text, tagOf, useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Attestation } from '../requirements/contract.ts'
import { identity, requirements } from './calls.ts'
import classes from './devices.module.css'
import { requirementTexts } from './requirementTexts.ts'

const Attest = lazy(() => import('./attest.tsx'))
type T = Text<keyof typeof requirementTexts & string>
/** A day has no zone: it is the same day for everybody. */
const dayWords = (t: T, day: string): string =>
  new Intl.DateTimeFormat(tagOf(t.locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(day))
const valueWords = (t: T, value: Attestation['value']): string =>
  typeof value === 'boolean' ? t(value ? 'devices.attested.yes' : 'devices.attested.no') : String(value)

export default function AttestedOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(requirementTexts)
  const words = useWords()
  const may = useMayAt('devices.work', item.organisationId)
  const [attesting, setAttesting] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['devices', 'attested', item.id],
    load: (signal) => requirements.attestations({ params: { id: item.id } }, { signal }),
    about: [`item/${item.id}`],
  })
  // What has a serial number is a device, also when no agent reports it: a printer, a camera.
  const isKnown = item.attributes.some(({ key }) => key === 'serial') || (data?.items.length ?? 0) > 0
  const reported = useLoad({
    key: ['devices', 'item', item.id],
    load: (signal) => identity.device({ params: { id: item.id } }, { signal }),
    about: [`item/${item.id}`],
    on: ['devices.agentDecided'],
    when: data !== undefined && !isKnown,
  }).data
  if (error)
    return (
      <Section title={title}>
        <Failure error={error} retry={() => void refetch()} />
      </Section>
    )
  // Of what is no device there is nothing to attest.
  if (!data || !(isKnown || (reported && reported.agents.length > 0))) return null
  return (
    <Section
      title={title}
      actions={
        <Refused why={may ? undefined : t('devices.attest.notYours')}>
          <Button size="compact-sm" variant="default" onClick={() => setAttesting(true)}>
            {t('devices.attest')}
          </Button>
        </Refused>
      }
    >
      {data.items.length === 0 && <p className="dim">{t('devices.attested.none')}</p>}
      <Attestations all={data.items} title={title} may={may} />
      <Modal
        opened={attesting}
        onClose={() => setAttesting(false)}
        title={t('devices.attest.title', { name: item.name })}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        <Suspense fallback={<Skeletons rows={5} />}>
          <Attest item={item} close={() => setAttesting(false)} />
        </Suspense>
      </Modal>
    </Section>
  )
}

function Attestations({ all, title, may }: { all: readonly Attestation[]; title: string; may: boolean }) {
  const t = useText(requirementTexts)
  const reload = useReload()
  const [older, setOlder] = useState(false)
  const [withdrawing, setWithdrawing] = useState<Attestation>()
  const over = all.filter(({ ended }) => ended !== null)
  const shown = [...all.filter(({ ended }) => ended === null), ...(older ? over : [])]
  const withdraw = async () => {
    if (!withdrawing) return
    await requirements.withdraw({ params: { id: withdrawing.id } }).then(
      () => toast(t('devices.attested.withdrawDone')),
      (thrown: unknown) => toastProblem(thrown, t('devices.requirements.failed')),
    )
    await Promise.all([reload(['devices', 'attested']), reload(['items']), reload(['norms'])])
  }
  return (
    <>
      <ul className={classes.list} aria-label={title}>
        {shown.map((one) => (
          <Row key={one.id} one={one} may={may} withdraw={() => setWithdrawing(one)} />
        ))}
      </ul>
      {over.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setOlder(!older)}>
          {older ? t('devices.attested.newerOnly') : t('devices.attested.older', { count: over.length })}
        </Button>
      )}
      <Confirm
        opened={withdrawing !== undefined}
        onClose={() => setWithdrawing(undefined)}
        title={t('devices.attested.withdrawTitle', { key: withdrawing?.key ?? '' })}
        consequences={t('devices.attested.withdrawWhat')}
        verb={t('devices.attested.withdraw')}
        danger
        onConfirm={withdraw}
      />
    </>
  )
}

function Row({ one, may, withdraw }: { one: Attestation; may: boolean; withdraw: () => void }) {
  const t = useText(requirementTexts)
  const { key, value, until, why, at, by, ended } = one
  return (
    <li className={classes.row} data-over={ended !== null || undefined}>
      <span className={classes.wide}>
        <span className="mono">{key}</span> {valueWords(t, value)}{' '}
        <span className="dim">· {t('devices.attested.until', { day: dayWords(t, until) })}</span>
        <div className="dim small">
          {t('devices.attested.by', { name: by.name })} <Time at={at} /> · “{why}”
        </div>
      </span>
      {ended ? (
        <span className="dim small">
          {ended.by ? t('devices.attested.ended', { name: ended.by.name }) : t('devices.attested.over')} <Time at={ended.at} />
        </span>
      ) : (
        <Refused why={may ? undefined : t('devices.attest.notYours')}>
          <Button size="compact-sm" variant="default" aria-label={t('devices.attested.withdrawOne', { key })} onClick={withdraw}>
            {t('devices.attested.withdraw')}
          </Button>
        </Refused>
      )}
    </li>
  )
}
