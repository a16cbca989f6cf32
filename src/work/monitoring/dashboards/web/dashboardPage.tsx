/** One dashboard: to look at, and to change where it stands. */
import { Button, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs'
import { useState } from 'react'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Note, Refused, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { useSpan } from '../../web/graphs/span.ts'
import { SpanPicker } from '../../web/graphs/spanPicker.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import { roomTexts } from '../../web/roomTexts.ts'
import type { Dashboard } from '../contract.ts'
import { dashboards } from './calls.ts'
import { useChosen, VariablesBar } from './chosen.tsx'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'
import { useEditing } from './editing.ts'
import { AddPanel, PanelGrid } from './grid.tsx'
import { RemoveDialog } from './removeDialog.tsx'
import { SettingsDialog } from './settingsDialog.tsx'

export default function DashboardPage() {
  const { id = '' } = usePath()
  const room = useText(roomTexts)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'dashboard', id],
    load: (signal) => dashboards.dashboard({ params: { id } }, { signal }),
    about: [`dashboard/${id}`],
  })
  if (error && !data)
    return (
      <MonitoringPage title={room('monitoring.dashboards')}>
        <Failure error={error} retry={() => void refetch()} />
      </MonitoringPage>
    )
  if (!data) return <Skeletons kind="page" />
  return <Shown key={data.id} dashboard={data} />
}

function Shown({ dashboard }: { dashboard: Dashboard }) {
  const t = useText(dashboardTexts)
  const room = useText(roomTexts)
  const editing = useEditing(dashboard)
  const { draft } = editing
  const definition = draft?.definition ?? dashboard.definition
  const span = useSpan(definition.span)
  const chosen = useChosen(definition.variables)
  const html = new Map(
    dashboard.definition.panels.flatMap((panel, at) => (panel.kind === 'text' ? [[panel.text, dashboard.texts[at]] as const] : [])),
  )
  const from = dashboard.owner ? t('monitoring.dashboard.by', { name: dashboard.owner.name }) : t('monitoring.dashboard.shipped')
  const shared = dashboard.scope === 'team' ? (dashboard.team?.name ?? '') : t(`monitoring.dashboard.scope.${dashboard.scope}`)
  return (
    <MonitoringPage
      title={definition.title}
      under={[{ label: room('monitoring.dashboards'), to: '/monitoring/dashboards' }]}
      lead={`${from} · ${shared}`}
      actions={draft ? <Saving editing={editing} /> : <Deeds dashboard={dashboard} begin={editing.begin} />}
    >
      {editing.conflict && (
        <Note tone="amber">
          {t('monitoring.dashboard.conflict')}
          <div className={classes.deeds}>
            <Button size="xs" variant="default" onClick={editing.takeTheirs}>
              {t('monitoring.dashboard.takeTheirs')}
            </Button>
            <Button size="xs" variant="default" onClick={editing.keepMine}>
              {t('monitoring.dashboard.keepMine')}
            </Button>
          </div>
        </Note>
      )}
      <div className={classes.choosing}>
        <VariablesBar variables={definition.variables} />
        <SpanPicker span={span} />
      </div>
      {draft && <p className="dim small">{t('monitoring.dashboard.keys')}</p>}
      {definition.panels.length === 0 && !draft && <Empty title={t('monitoring.dashboard.empty')}>{t('monitoring.dashboard.emptyWhat')}</Empty>}
      <PanelGrid
        panels={definition.panels}
        {...{ span, chosen }}
        htmlOf={(panel) => (panel.kind === 'text' ? html.get(panel.text) : null)}
        change={draft && editing.panels}
      />
      {draft && <AddPanel add={(panel) => editing.panels([...definition.panels, panel])} />}
    </MonitoringPage>
  )
}

function Saving({ editing }: { editing: ReturnType<typeof useEditing> }) {
  const t = useText(dashboardTexts)
  const [settings, setSettings] = useState(false)
  const { draft, stop, save, busy, put, organisationId } = editing
  return (
    <>
      <Button variant="default" onClick={() => setSettings(true)}>
        {t('monitoring.dashboard.settings')}
      </Button>
      <Button variant="default" onClick={stop}>
        {t('monitoring.dashboard.stop')}
      </Button>
      <Button loading={busy} onClick={() => void save()}>
        {t('monitoring.dashboard.save')}
      </Button>
      {settings && draft && <SettingsDialog {...{ draft, organisationId }} close={() => setSettings(false)} done={put} />}
    </>
  )
}
function Deeds({ dashboard, begin }: { dashboard: Dashboard; begin: () => void }) {
  const t = useText(dashboardTexts)
  const go = useGo()
  const works = useMay('monitoring.work')
  const [removing, setRemoving] = useState(false)
  const copy = async () => {
    try {
      const { id } = await dashboards.copyDashboard({
        params: { id: dashboard.id },
        body: { title: t('monitoring.dashboard.copyOf', { title: dashboard.title }).slice(0, 120) },
      })
      toast(t('monitoring.dashboard.copied'))
      go(`/monitoring/dashboards/${id}`)
    } catch (error) {
      toastProblem(error, t('monitoring.dashboard.failed'))
    }
  }
  const download = async () => {
    const file = await dashboards.exportDashboard({ params: { id: dashboard.id } })
    const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
    const link = Object.assign(document.createElement('a'), { href: address, download: `${dashboard.title.replaceAll(/[^\p{L}\d]+/gu, '-')}.json` })
    link.click()
    URL.revokeObjectURL(address)
  }
  const why = dashboard.mayChange ? undefined : t(dashboard.scope === 'shipped' ? 'monitoring.dashboard.whyShipped' : 'monitoring.dashboard.whyNot')
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" aria-label={t('monitoring.dashboard.more')}>
            <IconDots size={16} stroke={1.75} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {works && <Menu.Item onClick={() => void copy()}>{t('monitoring.dashboard.copy')}</Menu.Item>}
          <Menu.Item onClick={() => void download()}>{t('monitoring.dashboard.export')}</Menu.Item>
          {dashboard.mayChange && <Menu.Item onClick={() => setRemoving(true)}>{t('monitoring.dashboard.remove')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <Refused why={why}>
        <Button onClick={begin}>{t('monitoring.dashboard.change')}</Button>
      </Refused>
      <RemoveDialog dashboard={dashboard} opened={removing} close={() => setRemoving(false)} />
    </>
  )
}
