import { fold } from './fold.ts';

/** Between dashes, above the message that is answered. Folded: see fold.ts. */
const originalMessage = words([
  'original message',
  'original appointment',
  'reply message',
  'replied message',
  'original e-?mail',
  'orijinal (?:mesaj|ileti|e-?posta)',
  'ozgun (?:mesaj|ileti|e-?posta)',
  'asil (?:mesaj|ileti)',
  'ursprungliche (?:nachricht|mail)',
  'urspruengliche nachricht',
  'originalnachricht',
  'antwort nachricht',
  "message (?:d'origine|original|initial|precedent)",
  'mensaje original',
  'messaggio originale',
  'mensagem original',
  'oorspronkelijk(?:e)? bericht',
  'oprindelig (?:meddelelse|besked)',
  'opprinnelig melding',
  'ursprungligt meddelande',
  'alkuperainen viesti',
  'oryginalna wiadomosc',
  'wiadomosc oryginalna',
  'puvodni zprava',
  'eredeti uzenet',
  'mesaj original',
  'исходное сообщение',
  'исходное письмо',
  'оригинальное сообщение',
  'пересылаемое сообщение ответ',
  '原始邮件',
  '原邮件',
  '元のメッセージ',
  '원본 메일',
]);

const forwardedMessage = words([
  'forwarded (?:message|mail|e-?mail)(?: ?(?:from|by).{0,60})?',
  '(?:iletilen|yonlendirilen|yonlendirilmis) (?:mesaj|ileti|e-?posta)',
  '(?:mesaj|ileti)nin yonlendirilmis hali',
  'weitergeleitete (?:nachricht|mail)',
  'urspruenglich weitergeleitete nachricht',
  '(?:message|courriel) transfere',
  'mensaje reenviado',
  'messaggio (?:inoltrato|inolitrato)',
  'mensagem (?:encaminhada|reencaminhada)',
  'doorgestuurd bericht',
  'videresendt (?:meddelelse|besked|melding)',
  'vidarebefordrat meddelande',
  'valitetty viesti',
  '(?:wiadomosc przekazana|przekazana wiadomosc|treść przekazanej wiadomosci)',
  'preposlana zprava',
  'пересылаемое сообщение',
  'пересланное сообщение',
  'переадресованное сообщение',
  '转发邮件信息',
]);

const between = (inner: string): RegExp =>
  new RegExp(`^[ *]{0,3}[-_=]{2,60} ?(?:${inner}) ?:? ?[-_=]{2,60}[ *]{0,3}$`, 'u');
const originalBetweenDashes = between(originalMessage);
const forwardBetweenDashes = between(forwardedMessage);
/** Lotus Notes: "-----Ada/SHOP wrote: -----". */
const lotusMarker = /^-{2,20} ?[^:]{1,80} (?:wrote|yazdi|schrieb|a ecrit|escribio|ha scritto) ?: ?-{2,20}$/u;
const forwardOpening = new RegExp(
  `^(?:${words([
    'begin forwarded message',
    '(?:iletilen|yonlendirilen) (?:mesajin|iletinin|ileti|mesaj) (?:baslangici|basi)',
    '(?:iletiyi|mesaji) yonlendiren',
    'anfang der weitergeleiteten (?:nachricht|e-?mail)',
    'debut du message (?:transfere|reexpedie)',
    'inicio del mensaje reenviado',
    'inizio messaggio inoltrato',
    'begin doorgestuurd bericht',
    'inicio da mensagem (?:encaminhada|reencaminhada)',
    'poczatek przekazywanej wiadomosci',
    'начало переадресованного (?:сообщения|письма)',
  ])}) ?:$`,
  'u',
);

function words(patterns: readonly string[]): string {
  return patterns.map((pattern) => fold(pattern)).join('|');
}

/** "Please type your reply above this line", as desks put it into their own mails. */
const replyAbove = new RegExp(
  `(?:${words([
    '(?:type|write|enter) your (?:reply|response|answer) above this line',
    'reply (?:above|over) this line',
    '(?:yanit|cevab)(?:inizi|iniz)?(?: lutfen)? bu (?:satirin|cizginin) (?:uzerine|ustune)',
    '(?:antworten sie|antwort) (?:bitte )?(?:oberhalb|uber) dieser (?:linie|zeile)',
    'repon(?:dre|dez|se) au-dessus de cette ligne',
    'responda (?:por )?(?:encima|acima) de(?:sta| esta) linea',
  ])})`,
  'u',
);
/** GroupWise: ">>> Ada <a@b> 22.11.2026 10:00 >>>". */
const groupWiseMarker = /^>{2,3} [^>]{2,80}<?[^<>]{0,80}>? [^<>]{0,40}\d[:.]\d\d[^<>]{0,8} >{2,3}$/u;

/** "-----Original Message-----" in any known language: what follows is history. */
export function isOriginalMessageMarker(folded: string): boolean {
  if (folded.length > 160) return false;
  if (folded.startsWith('>>')) return groupWiseMarker.test(folded);
  if (replyAbove.test(folded)) return true;
  return /^[ *]{0,3}[-_=]/.test(folded) && (originalBetweenDashes.test(folded) || lotusMarker.test(folded));
}

/** "---------- Forwarded message ----------" and Apple's "Begin forwarded message:": what follows is what the author shows us. */
export function isForwardMarker(folded: string): boolean {
  return (
    /^[ *]{0,3}[-_=]|:$/.test(folded) &&
    folded.length < 160 &&
    (forwardBetweenDashes.test(folded) || forwardOpening.test(folded))
  );
}
