import type { Language } from '../../domain/chatbot/flow.ts';
import type { Category } from '../../domain/ticket.ts';

export interface StatusWords {
  title: (number: number) => string;
  number: string;
  subject: string;
  noSubject: string;
  status: string;
  categories: Record<Category, string>;
  talk: string;
  you: string;
  us: string;
  files: string;
  byMail: string;
  add: string;
  yourMessage: string;
  send: string;
  added: string;
  opened: (number: number) => string;
  empty: string;
  tooLong: (count: number) => string;
  otherText: string;
  notFoundTitle: string;
  notFound: string;
  noKey: string;
}

export const statusWords: Record<Language, StatusWords> = {
  en: {
    title: (number) => `Your request #${number}`,
    number: 'Number',
    subject: 'Subject',
    noSubject: 'no subject',
    status: 'Status',
    categories: {
      new: 'Received',
      open: 'Being worked on',
      waiting: 'Waiting',
      solved: 'Solved',
      spam: 'Closed',
    },
    talk: 'What was said',
    you: 'You',
    us: 'Our answer',
    files: 'Files',
    byMail: 'Sent by e-mail; what it says is not shown on this page.',
    add: 'Add something',
    yourMessage: 'Your message',
    send: 'Send',
    added: 'Your message has been added.',
    opened: (number) => `Your earlier request was closed, so your message opened a new one: #${number}.`,
    empty: 'Please write something.',
    tooLong: (count) => `Please write at most 20,000 characters; these are ${count}.`,
    otherText: 'This page was sent already, with another text. To add this one too, please press Send again.',
    notFoundTitle: 'Not found',
    notFound: 'There is nothing to see at this address. Perhaps a letter of it is missing, or the request was removed.',
    noKey: 'This desk gives no links to follow requests by.',
  },
  tr: {
    title: (number) => `Talebiniz #${number}`,
    number: 'Numara',
    subject: 'Konu',
    noSubject: 'konu yok',
    status: 'Durum',
    categories: {
      new: 'Alındı',
      open: 'Üzerinde çalışılıyor',
      waiting: 'Beklemede',
      solved: 'Çözüldü',
      spam: 'Kapandı',
    },
    talk: 'Yazışmalar',
    you: 'Siz',
    us: 'Yanıtımız',
    files: 'Dosyalar',
    byMail: 'E-postayla gönderildi; içeriği bu sayfada gösterilmez.',
    add: 'Ekleme yapın',
    yourMessage: 'İletiniz',
    send: 'Gönder',
    added: 'İletiniz eklendi.',
    opened: (number) => `Önceki talebiniz kapanmıştı; iletiniz yeni bir talep açtı: #${number}.`,
    empty: 'Lütfen bir şey yazın.',
    tooLong: (count) => `Lütfen en çok 20.000 karakter yazın; bu ${count} karakter.`,
    otherText: 'Bu sayfa başka bir metinle zaten gönderildi. Bunu da eklemek için lütfen yeniden Gönder’e basın.',
    notFoundTitle: 'Bulunamadı',
    notFound: 'Bu adreste görülecek bir şey yok. Belki bir harfi eksik, belki talep silindi.',
    noKey: 'Bu destek masası, talepleri izlemek için bağlantı vermiyor.',
  },
};
