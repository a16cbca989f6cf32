/** Writing a condition: what it says in plain language while it is typed, what is wrong and where, and what can be put in. */
import { Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type RefObject, useRef, useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { norms } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

interface Props {
  organisationId: string
  value: string
  readOnly: boolean
  onChange: (value: string) => void
}
/** What stands before the cursor and could be the beginning of a key. */
const wordBefore = (value: string, at: number) => /[\w.]*$/.exec(value.slice(0, at))?.[0] ?? ''

export function ConditionField({ organisationId, value, readOnly, onChange }: Props) {
  const t = useText(webTexts)
  const area = useRef<HTMLTextAreaElement>(null)
  const [settled] = useDebouncedValue(value, 250)
  const { data } = useLoad({
    key: ['norms', 'read', settled],
    load: (signal) => norms.readCondition({ body: { condition: settled } }, { signal }),
    when: settled.trim() !== '',
  })
  const wrong = settled === value && settled.trim() !== '' ? (data?.wrong ?? []) : []
  const go = (from: number, to: number) => {
    area.current?.focus()
    area.current?.setSelectionRange(from, Math.max(to, from + 1))
  }
  return (
    <div className={classes.form}>
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
        readOnly={readOnly}
        value={value}
        error={wrong.length > 0}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {wrong.length > 0 && (
        <ul className={classes.wrong} aria-live="polite">
          {wrong.map(({ code, from, to, detail }) => (
            <li key={`${code} ${from}`}>
              <button type="button" onClick={() => go(from, to)}>
                {detail}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.reads} aria-live="polite">
        {data?.reads && settled.trim() !== '' ? t('norms.edit.readsWhat', { reads: data.reads }) : ''}
      </p>
      {!readOnly && <Words organisationId={organisationId} area={area} value={value} onChange={onChange} />}
    </div>
  )
}

/** Keys of facts and functions that go on with what stands before the cursor. */
function Words({ organisationId, area, value, onChange }: Omit<Props, 'readOnly'> & { area: RefObject<HTMLTextAreaElement | null> }) {
  const t = useText(webTexts)
  const [place, setPlace] = useState<number>()
  const { data } = useLoad({
    key: ['norms', 'words', organisationId],
    load: (signal) => norms.words({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
  })
  const typed = wordBefore(value, place ?? value.length)
  const keys = (data?.keys ?? []).filter(({ key }) => key.toLowerCase().includes(typed.toLowerCase())).slice(0, 24)
  const put = (words: string, replacing: string) => {
    const at = area.current?.selectionStart ?? value.length
    const before = value.slice(0, at)
    const kept = before.endsWith(replacing) ? before.slice(0, before.length - replacing.length) : before
    onChange(`${kept}${words}${value.slice(at)}`)
    area.current?.focus()
    setPlace(kept.length + words.length)
  }
  const named = (key: string) => (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(key) ? key : `fact[${JSON.stringify(key)}]`)
  return (
    <div className={classes.form}>
      <span className="dim">{t('norms.edit.suggestions')}</span>
      <div className={classes.words}>
        {keys.map(({ key, example }) => (
          <button
            type="button"
            key={key}
            className="mono"
            title={example === null ? undefined : String(example)}
            onClick={() => put(named(key), typed)}
          >
            {key}
          </button>
        ))}
        {data?.functions.map(({ name, form, does }) => (
          <button type="button" key={name} className="mono" title={does} onClick={() => put(form, '')}>
            {form}
          </button>
        ))}
      </div>
    </div>
  )
}
