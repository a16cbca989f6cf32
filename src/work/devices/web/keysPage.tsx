/** The keys by which agents show whose they are, per organisation. */
import { Button } from '@mantine/core'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { type Key, KeyRows } from '#web/kit/keys.tsx'
import { keyTexts } from '#web/kit/keyTexts.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { NewKey } from '#web/kit/newKey.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { AgentSettings } from './agentSettings.tsx'
import { intake } from './calls.ts'
import { DevicePlaces } from './places.tsx'
import { webTexts } from './texts.ts'

export default function KeysPage() {
  const t = useText(webTexts)
  const ofKeys = useText(keyTexts)
  const reload = useReload()
  const where = useWhere('devices.configure')
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useLoad({ key: ['devices', 'keys'], load: (signal) => intake.keys({}, { signal }), on: ['devices.'] })
  const of = (organisationId: string) => (data?.items ?? []).filter((one) => one.organisationId === organisationId)
  const revoke = ({ id }: Key) => intake.revokeKey({ params: { id } }).finally(() => reload(['devices']))
  const create = async (body: { organisationId: string; name: string }) => {
    const key = await intake.createKey({ body })
    await reload(['devices', 'keys'])
    return key
  }
  const make = <Button onClick={() => setMaking(true)}>{ofKeys('kit.keys.new')}</Button>
  return (
    <Page
      title={t('devices.keys')}
      under={[{ label: t('devices.title'), to: '/devices' }]}
      lead={t('devices.keys.lead')}
      actions={data && data.items.length > 0 && make}
    >
      <DevicePlaces />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.items.length === 0 && (
        <Empty icon={IconKey} title={t('devices.keys.empty')} action={make}>
          {t('devices.keys.emptyWhat')}
        </Empty>
      )}
      {where
        .filter(({ id }) => of(id).length > 0)
        .map(({ id, name }) => (
          <Section key={id} title={where.length > 1 ? name : t('devices.keys')}>
            <KeyRows keys={of(id)} consequences={t('devices.keys.revokeWhat')} revoke={revoke} />
          </Section>
        ))}
      <Section title={t('devices.settings.title')}>
        <AgentSettings />
      </Section>
      {making && (
        <NewKey where={where} nameWhat={t('devices.keys.nameWhat')} create={create} settings={agentSettings} close={() => setMaking(false)} />
      )}
    </Page>
  )
}
function Settings({ value }: { value: string }) {
  const t = useText(webTexts)
  return (
    <>
      <h3>{t('devices.settings.title')}</h3>
      <AgentSettings value={value} />
    </>
  )
}
const agentSettings = (key: string) => <Settings value={key} />
