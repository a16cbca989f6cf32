/** Puts a graph on a dashboard that is there, or begins one with it. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Panel } from '../contract.ts'
import { dashboards, useDashboards } from './calls.ts'
import { dashboardTexts } from './dashboardTexts.ts'
import { beginnings } from './panelDialog.tsx'
import { draftOf } from './settingsDialog.tsx'

type Given = Pick<Panel & { kind: 'graph' }, 'kind' | 'title' | 'queries' | 'unit'>
async function put(onto: string, title: string, panel: Panel): Promise<string> {
  if (onto === '') return (await dashboards.addDashboard({ body: { definition: { title, panels: [panel] } } })).id
  const there = await dashboards.dashboard({ params: { id: onto } })
  const { definition, scope, teamId } = draftOf(there)
  const body = { version: there.version, scope, teamId, definition: { ...definition, panels: [...definition.panels, panel] } }
  return (await dashboards.changeDashboard({ params: { id: onto }, body })).id
}
export function PutOnDashboard({ panel, close }: { panel: Given; close: () => void }) {
  const t = useText(dashboardTexts)
  const words = useWords()
  const me = useMe()
  const go = useGo()
  const reload = useReload()
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const [title, setTitle] = useState('')
  const [onto, setOnto] = useState('')
  const [name, setName] = useState('')
  const mine = (useDashboards().data?.items ?? []).filter(({ owner }) => owner?.id === me?.id)
  const save = () => {
    if (onto === '' && name.trim() === '') return setWrong(t('monitoring.dashboard.titleNeeded'))
    void attempt(async () => {
      const id = await put(onto, name.trim(), { ...beginnings.graph, ...panel, title: title.trim() } as Panel)
      await reload(['monitoring', 'dashboard'])
      toast(t('monitoring.dashboard.saved'))
      go(`/monitoring/dashboards/${id}`)
    })
  }
  return (
    <Modal opened onClose={close} title={t('monitoring.dashboard.putOn')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <KeptForm wrong={wrong} save={save}>
        <TextInput
          label={t('monitoring.dashboard.panel.title')}
          value={title}
          maxLength={120}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('monitoring.dashboard.one')}
          value={onto}
          data={[{ value: '', label: t('monitoring.dashboard.new') }, ...mine.map((one) => ({ value: one.id, label: one.title }))]}
          onChange={(event) => setOnto(event.currentTarget.value)}
        />
        {onto === '' && (
          <TextInput label={t('monitoring.dashboard.title')} value={name} maxLength={120} onChange={(event) => setName(event.currentTarget.value)} />
        )}
        <Button type="submit" loading={busy}>
          {t('monitoring.dashboard.put')}
        </Button>
      </KeptForm>
    </Modal>
  )
}
