/** The life of a kind: its states in order, what each counts as, where it may go from there, and what must then be filled in. */
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import { fieldsToRequire, type Kind, type State, stateClasses } from '../kinds/contract.ts'
import classes from './item.module.css'
import { keyFor } from './keyFor.ts'
import { moved, NameRow } from './kindRow.tsx'
import { kindTexts } from './kindTexts.ts'
import { useName } from './names.ts'

interface Props {
  kind: Kind
  put: (states: State[]) => void
}
export function StateRows({ kind, put }: Props) {
  const t = useText(kindTexts)
  const { states } = kind
  const change = (key: string, part: Partial<State>) => put(states.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const take = (key: string) => put(states.filter((one) => one.key !== key).map((one) => ({ ...one, to: one.to.filter((to) => to !== key) })))
  const add = () => {
    const taken = states.map(({ key }) => key)
    put([...states, { key: keyFor('state', taken), names: { nl: '', en: '' }, class: 'inUse', required: [], to: [] }])
  }
  return (
    <>
      <ol className={classes.list} aria-label={t('items.kinds.life')}>
        {states.map((state, at) => (
          <li key={state.key} className={classes.part}>
            <NameRow
              names={state.names}
              put={(names) => change(state.key, { names })}
              move={{ at, of: states.length, to: (place) => put(moved(states, at, place)) }}
              take={states.length > 1 ? () => take(state.key) : undefined}
            >
              <NativeSelect
                label={t('items.kinds.class')}
                value={state.class}
                onChange={(event) => change(state.key, { class: stateClasses.find((one) => one === event.currentTarget.value) ?? 'inUse' })}
                data={stateClasses.map((value) => ({ value, label: t(`items.kinds.class.${value}`) }))}
              />
            </NameRow>
            <Details kind={kind} state={state} first={at === 0} change={(part) => change(state.key, part)} />
          </li>
        ))}
      </ol>
      <div>
        <Button variant="default" size="compact-sm" disabled={states.length >= 20} onClick={add}>
          {t('items.kinds.addState')}
        </Button>
      </div>
    </>
  )
}

const flipped = (list: readonly string[], key: string) => (list.includes(key) ? list.filter((one) => one !== key) : [...list, key])

interface DetailsProps {
  kind: Kind
  state: State
  first: boolean
  change: (part: Partial<State>) => void
}
function Details({ kind, state, first, change }: DetailsProps) {
  const t = useText(kindTexts)
  const name = useName()
  const others = kind.states.filter(({ key }) => key !== state.key)
  const asked = [
    ...fieldsToRequire.map((key) => ({ key: key as string, label: t(`items.field.${key}`) })),
    ...kind.attributes.filter(({ hidden }) => !hidden).map(({ key, names }) => ({ key, label: name(names) || '…' })),
  ]
  return (
    <details>
      <summary className="small dim">
        {first && `${t('items.kinds.first')}, `}
        {t('items.kinds.details', { moves: state.to.length, required: state.required.length })}
      </summary>
      <div className={classes.details}>
        <Checkbox
          size="xs"
          label={t('items.kinds.proven')}
          checked={state.proven ?? false}
          onChange={(event) => change({ proven: event.currentTarget.checked || undefined })}
        />
        <fieldset className={classes.plain}>
          <legend>{t('items.kinds.moves')}</legend>
          <div className={classes.ticks}>
            {others.map(({ key, names }) => (
              <Checkbox
                key={key}
                size="xs"
                label={name(names) || t('items.kinds.newState')}
                checked={state.to.includes(key)}
                onChange={() => change({ to: flipped(state.to, key) })}
              />
            ))}
          </div>
        </fieldset>
        <fieldset className={classes.plain}>
          <legend>{t('items.kinds.required')}</legend>
          <div className={classes.ticks}>
            {asked.map(({ key, label }) => (
              <Checkbox
                key={key}
                size="xs"
                label={label}
                checked={state.required.includes(key)}
                onChange={() => change({ required: flipped(state.required, key) })}
              />
            ))}
          </div>
        </fieldset>
      </div>
    </details>
  )
}
