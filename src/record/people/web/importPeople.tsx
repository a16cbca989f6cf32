/** Bringing people in from a spreadsheet: choose a file, look what would happen, then do it. */
import { Button, Checkbox, FileButton, NativeSelect } from '@mantine/core'
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFileSpreadsheet.mjs'
import { useState } from 'react'
import { api, problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { imports as contract, type Outcome } from '../imports/contract.ts'
import classes from './account.module.css'
import { useChoices } from './directory.ts'
import { ImportOutcome } from './importOutcome.tsx'
import { webTexts } from './texts.ts'

const imports = api(contract)

/** The text of the file: UTF-8, or what Excel on Windows writes when it is not. */
async function textOfFile(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

interface Chosen {
  name: string
  csv: string
}

/** One file through its dry run to the real thing. What was chosen before is forgotten with every change. */
function useImport(organisationId: string | undefined) {
  const t = useText(webTexts)
  const reload = useReload()
  const [file, setFile] = useState<Chosen>()
  const [invite, setInvite] = useState(true)
  const [outcome, setOutcome] = useState<Outcome>()
  const [done, setDone] = useState<Outcome>()
  const [failed, setFailed] = useState<string>()
  const [busy, setBusy] = useState(false)
  const run = async (csv: string, dryRun: boolean, where = organisationId) => {
    if (where === undefined) return
    setBusy(true)
    setFailed(undefined)
    try {
      const result = await imports.importPeople({ body: { csv, organisationId: where, dryRun, invite } })
      setOutcome(result)
      if (!dryRun && result.errors.length === 0) {
        setDone(result)
        await Promise.all([reload(['people/persons']), reload(['people/teams'])])
      }
    } catch (error) {
      setOutcome(undefined)
      setFailed(problemIn(error)?.title ?? t('people.failed'))
    }
    setBusy(false)
  }
  const choose = async (chosen: File | null) => {
    if (!chosen) return
    setDone(undefined)
    setOutcome(undefined)
    setFile(undefined)
    if (chosen.size > 2_000_000) return setFailed(t('people.importing.tooLarge'))
    const csv = await textOfFile(chosen)
    setFile({ name: chosen.name, csv })
    await run(csv, true)
  }
  return { file, invite, setInvite, outcome, done, failed, busy, run, choose }
}

export default function ImportPeople() {
  const t = useText(webTexts)
  const choices = useChoices()
  const [chosen, setChosen] = useState<string>()
  const organisationId = chosen ?? choices[0]?.value
  const state = useImport(organisationId)
  const { file, outcome, done, failed, busy } = state
  return (
    <Page
      title={t('people.importing.title')}
      under={[{ label: t('people.list.people'), to: '/people' }]}
      lead={t('people.importing.lead')}
      width="form"
    >
      {organisationId === undefined ? (
        <Skeletons rows={4} />
      ) : (
        <div className={classes.stack}>
          <Explained />
          {choices.length > 1 && (
            <NativeSelect
              label={t('people.importing.organisation')}
              description={t('people.importing.organisationHelp')}
              data={choices}
              value={organisationId}
              onChange={(event) => {
                setChosen(event.currentTarget.value)
                if (file) void state.run(file.csv, true, event.currentTarget.value)
              }}
            />
          )}
          <Checkbox label={t('people.importing.invite')} checked={state.invite} onChange={(event) => state.setInvite(event.currentTarget.checked)} />
          <div className={classes.row}>
            <FileButton
              accept=".csv,.txt,.tsv,text/csv,text/plain"
              onChange={(one) => void state.choose(one)}
              inputProps={{ 'aria-label': t('people.importing.file') }}
            >
              {(props) => (
                <Button {...props} variant={file ? 'default' : 'filled'} leftSection={<IconFile size={16} aria-hidden />} loading={busy && !outcome}>
                  {file ? t('people.importing.another') : t('people.importing.choose')}
                </Button>
              )}
            </FileButton>
            {file && <span className="mono">{file.name}</span>}
          </div>
          <div role="status" className={classes.stack}>
            {failed && <Note tone="red">{failed}</Note>}
            {done ? (
              <Note tone="green">
                {t('people.importing.done', { created: done.created, updated: done.updated })} <Link to="/people">{t('people.importing.look')}</Link>
              </Note>
            ) : (
              file && outcome && <ImportOutcome outcome={outcome} busy={busy} go={() => void state.run(file.csv, false)} />
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

const example = `name,email,role,team,locale
Fatima el Idrissi,fatima@school.example,reporter,,nl
Joost Bakker,joost@school.example,engineer,Servicedesk,nl
`

/** What the file must look like, said before it is refused. */
function Explained() {
  const t = useText(webTexts)
  return (
    <Section title={t('people.importing.fileTitle')}>
      <p className={classes.text}>{t('people.importing.columns')}</p>
      <p className={`${classes.text} ${classes.below}`}>{t('people.importing.rules')}</p>
      <p className={classes.below}>
        <a href={`data:text/csv;charset=utf-8,${encodeURIComponent(example)}`} download="personen.csv">
          {t('people.importing.example')}
        </a>
      </p>
    </Section>
  )
}
