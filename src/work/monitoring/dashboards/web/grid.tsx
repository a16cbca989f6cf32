/** The panels of a dashboard on their 12 columns; while it is changed each has a handle for keyboard and pointer, and its deeds. */
import { ActionIcon, Button } from '@mantine/core'
import IconEdit from '@tabler/icons-react/dist/esm/icons/IconEdit.mjs'
import IconGrip from '@tabler/icons-react/dist/esm/icons/IconGripVertical.mjs'
import IconRemove from '@tabler/icons-react/dist/esm/icons/IconTrash.mjs'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import type { Span } from '../../web/graphs/span.ts'
import { byKey, moved } from '../arranging/rules.ts'
import { type Panel, panelKinds } from '../contract.ts'
import type { Chosen } from './chosen.tsx'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'
import { beginnings, PanelDialog } from './panelDialog.tsx'
import { PanelView } from './panelView.tsx'

interface Props {
  panels: readonly Panel[]
  span: Span
  chosen: Chosen
  /** Of a panel as the server drew it; undefined where it is not what the server has. */
  htmlOf: (panel: Panel) => string | null | undefined
  /** With this the panels can be changed. */
  change?: ((panels: Panel[]) => void) | undefined
}
const sizeOf = ({ width, height }: Panel) => ({ '--width': width, '--height': height }) as React.CSSProperties

export function PanelGrid({ panels, span, chosen, htmlOf, change }: Props) {
  const [dragged, setDragged] = useState<number>()
  const drop = (at: number) => {
    if (dragged !== undefined && change) change(moved(panels, dragged, at))
    setDragged(undefined)
  }
  return (
    <div className={classes.grid}>
      {panels.map((panel, at) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its keys on the handle
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a panel has nothing but its place
          key={at}
          className={classes.panel}
          style={sizeOf(panel)}
          data-dragged={dragged === at || undefined}
          onDragOver={(event) => dragged !== undefined && event.preventDefault()}
          onDrop={() => drop(at)}
        >
          {change && <Handles {...{ panels, at, change }} drag={() => setDragged(at)} end={() => setDragged(undefined)} />}
          {chosen.ready && <PanelView {...{ panel, span, chosen }} html={htmlOf(panel)} />}
        </div>
      ))}
    </div>
  )
}

interface HandlesProps {
  panels: readonly Panel[]
  at: number
  change: (panels: Panel[]) => void
  drag: () => void
  end: () => void
}
function Handles({ panels, at, change, drag, end }: HandlesProps) {
  const t = useText(dashboardTexts)
  const [editing, setEditing] = useState(false)
  const panel = panels[at]
  if (!panel) return null
  const name = panel.title || t(`monitoring.dashboard.kind.${panel.kind}`)
  const keys = (event: React.KeyboardEvent<HTMLButtonElement>) => {
    const done = byKey(panels, at, event.key, event.shiftKey)
    if (!done) return
    event.preventDefault()
    change(done.panels)
    // The focus goes along to where the panel stands now.
    const grid = event.currentTarget.closest(`.${classes.grid}`)
    setTimeout(() => grid?.querySelectorAll<HTMLButtonElement>('[data-handle]')[done.at]?.focus(), 0)
  }
  return (
    <div className={classes.handles}>
      <ActionIcon
        size="md"
        draggable
        data-handle
        aria-label={t('monitoring.dashboard.move', { name, at: at + 1, count: panels.length, width: panel.width, height: panel.height })}
        onDragStart={drag}
        onDragEnd={end}
        onKeyDown={keys}
      >
        <IconGrip size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <span className={classes.name}>{name}</span>
      <ActionIcon size="md" aria-label={t('monitoring.dashboard.changePanel', { name })} onClick={() => setEditing(true)}>
        <IconEdit size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <ActionIcon
        size="md"
        aria-label={t('monitoring.dashboard.removePanel', { name })}
        onClick={() => change(panels.filter((_, place) => place !== at))}
      >
        <IconRemove size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      {editing && (
        <PanelDialog panel={panel} close={() => setEditing(false)} done={(next) => change(panels.map((one, place) => (place === at ? next : one)))} />
      )}
    </div>
  )
}

export function AddPanel({ add }: { add: (panel: Panel) => void }) {
  const t = useText(dashboardTexts)
  const [kind, setKind] = useState<(typeof panelKinds)[number]>()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div className={classes.add} role="group" aria-label={t('monitoring.dashboard.add')}>
      <span className="dim">{t('monitoring.dashboard.add')}</span>
      {panelKinds.map((one) => (
        <Button key={one} size="compact-sm" variant="default" onClick={() => (one === 'wrong' ? add(beginnings.wrong) : setKind(one))}>
          {t(`monitoring.dashboard.kind.${one}`)}
        </Button>
      ))}
      {kind && <PanelDialog panel={beginnings[kind]} close={() => setKind(undefined)} done={add} />}
    </div>
  )
}
