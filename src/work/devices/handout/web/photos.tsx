/** Photos of the condition: taken with the camera of a phone or chosen, made small in the browser, and uploaded at once. */
import { ActionIcon, Button } from '@mantine/core'
import IconCamera from '@tabler/icons-react/dist/esm/icons/IconCamera.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useRef, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { handouts, photoOf } from './calls.ts'
import classes from './handout.module.css'
import { handoutWords } from './texts.ts'

const longest = 1600
const most = 6
/** A JPEG of at most 1600 pixels. Drawing it anew leaves out what a camera writes beside the picture: where and with what it was taken. */
async function shrunk(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('this picture cannot be drawn'))), 'image/jpeg', 0.85),
  )
}

interface Props {
  organisationId: string
  /** Of the device, for who hears the buttons. */
  name: string
  ids: readonly string[]
  onChange: (ids: string[]) => void
}
export function PhotoField({ organisationId, name, ids, onChange }: Props) {
  const t = useText(handoutWords)
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const add = async (files: readonly File[]) => {
    setBusy(true)
    const all = [...ids]
    for (const file of files.slice(0, most - ids.length)) {
      try {
        const raw = await shrunk(file)
        all.push((await handouts.addPhoto({ query: { organisationId }, raw }, { contentType: 'image/jpeg' })).id)
      } catch (error) {
        toastProblem(error, t('handout.new.photoFailed'))
      }
    }
    onChange(all)
    setBusy(false)
  }
  return (
    <div className={classes.photos}>
      {ids.map((id) => (
        <span key={id} className={classes.photo}>
          <img src={photoOf(id)} alt={t('handout.photo', { name })} />
          <ActionIcon
            size="sm"
            variant="filled"
            color="dark"
            aria-label={t('handout.new.photoRemove')}
            onClick={() => onChange(ids.filter((one) => one !== id))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </span>
      ))}
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        hidden
        aria-label={t('handout.new.photoOf', { name })}
        onChange={(event) => {
          void add([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      {ids.length < most && (
        <Button
          size="xs"
          variant="default"
          loading={busy}
          leftSection={<IconCamera size={16} aria-hidden />}
          aria-label={t('handout.new.photoOf', { name })}
          onClick={() => input.current?.click()}
        >
          {t('handout.new.photoAdd')}
        </Button>
      )}
    </div>
  )
}
