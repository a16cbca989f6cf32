/** Ready-made settings for each kind of agent, at the address of this very page. */
import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Note } from '#web/kit/marks.tsx'
import { Setting } from '#web/kit/setting.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './devices.module.css'
import { dialectNames } from './marks.tsx'
import { type SettingAgent, settingAgents, settingsOf } from './settings.ts'
import { webTexts } from './texts.ts'

/** Without `value` there stands where the key goes. */
export function AgentSettings({ value }: { value?: string }) {
  const t = useText(webTexts)
  const [agent, setAgent] = useState<SettingAgent>('fusioninventory')
  const { file, text, once, windows } = settingsOf(agent, `${location.origin}/inventory`, value ?? t('devices.settings.placeholder'))
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <div>
        <SegmentedControl
          aria-label={t('devices.settings.which')}
          value={agent}
          onChange={(chosen) => setAgent(settingAgents.find((one) => one === chosen) ?? 'fusioninventory')}
          data={settingAgents.map((one) => ({ value: one, label: dialectNames[one] }))}
        />
      </div>
      <Setting title={t('devices.settings.in', { file })} text={text} />
      <Setting title={t('devices.settings.once')} text={once} />
      {windows && <Setting title={t('devices.settings.windows')} text={windows} />}
      <Note tone={agent === 'ocs' ? 'amber' : 'grey'}>{t(`devices.settings.trap.${agent}`)}</Note>
      {location.protocol === 'http:' && <Note tone="amber">{t('devices.settings.http')}</Note>}
    </div>
  )
}
