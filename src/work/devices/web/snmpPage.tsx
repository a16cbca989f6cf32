/** Devices without an agent: which addresses are asked by SNMP, with what, and what answers there. */
import { Button } from '@mantine/core'
import IconPrinter from '@tabler/icons-react/dist/esm/icons/IconPrinter.mjs'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Target } from '../snmp/contract.ts'
import { snmp } from './calls.ts'
import { DevicePlaces } from './places.tsx'
import { TargetForm } from './snmpForm.tsx'
import { Found } from './snmpFound.tsx'
import { Targets } from './snmpTargets.tsx'
import { snmpTexts } from './snmpTexts.ts'

/** Whether there is anything to show; who does not decide about addresses sees only what answered. */
function useTargets(decides: boolean) {
  const targets = useLoad({
    key: ['devices', 'snmp', 'targets'],
    load: (signal) => snmp.targets({}, { signal }),
    on: ['devices.snmp'],
    when: decides,
  })
  const first = useLoad({
    key: ['devices', 'snmp', 'first'],
    load: (signal) => snmp.results({ query: { limit: 1 } }, { signal }),
    on: ['devices.snmp'],
  })
  const known = first.data !== undefined && (!decides || targets.data !== undefined)
  return {
    targets: targets.data?.items ?? [],
    error: targets.error ?? first.error,
    retry: () => void Promise.all([targets.refetch(), first.refetch()]),
    loading: !known,
    isEmpty: known && first.data?.items.length === 0 && (targets.data?.items ?? []).length === 0,
  }
}

export default function SnmpPage() {
  const t = useText(snmpTexts)
  const where = useWhere('devices.configure')
  const [open, setOpen] = useState<Target | 'new'>()
  const { targets, error, retry, loading, isEmpty } = useTargets(where.length > 0)
  const of = (organisationId: string) => targets.filter((one) => one.organisationId === organisationId)
  const add = where.length > 0 && <Button onClick={() => setOpen('new')}>{t('devices.snmp.add')}</Button>
  return (
    <Page
      title={t('devices.snmp')}
      under={[{ label: t('devices.title'), to: '/devices' }]}
      lead={t('devices.snmp.lead')}
      actions={!loading && !isEmpty && add}
    >
      <DevicePlaces />
      {error && <Failure error={error} retry={retry} />}
      {loading && !error && <Skeletons rows={4} />}
      {isEmpty && (
        <Empty icon={IconPrinter} title={t('devices.snmp.empty')} action={add}>
          {t(where.length > 0 ? 'devices.snmp.emptyWhat' : 'devices.snmp.emptyAsk')}
        </Empty>
      )}
      {where
        .filter(({ id }) => of(id).length > 0)
        .map(({ id, name }) => (
          <Section key={id} title={where.length > 1 ? `${t('devices.snmp.targets')}: ${name}` : t('devices.snmp.targets')}>
            <Targets targets={of(id)} change={setOpen} />
          </Section>
        ))}
      {!loading && !isEmpty && <Found />}
      {open && <TargetForm target={open === 'new' ? undefined : open} where={where} close={() => setOpen(undefined)} />}
    </Page>
  )
}
