import { fold } from './fold.ts';

type Kind = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other';

/** Header names as mail clients translate them above a quoted message, folded. */
const names: Record<Kind, readonly string[]> = {
  from: ['from', 'kimden', 'gonderen', 'von', 'de', 'da', 'van', 'od', 'от', 'от кого', 'fra', 'fran', 'lahettaja', 'felado', 'nadawca', 'mittente', 'remitente', 'remetente', 'expediteur', 'afzender', 'absender', 'отправитель', 'від', 'de la', 'od koho', '发件人', '寄件者', '差出人', '보낸 사람'],
  date: ['sent', 'date', 'gonderildi', 'gonderme tarihi', 'gonderilenler', 'gonderilme', 'gonderilen', 'saat', 'gonderim tarihi', 'gonderilme tarihi', 'tarih', 'gesendet', 'datum', 'envoye', 'envoye le', 'enviado', 'enviado el', 'enviado em', 'enviada', 'enviada em', 'fecha', 'inviato', 'data', 'verzonden', 'wyslano', 'wyslane', 'отправлено', 'дата', 'дата отправки', 'sendt', 'dato', 'skickat', 'lahetetty', 'paivays', 'elkuldve', 'datum', 'odeslano', 'trimis', 'надіслано', 'ημερομηνια', 'εσταλη', '发送时间', '日期', '送信日時', '보낸 날짜'],
  to: ['to', 'kime', 'alici', 'an', 'a', 'para', 'per', 'aan', 'do', 'кому', 'til', 'till', 'vastaanottaja', 'cimzett', 'komu', 'destinataire', 'destinatario', 'destinatari', 'catre', 'pour', 'προς', '收件人', '收件者', '宛先', '받는 사람'],
  cc: ['cc', 'bilgi', 'kopie', 'copie a', 'copia', 'dw', 'копия', 'kopi', 'kopia', 'kopio', 'masolat', 'bcc', 'gizli', 'cc to', '抄送', '참조'],
  subject: ['subject', 'konu', 'betreff', 'objet', 'sujet', 'asunto', 'oggetto', 'onderwerp', 'assunto', 'temat', 'тема', 'emne', 'amne', 'aihe', 'targy', 'predmet', 'subiect', 'θεμα', '主题', '主旨', '件名', '제목'],
  other: ['reply-to', 'yanit adresi', 'yanitla', 'importance', 'onem', 'priority', 'attachments', 'ekler', 'antwort an', 'antworten an', 'anlagen', 'repondre a', 'sent by', 'organization', 'mailing list', 'mailed-by'],
};

const kindOf = new Map<string, Kind>(
  (Object.keys(names) as Kind[]).flatMap((kind) => names[kind].map((name) => [fold(name), kind] as const)),
);
const headerLine = /^[\s>*_|]{0,6}([^:：@<>]{1,30}?)[\s*_]{0,4}[:：][\s*_]{0,4}(.*)$/su;
const addressLike = /@[^\s@]{2,}|mailto:|<[^>]{3,}>/;
const timeLike = /\d{1,2}[:.h]\d{2}|(?:19|20)\d\d/;
const mostGap = 1;
const mostLines = 24;

export interface HeaderBlock {
  /** Index of the line after the block. */
  end: number;
}

/**
 * Recognises the From/Sent/To/Subject block that Outlook and others put above a quoted message, starting at line `at`.
 * "From: Istanbul" and "To: Ankara" in a customer's own words are not one: that takes an address, or a subject with a date.
 */
export function findHeaderBlock(lines: readonly string[], at: number, marked = false): HeaderBlock | null {
  const opening = readHeader(lines[at] ?? '');
  if (!opening || (opening.kind !== 'from' && opening.kind !== 'date' && opening.kind !== 'subject' && opening.kind !== 'to')) return null;
  const seen = new Map<Kind, string>();
  let end = at;
  let gap = 0;
  for (let index = at; index < lines.length && index < at + mostLines; index += 1) {
    const line = lines[index] ?? '';
    const header = readHeader(line);
    if (header && !seen.has(header.kind)) {
      seen.set(header.kind, header.value === '' ? (lines[index + 1] ?? '').slice(0, 300) : header.value);
      end = index + 1;
      gap = 0;
    } else if (header) {
      if (header.kind === opening.kind) break;
      end = index + 1;
    } else if (line.trim() === '') {
      gap += 1;
      if (gap > mostGap || seen.has('subject')) break;
    } else if (gap > 0 || !continues(lines, index, end)) {
      break;
    } else {
      end = index + 1;
    }
  }
  return isBlock(seen, opening.kind, marked) ? { end } : null;
}

/** A long To: list wraps: lines up to the next header belong to it, if that comes soon. */
function continues(lines: readonly string[], index: number, end: number): boolean {
  if (index - end > 8) return false;
  if (/^\s/.test(lines[index] ?? '') || addressLike.test((lines[index] ?? '').slice(0, 300))) return true;
  for (let ahead = index + 1; ahead <= index + 3; ahead += 1) {
    const header = readHeader(lines[ahead] ?? '');
    if (header) return true;
  }
  return false;
}

function isBlock(seen: ReadonlyMap<Kind, string>, opening: Kind, marked: boolean): boolean {
  if (!seen.has('from') && !(opening === 'date' && seen.has('to')) && !(seen.has('to') && seen.has('subject') && seen.has('date'))) return false;
  const kinds = [...seen.keys()].filter((kind) => kind !== 'other').length;
  if (kinds < 2) return false;
  const parties = [seen.get('from'), seen.get('to'), seen.get('cc')].join(' ');
  if (marked || addressLike.test(parties)) return true;
  return seen.has('subject') && timeLike.test(seen.get('date') ?? '') && kinds >= 3;
}

function readHeader(line: string): { kind: Kind; value: string } | null {
  if (line.length > 2_000 || !/[:：]/.test(line)) return null;
  const match = headerLine.exec(line.slice(0, 400));
  if (!match) return null;
  const kind = kindOf.get(fold(match[1] ?? ''));
  return kind ? { kind, value: (match[2] ?? '').trim() } : null;
}
