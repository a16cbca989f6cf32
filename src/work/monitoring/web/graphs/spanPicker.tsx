/** Which time the graphs of a page show. */
import { Button, Popover, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLooks, useText } from '#web/kit/texts.ts'
import { wallMoment } from '#web/kit/wall.ts'
import { spans } from '../../dashboards/contract.ts'
import classes from './graphs.module.css'
import { graphTexts } from './graphTexts.ts'
import type { Span } from './span.ts'

const zoneOfDevice = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export function SpanPicker({ span }: { span: Span }) {
  const t = useText(graphTexts)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be drawn as one
    <div className={classes.spans} role="group" aria-label={t('monitoring.span')}>
      {spans.map((name) => (
        <Button
          key={name}
          size="compact-sm"
          variant={span.name === name ? 'light' : 'subtle'}
          color={span.name === name ? 'accent' : 'gray'}
          aria-pressed={span.name === name}
          onClick={() => span.choose(name)}
        >
          {t(`monitoring.span.${name}`)}
        </Button>
      ))}
      <OwnSpan span={span} />
    </div>
  )
}
function OwnSpan({ span }: { span: Span }) {
  const t = useText(graphTexts)
  const { timeZone } = useLooks()
  const [opened, setOpened] = useState(false)
  const [draft, setDraft] = useState({ from: '', to: '' })
  const open = () => {
    const { from, to } = span.now()
    setDraft({ from: wallMoment(from), to: wallMoment(to) })
    setOpened(!opened)
  }
  const [from, to] = [Date.parse(draft.from), Date.parse(draft.to)]
  const right = to - from >= 60_000
  const own = span.name === undefined
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant={own ? 'light' : 'subtle'}
          color={own ? 'accent' : 'gray'}
          aria-pressed={own}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={open}
        >
          {t('monitoring.span.own')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('monitoring.span.own')}>
        <form
          className={classes.own}
          onSubmit={(event) => {
            event.preventDefault()
            if (!right) return
            span.zoom(from, to)
            setOpened(false)
          }}
        >
          {(['from', 'to'] as const).map((key) => (
            <TextInput
              key={key}
              type="datetime-local"
              label={t(`monitoring.span.${key}`)}
              value={draft[key]}
              error={key === 'to' && !right && draft.to !== '' ? t('monitoring.span.wrong') : undefined}
              onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })}
            />
          ))}
          {zoneOfDevice() !== timeZone && <p className="dim small">{t('monitoring.span.zone', { zone: zoneOfDevice() })}</p>}
          <Button type="submit" disabled={!right}>
            {t('monitoring.span.show')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
