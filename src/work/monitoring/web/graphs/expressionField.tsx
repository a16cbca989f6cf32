/** A PromQL expression; names are completed while they are typed. Ctrl+Enter is for the form around it. */
import { Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { type Offered, OfferedList, useOffered } from '#web/kit/offered.tsx'
import { useText } from '#web/kit/texts.ts'
import { labelValues } from './calls.ts'
import { fittingNames, functions, wordAt } from './completing.ts'
import classes from './graphs.module.css'
import { graphTexts } from './graphTexts.ts'

interface Props {
  value: string
  onChange: (value: string) => void
  onEnter?: () => void
  label?: string
  error?: string | undefined
}
export function ExpressionField({ value, onChange, onEnter, label, error }: Props) {
  const t = useText(graphTexts)
  const area = useRef<HTMLTextAreaElement>(null)
  const [names, setNames] = useState<readonly string[]>([])
  const [typed, setTyped] = useState<{ word: string; from: number }>()
  useEffect(() => {
    const asking = new AbortController()
    labelValues('__name__', undefined, asking.signal).then(setNames, () => setNames([]))
    return () => asking.abort()
  }, [])
  const close = () => setTyped(undefined)
  const items: Offered[] = typed
    ? [
        ...fittingNames(names, typed.word).map((name) => ({ id: name, label: name, insert: name })),
        ...functions
          .filter((name) => name.startsWith(typed.word) && name !== typed.word)
          .map((name) => ({ id: `${name}()`, label: `${name}(…)`, insert: `${name}(` })),
      ]
    : []
  const offered = useOffered({ ...{ area, text: value, write: onChange, close, items }, from: typed?.from, onChoose: close })
  const look = () => {
    const at = area.current
    offered.restart()
    setTyped(at && at.selectionStart === at.selectionEnd ? wordAt(at.value.slice(0, at.selectionStart)) : undefined)
  }
  return (
    <div className={classes.writing}>
      <Textarea
        ref={area}
        className={classes.expression ?? ''}
        label={label ?? t('monitoring.expression')}
        error={error}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={value}
        {...offered.aria}
        // Escape closes the list, not the dialog around it.
        data-mantine-stop-propagation={offered.list ? 'true' : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value)
          look()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onEnter?.()
          else offered.onKey(event)
        }}
        onBlur={close}
      />
      {offered.list && <OfferedList label={t('monitoring.expression.names')} code {...offered.list} />}
    </div>
  )
}
