/** Writing a condition: what can go on from here, by keyboard; what it says in plain language while it is typed; what is wrong, at its place. */
import { Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import type { Reading } from '../contract.ts'
import { norms } from './calls.ts'
import classes from './norms.module.css'
import { Offers, useCompletion } from './offers.tsx'
import { webTexts } from './texts.ts'

interface Props {
  organisationId: string
  value: string
  readOnly: boolean
  onChange: (value: string) => void
}
export function ConditionField({ organisationId, value, readOnly, onChange }: Props) {
  const t = useText(webTexts)
  const area = useRef<HTMLTextAreaElement>(null)
  const [settled] = useDebouncedValue(value, 250)
  const { data } = useLoad({
    key: ['norms', 'read', settled],
    load: (signal) => norms.readCondition({ body: { condition: settled } }, { signal }),
    when: settled.trim() !== '',
  })
  const fresh = settled === value && settled.trim() !== '' ? data : undefined
  const completion = useCompletion({ organisationId, area, value, write: onChange })
  const wrong = fresh?.wrong ?? []
  return (
    <div className={classes.form}>
      <div className={classes.writing}>
        <Textarea
          ref={area}
          className={classes.condition}
          label={t('norms.edit.condition')}
          description={t('norms.edit.conditionWhat')}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={2000}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          readOnly={readOnly}
          value={value}
          aria-autocomplete="list"
          aria-invalid={wrong.length > 0}
          {...completion.aria}
          inputContainer={(input) => (
            <Marked text={value} wrong={wrong}>
              {input}
            </Marked>
          )}
          onChange={(event) => onChange(event.currentTarget.value)}
          {...(!readOnly && {
            onSelect: completion.look,
            onKeyDown: completion.onKey,
            onBlur: completion.close,
          })}
        />
        {completion.list && <Offers {...completion.list} />}
      </div>
      <Said area={area} value={value} wrong={wrong} reads={wrong.length === 0 && settled.trim() !== '' ? data?.reads : null} />
    </div>
  )
}

/** The same text behind the field, with a line under what is wrong: a text area cannot mark a part of itself. */
function Marked({ text, wrong, children }: { text: string; wrong: Reading['wrong']; children: ReactNode }) {
  const behind = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const field = frame.current?.querySelector('textarea')
    const follow = () => {
      if (field && behind.current) behind.current.scrollTop = field.scrollTop
    }
    field?.addEventListener('scroll', follow)
    return () => field?.removeEventListener('scroll', follow)
  }, [])
  const [first] = wrong
  // What is missing at the end is shown at what stands last.
  const from = first ? Math.min(first.from, Math.max(0, text.trimEnd().length - 1)) : 0
  const to = first ? Math.max(from + 1, first.to) : 0
  return (
    <div ref={frame} className={classes.marked}>
      {first && (
        <div ref={behind} className={classes.behind} aria-hidden>
          {text.slice(0, from)}
          <mark>{text.slice(from, to)}</mark>
          {text.slice(to)}{' '}
        </div>
      )}
      {children}
    </div>
  )
}

interface SaidProps {
  area: { current: HTMLTextAreaElement | null }
  value: string
  wrong: Reading['wrong']
  reads: string | null | undefined
}
function Said({ area, value, wrong, reads }: SaidProps) {
  const t = useText(webTexts)
  const go = (from: number, to: number) => {
    area.current?.focus()
    area.current?.setSelectionRange(from, Math.max(to, from + 1))
  }
  const lineOf = (from: number) => value.slice(0, from).split('\n').length
  const many = value.includes('\n')
  return (
    <div className={classes.reads} aria-live="polite">
      {wrong.map(({ code, from, to, detail }) => (
        <p key={`${code} ${from}`} className={classes.wrong}>
          {many && t('norms.edit.line', { line: lineOf(from) })} {detail}{' '}
          <button type="button" onClick={() => go(from, to)}>
            {t('norms.edit.show')}
          </button>
        </p>
      ))}
      {reads && <p>{t('norms.edit.readsWhat', { reads })}</p>}
    </div>
  )
}
