/** What is known of a document: kind, owner, when it must be reviewed, and of a file its hash. */
import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs'
import { useState } from 'react'
import { people } from '#record/people/web/mine.ts'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { sizeOf } from '#web/kit/fileField.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { type DocumentRow, documentKinds } from '../contract.ts'
import { documentCalls } from './calls.ts'
import type { Doing } from './documentPage.tsx'
import classes from './documents.module.css'
import { dayIn, isLate, Late } from './marks.tsx'
import { documentWords } from './texts.ts'

export function About(doing: Doing) {
  const { doc, act } = doing
  const t = useText(documentWords)
  const file = doc.shown.file
  const change = (body: Partial<Parameters<typeof documentCalls.change>[0]['body']>) =>
    act(documentCalls.change({ params: { id: doc.id }, body: { version: doc.version, ...body } }))
  const kinds = documentKinds.map((value) => ({ value, label: t(`doc.kind.${value}`) }))
  const kind = (
    <EditInPlace
      kind="choice"
      label={t('doc.list.kind')}
      value={doc.kind}
      options={kinds}
      show={t(`doc.kind.${doc.kind}`)}
      save={(value) => change({ kind: value as DocumentRow['kind'] })}
    />
  )
  return (
    <Facts
      rows={[
        { label: t('doc.list.kind'), value: doc.mayWrite ? kind : t(`doc.kind.${doc.kind}`) },
        { label: t('doc.list.owner'), value: doc.mayWrite ? <Owner {...doing} /> : doc.owner.name },
        { label: t('doc.list.version'), value: doc.mayWrite ? doc.latest : doc.published },
        { label: t('doc.list.updated'), value: <Time at={doc.updatedAt} as="day" /> },
        ...(doc.mayWrite ? [{ label: t('doc.review'), value: <ReviewBy key={doc.reviewBy} {...doing} /> }] : []),
        ...(file
          ? [
              { label: t('doc.size'), value: sizeOf(file.size, t.locale) },
              { label: t('doc.hash'), value: <span className={`mono ${classes.hash}`}>{file.hash}</span> },
            ]
          : []),
      ]}
    />
  )
}

function Owner({ doc, act }: Doing) {
  const t = useText(documentWords)
  const { data } = useLoad({
    key: ['people/persons', 'owners', doc.organisationId],
    load: (signal) => people.persons({ query: { organisationId: doc.organisationId, active: 'true', limit: 200 } }, { signal }),
  })
  const staff = (data?.items ?? []).filter(({ roles }) =>
    roles.some(({ organisationId, role }) => organisationId === doc.organisationId && !['reporter', 'client', 'auditor'].includes(role)),
  )
  const options = [...new Map([doc.owner, ...staff].map(({ id, name }) => [id, { value: id, label: name }])).values()]
  return (
    <NativeSelect
      size="xs"
      aria-label={t('doc.list.owner')}
      value={doc.owner.id}
      data={options}
      onChange={(event) =>
        void act(documentCalls.change({ params: { id: doc.id }, body: { version: doc.version, ownerId: event.currentTarget.value } }))
      }
    />
  )
}

function ReviewBy({ doc, act }: Doing) {
  const t = useText(documentWords)
  const [open, setOpen] = useState(false)
  const [day, setDay] = useState(doc.reviewBy ?? '')
  if (!open)
    return (
      <span className={classes.line}>
        <span>{doc.reviewBy === null ? <span className="dim">{t('doc.review.none')}</span> : dayIn(doc.reviewBy, t.locale)}</span>
        {isLate(doc) && <Late />}
        <ActionIcon size="sm" aria-label={t('doc.review.change')} title={t('doc.review.change')} onClick={() => setOpen(true)}>
          <IconPencil size={14} aria-hidden />
        </ActionIcon>
      </span>
    )
  const save = () => act(documentCalls.change({ params: { id: doc.id }, body: { version: doc.version, reviewBy: day || null } }))
  return (
    <span className={classes.small}>
      <TextInput type="date" size="xs" aria-label={t('doc.review')} value={day} onChange={(event) => setDay(event.currentTarget.value)} />
      <Button size="xs" variant="default" onClick={() => void save().then((done) => done && setOpen(false))}>
        {t('doc.audience.save')}
      </Button>
    </span>
  )
}
