/** Saying that an item hangs together with another, and from which day it no longer does. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { useLooks, useText, useWords } from '#web/kit/texts.ts'
import type { Relation } from '../relations/contract.ts'
import { beginOf, endOf } from './days.ts'
import classes from './item.module.css'
import { findItems, relations, useRelationKinds } from './more.ts'
import { type Choice, Pick } from './pick.tsx'
import { relationTexts } from './relationTexts.ts'

const find = findItems()

interface Of {
  id: string
  name: string
  organisationId: string
}
const empty = { kind: 'dependsOn forward', port: '', otherPort: '', note: '', from: '', until: '' }
type Draft = typeof empty

export function AddRelation({ item, close }: { item: Of; close: (added: boolean) => Promise<void> }) {
  const t = useText(relationTexts)
  const words = useWords()
  const [draft, setDraft] = useState<Draft>(empty)
  const [other, setOther] = useState<Choice>()
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const [kind = '', direction = 'forward'] = draft.kind.split(' ')
  const save = () => {
    if (!other) return setWrong(t('items.relations.choose'))
    void attempt(async () => {
      const ports = kind === 'connectsTo' ? { port: draft.port.trim() || null, otherPort: draft.otherPort.trim() || null } : {}
      const period = { ...(draft.from && { validFrom: beginOf(draft.from) }), ...(draft.until && { validUntil: endOf(draft.until) }) }
      const body = { kind, other: other.id, direction: direction as 'forward', note: draft.note.trim() || null, ...ports, ...period }
      await relations.relate({ params: { id: item.id }, body })
      await close(true)
    })
  }
  return (
    <Modal
      opened
      onClose={() => void close(false)}
      title={t('items.relations.addTo', { name: item.name })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={save}>
        <Fields
          draft={draft}
          put={(part) => setDraft({ ...draft, ...part })}
          organisationId={item.organisationId}
          other={other}
          choose={(one) => {
            setOther(one)
            setWrong(undefined)
          }}
        />
        <div className={form.foot}>
          <Button type="submit" loading={busy}>
            {t('items.relations.add')}
          </Button>
          <Button variant="default" onClick={() => void close(false)}>
            {t('items.relations.cancel')}
          </Button>
        </div>
      </KeptForm>
    </Modal>
  )
}

interface FieldsProps {
  draft: Draft
  put: (part: Partial<Draft>) => void
  organisationId: string
  other: Choice | undefined
  choose: (other: Choice | undefined) => void
}
function Fields({ draft, put, organisationId, other, choose }: FieldsProps) {
  const t = useText(relationTexts)
  const { locale } = useLooks()
  const kinds = useRelationKinds(organisationId)
  const options = (kinds ?? []).flatMap(({ key, names, back }) => [
    { value: `${key} forward`, label: names[locale] || names.nl || names.en },
    { value: `${key} back`, label: back[locale] || back.nl || back.en },
  ])
  const text = (field: 'port' | 'otherPort' | 'note', most: number) => (
    <TextInput
      label={t(`items.relations.${field}`)}
      value={draft[field]}
      maxLength={most}
      onChange={(event) => put({ [field]: event.currentTarget.value })}
    />
  )
  const day = (field: 'from' | 'until') => (
    <TextInput
      type="date"
      label={t(`items.relations.${field}`)}
      description={t(`items.relations.${field}Help`)}
      value={draft[field]}
      onChange={(event) => put({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <NativeSelect
        label={t('items.relations.kind')}
        data={options}
        value={draft.kind}
        data-autofocus
        onChange={(event) => put({ kind: event.currentTarget.value })}
      />
      <Pick name="items" label={t('items.relations.other')} find={find} organisationId={organisationId} value={other} onChange={choose} />
      {draft.kind.startsWith('connectsTo') && (
        <div className={classes.pair}>
          {text('port', 60)}
          {text('otherPort', 60)}
        </div>
      )}
      <div className={classes.pair}>
        {day('from')}
        {day('until')}
      </div>
      {text('note', 500)}
    </>
  )
}

export function EndRelation({ item, relation, close }: { item: Of; relation: Relation; close: (ended: boolean) => Promise<void> }) {
  const t = useText(relationTexts)
  const words = useWords()
  const [last, setLast] = useState('')
  const { wrong, busy, attempt } = useAttempt()
  const save = () =>
    void attempt(async () => {
      await relations.unrelate({ params: { id: item.id, relationId: relation.id }, query: last ? { at: endOf(last) } : {} })
      await close(true)
    })
  return (
    <Modal
      opened
      onClose={() => void close(false)}
      title={t('items.relations.end', { name: relation.other.name })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={save}>
        <p>{t('items.relations.endWhat')}</p>
        <TextInput
          type="date"
          label={t('items.relations.last')}
          description={t('items.relations.lastHelp')}
          value={last}
          data-autofocus
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <div className={form.foot}>
          <Button type="submit" loading={busy}>
            {t('items.relations.endVerb')}
          </Button>
          <Button variant="default" onClick={() => void close(false)}>
            {t('items.relations.cancel')}
          </Button>
        </div>
      </KeptForm>
    </Modal>
  )
}
