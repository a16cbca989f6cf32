/** Files as they come: whatever the separator, the letters or the program; and files made to hurt. */

import fc from 'fast-check'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { mostColumns, mostRows, readSheet } from './adapters/reader.ts'

const text = (content: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(content, encoding))
async function sheet(bytes: Uint8Array) {
  const read = await readSheet(bytes)
  if (!read.ok) throw new Error(`not read: ${read.why}`)
  return read.sheet
}
const why = async (bytes: Uint8Array) => {
  const read = await readSheet(bytes)
  return read.ok ? 'read' : read.why
}

describe('CSV', () => {
  test.each([
    ['commas', text('naam,plaats\n"Jansen, Piet",Één'), 'Jansen, Piet'],
    ['semicolons, a byte order mark and Windows lines', text('\ufeffnaam;plaats\r\n"Jansen; Piet";Één\r\n'), 'Jansen; Piet'],
    ['tabs', text('naam\tplaats\nJansen, Piet\tÉén'), 'Jansen, Piet'],
    ['bars', text('naam|plaats\nJansen, Piet|Één'), 'Jansen, Piet'],
    ['a separator that Excel names', text('sep=;\r\nnaam;plaats\r\nJansen, Piet;Één'), 'Jansen, Piet'],
    ['windows-1252', text('naam;plaats\r\nJansen, Piet;\xc9\xe9n', 'latin1'), 'Jansen, Piet'],
    ['UTF-16', new Uint8Array([0xff, 0xfe, ...text('naam\tplaats\r\nJansen, Piet\tÉén', 'utf16le')]), 'Jansen, Piet'],
  ])('with %s', async (_what, bytes, name) => {
    expect(await sheet(bytes)).toMatchObject({ format: 'csv', columns: ['naam', 'plaats'], rows: [[name, 'Één']] })
  })
  test('rows keep the number that a spreadsheet gives them; two columns of one name are two', async () => {
    const { columns, rows, numbers } = await sheet(text('a,a,,b\n\n1,2,,"x\ny"\n,,,\n3,,,\n'))
    expect({ columns, rows, numbers }).toEqual({
      columns: ['a', 'a (2)', 'b'],
      rows: [
        ['1', '2', 'x\ny'],
        ['3', null, null],
      ],
      numbers: [3, 5],
    })
  })
  test('what is no table is refused with why', async () => {
    expect(await why(text('naam\n'))).toBe('empty')
    expect(await why(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]))).toBe('unreadable')
    expect(await why(text(`naam\n"${'x\n'.repeat(400_000)}`))).toBe('broken')
    expect(await why(text('{"een":1}'))).toBe('strangeJson')
    expect(await why(text(`${'a,'.repeat(mostColumns + 5)}\n1`))).toBe('tooManyColumns')
    expect(await why(text(`a\n${'1\n'.repeat(mostRows + 1)}`))).toBe('tooManyRows')
  })
  test('whatever stands in it, it is read or refused', async () => {
    const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '""', ',', ';', '\r\n', '\n', '\t', '\0', '=1+1', '\ufeff', '\ud800'))
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
        const read = await readSheet(text(pieces.join('')))
        if (!read.ok) return
        const { columns, rows, numbers } = read.sheet
        expect(new Set(columns).size).toBe(columns.length)
        expect(numbers).toHaveLength(rows.length)
        for (const row of rows) {
          expect(row).toHaveLength(columns.length)
          expect(row.join('')).not.toContain('\0')
          expect(row.join('').isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })
})

const cells = (row: string) =>
  `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>gekocht</t></is></c><c r="D1" t="str"><f>"a"</f><v>prijs</v></c></row>${row}</sheetData></worksheet>`
const book = (sheet: string, more: Zippable = {}): Zippable => ({
  'xl/workbook.xml': strToU8(
    '<workbook><sheets><sheet name="Weg" state="hidden" r:id="r2"/><sheet name="Lijst" r:id="r1"/><sheet name="Meer" r:id="r3"/></sheets></workbook>',
  ),
  'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'),
  'xl/sharedStrings.xml': strToU8(
    '<sst><si><r><t>na</t></r><r><t>am</t></r><rPh><t>ナ</t></rPh></si><si><t>regel_x000D_&amp;_x005F_x000D_</t></si></sst>',
  ),
  'xl/styles.xml': strToU8(
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/><numFmt numFmtId="165" formatCode="0 &quot;dagen&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs></styleSheet>',
  ),
  'xl/worksheets/sheet1.xml': strToU8(sheet),
  ...more,
})

describe('Excel', () => {
  test('text, numbers, days and the outcome of formulas, each in its place; other sheets are named', async () => {
    const row =
      '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>46112</v></c><c r="D4"><f>1+1</f><v>1234.5</v></c></row><row r="5"><c r="B5" s="2"><v>7</v></c><c r="C5" s="3"><v>46112.5</v></c><c r="D5" t="e"><v>#N/A</v></c></row>'
    expect(await sheet(zipSync(book(cells(row))))).toMatchObject({
      ...{ format: 'xlsx', columns: ['naam', 'gekocht', '#3', 'prijs'], numbers: [4, 5] },
      rows: [
        ['regel\r&_x000D_', '2026-03-31', null, 1234.5],
        [null, 7, '2026-03-31 12:00', '#N/A'],
      ],
      notes: [{ what: 'otherSheets', given: { read: 'Lijst', others: 'Meer' } }],
    })
  })
  test('a zip bomb is refused, also when its list of contents lies', async () => {
    const real = 8_000_001
    const bytes = zipSync({ ...book(''), 'xl/worksheets/sheet1.xml': [new Uint8Array(real), { level: 9 }] })
    // The size stands as four bytes: here it says that far too much comes out, or almost nothing.
    const saying = (said: number) => {
      const [size, other] = [Buffer.alloc(4), Buffer.alloc(4)]
      size.writeUInt32LE(real)
      other.writeUInt32LE(said)
      const changed = Buffer.from(bytes)
      for (let at = changed.indexOf(size); at >= 0; at = changed.indexOf(size, at)) other.copy(changed, at)
      return changed
    }
    expect(await why(saying(300 * 1024 * 1024))).toBe('bomb')
    expect(await why(saying(64))).not.toBe('read')
    expect(await why(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(500)]))).toBe('oldFormat')
    expect(await why(zipSync({ 'anders.txt': strToU8('x') }))).toBe('unreadable')
  })
  test('a zip of which each part points at the same bytes, and one text that all cells share, are refused too', async () => {
    const stored = Buffer.from(zipSync({ ...book(''), 'xl/worksheets/sheet1.xml': [new Uint8Array(1_000_000), { level: 0 }] }))
    const end = stored.lastIndexOf('PK\u0005\u0006')
    const begin = stored.readUInt32LE(end + 16)
    const last = stored.lastIndexOf('PK\u0001\u0002')
    // The last entry of the list of contents, again and again, saying that nothing comes out.
    const entry = Buffer.from(stored.subarray(last, end))
    entry.writeUInt32LE(0, 24)
    const list = Buffer.concat([stored.subarray(begin, last), ...Array.from({ length: 400 }, () => entry)])
    const tail = Buffer.from(stored.subarray(end))
    tail.writeUInt32LE(list.length, 12)
    for (const at of [8, 10]) tail.writeUInt16LE(tail.readUInt16LE(at) + 399, at)
    expect(await why(Buffer.concat([stored.subarray(0, begin), list, tail]))).toBe('bomb')

    const rows = Array.from({ length: 2800 }, (_, n) => `<row r="${n + 2}"><c t="s"><v>0</v></c></row>`).join('')
    const shared = strToU8(`<sst><si><t>${'x'.repeat(12_000)}</t></si></sst>`)
    expect(await why(zipSync({ ...book(cells(rows)), 'xl/sharedStrings.xml': shared }))).toBe('tooComplex')
    expect((await sheet(zipSync(book(cells('<row r="99999999999"><c t="str"><v>een</v></c></row>'))))).numbers).toEqual([2])
  })
  test('XML that refers to itself or to elsewhere brings nothing in', async () => {
    const evil = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    const { rows } = await sheet(zipSync(book(evil + cells('<row r="2"><c r="A2" t="inlineStr"><is><t>&b;&c;</t></is></c></row>'))))
    expect(rows).toEqual([['&b;&c;', null, null]])
  })
})

describe('exports of other programs', () => {
  test('Snipe-IT: names in the place of objects, own fields as columns, what is about the screen left out', async () => {
    const hardware = {
      total: 3,
      rows: [
        {
          ...{ id: 1, name: '', asset_tag: 'A-1', serial: 'SN1', model: { id: 4, name: 'ThinkPad &amp; Co' }, category: { id: 2, name: 'Laptops' } },
          ...{ status_label: { id: 1, name: 'Ready to Deploy', status_meta: 'deployable' }, manufacturer: { id: 1, name: 'Lenovo' }, location: null },
          ...{
            assigned_to: { id: 9, username: 'fatima', name: 'Fatima', email: 'f@linde.example', type: 'user' },
            purchase_date: { date: '2026-03-31', formatted: '31 mrt 2026' },
          },
          ...{ purchase_cost: '1,234.50', available_actions: { checkout: true }, image: 'https://x/y.png', user_can_checkout: true },
          custom_fields: { 'MAC Address': { field: '_snipeit_mac_1', value: '3C:52:82:AA:01:9F', field_format: 'MAC' } },
        },
      ],
    }
    const { format, columns, rows, notes } = await sheet(text(JSON.stringify(hardware)))
    expect(format).toBe('snipeit')
    expect(Object.fromEntries(columns.map((column, at) => [column, rows[0]?.[at]]))).toEqual({
      ...{ name: 'A-1', asset_tag: 'A-1', serial: 'SN1', model: 'ThinkPad & Co', category: 'Laptops', status_label: 'Ready to Deploy' },
      ...{
        manufacturer: 'Lenovo',
        assigned_to: 'f@linde.example',
        purchase_date: '2026-03-31',
        purchase_cost: '1,234.50',
        'MAC Address': '3C:52:82:AA:01:9F',
      },
    })
    expect(notes).toEqual([{ what: 'incomplete', given: { here: 1, total: 3 } }])
  })
  test('GLPI: names in the place of numbers, nothing where it points nowhere, templates and the dustbin passed over', async () => {
    const pc = {
      ...{
        id: 5,
        entities_id: 'Root entity',
        name: 'PC-1',
        serial: 'S1',
        otherserial: 'INV-1',
        locations_id: 'Hoofdgebouw &#62; 2.14',
        states_id: 0,
        is_deleted: 0,
      },
      ...{
        is_template: 0,
        computertypes_id: 'Desktop',
        users_id: 'fatima',
        date_creation: '2026-01-02 10:00:00',
        template_name: null,
        comment: 'R&#38;D',
      },
      links: [
        { rel: 'Location', href: 'https://x/apirest.php/Location/3' },
        { rel: 'Item', href: 'https://x/apirest.php/Computer/5/ReservationItem' },
      ],
    }
    const { format, columns, rows, numbers, notes } = await sheet(text(JSON.stringify([{ ...pc, is_template: 1 }, pc, { ...pc, is_deleted: 1 }])))
    expect({ format, numbers }).toEqual({ format: 'glpi', numbers: [2] })
    expect(Object.fromEntries(columns.map((column, at) => [column, rows[0]?.[at]]))).toEqual({
      ...{ itemtype: 'Computer', name: 'PC-1', serial: 'S1', otherserial: 'INV-1', locations_id: 'Hoofdgebouw > 2.14', computertypes_id: 'Desktop' },
      ...{ users_id: 'fatima', date_creation: '2026-01-02 10:00:00', comment: 'R&D' },
    })
    expect(notes.map(({ what }) => what)).toEqual(['templates', 'deleted'])
  })
})
