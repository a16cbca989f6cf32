/** One kind: its attributes and its life; changed by who decides, read by others. */
import { Button, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { Link, listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Empty, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Kind, KnownKind, Words } from '../kinds/contract.ts'
import classes from './item.module.css'
import { keyFor } from './keyFor.ts'
import { AttributeRows } from './kindAttributes.tsx'
import { KindShown } from './kindShown.tsx'
import { StateRows } from './kindStates.tsx'
import { kindTexts } from './kindTexts.ts'
import { kinds as calls, useKinds, useWhere } from './more.ts'
import { useName } from './names.ts'

const noWords: Words = { nl: '', en: '' }
/** Where a kind of one's own begins: planned, in use, out of use. */
const fresh: Kind = {
  names: noWords,
  attributes: [],
  active: true,
  states: [
    { key: 'planned', names: { nl: 'Gepland', en: 'Planned' }, class: 'planned', required: [], to: ['inUse', 'ended'] },
    { key: 'inUse', names: { nl: 'In gebruik', en: 'In use' }, class: 'inUse', required: [], to: ['ended'] },
    { key: 'ended', names: { nl: 'Buiten gebruik', en: 'Out of use' }, class: 'outOfUse', required: [], to: ['inUse'] },
  ],
}

export default function KindPage() {
  const t = useText(kindTexts)
  const name = useName()
  const { key = '' } = usePath()
  const where = useWhere('items.read')
  const may = useWhere('items.configure')
  const [search] = useUrlState()
  const organisationId = listOf(search.organisationId)[0] ?? where[0]?.id ?? ''
  const kinds = useKinds(organisationId || undefined)
  const kind = kinds?.find((one) => one.key === key)
  const mayChange = may.some(({ id }) => id === organisationId)
  const isNew = key === 'new' && mayChange
  const title = kind ? name(kind.names) : isNew ? t('items.kinds.new') : t('items.kinds.notThere')
  const under = [
    { label: t('items.title'), to: '/items' },
    { label: t('items.kinds.title'), to: '/items/kinds' },
  ]
  if (!kinds) return <Skeletons kind="page" />
  return (
    <Page
      title={title}
      under={under}
      {...(kind && {
        lead: t(
          mayChange
            ? kind.version > 0 && kind.shipped
              ? 'items.kinds.isAdapted'
              : kind.shipped
                ? 'items.kinds.isShipped'
                : 'items.kinds.own'
            : 'items.kinds.readOnly',
        ),
      })}
      actions={kind && <Link to={`/items?kind=${key}`}>{t('items.kinds.show')}</Link>}
    >
      {!kind && !isNew && <Empty title={t('items.kinds.notThere')} action={<Link to="/items/kinds">{t('items.kinds.toList')}</Link>} />}
      {kind && !mayChange && <KindShown kind={kind} />}
      {(kind || isNew) && mayChange && (
        <KindEditor key={`${key} ${kind?.version}`} known={kind} taken={kinds.map((one) => one.key)} organisationId={organisationId} />
      )}
    </Page>
  )
}

const hasName = ({ nl, en }: Words) => nl.trim() !== '' || en.trim() !== ''
/** What is still missing, in words; undefined when it can be sent. */
function lacking(t: Text<keyof typeof kindTexts & string>, { names, states, attributes }: Kind): string | undefined {
  const named = [names, ...states.map((one) => one.names), ...attributes.flatMap((one) => [one.names, ...(one.choices ?? []).map((c) => c.names)])]
  if (!named.every(hasName)) return t('items.kinds.nameNeeded')
  const bare = attributes.find(({ type, choices }) => type === 'choice' && !choices?.length)
  return bare && t('items.kinds.choiceNeeded', { attribute: bare.names.nl || bare.names.en })
}

function KindEditor({ known, taken, organisationId }: { known: KnownKind | undefined; taken: readonly string[]; organisationId: string }) {
  const t = useText(kindTexts)
  const name = useName()
  const go = useGo()
  const reload = useReload()
  const [kind, setKind] = useState<Kind>(() => {
    const { names, plural, attributes, states, active } = known ?? fresh
    return { names, ...(plural && { plural }), attributes, states, active }
  })
  const put = (part: Partial<Kind>) => setKind({ ...kind, ...part })
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const done = async (said: string, to: string) => {
    await reload(['items/kinds'])
    toast(said)
    go(to)
  }
  const save = () => {
    const lacks = lacking(t, kind)
    setWrong(lacks)
    if (lacks || busy) return
    void attempt(async () => {
      const key = known?.key ?? keyFor(kind.names.nl.trim() || kind.names.en, [...taken, 'new'])
      await calls.saveKind({ params: { organisationId, key }, body: { version: known?.version ?? 0, kind } })
      await done(t('items.kinds.saved', { kind: name(kind.names) }), `/items/kinds/${key}?organisationId=${organisationId}`)
    })
  }
  return (
    <KeptForm wrong={undefined} save={save}>
      <Section title={t('items.kinds.names')}>
        <NameFields kind={kind} put={put} />
      </Section>
      <Section title={t('items.kinds.life')}>
        <p className="dim small">{t('items.kinds.lifeWhat')}</p>
        <StateRows kind={kind} put={(states) => put({ states })} />
      </Section>
      <Section title={t('items.kinds.attributes')}>
        <AttributeRows kind={kind} fixed={known?.attributes.map(({ key }) => key) ?? []} organisationId={organisationId} put={put} />
      </Section>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('items.kinds.save')}
        </Button>
        <Button variant="default" onClick={() => go('/items/kinds')}>
          {t('items.kinds.cancel')}
        </Button>
        {known && known.version > 0 && <Back known={known} done={done} />}
      </div>
    </KeptForm>
  )
}

function NameFields({ kind, put }: { kind: Kind; put: (part: Partial<Kind>) => void }) {
  const t = useText(kindTexts)
  const plural = kind.plural ?? noWords
  const putPlural = (words: Words) => put({ plural: hasName(words) ? words : undefined })
  const field = (label: string, value: string, change: (text: string) => void) => (
    <TextInput label={label} value={value} maxLength={80} onChange={(event) => change(event.currentTarget.value)} />
  )
  return (
    <div className={classes.form}>
      <div className={classes.pair}>
        {field(t('items.kinds.nl'), kind.names.nl, (nl) => put({ names: { ...kind.names, nl } }))}
        {field(t('items.kinds.en'), kind.names.en, (en) => put({ names: { ...kind.names, en } }))}
        {field(t('items.kinds.pluralNl'), plural.nl, (nl) => putPlural({ ...plural, nl }))}
        {field(t('items.kinds.pluralEn'), plural.en, (en) => putPlural({ ...plural, en }))}
      </div>
      <Switch label={t('items.kinds.active')} checked={kind.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
    </div>
  )
}

/** Back to how it came, or away altogether. */
function Back({ known, done }: { known: KnownKind; done: (said: string, to: string) => Promise<void> }) {
  const t = useText(kindTexts)
  const kind = useName()(known.names)
  const { key, organisationId, shipped } = known
  const { wrong, attempt } = useAttempt()
  return (
    <>
      <Remove
        verb={t(shipped ? 'items.kinds.reset' : 'items.kinds.remove')}
        consequences={t(shipped ? 'items.kinds.resetWhat' : 'items.kinds.removeWhat', { kind })}
        run={() =>
          attempt(async () => {
            await calls.resetKind({ params: { organisationId, key } })
            await done(t(shipped ? 'items.kinds.wasReset' : 'items.kinds.removed', { kind }), '/items/kinds')
          })
        }
      />
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
    </>
  )
}
