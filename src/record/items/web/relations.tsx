/** What an item hangs together with, and saying so. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { Item } from '../contract.ts'
import type { Relation } from '../relations/contract.ts'
import classes from './item.module.css'
import { ItemState } from './marks.tsx'
import { findItems, relations } from './more.ts'
import { type Choice, Pick } from './pick.tsx'
import { webTexts } from './texts.ts'

const find = findItems()

export function RelationsPart({ item }: { item: Item }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Relation>()
  const { data, error, refetch } = useLoad({
    key: ['items', 'relations', item.id],
    load: (signal) => relations.relations({ params: { id: item.id } }, { signal }),
    on: ['items.related', 'items.unrelated', 'items.grouped'],
  })
  const changed = () => Promise.all(['relations', 'impact', 'causes', 'surroundings'].map((part) => reload(['items', part])))
  const end = async () => {
    if (!ending) return
    await relations.unrelate({ params: { id: item.id, relationId: ending.id } })
    await changed()
  }
  const group = (id: number | null) => data?.groups.find((one) => one.id === id)
  return (
    <Section
      title={t('items.relations.title')}
      actions={
        <span className={classes.foot}>
          <Link to={`/items/${item.number}/surroundings`}>{t('items.relations.draw')}</Link>
          {item.mayChange && !adding && (
            <Button size="compact-sm" variant="default" onClick={() => setAdding(true)}>
              {t('items.relations.add')}
            </Button>
          )}
        </span>
      }
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {adding && (
        <AddRelation
          item={item}
          done={async (added) => {
            setAdding(false)
            if (added) await changed()
          }}
        />
      )}
      {data?.items.length === 0 && !adding && <p className="dim">{t('items.relations.none')}</p>}
      <ul className={classes.list}>
        {data?.items.map((one) => {
          const of = group(one.groupId)
          return (
            <li key={one.id} className={classes.row}>
              <span className={classes.label}>{one.label}</span>
              <span className={classes.wide}>
                <Link to={`/items/${one.other.number}`}>{one.other.name}</Link> <span className="dim">{one.other.kind.name}</span>
                {(one.port || one.otherPort) && <span className="mono small"> {[one.port, one.otherPort].filter(Boolean).join(' → ')}</span>}
                {of && <span className="dim small"> {`${of.name}: ${of.needed}/${of.of}`}</span>}
              </span>
              <ItemState state={one.other.state} plain />
              {item.mayChange && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={t('items.relations.end', { name: one.other.name })}
                  onClick={() => setEnding(one)}
                >
                  <IconX size={14} aria-hidden />
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      <Confirm
        opened={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t('items.relations.end', { name: ending?.other.name ?? '' })}
        consequences={t('items.relations.endWhat')}
        verb={t('items.relations.endVerb')}
        onConfirm={end}
      />
    </Section>
  )
}

function AddRelation({ item, done }: { item: Item; done: (added: boolean) => Promise<void> }) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const [chosen, setChosen] = useState('dependsOn forward')
  const [other, setOther] = useState<Choice>()
  const [port, setPort] = useState('')
  const [otherPort, setOtherPort] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { data } = useLoad({
    key: ['items/relation-kinds', item.organisationId],
    load: (signal) => relations.relationKinds({ params: { organisationId: item.organisationId } }, { signal }),
  })
  const options = (data?.items ?? []).flatMap(({ key, names, back }) => [
    { value: `${key} forward`, label: names[locale] || names.nl || names.en },
    { value: `${key} back`, label: back[locale] || back.nl || back.en },
  ])
  const [kind = '', direction = 'forward'] = chosen.split(' ')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!other) return setError(t('items.relations.choose'))
    setBusy(true)
    try {
      const ports = kind === 'connectsTo' ? { port: port.trim() || null, otherPort: otherPort.trim() || null } : {}
      await relations.relate({ params: { id: item.id }, body: { kind, other: other.id, direction: direction as 'forward', ...ports } })
      await done(true)
    } catch (thrown) {
      const problem = problemIn(thrown)
      if (problem) setError(problem.title)
      else toastProblem(thrown, t('items.form.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <NativeSelect
        size="md"
        label={t('items.relations.kind')}
        data={options}
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Pick
        name="items"
        label={t('items.relations.other')}
        find={find}
        organisationId={item.organisationId}
        value={other}
        error={error}
        onChange={(one) => {
          setOther(one)
          setError(undefined)
        }}
      />
      {kind === 'connectsTo' && (
        <div className={classes.pair}>
          <TextInput
            size="md"
            label={t('items.relations.port')}
            value={port}
            maxLength={60}
            onChange={(event) => setPort(event.currentTarget.value)}
          />
          <TextInput
            size="md"
            label={t('items.relations.otherPort')}
            value={otherPort}
            maxLength={60}
            onChange={(event) => setOtherPort(event.currentTarget.value)}
          />
        </div>
      )}
      <div className={classes.foot}>
        <Button type="submit" loading={busy}>
          {t('items.form.add')}
        </Button>
        <Button variant="default" onClick={() => void done(false)}>
          {t('items.form.cancel')}
        </Button>
      </div>
    </form>
  )
}
