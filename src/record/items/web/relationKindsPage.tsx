/** The kinds of relations of an organisation; leads add kinds of their own and rename them. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { useReload } from '#web/kit/load.ts'
import { Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { carryings, type KnownRelationKind, type RelationKind } from '../relations/contract.ts'
import { ChosenOrganisation, useChosenOrganisation } from './chosenOrganisation.tsx'
import classes from './item.module.css'
import { keyFor } from './keyFor.ts'
import { relations, useRelationKinds } from './more.ts'
import { useName } from './names.ts'
import { ItemPlaces } from './places.tsx'
import { relationTexts } from './relationTexts.ts'

export default function RelationKindsPage() {
  const t = useText(relationTexts)
  const { organisationId, mayChange } = useChosenOrganisation()
  const kinds = useRelationKinds(organisationId)
  const [open, setOpen] = useState<KnownRelationKind | 'new'>()
  const name = useName()
  return (
    <Page
      title={t('items.relationKinds.title')}
      lead={t('items.relationKinds.lead')}
      under={[{ label: t('items.title'), to: '/items' }]}
      actions={mayChange && <Button onClick={() => setOpen('new')}>{t('items.relationKinds.add')}</Button>}
    >
      <ItemPlaces />
      <ChosenOrganisation />
      {!kinds && <Skeletons rows={6} />}
      <ul className={classes.list} aria-label={t('items.relationKinds.title')}>
        {kinds?.map((kind) => (
          <li key={kind.key} className={classes.row}>
            <span className={classes.wide}>
              <strong>{name(kind.names)}</strong> <span className="dim">↔ {name(kind.back)}</span>
            </span>
            <span className="dim small">
              {t('items.relationKinds.hit', { what: t(`items.relationKinds.carries.${kind.carries}`).toLowerCase() })}
            </span>
            {!kind.shipped && <StateBadge meaning="progress">{t('items.relationKinds.own')}</StateBadge>}
            {!kind.shipped && mayChange && (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('items.relationKinds.edit', { name: name(kind.names) })}
                onClick={() => setOpen(kind)}
              >
                {t('items.edit.short')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open && organisationId && (
        <KindDialog
          kind={open === 'new' ? undefined : open}
          taken={kinds?.map(({ key }) => key) ?? []}
          organisationId={organisationId}
          close={() => setOpen(undefined)}
        />
      )}
    </Page>
  )
}

interface DialogProps {
  kind: KnownRelationKind | undefined
  taken: readonly string[]
  organisationId: string
  close: () => void
}
function KindDialog({ kind, taken, organisationId, close }: DialogProps) {
  const t = useText(relationTexts)
  const words = useWords()
  const reload = useReload()
  const [names, setNames] = useState(kind?.names ?? { nl: '', en: '' })
  const [back, setBack] = useState(kind?.back ?? { nl: '', en: '' })
  const [carries, setCarries] = useState<RelationKind['carries']>(kind?.carries ?? 'back')
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const label = names.nl.trim() || names.en.trim()
  const save = () => {
    const lacks = label === '' || (back.nl.trim() || back.en.trim()) === ''
    setWrong(lacks ? t('items.relationKinds.bothNeeded') : undefined)
    if (lacks || busy) return
    void attempt(async () => {
      const params = { organisationId, key: kind?.key ?? keyFor(label, taken) }
      await relations.saveRelationKind({ params, body: { version: kind?.version ?? 0, kind: { names, back, carries } } })
      await reload(['items/relation-kinds'])
      toast(t('items.relationKinds.saved', { name: label }))
      close()
    })
  }
  const field = (value: string, put: (text: string) => void, label: string, description?: string) => (
    <TextInput
      label={label}
      maxLength={80}
      value={value}
      {...(description && { description })}
      onChange={(event) => put(event.currentTarget.value)}
    />
  )
  return (
    <Modal
      opened
      onClose={close}
      title={kind ? t('items.relationKinds.edit', { name: label }) : t('items.relationKinds.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={wrong} save={save}>
        {field(names.nl, (nl) => setNames({ ...names, nl }), t('items.relationKinds.nl'), t('items.relationKinds.example'))}
        {field(back.nl, (nl) => setBack({ ...back, nl }), t('items.relationKinds.backNl'), t('items.relationKinds.backExample'))}
        {field(names.en, (en) => setNames({ ...names, en }), t('items.relationKinds.en'))}
        {field(back.en, (en) => setBack({ ...back, en }), t('items.relationKinds.backEn'))}
        <NativeSelect
          label={t('items.relationKinds.carries')}
          description={t('items.relationKinds.carriesHelp')}
          disabled={kind !== undefined}
          value={carries}
          onChange={(event) => setCarries(carryings.find((one) => one === event.currentTarget.value) ?? 'none')}
          data={carryings.map((value) => ({ value, label: t(`items.relationKinds.carries.${value}`) }))}
        />
        <div className={form.foot}>
          <Button type="submit" loading={busy}>
            {t('items.relations.save')}
          </Button>
        </div>
      </KeptForm>
    </Modal>
  )
}
