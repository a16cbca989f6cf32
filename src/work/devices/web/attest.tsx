/** Attests something of an item: what was seen, how it is, until which day, and why. */
import { Autocomplete, Button, NumberInput, Radio, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { dayFromNow } from '#web/kit/wall.ts'
import { type Requirement, shippedRequirements } from '../requirements/shipped/rules.ts'
import { requirements } from './calls.ts'
import classes from './devices.module.css'
import { requirementTexts } from './requirementTexts.ts'

const answers = ['yes', 'no', 'number', 'text'] as const
type Answer = (typeof answers)[number]
/** What shipped requirements read and no agent tells: by its key, what the requirement says of it. */
const offered = new Map<string, Requirement['title']>()
for (const { requirements: all } of Object.values(shippedRequirements))
  for (const { attested, title } of all) if (attested) offered.set(attested, title)

interface Drafted {
  key: string
  answer: Answer
  number: string | number
  text: string
  until: string
  why: string
}
/** The value that is attested; undefined while it is not filled in. */
function seenValue({ answer, number, text }: Drafted): boolean | number | string | undefined {
  if (answer === 'yes' || answer === 'no') return answer === 'yes'
  if (answer === 'number') return typeof number === 'number' ? number : undefined
  return text.trim() || undefined
}

export default function Attest({ item, close }: { item: PanelItem; close: () => void }) {
  const t = useText(requirementTexts)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState<Drafted>(() => ({ key: '', answer: 'yes', number: '', text: '', until: dayFromNow(365), why: '' }))
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = (part: Partial<Drafted>) => setDraft((before) => ({ ...before, ...part }))
  const key = draft.key.trim()
  const why = draft.why.trim()
  const value = seenValue(draft)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (value === undefined) return
    setBusy(true)
    try {
      await requirements.attest({ params: { id: item.id }, body: { key, value, until: draft.until, why } })
      toast(t('devices.attest.done', { key }))
      close()
      await Promise.all([reload(['devices', 'attested']), reload(['items']), reload(['norms'])])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.requirements.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void send(event)}>
      <p>{t('devices.attest.what')}</p>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Key draft={draft} set={set} />
      <Value draft={draft} set={set} />
      <Because draft={draft} set={set} />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={key === '' || why === '' || draft.until === '' || value === undefined}>
          {t('devices.attest')}
        </Button>
      </div>
    </form>
  )
}

interface PartProps {
  draft: Drafted
  set: (part: Partial<Drafted>) => void
}
function Key({ draft, set }: PartProps) {
  const t = useText(requirementTexts)
  return (
    <Autocomplete
      label={t('devices.attest.key')}
      description={offered.get(draft.key.trim())?.[t.locale] ?? t('devices.attest.keyWhat')}
      required
      maxLength={200}
      data-autofocus
      comboboxProps={{ withinPortal: false }}
      data={[...offered.keys()]}
      renderOption={({ option }) => (
        <span>
          <span className="mono">{option.value}</span> <span className="dim small">{offered.get(option.value)?.[t.locale]}</span>
        </span>
      )}
      value={draft.key}
      onChange={(typed) => set({ key: typed })}
    />
  )
}

function Value({ draft, set }: PartProps) {
  const t = useText(requirementTexts)
  return (
    <>
      <Radio.Group
        label={t('devices.attest.as')}
        value={draft.answer}
        onChange={(chosen) => set({ answer: answers.find((one) => one === chosen) ?? 'yes' })}
      >
        <div className={classes.answers}>
          {answers.map((one) => (
            <Radio key={one} value={one} label={t(`devices.attest.as.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      {draft.answer === 'number' && (
        <NumberInput label={t('devices.attest.value')} required value={draft.number} onChange={(number) => set({ number })} />
      )}
      {draft.answer === 'text' && (
        <TextInput
          label={t('devices.attest.value')}
          required
          maxLength={4000}
          value={draft.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function Because({ draft, set }: PartProps) {
  const t = useText(requirementTexts)
  return (
    <>
      <TextInput
        type="date"
        label={t('devices.attest.until')}
        description={t('devices.attest.untilWhat')}
        required
        min={dayFromNow(0)}
        max={dayFromNow(730)}
        value={draft.until}
        onChange={(event) => set({ until: event.currentTarget.value })}
      />
      <Textarea
        label={t('devices.attest.why')}
        description={t('devices.attest.whyWhat')}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={draft.why}
        onChange={(event) => set({ why: event.currentTarget.value.replaceAll('\n', ' ') })}
      />
    </>
  )
}
