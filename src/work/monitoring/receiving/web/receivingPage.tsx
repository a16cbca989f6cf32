/** What others send: with which keys and from which networks, the traps, and what was not understood. */
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { MonitoringPage } from '../../web/places.tsx'
import { receiving } from './calls.ts'
import { Keys } from './keys.tsx'
import { Networks } from './networks.tsx'
import { receivingTexts } from './receivingTexts.ts'
import { NotProcessed } from './refused.tsx'
import { SenderSettings } from './settings.tsx'
import { Traps } from './traps.tsx'

export default function ReceivingPage() {
  const t = useText(receivingTexts)
  const works = useMay('monitoring.work')
  const configures = useMay('monitoring.configure')
  return (
    <MonitoringPage title={t('monitoring.receiving')} lead={t('monitoring.in.lead')}>
      {configures && <Arranging />}
      <Traps />
      {works && <NotProcessed />}
    </MonitoringPage>
  )
}
function Arranging() {
  const t = useText(receivingTexts)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'networks'],
    load: (signal) => receiving.networks({}, { signal }),
    on: ['monitoring.networkChanged'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={4} />
  return (
    <>
      <Keys zabbixPort={data.ports.zabbix} />
      <Section title={t('monitoring.how')}>
        <SenderSettings zabbixPort={data.ports.zabbix} />
      </Section>
      <Networks told={data} />
    </>
  )
}
