/** What a document says, read in a thread of its own (decision 0030): the words of a file, and a written page as safe HTML. */
import { GaveUpError, threads } from '#platform/thread.ts'

/** Why a file cannot be read: the end of a text key. */
export type Unreadable = 'unreadable' | 'tooComplex' | 'tooLarge' | 'locked' | 'oldFormat' | 'bomb'
/** `words`: null when files of this kind hold none (a picture, an archive). `macros`: there is a program inside. */
export type FileRead = { ok: true; words: string | null; macros: boolean } | { ok: false; why: Unreadable; error: string }
export type Asked = { file: Uint8Array } | { page: string }

/** Most characters that are kept of one file: some 200 pages. */
export const mostWords = 400_000
/** Larger files are kept and offered, but not read. */
export const largestRead = 64 * 1024 * 1024

const ask = threads<Asked, FileRead | string>(new URL('./parser.ts', import.meta.url), { patience: 20_000, memory: 512 })

/** Reads a file by what it is, not by what it is called. Never throws for what is in it. */
export async function readFile(file: Uint8Array): Promise<FileRead> {
  try {
    return (await ask({ file })) as FileRead
  } catch (error) {
    if (!(error instanceof GaveUpError)) throw error
    return { ok: false, why: 'tooComplex', error: error.message }
  }
}

/** A written page as safe HTML; null when it is too complex to be drawn. */
export async function drawPage(page: string): Promise<string | null> {
  try {
    return (await ask({ page })) as string
  } catch (error) {
    if (!(error instanceof GaveUpError)) throw error
    return null
  }
}
