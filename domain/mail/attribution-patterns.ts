/** "wrote" in the languages of mail clients, folded. */
export const verb = new RegExp(
  `(?:^|[^\\p{L}])(?:${[
    'wrote',
    'sent',
    'writes',
    'said',
    '(?:sunu |sunlari |soyle )?yazdi',
    'yazmis',
    'demis ki',
    'schrieb',
    'geschrieben',
    'a (?:e|é)crit',
    'ecrit',
    'escribio',
    'ha escrito',
    'ha scritto',
    'scritto',
    'scrisse',
    'schreef',
    'geschreven',
    'escreveu',
    'napisal(?:\\(a\\)|a)?',
    'pisze',
    'написал(?:\\(а\\)|а)?',
    'пишет',
    'писал(?:\\(а\\)|а)?',
    'написав(?:\\(ла\\))?',
    'skrev',
    'kirjoitti',
    'napsal(?:\\(a\\)|a)?',
    'napisao(?:\\/la)?',
    'a scris',
    'irta',
    'ezt irta',
    'εγραψε',
    'написа',
    'rasyta',
    'viet',
    'da viet',
  ].join('|')})(?![\\p{L}])|写道|寫道|のメッセージ|작성`,
  'u',
);
export const emailAddress = /[^\s<>"'()[\]@]{1,100}@[^\s<>"'()[\]@]{1,100}/;
export const clock = /(?:^|[^\d])[0-2]?\d[:.h][0-5]\d(?!\d)/;
export const year = /(?:^|[^\d])(?:19|20)\d\d(?!\d)/;
export const numericDate = /(?:^|[^\d])\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/;

const weekday =
  '(?:mon|tue|wed|thu|fri|sat|sun|pzt|sal|car|per|cum|cmt|paz|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mie|jue|vie|sab|dom|gio|maa|din|woe|don|vri|zat|zon|seg|ter|qua|qui|sex|pon|wt|sr|czw|pt|sob|niedz|nie|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|сред|четверг|пятниц|суббот|воскресен|man|tir|tor|lor|ons|pe|ti|ke|to|la|su|ma)\\p{L}{0,9}[.,]{0,2}';
const opening = '(?:on|am|le|el|il|il giorno|in data|op|em|no dia|w dniu|dnia|den|pa|dne|la|vao|ngay|в|a|at)';
/** "On Mon, ...", "Am 22.11.", "Le ven. 22 nov.": where an attribution starts, even behind other words of its line. */
export const datedOpening = new RegExp(
  `^[^\\p{L}\\d<]{0,40}${opening},? (?:\\p{L}{1,12}[.,]{0,2} ){0,3}(?:\\d|(?:${weekday}),)`,
  'u',
);
export const dateFirst = new RegExp(
  `^[^\\p{L}\\d<]{0,8}(?:(?:${weekday}) )?(?:(?:19|20)\\d\\d(?!\\d)|\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}|\\d{1,2}[.,]? \\p{L}{3,12}[.,]? ?(?:\\d{4}|\\d\\d:)|\\d{4} ?(?:年|г)|${weekday} \\p{L}{3,12} \\d|(?:${weekday}),? \\d)`,
  'u',
);
export const nameFirst = /^[^\p{L}\d<]{0,8}["'\p{L}][^<>@:]{0,70}["']? ?[<([]{1,2}(?:mailto:)?[^\s<>@]{1,100}@/u;
export const addressFirst = /^[^\p{L}\d<]{0,4}[<[(]?[^\s<>@,]{1,100}@/u;
export const nameThenDate =
  /^["']?\p{L}[\p{L}.'"/ -]{1,60},? (?:wrote|schrieb|hat|a ecrit|skrev|napisal|on|yazdi|escribio|ha scritto)(?![\p{L}])/u;
export const endsWithAddress = /[<([][^\s<>@]{1,100}@[^\s<>@]{1,100}[>)\]] ?[:：]$/;
