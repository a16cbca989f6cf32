/** What can be done with a device now, each with the form that asks for its proof. */
import { Button, Checkbox, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { FileField } from '#web/kit/fileField.tsx'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { today } from '#web/kit/wall.ts'
import { disposalWays, wipeMethods } from '../../lifecycle/contract.ts'
import classes from '../devices.module.css'
import { lifecycle, sendEvidence } from './calls.ts'
import { lifeTexts } from './lifeTexts.ts'

export const deeds = ['wipe', 'dispose', 'lose', 'find', 'repair', 'takeIn'] as const
export type Deed = (typeof deeds)[number]
/** The deeds that its state allows. */
export const deedsOf = ({ state, moves, provenMoves }: PanelItem, receipt: string | null): Deed[] => {
  const to = (key: string) => provenMoves.some((move) => move.key === key)
  return deeds.filter(
    (deed) =>
      (deed === 'wipe' && to('wiped')) ||
      (deed === 'dispose' && to('disposed')) ||
      (deed === 'lose' && moves.some((move) => move.key === 'lost')) ||
      (deed === 'takeIn' && receipt === null && state.key === 'inUse' && to('returned')) ||
      (deed === 'find' && state.key === 'lost') ||
      (deed === 'repair' && state.key === 'repair'),
  )
}

interface Draft {
  method: (typeof wipeMethods)[number]
  how: (typeof disposalWays)[number]
  stolen: boolean
  since: string
  /** What the first field of the form asks: a tool, a party, a place, what was done. */
  main: string
  other: string
  note: string
  files: readonly File[]
}
type Send = (item: PanelItem, draft: Draft) => Promise<unknown>
const of = ({ id, version }: PanelItem) => ({ params: { id }, version })
const sends: Readonly<Record<Deed, Send>> = {
  async wipe(item, { method, main: tool, note, files }) {
    const { params, version } = of(item)
    await lifecycle.wipe({ params, body: { version, method, tool, note, evidenceIds: await sendEvidence(item, files) } })
  },
  async dispose(item, { how, main: party, note, files }) {
    const { params, version } = of(item)
    const way = item.state.key === 'lost' ? 'writtenOff' : how
    await lifecycle.dispose({ params, body: { version, how: way, party, note, evidenceIds: await sendEvidence(item, files) } })
  },
  async lose(item, { stolen, since, main: place, other: report, note: circumstances }) {
    const { params, version } = of(item)
    await lifecycle.lose({ params, body: { version, stolen, since, place, report, circumstances } })
  },
  async find(item, { main: place, note }) {
    const { params, version } = of(item)
    await lifecycle.find({ params, body: { version, place, note } })
  },
  async takeIn(item, { main: condition, note }) {
    const { params, version } = of(item)
    await lifecycle.takeIn({ params, body: { version, condition, note } })
  },
  async repair(item, { main: done, other: by }) {
    const { params, version } = of(item)
    await lifecycle.repair({ params, body: { version, done, by } })
  },
}
const told = { wipe: 'wiped', dispose: 'disposed', lose: 'lost', find: 'found', repair: 'repaired', takeIn: 'found' } as const
const proves = (deed: Deed) => deed === 'wipe' || deed === 'dispose'

export function DeedForm({ item, deed, close }: { item: PanelItem; deed: Deed; close: () => void }) {
  const t = useText(lifeTexts)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState<Draft>(() => ({
    ...{ method: 'purge', how: 'recycled', stolen: false, since: today() },
    ...{ main: '', other: '', note: '', files: [] },
  }))
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const lacks = (deed !== 'lose' && draft.main.trim() === '') || (proves(deed) && draft.files.length === 0)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await sends[deed](item, { ...draft, main: draft.main.trim(), other: draft.other.trim() })
      await Promise.all([reload(['items']), reload(['devices'])])
      toast(t(`devices.life.${told[deed]}`, { name: item.name }))
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.life.failed'))
      setBusy(false)
    }
  }
  const title = t('devices.life.of', { deed: t(`devices.life.${deed}`), name: item.name })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.stack} onSubmit={(event) => void send(event)}>
        <p>{t(deed === 'dispose' && item.state.key === 'lost' ? 'devices.dispose.lostWhat' : `devices.${deed}.what`)}</p>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        <Fields item={item} deed={deed} draft={draft} set={set} />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {t('devices.life.back')}
          </Button>
          <Button type="submit" loading={busy} disabled={lacks}>
            {t(`devices.life.${deed}`)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Fields({ item, deed, draft, set }: { item: PanelItem; deed: Deed; draft: Draft; set: (part: Partial<Draft>) => void }) {
  const t = useText(lifeTexts)
  const lost = item.state.key === 'lost'
  const main = (label: string, required = true): ReactNode => (
    <TextInput
      label={label}
      required={required}
      maxLength={200}
      value={draft.main}
      onChange={(event) => set({ main: event.currentTarget.value })}
      data-autofocus
    />
  )
  const other = (label: string) => (
    <TextInput label={label} maxLength={100} value={draft.other} onChange={(event) => set({ other: event.currentTarget.value })} />
  )
  const note = (label: string) => (
    <Textarea label={label} autosize minRows={2} maxLength={4000} value={draft.note} onChange={(event) => set({ note: event.currentTarget.value })} />
  )
  if (deed === 'wipe')
    return (
      <>
        <Choice
          label={t('devices.wipe.method')}
          help={t('devices.wipe.methodWhat')}
          all={wipeMethods}
          prefix="devices.lifecycle.method"
          value={draft.method}
          put={(method) => set({ method })}
        />
        {main(t('devices.wipe.tool'))}
        <FileField needed label={t('devices.wipe.proof')} files={draft.files} onChange={(files) => set({ files })} />
        {note(t('devices.life.note'))}
      </>
    )
  if (deed === 'dispose')
    return (
      <>
        {!lost && (
          <Choice
            label={t('devices.dispose.how')}
            all={disposalWays.filter((way) => way !== 'writtenOff')}
            prefix="devices.lifecycle.how"
            value={draft.how}
            put={(how) => set({ how })}
          />
        )}
        {main(t(lost ? 'devices.dispose.lostParty' : 'devices.dispose.party'))}
        <FileField needed label={t('devices.dispose.proof')} files={draft.files} onChange={(files) => set({ files })} />
        {note(t('devices.life.note'))}
      </>
    )
  if (deed === 'lose')
    return (
      <>
        <Checkbox label={t('devices.lose.stolen')} checked={draft.stolen} onChange={(event) => set({ stolen: event.currentTarget.checked })} />
        <TextInput
          type="date"
          required
          label={t('devices.lose.since')}
          value={draft.since}
          onChange={(event) => set({ since: event.currentTarget.value })}
        />
        {main(t('devices.lose.place'), false)}
        {note(t('devices.lose.circumstances'))}
        {draft.stolen && other(t('devices.lose.report'))}
      </>
    )
  if (deed === 'find' || deed === 'takeIn')
    return (
      <>
        {main(t(deed === 'find' ? 'devices.find.place' : 'devices.takeIn.condition'))}
        {note(t('devices.life.note'))}
      </>
    )
  return (
    <>
      {main(t('devices.repair.done'))}
      {other(t('devices.repair.by'))}
    </>
  )
}

interface ChoiceProps<V extends string> {
  label: string
  help?: string
  all: readonly V[]
  prefix: 'devices.lifecycle.method' | 'devices.lifecycle.how'
  value: V
  put: (value: V) => void
}
function Choice<V extends string>({ label, help, all, prefix, value, put }: ChoiceProps<V>) {
  const t = useText(lifeTexts)
  return (
    <NativeSelect
      label={label}
      description={help}
      value={value}
      onChange={(event) => put(all.find((one) => one === event.currentTarget.value) ?? value)}
      data={all.map((one) => ({ value: one, label: t(`${prefix}.${one}` as keyof typeof lifeTexts & string) }))}
    />
  )
}
