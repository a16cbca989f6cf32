/** Redundancy: of the relations by which an item can be hit, so many are needed. */
import { Button, Checkbox, Modal, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import type { Item } from '../contract.ts'
import type { KnownRelationKind, Relation, Relations } from '../relations/contract.ts'
import classes from './item.module.css'
import { relations, useRelationKinds } from './more.ts'
import { relationTexts } from './relationTexts.ts'

type Group = Relations['groups'][number]
interface Props {
  item: Item
  data: Relations
  /** Those that hold now. */
  rows: readonly Relation[]
}
/** By which the item can be hit. */
const hitsHere = (kinds: readonly KnownRelationKind[] | undefined, { kind, direction }: Relation) => {
  const carries = kinds?.find(({ key }) => key === kind)?.carries
  return carries === (direction === 'forward' ? 'back' : 'forward')
}

export function Groups({ item, data, rows }: Props) {
  const t = useText(relationTexts)
  const kinds = useRelationKinds(item.organisationId)
  const [open, setOpen] = useState<Group | 'new'>()
  const members = rows.filter((one) => hitsHere(kinds, one))
  if (data.groups.length === 0 && (members.length < 2 || !item.mayChange)) return null
  return (
    <div>
      <h3 className={classes.sub}>{t('items.group.title')}</h3>
      {data.groups.length === 0 && <p className="dim small">{t('items.group.what')}</p>}
      <ul className={classes.list} aria-label={t('items.group.title')}>
        {data.groups.map((group) => (
          <li key={group.id} className={classes.row}>
            <span className={classes.wide}>
              {group.of < group.needed ? (
                <strong>{t('items.group.short', { name: group.name, needed: group.needed, of: group.of })}</strong>
              ) : (
                t('items.group.of', { name: group.name, needed: group.needed, of: group.of })
              )}
              <span className="dim small">
                {' '}
                {rows
                  .filter(({ groupId }) => groupId === group.id)
                  .map(({ other }) => other.name)
                  .join(', ')}
              </span>
            </span>
            {item.mayChange && (
              <Button size="compact-xs" variant="default" aria-label={t('items.group.edit', { name: group.name })} onClick={() => setOpen(group)}>
                {t('items.edit.short')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {item.mayChange && members.length > 1 && (
        <div>
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen('new')}>
            {t('items.group.add')}
          </Button>
        </div>
      )}
      {open && (
        <GroupDialog item={item} group={open === 'new' ? undefined : open} groups={data.groups} members={members} close={() => setOpen(undefined)} />
      )}
    </div>
  )
}

interface DialogProps {
  item: Item
  group: Group | undefined
  groups: readonly Group[]
  members: readonly Relation[]
  close: () => void
}
function GroupDialog({ item, group, groups, members, close }: DialogProps) {
  const t = useText(relationTexts)
  const words = useWords()
  const reload = useReload()
  const [name, setName] = useState(group?.name ?? '')
  const [needed, setNeeded] = useState(group?.needed ?? 1)
  const [chosen, setChosen] = useState<readonly string[]>(members.filter(({ groupId }) => groupId === (group?.id ?? -1)).map(({ id }) => id))
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const put = (body: { name: string; needed: number; relationIds: string[] }) => relations.group({ params: { id: item.id }, body })
  const changed = async () => {
    await Promise.all(['relations', 'impact', 'causes', 'surroundings'].map((part) => reload(['items', part])))
    close()
  }
  const save = () => {
    const lacks = name.trim() === '' ? 'items.group.nameNeeded' : chosen.length < 2 ? 'items.group.two' : undefined
    setWrong(lacks && t(lacks))
    if (lacks || busy) return
    void attempt(async () => {
      await put({ name: name.trim(), needed, relationIds: [...chosen] })
      // Under another name it is another group; its relations have gone along.
      if (group && group.name.toLowerCase() !== name.trim().toLowerCase()) await put({ name: group.name, needed: 0, relationIds: [] })
      await changed()
    })
  }
  const flip = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <Modal
      opened
      onClose={close}
      title={group ? t('items.group.edit', { name: group.name }) : t('items.group.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={save}>
        <p>{t('items.group.what')}</p>
        <TextInput
          label={t('items.group.name')}
          description={t('items.group.nameHelp')}
          maxLength={60}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Members members={members} chosen={chosen} flip={flip} elsewhere={(id) => groups.find((one) => one.id === id && one.id !== group?.id)} />
        <NumberInput
          label={t('items.group.needed')}
          w={200}
          hideControls
          min={1}
          max={Math.max(1, chosen.length)}
          value={needed}
          onChange={(value) => setNeeded(Number(value) || 1)}
        />
        <div className={form.foot}>
          <Button type="submit" loading={busy}>
            {t('items.relations.save')}
          </Button>
          {group && (
            <Remove
              verb={t('items.group.remove')}
              consequences={t('items.group.removeWhat')}
              run={async () => {
                await put({ name: group.name, needed: 0, relationIds: [] })
                await changed()
              }}
            />
          )}
        </div>
      </KeptForm>
    </Modal>
  )
}

interface MembersProps {
  members: readonly Relation[]
  chosen: readonly string[]
  flip: (id: string) => void
  /** The other group that a relation is in. */
  elsewhere: (groupId: number | null) => Group | undefined
}
function Members({ members, chosen, flip, elsewhere }: MembersProps) {
  const t = useText(relationTexts)
  return (
    <fieldset className={classes.plain}>
      <legend>{t('items.group.members')}</legend>
      <div className={classes.checks}>
        {members.map(({ id, label, other, port, groupId }) => {
          const group = elsewhere(groupId)
          const words = `${label} ${other.name}${port ? ` (${port})` : ''}`
          return (
            <Checkbox
              key={id}
              label={group ? `${words}, ${t('items.group.elsewhere', { name: group.name })}` : words}
              checked={chosen.includes(id)}
              onChange={() => flip(id)}
            />
          )
        })}
      </div>
    </fieldset>
  )
}
