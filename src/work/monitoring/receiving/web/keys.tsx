/** The keys by which senders show whose they are: made, shown once, revoked. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { type Key, KeyRows } from '#web/kit/keys.tsx'
import { keyTexts } from '#web/kit/keyTexts.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { NewKey } from '#web/kit/newKey.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { receiving } from './calls.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'
import { SenderSettings } from './settings.tsx'

export function Keys({ zabbixPort }: { zabbixPort: number | null }) {
  const t = useText(receivingTexts)
  const ofKeys = useText(keyTexts)
  const reload = useReload()
  const where = useWhere('monitoring.configure')
  const [making, setMaking] = useState(false)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'keys'],
    load: (signal) => receiving.keys({}, { signal }),
    on: ['monitoring.keyChanged'],
  })
  const again = () => reload(['monitoring', 'keys'])
  const revoke = ({ id }: Key) => receiving.revokeKey({ params: { id } }).finally(again)
  const create = async (body: { organisationId: string; name: string }) => {
    const key = await receiving.createKey({ body })
    await again()
    return key
  }
  const names = new Map(where.length > 1 ? where.map(({ id, name }) => [id, name]) : [])
  return (
    <Section title={ofKeys('kit.keys')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={2} />}
      {data?.items.length === 0 && <p className="dim">{t('monitoring.keys.empty')}</p>}
      {data && <KeyRows keys={data.items} names={names} consequences={t('monitoring.keys.revokeWhat')} revoke={revoke} />}
      <div className={classes.under}>
        <Button variant="default" onClick={() => setMaking(true)}>
          {ofKeys('kit.keys.new')}
        </Button>
      </div>
      {making && (
        <NewKey
          where={where}
          nameWhat={t('monitoring.keys.nameWhat')}
          create={create}
          settings={(key) => <SenderSettings value={key} zabbixPort={zabbixPort} />}
          close={() => setMaking(false)}
        />
      )}
    </Section>
  )
}
