/** One device that is about to be handed out: what goes with it, how it is, and why it cannot go. */
import { ActionIcon, Pill, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Candidate } from '../contract.ts'
import classes from './handout.module.css'
import { PhotoField } from './photos.tsx'
import { handoutWords } from './texts.ts'

export interface Going {
  candidate: Candidate
  accessories: readonly { name: string; serial: string }[]
  condition: string
  photoIds: string[]
}
interface Props {
  one: Going
  organisationId: string
  onChange: (one: Going) => void
  remove: () => void
}
export function GoingRow({ one, organisationId, onChange, remove }: Props) {
  const t = useText(handoutWords)
  const { candidate, condition, photoIds } = one
  const name = `${candidate.name} (${candidate.number})`
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>
          <Link to={`/items/${candidate.number}`}>{candidate.name}</Link>{' '}
          <span className="mono small dim">{[candidate.number, candidate.code, candidate.serial].filter(Boolean).join(' · ')}</span>
        </span>
        <ActionIcon variant="subtle" color="gray" aria-label={t('handout.new.remove', { name })} onClick={remove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      {candidate.why !== null && <p className={classes.blocked}>{candidate.why}</p>}
      {candidate.why === null && (
        <div className={classes.stack}>
          <Accessories one={one} onChange={onChange} />
          <TextInput
            size="xs"
            label={t('handout.new.condition')}
            placeholder={t('handout.new.conditionHint')}
            maxLength={1000}
            value={condition}
            onChange={(event) => onChange({ ...one, condition: event.currentTarget.value })}
          />
          <PhotoField organisationId={organisationId} name={name} ids={photoIds} onChange={(ids) => onChange({ ...one, photoIds: ids })} />
        </div>
      )}
    </li>
  )
}

function Accessories({ one, onChange }: Pick<Props, 'one' | 'onChange'>) {
  const t = useText(handoutWords)
  const [typed, setTyped] = useState('')
  const { accessories } = one
  const set = (changed: Going['accessories']) => onChange({ ...one, accessories: changed })
  return (
    <fieldset className={classes.plain}>
      <legend className="small">{t('handout.new.accessories')}</legend>
      {accessories.map(({ name, serial }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two chargers are told apart by their place only
        <div key={place} className={classes.deeds}>
          <Pill
            withRemoveButton
            onRemove={() => set(accessories.filter((_, at) => at !== place))}
            removeButtonProps={{ 'aria-label': t('handout.new.remove', { name }), 'aria-hidden': false, tabIndex: 0 }}
          >
            {name}
          </Pill>
          <TextInput
            size="xs"
            aria-label={t('handout.new.serial', { name })}
            placeholder={t('handout.new.serial', { name })}
            maxLength={100}
            value={serial}
            onChange={(event) => set(accessories.map((other, at) => (at === place ? { name, serial: event.currentTarget.value } : other)))}
          />
        </div>
      ))}
      <TextInput
        size="xs"
        mt={4}
        aria-label={t('handout.new.accessoryAdd')}
        placeholder={t('handout.new.accessoryAdd')}
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          if (typed.trim() !== '') set([...accessories, { name: typed.trim(), serial: '' }])
          setTyped('')
        }}
      />
    </fieldset>
  )
}
