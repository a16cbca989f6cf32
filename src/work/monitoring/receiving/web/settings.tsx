/** Ready-made settings for each kind of sender, at the address of this very page. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Note } from '#web/kit/marks.tsx'
import { Setting } from '#web/kit/setting.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './receiving.module.css'
import { receivingTexts } from './receivingTexts.ts'
import { type Sender, senderNames, senders, snippetOf } from './snippets.ts'

/** Without `value` there stands where the key goes. `zabbixPort`: null where it is off. */
export function SenderSettings({ value, zabbixPort }: { value?: string; zabbixPort: number | null }) {
  const t = useText(receivingTexts)
  const [sender, setSender] = useState<Sender>('prometheus')
  const { file, text } = snippetOf(sender, location.origin, value ?? t('monitoring.how.placeholder'), zabbixPort ?? 10_051)
  const isZabbix = sender === 'zabbix'
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <div className={classes.scroll}>
        <SegmentedControl
          aria-label={t('monitoring.how.which')}
          value={sender}
          onChange={(chosen) => setSender(senders.find((one) => one === chosen) ?? 'prometheus')}
          data={senders.map((one) => ({ value: one, label: senderNames[one] }))}
        />
      </div>
      <Setting title={file === undefined ? t('monitoring.how.run') : t('monitoring.how.in', { file })} text={text} />
      {isZabbix && (
        <Note tone={zabbixPort === null ? 'amber' : 'grey'}>{t(zabbixPort === null ? 'monitoring.how.zabbixOff' : 'monitoring.how.zabbix')}</Note>
      )}
      {!isZabbix && location.protocol === 'http:' && <Note tone="amber">{t('monitoring.how.http')}</Note>}
    </div>
  )
}
