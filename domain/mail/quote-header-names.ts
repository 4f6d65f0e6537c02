import { fold } from './fold.ts';

/** What a header line above a quoted message says. */
export type HeaderKind = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other';

/** Header names as mail clients translate them above a quoted message, folded. */
const names: Record<HeaderKind, readonly string[]> = {
  from: [
    'from|kimden|gonderen|von|de|da|van|od|от|от кого|fra|fran|lahettaja|felado|nadawca|mittente',
    'remitente|remetente|expediteur|afzender|absender|отправитель|від|de la|od koho|发件人|寄件者|差出人|보낸 사람',
  ],
  date: [
    'sent|date|gonderildi|gonderme tarihi|gonderilenler|gonderilme|gonderilen|saat|gonderim tarihi',
    'gonderilme tarihi|tarih|gesendet|datum|envoye|envoye le|enviado|enviado el|enviado em|enviada',
    'enviada em|fecha|inviato|data|verzonden|wyslano|wyslane|отправлено|дата|дата отправки|sendt|dato',
    'skickat|lahetetty|paivays|elkuldve|odeslano|trimis|надіслано|ημερομηνια|εσταλη|发送时间|日期|送信日時|보낸 날짜',
  ],
  to: [
    'to|kime|alici|an|a|para|per|aan|do|кому|til|till|vastaanottaja|cimzett|komu|destinataire',
    'destinatario|destinatari|catre|pour|προς|收件人|收件者|宛先|받는 사람',
  ],
  cc: ['cc|bilgi|kopie|copie a|copia|dw|копия|kopi|kopia|kopio|masolat|bcc|gizli|cc to|抄送|참조'],
  subject: [
    'subject|konu|betreff|objet|sujet|asunto|oggetto|onderwerp|assunto|temat|тема|emne|amne|aihe|targy',
    'predmet|subiect|θεμα|主题|主旨|件名|제목',
  ],
  other: [
    'reply-to|yanit adresi|yanitla|importance|onem|priority|attachments|ekler|antwort an|antworten an',
    'anlagen|repondre a|sent by|organization|mailing list|mailed-by',
  ],
};

const kindByName = new Map<string, HeaderKind>(
  (Object.keys(names) as HeaderKind[]).flatMap((kind) =>
    names[kind].flatMap((row) => row.split('|')).map((name) => [fold(name), kind] as const),
  ),
);
/** The kind of a header by its name in any known language, or null. */
export function headerKind(name: string): HeaderKind | null {
  return kindByName.get(fold(name)) ?? null;
}
