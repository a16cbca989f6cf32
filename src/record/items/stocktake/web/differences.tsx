/** The differences of a stocktake, kind by kind, and what is done about those that are chosen. */
import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { type Text, useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { useKinds } from '../../web/more.ts'
import { type DecisionKind, type Difference, type DifferenceKind, differenceKinds, type Stocktake } from '../contract.ts'
import { choices } from '../rules.ts'
import { stocktakes } from './calls.ts'
import classes from './stocktake.module.css'
import { stocktakeTexts } from './texts.ts'

type T = Text<keyof typeof stocktakeTexts & string>
interface Props {
  stocktake: Stocktake
  follows: { about: string[]; on: string[] }
}
export function Differences({ stocktake, follows }: Props) {
  const t = useText(stocktakeTexts)
  const { id, state, mayWork } = stocktake
  const { data } = useLoad({
    key: ['items/stocktakes', id, 'differences'],
    load: (signal) => stocktakes.differences({ params: { id } }, { signal }),
    ...follows,
  })
  if (!data) return <Skeletons />
  const groups = differenceKinds.flatMap((kind) => {
    const rows = data.items.filter(({ difference }) => difference === kind)
    return rows.length > 0 ? [{ kind, rows }] : []
  })
  return (
    <Section title={t('items.stocktake.differences')}>
      {groups.length === 0 && <p className="dim">{t('items.stocktake.noDifferences')}</p>}
      {groups.length > 0 && state === 'counting' && <Note>{t('items.stocktake.afterCounting')}</Note>}
      {groups.map(({ kind, rows }) => (
        <Group key={kind} kind={kind} rows={rows} stocktake={stocktake} may={mayWork && state === 'deciding'} />
      ))}
    </Section>
  )
}

function Group({ kind, rows, stocktake, may }: { kind: DifferenceKind; rows: readonly Difference[]; stocktake: Stocktake; may: boolean }) {
  const t = useText(stocktakeTexts)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [doing, setDoing] = useState<DecisionKind>()
  const open = rows.filter(({ decision }) => !decision)
  const subjects = open.map(({ subject }) => subject).filter((one) => chosen.has(one))
  const flip = (subject: string) => setChosen((now) => new Set(now.has(subject) ? [...now].filter((one) => one !== subject) : [...now, subject]))
  return (
    <Section title={`${t(`items.stocktake.difference.${kind}`)} (${rows.length})`}>
      {may && open.length > 0 && (
        <div className={classes.bar}>
          <Checkbox
            label={t('items.stocktake.all')}
            checked={subjects.length === open.length}
            indeterminate={subjects.length > 0 && subjects.length < open.length}
            onChange={(event) => setChosen(new Set(event.currentTarget.checked ? open.map(({ subject }) => subject) : []))}
          />
          {subjects.length > 0 &&
            choices[kind].map((what) => (
              <Button key={what} size="compact-sm" variant="default" onClick={() => setDoing(what)}>
                {t(`items.stocktake.do.${what}`)}
              </Button>
            ))}
        </div>
      )}
      <ul className={classes.differences}>
        {rows.map((row) => (
          <Row key={row.subject} t={t} row={row} may={may} chosen={chosen.has(row.subject)} flip={() => flip(row.subject)} />
        ))}
      </ul>
      {doing && <Decide what={doing} kind={kind} subjects={subjects} stocktake={stocktake} close={() => setDoing(undefined)} />}
    </Section>
  )
}

const nameOf = ({ item, seen, subject }: Difference) => item?.name ?? seen?.text ?? subject
function Row({ t, row, may, chosen, flip }: { t: T; row: Difference; may: boolean; chosen: boolean; flip: () => void }) {
  const { item, place, seen, decision } = row
  const nowhere = t('items.stocktake.nowhere')
  const said = [
    item && `${item.kind} · ${item.number}`,
    item && t('items.stocktake.recorded', { place: place ?? nowhere }),
    seen && t('items.stocktake.seen', { place: seen.place ?? t('items.stocktake.unsaid'), by: seen.by, times: seen.times }),
  ]
  return (
    <li>
      {may && !decision && <Checkbox checked={chosen} onChange={flip} aria-label={t('items.stocktake.select', { name: nameOf(row) })} />}
      <div>
        {item ? <Link to={`/items/${item.number}`}>{item.name}</Link> : <span className="mono">{nameOf(row)}</span>}
        <span className="dim small">{said.filter(Boolean).join(' · ')}</span>
        {decision && (
          <span className="small">
            {[t(`items.stocktake.what.${decision.what}`), decision.result, decision.reason, decision.by].filter(Boolean).join(' · ')}
          </span>
        )}
      </div>
    </li>
  )
}

interface Deciding {
  what: DecisionKind
  kind: DifferenceKind
  subjects: readonly string[]
  stocktake: Stocktake
  close: () => void
}
function Decide({ what, kind, subjects, stocktake: { id, organisationId }, close }: Deciding) {
  const t = useText(stocktakeTexts)
  const words = useWords()
  const reload = useReload()
  const kinds = useKinds(organisationId) ?? []
  const [reason, setReason] = useState('')
  const [to, setTo] = useState('')
  const [busy, setBusy] = useState(false)
  const named = ({ key, names }: (typeof kinds)[number]['states'][number] | (typeof kinds)[number]) => ({
    value: key,
    label: names[t.locale] || names.nl || names.en,
  })
  const states = new Map(kinds.flatMap(({ states }) => states.map((state) => [state.key, named(state)] as const)))
  const options = what === 'state' ? [...states.values()] : what === 'make' ? kinds.filter(({ active }) => active).map(named) : []
  const value = to || (what === 'state' && states.has('lost') ? 'lost' : (options[0]?.value ?? ''))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const differences = subjects.map((subject) => ({ subject, difference: kind }))
      const more = what === 'state' ? { state: value } : what === 'make' ? { kind: value } : {}
      const { done, refused } = await stocktakes.decide({ params: { id }, body: { differences, what, reason, ...more } })
      if (done > 0) toast(t('items.stocktake.done', { count: done }))
      for (const one of refused.slice(0, 5)) toastProblem(undefined, t('items.stocktake.refused', one))
      await reload(['items/stocktakes'])
      close()
    } catch (error) {
      toastProblem(error, t('items.stocktake.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t(`items.stocktake.do.${what}`)} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        {options.length > 0 && (
          <NativeSelect
            label={t(what === 'state' ? 'items.stocktake.toState' : 'items.stocktake.toKind')}
            value={value}
            onChange={(event) => setTo(event.currentTarget.value)}
            data={options}
          />
        )}
        <TextInput
          label={t('items.stocktake.reason')}
          description={t('items.stocktake.reasonHelp')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" loading={busy} disabled={reason.trim() === ''}>
          {t('items.stocktake.decide')}
        </Button>
      </form>
    </Modal>
  )
}
