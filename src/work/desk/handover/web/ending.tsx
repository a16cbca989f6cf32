/** Work of people whose shift ends: notes are written one after another, and the chosen cases go to somebody else together. */
import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Refused } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { HandoverNote, ShiftItem } from '../contract.ts'
import { handoverCalls } from './calls.ts'
import classes from './handover.module.css'
import { emptyNote, missingIn, NoteFields, type WrongNote } from './noteFields.tsx'
import SelectionDialog from './selectionDialog.tsx'
import { ShiftRow } from './shiftRow.tsx'
import { handoverWords } from './texts.ts'

interface Props {
  items: readonly ShiftItem[]
  within: number
  me: string | undefined
  done: () => void
}
export function Ending({ items, within, done }: Props) {
  const t = useText(handoverWords)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [writing, setWriting] = useState<string>()
  const [handing, setHanding] = useState(false)
  // Also before the list is read again: whoever writes fast must not be led back to what they just kept.
  const [written, setWritten] = useState<readonly string[]>([])
  const rows = items.filter(({ case: { id } }) => chosen.includes(id)).map((item) => item.case)
  const without = items.filter(({ note, case: { id } }) => note === null && !written.includes(id))
  const next = (after: string) => {
    const following = without.find(({ case: { id } }) => id !== after)
    if (!following) toast(t('shift.last'))
    setWriting(following?.case.id)
    setWritten((before) => [...before, after])
    done()
  }
  const flip = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <Section title={t('shift.ending')}>
      {items.length > 0 && (
        <div className={classes.over}>
          <Button size="xs" variant="default" onClick={() => setChosen(chosen.length === items.length ? [] : items.map((item) => item.case.id))}>
            {t('shift.all')}
          </Button>
          <Refused why={rows.length === 0 ? t('shift.nothingChosen') : undefined}>
            <Button size="xs" onClick={() => setHanding(true)}>
              {t('shift.handOver', { count: rows.length })}
            </Button>
          </Refused>
          <span className="dim small">{t('shift.without', { count: without.length })}</span>
        </div>
      )}
      {items.length === 0 && <p className="dim">{t('shift.ending.none', { hours: within })}</p>}
      <ul className={classes.list}>
        {items.map((item) => {
          const { id, number } = item.case
          const box = <Checkbox aria-label={t('shift.select', { number })} checked={chosen.includes(id)} onChange={() => flip(id)} />
          return (
            <ShiftRow key={id} item={item} before={box}>
              {writing === id ? (
                <Write
                  key={id}
                  item={item}
                  close={() => setWriting(undefined)}
                  kept={() => next(id)}
                  more={without.some((one) => one.case.id !== id)}
                />
              ) : (
                <div className={classes.buttons}>
                  <Button size="xs" variant="default" onClick={() => setWriting(id)}>
                    {t(item.note ? 'shift.rewrite' : 'shift.write')}
                  </Button>
                </div>
              )}
            </ShiftRow>
          )
        })}
      </ul>
      {handing && <SelectionDialog rows={rows} clear={() => setChosen([])} close={() => setHanding(false)} />}
    </Section>
  )
}

/** Ctrl Enter keeps it and goes to the next one without a note. */
function Write({ item, close, kept, more }: { item: ShiftItem; close: () => void; kept: () => void; more: boolean }) {
  const t = useText(handoverWords)
  const { id, number } = item.case
  const draft = `spil.draft.handover/${id}`
  const [note, setNote] = useState<HandoverNote>(() => ({ ...emptyNote, ...item.note, ...JSON.parse(sessionStorage.getItem(draft) ?? '{}') }))
  const [wrong, setWrong] = useState<WrongNote>({})
  const [busy, setBusy] = useState(false)
  const keep = async () => {
    const found = missingIn(note)
    setWrong(found)
    if (Object.keys(found).length > 0 || busy) return
    setBusy(true)
    const { situation, done, next, risk } = note
    try {
      await handoverCalls.writeNote({ params: { id }, body: { situation, done, next, risk } })
      sessionStorage.removeItem(draft)
      toast(t('hand.kept', { number }))
      kept()
    } catch (error) {
      toastProblem(error, t('shift.write'))
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      aria-label={`${t('shift.write')}: ${number}`}
      className={classes.dialog}
      ref={(form) => {
        if (form && !form.contains(document.activeElement)) form.querySelector('textarea')?.focus()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        void keep()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep()
      }}
    >
      <NoteFields
        note={note}
        wrong={wrong}
        change={(changed) => {
          setNote(changed)
          sessionStorage.setItem(draft, JSON.stringify(changed))
        }}
      />
      <div className={classes.buttons}>
        <Button type="submit" size="xs" loading={busy}>
          {t(more ? 'shift.next' : 'hand.keep')}
        </Button>
        <Button size="xs" variant="default" onClick={close}>
          {t('hand.cancel')}
        </Button>
      </div>
    </form>
  )
}
