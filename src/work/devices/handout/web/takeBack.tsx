/** Taking back some or all of a hand-out: what comes back, what is missing, and how it is. */
import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Handout, HandoutItem } from '../contract.ts'
import { handouts } from './calls.ts'
import classes from './handout.module.css'
import { PhotoField } from './photos.tsx'
import { inWords } from './received.tsx'
import { handoutWords } from './texts.ts'

interface Coming {
  missing: readonly number[]
  condition: string
  note: string
  photoIds: string[]
}
const complete: Coming = { missing: [], condition: '', note: '', photoIds: [] }
type Chosen = Readonly<Record<string, Coming>>

/** What is out, and what was lost: that may be found again. */
export const mayComeBack = ({ items }: Handout) => items.filter(({ back }) => back === null || back.how === 'lost')

export function TakeBack({ handout, only, close }: { handout: Handout; only?: string; close: () => void }) {
  const t = useText(handoutWords)
  const words = useWords()
  const reload = useReload()
  const there = mayComeBack(handout).filter(({ itemId }) => only === undefined || itemId === only)
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(there.filter(({ back }) => back === null || there.length === 1).map(({ itemId }) => [itemId, complete])),
  )
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const count = Object.keys(chosen).length
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const items = Object.entries(chosen).map(([itemId, { missing, ...one }]) => ({ itemId, ...one, missing: [...missing] }))
      await handouts.takeBack({ params: { id: handout.id }, body: { items } })
      toast(t('handout.back.done'))
      await Promise.all([reload(['devices', 'handout']), reload(['items'])])
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('handout.failed'))
      setBusy(false)
    }
  }
  const set = (itemId: string, coming: Coming | undefined) => {
    const { [itemId]: _, ...others } = chosen
    setChosen(coming ? { ...others, [itemId]: coming } : others)
  }
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t('handout.back.title', { name: handout.receiver })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <form className={classes.stack} onSubmit={(event) => void submit(event)}>
        {there.length > 1 && <p className="dim">{t('handout.back.choose')}</p>}
        <ul className={classes.list}>
          {there.map((item) => (
            <Row
              key={item.itemId}
              item={item}
              alone={there.length === 1}
              organisationId={handout.organisationId}
              coming={chosen[item.itemId]}
              onChange={(coming) => set(item.itemId, coming)}
            />
          ))}
        </ul>
        <div role="alert">{wrong && <Note tone="red">{wrong}</Note>}</div>
        <div className={classes.deeds}>
          <Button type="submit" loading={busy} disabled={count === 0}>
            {t('handout.back.go', { count })}
          </Button>
          <Button variant="subtle" onClick={close}>
            {words('kit.back')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface RowProps {
  item: HandoutItem
  alone: boolean
  organisationId: string
  coming: Coming | undefined
  onChange: (coming: Coming | undefined) => void
}
function Row({ item, alone, organisationId, coming, onChange }: RowProps) {
  const t = useText(handoutWords)
  const name = `${item.name} (${item.number})`
  return (
    <li className={classes.item}>
      {alone ? (
        <strong>{name}</strong>
      ) : (
        <Checkbox label={name} checked={coming !== undefined} onChange={() => onChange(coming ? undefined : complete)} />
      )}
      {coming && (
        <div className={`${classes.stack} ${classes.back}`}>
          {item.accessories.length > 0 && (
            <fieldset className={classes.plain}>
              <legend className="small">{t('handout.back.there')}</legend>
              <p className="dim small">{t('handout.back.thereWhat')}</p>
              {item.accessories.map((one, place) => (
                <Checkbox
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place on the receipt is what it is known by
                  key={place}
                  mt={6}
                  label={inWords([one])}
                  checked={!coming.missing.includes(place)}
                  onChange={() =>
                    onChange({
                      ...coming,
                      missing: coming.missing.includes(place) ? coming.missing.filter((other) => other !== place) : [...coming.missing, place],
                    })
                  }
                />
              ))}
            </fieldset>
          )}
          <div className={classes.grid}>
            <TextInput
              label={t('handout.condition')}
              maxLength={1000}
              value={coming.condition}
              onChange={(event) => onChange({ ...coming, condition: event.currentTarget.value })}
            />
            <TextInput
              label={t('handout.back.note')}
              maxLength={1000}
              value={coming.note}
              onChange={(event) => onChange({ ...coming, note: event.currentTarget.value })}
            />
          </div>
          <PhotoField
            organisationId={organisationId}
            name={item.name}
            ids={coming.photoIds}
            onChange={(photoIds) => onChange({ ...coming, photoIds })}
          />
        </div>
      )}
    </li>
  )
}
